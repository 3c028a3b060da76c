import { z } from 'zod';
import classRulesJson from './class-rules.json' with { type: 'json' };
import compiledText from './compiled/db.json?raw';
import { readCompiled } from './compiled.ts';
import { type ListedId, listedId } from './ids/known-ids.ts';
import { listedPorts, mayBeSerial, portsHold } from './ports/port-roles.ts';
import {
  ClassRule,
  type Composition,
  type InterfacePattern,
  type Reading,
  type Recipe,
  type Setting,
  type SwitchEntry,
  VendorFile,
} from './schema.ts';

/** One interface as far as a look-up needs it. */
export interface SeenInterface {
  readonly number: number;
  readonly class: number;
  readonly subclass: number;
  readonly protocol: number;
}

/** A device's own words, as far as they were read; `null`: it has none, or nobody could ask. */
export interface SeenStrings {
  readonly manufacturer: string | null;
  readonly product: string | null;
  readonly serial: string | null;
  /** From the answer to INQUIRY of its storage interface; `null` where it was not asked. */
  readonly scsi: { readonly vendor: string; readonly model: string; readonly revision: string } | null;
}

export type Role = InterfacePattern['role'];
export type DbMode = NonNullable<Composition['mode']>;

/** What a set of interfaces was found to be. */
export interface Recognised {
  /** False: no vendor's file has it, and at most an outside list its name; roles and mode are judged by interface classes alone. */
  readonly listed: boolean;
  readonly name: string;
  readonly mode: DbMode | null;
  readonly control: Composition['control'];
  readonly roles: ReadonlyMap<number, Role>;
  /** How the role of an interface is known: listed for this id, by the vendor's interface codes, or by its class alone. */
  readonly known?: ReadonlyMap<number, 'listed' | 'code' | 'class'>;
  /** Address of the router that the stick itself is, if it is one. */
  readonly router: string | null;
  readonly source: string;
  /** True: the id is of modems of several makers, and nothing was asked that tells which this is. */
  readonly shared?: boolean;
}

/** What is known of an id, whatever its interfaces. */
export interface KnownId extends ListedId {
  /** As people call it; `null`: nobody knows whose id it is. */
  readonly vendor: string | null;
  /** Name of the vendor's file; `null` where there is none. */
  readonly family: string | null;
}

/** Switch entries that a technician gives for the work at hand. */
export interface GivenSwitches {
  /** The name of the file that they are of. */
  readonly file: string;
  readonly entries: readonly SwitchEntry[];
  /** True: they are for one dongle, and one that they are not for is refused. */
  readonly strict: boolean;
}

export interface Db {
  readonly vendors: readonly VendorFile[];
  vendorOf(vid: number): VendorFile | undefined;
  /** What outside lists know of an id: vendor, model and drivers; undefined where none has it. No shape follows from it. */
  knownId(vid: number, pid: number): KnownId | undefined;
  /** Entries that a technician gave beside the database's own, and that go before them (`given-switches.ts`); `null`: none. */
  readonly given: GivenSwitches | null;
  /** Every switch entry. */
  allSwitches(): readonly SwitchEntry[];
  /** All entries for a vid:pid, those with string matches first. */
  switchesOf(vid: number, pid: number): readonly SwitchEntry[];
  /** The entry for one device, told from others of its id by its strings. Without strings only an entry that asks for none is found. */
  findSwitch(vid: number, pid: number, strings?: SeenStrings): SwitchEntry | undefined;
  /** `model`: what AT+CGMM answered, where it was asked: it tells modems apart that share an id. */
  recognise(vid: number, pid: number, interfaces: readonly SeenInterface[], model?: string): Recognised;
  /** Compositions that any of these ids may show. */
  compositionsOf(ids: readonly string[]): readonly Composition[];
  /**
   * Recipes that can be carried out in the composition with this `vid:pid`: in this mode or, where none is given, in any; on this
   * model (AT+CGMM) or, where nobody asked, on any.
   */
  recipesFor(id: string, mode?: DbMode | null, model?: string): readonly Recipe[];
  recipe(id: string): Recipe | undefined;
  /** Settings of the modem that shows this `vid:pid`. */
  settingsFor(id: string): readonly Setting[];
}

/** `12d1:1506`. */
export function usbId(vid: number, pid: number): string {
  return `${hex4(vid)}:${hex4(pid)}`;
}

/** The two numbers of an id such as `12d1:1506`. */
export function idNumbers(id: string): { readonly vid: number; readonly pid: number } {
  const [vid = 0, pid = 0] = id.split(':').map((half) => Number.parseInt(half, 16));
  return { vid, pid };
}

