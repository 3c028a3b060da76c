import type { UciConfig, UciSection } from '../../uci.ts';
import { get, words } from '../config.ts';

/** A section as one place of a text tells it. */
export interface ToldSection {
  readonly section: UciSection;
  /** Sections of one run are different ones; those of several may be the same again. */
  readonly run: string;
  /** `file`: an option and a list of one value are told apart. */
  readonly form: 'file' | 'show';
  /** False: only some of its options, which are added to what another place tells. */
  readonly whole: boolean;
}

/** Sections without a name of which a router has as a rule one. */
const single = new Set(['defaults', 'dnsmasq', 'odhcpd', 'system', 'globals', 'main', 'global']);

/**
 * One configuration from all that was told of it, so that more text never makes a router with everything twice: what is told again takes the place
 * of what was told before, and what a file says as well as `uci show` stays as the file has it.
 */
export function merged(told: readonly ToldSection[]): UciConfig {
  const entries: { section: UciSection; form: ToldSection['form'] }[] = [];
  const places = new Map<string, number>();
  const counts = new Map<string, number>();
  for (const { section, run, form, whole } of told) {
    const key = keyOf(section, run, counts);
    const at = places.get(key);
    const before = at === undefined ? undefined : entries[at];
    if (at === undefined || !before) {
      places.set(key, entries.length);
      entries.push({ section, form });
    } else if (!whole) {
      entries[at] = {
        section: { ...before.section, options: new Map([...before.section.options, ...section.options]) },
        form: before.form,
      };
    } else if (form === 'file' || before.form !== 'file' || plain(before.section) !== plain(section)) entries[at] = { section, form };
  }
  return { sections: entries.map(({ section }) => section) };
}

/** By what a section is known again: its name; without one the option `name`, or its type where there is one of it; else all that it says. */
function keyOf(section: UciSection, run: string, counts: Map<string, number>): string {
  const { type, name } = section;
  if (name !== null) return `name ${name}`;
  const called = single.has(type) ? '' : get(section, 'name');
  if (called === undefined) return `same ${type} ${plain(section)}`;
  const kind = `${type} ${called}`;
  const count = counts.get(`${run} ${kind}`) ?? 0;
  counts.set(`${run} ${kind}`, count + 1);
  return `kind ${count} ${kind}`;
}

/** A section with an option and a list of the same words alike. */
const plain = ({ options }: UciSection): string => JSON.stringify([...options].map(([option, value]) => [option, words(value)]));
