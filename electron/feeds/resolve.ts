import { BenchError } from '../contract/errors.ts';
import type { FeedPackage, Requirement } from './feed-package.ts';
import { meets } from './versions.ts';

/** What a search for dependencies goes by. */
export interface Stock {
  /** Name and version of everything in the stock image, the kernel included. */
  readonly installed: ReadonlyMap<string, string>;
  /** Earlier ones are preferred where a name is there twice. */
  readonly feeds: readonly FeedPackage[];
  /** For messages. */
  readonly release: string;
  readonly target: string;
}

/** More than any dongle needs, and enough to tell an index that leads on for ever. */
const MAX_CHOSEN = 300;

/**
 * The packages to install so that the router has `wanted`: what the stock image lacks, dependencies before what needs them (circles
 * are entered once). Throws FEED_PACKAGE_MISSING, FEED_PACKAGE_CONFLICT, FEED_KERNEL_MISMATCH, or FEED_INDEX_UNREADABLE where there
 * is no end to it.
 */
export function resolvePackages(wanted: readonly string[], stock: Stock): FeedPackage[] {
  return new Search(stock).run(wanted);
}

class Search {
  readonly #stock: Stock;
  readonly #byName = new Map<string, FeedPackage[]>();
  readonly #providers = new Map<string, FeedPackage[]>();
  /** Names that the router has, by itself or by another package, with the versions that it has them in (null: none). */
  readonly #present = new Map<string, { by: string; version: string | null }[]>();
  readonly #installed: FeedPackage[] = [];
  readonly #chosen = new Map<string, FeedPackage>();
  readonly #ordered: FeedPackage[] = [];

  constructor(stock: Stock) {
    this.#stock = stock;
    for (const one of stock.feeds) {
      add(this.#byName, one.name, one);
      for (const { name } of one.provides) add(this.#providers, name, one);
    }
    for (const [name, version] of stock.installed) {
      add(this.#present, name, { by: name, version });
      // The feed may have gone on to a newer version, which as a rule provides the same.
      const known = this.#byName.get(name)?.find((one) => one.version === version) ?? this.#byName.get(name)?.[0];
      if (!known) continue;
      this.#installed.push(known);
      for (const provided of known.provides) add(this.#present, provided.name, { by: name, version: provided.version });
    }
  }

  run(wanted: readonly string[]): FeedPackage[] {
    for (const name of wanted) this.#need([{ name, operator: 'any', version: '' }], []);
    this.#checkConflicts();
    return this.#ordered;
  }

  #need(alternatives: readonly Requirement[], chain: readonly string[]): void {
    if (alternatives.some((one) => this.#isPresent(one))) return;
    for (const one of alternatives) this.#checkKernel(one, chain);
    for (const one of alternatives) {
      const found = this.#find(one);
      if (!found) continue;
      this.#choose(found, chain);
      return;
    }
    const { release, target } = this.#stock;
    const missing = alternatives.map(describe).join(' | ');
    throw new BenchError('FEED_PACKAGE_MISSING', { package: missing, release, target, chain: chain.join(' > ') || missing });
  }

  #isPresent({ name, operator, version }: Requirement): boolean {
    return (this.#present.get(name) ?? []).some(
      (has) => operator === 'any' || (has.version !== null && meets(has.version, operator, version)),
    );
  }

  /** The kernel is never installed by a package: a module that is for another one is of another build. */
  #checkKernel({ name, version }: Requirement, chain: readonly string[]): void {
    if (name !== 'kernel') return;
    const found = this.#stock.installed.get('kernel') ?? '';
    throw new BenchError('FEED_KERNEL_MISMATCH', { package: chain.at(-1) ?? 'kernel', wanted: version, found });
  }

  #find({ name, operator, version }: Requirement): FeedPackage | null {
    const own = this.#byName.get(name)?.find((one) => meets(one.version, operator, version));
    if (own) return own;
    const providers = (this.#providers.get(name) ?? []).filter(({ provides }) =>
      provides.some((one) => one.name === name && (operator === 'any' || (one.version !== null && meets(one.version, operator, version)))),
    );
    const fitting = providers.filter((one) => this.#conflictOf(one) === null);
    // The same choice each time, whatever the order of the index.
    return [...(fitting.length > 0 ? fitting : providers)].sort((a, b) => b.priority - a.priority || (a.name < b.name ? -1 : 1))[0] ?? null;
  }

  #choose(found: FeedPackage, chain: readonly string[]): void {
    // Two versions of one package cannot both be there, so a second one that is needed is a contradiction of the index.
    const before = this.#chosen.get(found.name);
    if (before) throw new BenchError('FEED_PACKAGE_CONFLICT', { package: label(found), other: label(before) });
    if (this.#chosen.size >= MAX_CHOSEN) {
      throw new BenchError('FEED_INDEX_UNREADABLE', { file: found.name, message: `it needs more than ${MAX_CHOSEN} packages` });
    }
    this.#chosen.set(found.name, found);
    // An older version in the image is replaced by this one.
    const others = (this.#present.get(found.name) ?? []).filter(({ by }) => by !== found.name);
    this.#present.set(found.name, [...others, { by: found.name, version: found.version }]);
    for (const provided of found.provides) add(this.#present, provided.name, { by: found.name, version: provided.version });
    for (const alternatives of found.depends) this.#need(alternatives, [...chain, found.name]);
    this.#ordered.push(found);
  }

  #checkConflicts(): void {
    for (const one of this.#ordered) {
      const other = this.#conflictOf(one);
      if (other !== null) throw new BenchError('FEED_PACKAGE_CONFLICT', { package: one.name, other });
    }
    for (const one of this.#installed) {
      const other = this.#conflictOf(one);
      if (other !== null && this.#chosen.has(other)) throw new BenchError('FEED_PACKAGE_CONFLICT', { package: other, other: one.name });
    }
  }

  /** Who on the router must not be together with a package; null where nobody. A package does not conflict with itself. */
  #conflictOf(one: FeedPackage): string | null {
    for (const { name, operator, version } of one.conflicts) {
      const other = (this.#present.get(name) ?? []).find(
        (has) => has.by !== one.name && (operator === 'any' || (has.version !== null && meets(has.version, operator, version))),
      );
      if (other) return other.by;
    }
    return null;
  }
}

function add<T>(map: Map<string, T[]>, name: string, item: T): void {
  const list = map.get(name);
  if (list) list.push(item);
  else map.set(name, [item]);
}

function describe({ name, operator, version }: Requirement): string {
  return operator === 'any' ? name : `${name} (${operator} ${version})`;
}

function label({ name, version }: FeedPackage): string {
  return `${name} ${version}`;
}
