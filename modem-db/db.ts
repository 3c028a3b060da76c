import { z } from 'zod';
import classRulesJson from './class-rules.json' with { type: 'json' };
import { ClassRule, type Composition, type InterfacePattern, type Recipe, type SwitchEntry, VendorFile } from './schema.ts';
import huawei from './vendors/huawei.json' with { type: 'json' };
import quectel from './vendors/quectel.json' with { type: 'json' };

/** One interface as far as a look-up needs it. */
export interface SeenInterface {
  readonly number: number;
  readonly class: number;
  readonly subclass: number;
  readonly protocol: number;
}

export type Role = InterfacePattern['role'];
export type DbMode = Composition['mode'];

/** What a set of interfaces was found to be. */
export interface Recognised {
  /** False: nobody listed it; roles and mode are judged by interface classes alone. */
  readonly listed: boolean;
  readonly name: string;
  readonly mode: DbMode | null;
  readonly control: Composition['control'];
  readonly roles: ReadonlyMap<number, Role>;
  readonly recipe: Recipe | null;
  readonly source: string;
}

export interface Db {
  readonly vendors: readonly VendorFile[];
  vendorOf(vid: number): VendorFile | undefined;
  /** The disc state of a vid:pid, if it is listed as one. */
  findSwitch(vid: number, pid: number): SwitchEntry | undefined;
  recognise(vid: number, pid: number, interfaces: readonly SeenInterface[]): Recognised;
  /** Compositions that any of these ids may show. */
  compositionsOf(ids: readonly string[]): readonly Composition[];
  recipe(id: string): Recipe | undefined;
}

/** `12d1:1506`. */
export function usbId(vid: number, pid: number): string {
  return `${hex4(vid)}:${hex4(pid)}`;
}

export const hex4 = (n: number) => n.toString(16).padStart(4, '0');
export const hex2 = (n: number) => n.toString(16).padStart(2, '0');

/** Parses and indexes the files. Throws where one does not fit its schema: a wrong fact must not reach a dongle. */
export function loadDb(files: readonly unknown[] = [huawei, quectel], rules: unknown = classRulesJson): Db {
  const vendors = files.map((file) => VendorFile.parse(file));
  const classRules = z.array(ClassRule).parse(rules);
  const switches = new Map(vendors.flatMap((v) => v.switches).map((s) => [s.id, s]));
  const recipes = new Map(vendors.flatMap((v) => v.recipes).map((r) => [r.id, r]));
  const compositions = vendors.flatMap((v) => v.compositions);
  const byVid = new Map(vendors.flatMap((v) => v.vids.map((vid) => [vid, v] as const)));

  return {
    vendors,
    vendorOf: (vid) => byVid.get(hex4(vid)),
    findSwitch: (vid, pid) => switches.get(usbId(vid, pid)),
    compositionsOf: (ids) => compositions.filter((c) => ids.includes(c.id)),
    recipe: (id) => recipes.get(id),
    recognise: (vid, pid, interfaces) => {
      const id = usbId(vid, pid);
      const found = compositions.find((c) => c.id === id && c.interfaces.every((p) => isOptional(p) || interfaces.some((i) => fits(p, i))));
      if (!found) return byClass(classRules, interfaces);
      const roles = new Map<number, Role>();
      for (const pattern of found.interfaces)
        for (const i of interfaces) if (fits(pattern, i) && !roles.has(i.number)) roles.set(i.number, pattern.role);
      for (const i of interfaces) if (!roles.has(i.number)) roles.set(i.number, classRole(classRules, i)?.role ?? 'other');
      return {
        listed: true,
        name: found.name,
        mode: found.mode,
        control: found.control,
        roles,
        recipe: found.recipe === undefined ? null : (recipes.get(found.recipe) ?? null),
        source: found.source,
      };
    },
  };
}

/** Storage beside the modem (its disc, its card) is there or not as the firmware pleases; it decides nothing. */
function isOptional(pattern: InterfacePattern): boolean {
  return pattern.role === 'disc' || pattern.role === 'card';
}

function fits(pattern: InterfacePattern, i: SeenInterface): boolean {
  return (
    (pattern.number === undefined || pattern.number === i.number) &&
    (pattern.class === undefined || pattern.class === hex2(i.class)) &&
    (pattern.subclass === undefined || pattern.subclass === hex2(i.subclass)) &&
    (pattern.protocol === undefined || pattern.protocol === hex2(i.protocol))
  );
}

function classRole(rules: readonly ClassRule[], i: SeenInterface): ClassRule | undefined {
  return rules.find(
    (r) =>
      r.class === hex2(i.class) &&
      (r.subclass === undefined || r.subclass === hex2(i.subclass)) &&
      (r.protocol === undefined || r.protocol === hex2(i.protocol)),
  );
}

function byClass(rules: readonly ClassRule[], interfaces: readonly SeenInterface[]): Recognised {
  const roles = new Map<number, Role>();
  let mode: DbMode | null = null;
  for (const i of interfaces) {
    const rule = classRole(rules, i);
    if (!roles.has(i.number)) roles.set(i.number, rule?.role ?? 'other');
    mode ??= rule?.mode ?? null;
  }
  return { listed: false, name: '', mode, control: mode === 'mbim' ? 'mbim' : 'none', roles, recipe: null, source: 'USB class codes' };
}