/** Every command of a vendor's readings. */
export function readingCommands(reading: Reading | undefined): string[] {
  const { iccid, pinTries, signal = [], cell = [], radioLock } = reading ?? {};
  return [iccid, pinTries, ...signal, ...cell, radioLock?.query].filter((command) => command !== undefined);
}

export const hex4 = (n: number) => n.toString(16).padStart(4, '0');
export const hex2 = (n: number) => n.toString(16).padStart(2, '0');

/**
 * Indexes what the generator compiled from the vendors' files; or parses and indexes the files that a test or a linter gives.
 * Throws where one of these does not fit its schema: a wrong fact must not reach a dongle.
 */
export function loadDb(files?: readonly unknown[], rules: unknown = classRulesJson): Db {
  const vendors = files ? files.map((file) => VendorFile.parse(file)) : readCompiled(compiledText);
  const classRules = z.array(ClassRule).parse(rules);
  const switches = grouped(
    vendors.flatMap((v) => v.switches),
    (s) => [s.id],
  );
  for (const list of switches.values()) list.sort((a, b) => Number(b.when !== undefined) - Number(a.when !== undefined));
  const compositions = grouped(
    vendors.flatMap((v) => v.compositions),
    (c) => [c.id],
  );
  const allRecipes = vendors.flatMap((v) => v.recipes);
  const recipes = new Map(allRecipes.map((r) => [r.id, r]));
  const recipesById = grouped(allRecipes, (r) => r.ids);
  const byVid = new Map(vendors.flatMap((v) => v.vids.map((vid) => [vid, v] as const)));
  const switchesOf = (vid: number, pid: number) => switches.get(usbId(vid, pid)) ?? [];
  const knownId = (vid: number, pid: number) => {
    const { vendor = null, family = null } = byVid.get(hex4(vid)) ?? {};
    const listed = listedId(usbId(vid, pid), vendor ?? undefined);
    return listed && { ...listed, vendor, family };
  };

  return {
    vendors,
    vendorOf: (vid) => byVid.get(hex4(vid)),
    knownId,
    given: null,
    allSwitches: () => vendors.flatMap((v) => v.switches),
    switchesOf,
    findSwitch: (vid, pid, strings) => entryAmong(switchesOf(vid, pid), strings),
    compositionsOf: (ids) => ids.flatMap((id) => compositions.get(id) ?? []),
    recipesFor: (id, mode, model) =>
      (recipesById.get(id) ?? []).filter(
        ({ from, models }) =>
          (from === undefined || mode === undefined || (mode !== null && from.includes(mode))) &&
          (models === undefined || model === undefined || new RegExp(models, 'i').test(model)),
      ),
    recipe: (id) => recipes.get(id),
    settingsFor: (id) => (byVid.get(id.slice(0, 4))?.settings ?? []).filter((s) => s.ids === undefined || s.ids.includes(id)),
    recognise: (vid, pid, interfaces, model) => {
      const fitting = (compositions.get(usbId(vid, pid)) ?? []).filter((c) =>
        c.interfaces.every((p) => decidesNothing(p) || interfaces.some((i) => fits(p, i))),
      );
      const named = model === undefined ? undefined : fitting.find((c) => c.models !== undefined && new RegExp(c.models, 'i').test(model));
      const found = named ?? fitting.find((c) => c.models === undefined) ?? fitting[0];
      const own = byVid.get(hex4(vid))?.rules ?? [];
      const listed = found
        ? asListed(found, own, classRules, interfaces)
        : { ...byClass(own, classRules, interfaces), name: knownId(vid, pid)?.name ?? '' };
      const recognised = found?.shared === true && found !== named ? { ...listed, shared: true } : listed;
      return withPorts(recognised, usbId(vid, pid), interfaces);
    },
  };
}

function grouped<T>(items: readonly T[], keys: (item: T) => readonly string[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    for (const key of keys(item)) {
      const group = groups.get(key);
      if (group) group.push(item);
      else groups.set(key, [item]);
    }
  }
  return groups;
}

/** The first of these entries of one id whose strings the device has. */
export function entryAmong(entries: readonly SwitchEntry[], strings: SeenStrings | undefined): SwitchEntry | undefined {
  return entries.find((entry) => (entry.when ?? []).every((match) => holds(match, strings)));
}

