import { BootStateFile } from '../ids/boot-states.ts';
import { type CheckedFile, type Finding, notesOf } from './finding.ts';

const FILE = 'ids/boot-states.json';

/**
 * What is wrong with the states without a modem, and where a vendor's file has a modem under the same id.
 * @param data parsed `boot-states.json`
 */
export function lintBootStates(data: unknown, files: readonly CheckedFile[]): Finding[] {
  const findings: Finding[] = [];
  const notes = notesOf(FILE, findings);
  const parsed = BootStateFile.safeParse(data);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) notes.error(issue.path.join('.'), issue.message);
    return findings;
  }
  const modems = new Set(files.flatMap(({ data: vendor }) => vendor.compositions.filter((c) => c.mode !== null).map((c) => c.id)));
  const seen = new Set<string>();
  for (const [i, { id, interfaces, source, secondSource }] of parsed.data.states.entries()) {
    if (seen.has(id)) notes.error(`states.${i}.id`, `A second state for ${id}`);
    seen.add(id);
    if (source === secondSource) notes.error(`states.${i}.secondSource`, 'The second source is the first');
    if (interfaces === undefined && modems.has(id))
      notes.error(`states.${i}.id`, `${id} is a modem as well: tell them apart by interfaces`);
  }
  for (const [i, { product }] of parsed.data.signs.entries()) {
    if (product !== undefined && !product.startsWith('^')) notes.error(`signs.${i}.product`, 'A pattern of a product string begins with ^');
  }
  return findings;
}
