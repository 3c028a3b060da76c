import type { Composition, StringMatch, SwitchEntry } from '../schema.ts';
import { compositionsAfter, waysOf } from '../switch-ways.ts';
import type { CheckedFile, Notes } from './finding.ts';

/** Compositions of all files, by id. */
type Known = ReadonlyMap<string, readonly Composition[]>;

/** Entries must be told apart, and what each leads to must be known. */
export function lintSwitches(file: CheckedFile, known: Known, notes: Notes): void {
  const { switches } = file.data;
  for (const [i, entry] of switches.entries()) {
    const at = `switches.${i}`;
    for (const [j, other] of switches.slice(0, i).entries()) {
      const problem = other.id === entry.id ? confusion(other, entry) : null;
      if (problem) notes.error(at, `${entry.id}: claims the same dongle as switches.${j}: ${problem}`);
    }
    lintTarget(entry.id, entry.target, `${at}.target`, known, notes);
    lintMethod(entry, at, notes);
    for (const [j, other] of (entry.others ?? []).entries()) {
      const place = `${at}.others.${j}`;
      lintTarget(entry.id, other.target, `${place}.target`, known, notes);
      lintMethod(other, place, notes);
    }
    lintOthers(entry, at, known, notes);
  }
}

function lintTarget(from: string, { vid, pids = [] }: SwitchEntry['target'], at: string, known: Known, notes: Notes): void {
  for (const pid of pids) {
    const id = `${vid ?? from.slice(0, 4)}:${pid}`;
    if (!known.has(id)) notes.error(at, `${id} is known as a composition nowhere`);
  }
  if (pids.length > 0 && vid === undefined) notes.error(at, 'Product ids without the vendor id that they belong to');
  if (new Set(pids).size < pids.length) notes.error(`${at}.pids`, 'The same product id twice');
}

function lintMethod({ method, configuration }: Pick<SwitchEntry, 'method' | 'configuration'>, at: string, notes: Notes): void {
  if (method.name === 'Configuration' && configuration === undefined)
    notes.error(at, 'Method Configuration without the configuration to set');
  if (method.name === 'MbimOrNothing' && configuration !== undefined)
    notes.error(at, 'Method MbimOrNothing chooses the configuration itself');
}

/** Another switch is chosen for a mode that none before it leads to. */
function lintOthers(entry: SwitchEntry, at: string, known: Known, notes: Notes): void {
  const led = new Set<Composition['mode']>([null]);
  for (const [j, way] of waysOf(entry).entries()) {
    const modes = compositionsAfter(way.entry, { compositionsOf: (ids) => ids.flatMap((id) => known.get(id) ?? []) }).map(
      ({ mode }) => mode,
    );
    if (way.other !== null && modes.every((mode) => led.has(mode)))
      notes.error(`${at}.others.${j - 1}`, 'Never chosen: it leads to no mode that the switches before it do not lead to');
    for (const mode of modes) led.add(mode);
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
