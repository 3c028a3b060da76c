import type { StringMatch, SwitchEntry } from '../schema.ts';
import type { CheckedFile, Notes } from './finding.ts';

/** Entries must be told apart, and what each leads to must be known. */
export function lintSwitches(file: CheckedFile, known: ReadonlySet<string>, notes: Notes): void {
  const { switches } = file.data;
  for (const [i, entry] of switches.entries()) {
    const at = `switches.${i}`;
    for (const [j, other] of switches.slice(0, i).entries()) {
      const problem = other.id === entry.id ? confusion(other, entry) : null;
      if (problem) notes.error(at, `${entry.id}: claims the same dongle as switches.${j}: ${problem}`);
    }
    for (const pid of entry.target.pids ?? []) {
      const id = `${entry.target.vid ?? entry.id.slice(0, 4)}:${pid}`;
      if (!known.has(id)) notes.error(`${at}.target`, `${id} is known as a composition nowhere`);
    }
    if (entry.target.pids !== undefined && entry.target.vid === undefined) {
      notes.error(`${at}.target`, 'Product ids without the vendor id that they belong to');
    }
    const pids = entry.target.pids ?? [];
    if (new Set(pids).size < pids.length) notes.error(`${at}.target.pids`, 'The same product id twice');
    if (entry.method.name === 'Configuration' && entry.configuration === undefined) {
      notes.error(at, 'Method Configuration without the configuration to set');
    }
    if (entry.method.name === 'MbimOrNothing' && entry.configuration !== undefined) {
      notes.error(at, 'Method MbimOrNothing chooses the configuration itself');
    }
  }
}

/** Why two entries of one id could both be taken for one dongle; `null`: they can be told apart. */
function confusion(a: SwitchEntry, b: SwitchEntry): string | null {
  if (a.when === undefined && b.when === undefined) return 'neither asks for a string';
  // The one without strings is what is left when no other fits.
  if (a.when === undefined || b.when === undefined) return null;
  const same = new Set(a.when.map(text));
  return a.when.length === b.when.length && b.when.every((match) => same.has(text(match))) ? 'both ask for the same strings' : null;
}

const text = ({ key, contains }: StringMatch) => `${key}=${contains}`;
