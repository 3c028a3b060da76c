import { PortRoleFile } from './import/port-roles.ts';
import { lintBootStates } from './lint/boot-states.ts';
import { lintCompositions, type Taken } from './lint/compositions.ts';
import { lintDials } from './lint/dials.ts';
import { type CheckedFile, type Finding, type Notes, notesOf } from './lint/finding.ts';
import { lintModels } from './lint/models.ts';
import { lintPortRoles } from './lint/port-roles.ts';
import { lintQuirks } from './lint/quirks.ts';
import { lintReading } from './lint/reading.ts';
import { lintPatterns, lintRecipes, lintSettings } from './lint/recipes.ts';
import { lintSwitches } from './lint/switches.ts';
import { type Composition, VendorFile } from './schema.ts';

export type { Finding } from './lint/finding.ts';
export { type Statistics, statistics } from './lint/statistics.ts';

/** Its name without the folder, and what is in it. */
export interface JsonFile {
  readonly name: string;
  readonly data: unknown;
}

/** Parsed JSON of what is checked beside the vendors' files, each where it is there. */
export interface LintedBeside {
  /** `port-roles.json`. */
  readonly portRoles?: unknown;
  /** `boot-states.json`. */
  readonly bootStates?: unknown;
  /** `models.json`. */
  readonly models?: unknown;
  /** The files of `quirks/`. */
  readonly quirks?: readonly JsonFile[];
  /** The files of `dials/`. */
  readonly dials?: readonly JsonFile[];
}

/**
 * What is wrong with vendor files, taken together: what one refers to may stand in another. Empty: nothing.
 * @param files name without folder (`huawei.json`) and parsed JSON of each
 */
export function lintDb(
  files: readonly JsonFile[],
  { portRoles, bootStates, models, quirks = [], dials = [] }: LintedBeside = {},
): Finding[] {
  const findings: Finding[] = [];
  const checked: CheckedFile[] = [];
  for (const { name, data } of files) {
    const parsed = VendorFile.safeParse(data);
    if (parsed.success) checked.push({ name, data: parsed.data });
    else {
      for (const issue of parsed.error.issues) notesOf(name, findings).error(issue.path.join('.'), issue.message);
    }
  }
  const compositions = new Map<string, Composition[]>();
  for (const { data } of checked) for (const c of data.compositions) compositions.set(c.id, [...(compositions.get(c.id) ?? []), c]);
  const known = new Set(compositions.keys());
  const recipeIds = new Map<string, string>();
  const vids = new Map<string, string>();
  const taken: Taken = { interfaces: new Map(), whole: new Map() };
  for (const file of checked.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const notes = notesOf(file.name, findings);
    lintFile(file, vids, recipeIds, notes);
    lintSwitches(file, compositions, notes);
    lintCompositions(file, taken, notes);
    lintRecipes(file, known, notes);
    lintSettings(file, known, notes);
    lintReading(file, notes);
    lintPatterns(file, notes);
    lintSources(file, notes);
  }
  if (portRoles !== undefined) findings.push(...lintPortRoles(portRoles, checked));
  if (bootStates !== undefined) findings.push(...lintBootStates(bootStates, checked));
  if (models !== undefined) findings.push(...lintModels(models, checked));
  findings.push(...lintQuirks(quirks, checked, portIds(portRoles)));
  findings.push(...lintDials(dials, checked));
  return findings;
}

/** The ids of `port-roles.json`, whatever else is wrong with it. */
function portIds(portRoles: unknown): ReadonlySet<string> {
  const parsed = PortRoleFile.safeParse(portRoles);
  return new Set(parsed.success ? Object.keys(parsed.data.ids) : []);
}

/** Names of a file agree, and nothing stands in two files. */
function lintFile({ name, data }: CheckedFile, vids: Map<string, string>, recipeIds: Map<string, string>, notes: Notes): void {
  if (name !== `${data.family}.json`) notes.error('family', `The file of family ${data.family} is named ${data.family}.json`);
  for (const [i, vid] of data.vids.entries()) {
    const other = vids.get(vid);
    if (other !== undefined) notes.error(`vids.${i}`, `${vid} stands in ${other} already`);
    vids.set(vid, other ?? name);
  }
  const foreign = (id: string) => !data.vids.includes(id.slice(0, 4));
  for (const [i, { id }] of data.switches.entries()) {
    if (foreign(id)) notes.error(`switches.${i}.id`, `${id} is of a vendor id that this file does not have`);
  }
  // A maker may sell under the vendor id of its chip's maker; the look-up goes by the whole id.
  for (const [i, { id }] of data.compositions.entries()) {
    if (foreign(id)) notes.warning(`compositions.${i}.id`, `${id} is of a vendor id that this file does not have`);
  }
  for (const [i, { id }] of data.recipes.entries()) {
    const other = recipeIds.get(id);
    if (other !== undefined) notes.error(`recipes.${i}.id`, `Recipe ${id} stands in ${other} already`);
    recipeIds.set(id, other ?? name);
  }
  const rules = (data.rules ?? []).map((rule) => `${rule.class}/${rule.subclass ?? '*'}/${rule.protocol ?? '*'}`);
  for (const [i, rule] of rules.entries()) if (rules.indexOf(rule) < i) notes.error(`rules.${i}`, `A second rule for ${rule}`);
}

/** A second source is another one. */
function lintSources({ data }: CheckedFile, notes: Notes): void {
  const sourced: [string, { source: string; secondSource?: string | undefined }][] = [
    ...data.switches.map((fact, i) => [`switches.${i}`, fact] as const),
    ...data.switches.flatMap(({ others = [] }, i) => others.map((fact, j) => [`switches.${i}.others.${j}`, fact] as const)),
    ...data.compositions.map((fact, i) => [`compositions.${i}`, fact] as const),
    ...data.recipes.map((fact, i) => [`recipes.${i}`, fact] as const),
    ...(data.settings ?? []).map((fact, i) => [`settings.${i}`, fact] as const),
    ...(data.reading ? [['reading', data.reading] as const] : []),
    ...(data.reading?.radioLock ? [['reading.radioLock', data.reading.radioLock] as const] : []),
  ].map(([path, fact]) => [path, fact]);
  const plain = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  for (const [path, { source, secondSource }] of sourced) {
    if (secondSource !== undefined && plain(secondSource) === plain(source))
      notes.error(`${path}.secondSource`, 'The second source is the first');
  }
}