/** Whether a string of the device holds what the entry asks for. As usb_modeswitch's dispatcher has it: a part is enough, and `_` stands for a blank as well. */
function holds({ key, contains }: NonNullable<SwitchEntry['when']>[number], strings: SeenStrings | undefined): boolean {
  const text = {
    manufacturer: strings?.manufacturer,
    product: strings?.product,
    serial: strings?.serial,
    'scsi-vendor': strings?.scsi?.vendor,
    'scsi-model': strings?.scsi?.model,
    'scsi-revision': strings?.scsi?.revision,
  }[key];
  return text != null && (text.includes(contains) || text.replaceAll(' ', '_').includes(contains));
}

/** Storage beside the modem (its disc, its card) is there or not as the firmware pleases. */
function decidesNothing(pattern: InterfacePattern): boolean {
  return pattern.optional === true || pattern.role === 'disc' || pattern.role === 'card';
}

function fits(pattern: InterfacePattern, i: SeenInterface): boolean {
  return (
    (pattern.number === undefined || pattern.number === i.number) &&
    (pattern.class === undefined || pattern.class === hex2(i.class)) &&
    (pattern.subclass === undefined || pattern.subclass === hex2(i.subclass)) &&
    (pattern.protocol === undefined || pattern.protocol === hex2(i.protocol))
  );
}

function classRule(rules: readonly ClassRule[], i: SeenInterface): ClassRule | undefined {
  return rules.find(
    (r) =>
      r.class === hex2(i.class) &&
      (r.subclass === undefined || r.subclass === hex2(i.subclass)) &&
      (r.protocol === undefined || r.protocol === hex2(i.protocol)),
  );
}

type Rules = readonly ClassRule[];

function asListed(found: Composition, own: Rules, classRules: Rules, interfaces: readonly SeenInterface[]): Recognised {
  const judged = byClass(own, classRules, interfaces);
  const roles = new Map<number, Role>();
  for (const pattern of found.interfaces) {
    // A list of ports by number says what the vendor's own interfaces are; one of a standard class tells for itself.
    for (const i of interfaces)
      if (fits(pattern, i) && !roles.has(i.number) && (pattern.class !== undefined || i.class === 0xff)) roles.set(i.number, pattern.role);
  }
  const known = new Map(judged.known);
  for (const number of roles.keys()) known.set(number, 'listed');
  for (const [number, role] of judged.roles) if (!roles.has(number)) roles.set(number, role);
  return {
    listed: true,
    name: found.name,
    mode: found.mode ?? judged.mode ?? (dials(roles) ? 'ppp' : null),
    control: found.mode === null ? judged.control : found.control,
    roles,
    known,
    router: found.router?.address ?? null,
    source: found.source,
  };
}

const dials = (roles: ReadonlyMap<number, Role>) => [...roles.values()].some((role) => role === 'at' || role === 'modem');

/**
 * The ports that are listed elsewhere, where neither the vendor's file nor its interface codes tell what they are. A modem with a known
 * AT port dials, if it has no better way.
 */
function withPorts(recognised: Recognised, id: string, interfaces: readonly SeenInterface[]): Recognised {
  const listed = listedPorts(id);
  if (listed.roles.size === 0 || !portsHold(listed, interfaces)) return recognised;
  const roles = new Map(recognised.roles);
  const known = new Map(recognised.known);
  for (const i of interfaces) {
    const role = listed.roles.get(i.number);
    const untold = roles.get(i.number) === 'other' || known.get(i.number) === 'class';
    if (role === undefined || !untold || !mayBeSerial(i)) continue;
    // What nothing is written to has no role of its own; the lists keep it apart (`port-hints.ts`).
    roles.set(i.number, role === 'audio' || role === 'ignore' ? 'other' : role);
    known.set(i.number, 'listed');
  }
  return { ...recognised, roles, known, mode: recognised.mode ?? (dials(roles) ? 'ppp' : null) };
}

function byClass(own: Rules, classRules: Rules, interfaces: readonly SeenInterface[]): Recognised {
  const rules = [...own, ...classRules];
  const known = new Map<number, 'code' | 'class'>();
  const roles = new Map<number, Role>();
  let best: ClassRule | null = null;
  for (const i of interfaces) {
    const rule = classRule(rules, i);
    if (!roles.has(i.number)) {
      roles.set(i.number, rule?.role ?? 'other');
      known.set(i.number, rule !== undefined && own.includes(rule) ? 'code' : 'class');
    }
    // Dialling is what is left where nothing better is there.
    if (rule?.mode !== undefined && (best === null || (best.mode === 'ppp' && rule.mode !== 'ppp'))) best = rule;
  }
  const mode = best?.mode ?? null;
  const control = best?.control ?? (mode === 'mbim' ? 'mbim' : 'none');
  return { listed: false, name: '', mode, control, roles, known, router: null, source: best?.source ?? 'USB class codes' };
}
