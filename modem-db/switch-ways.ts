import type { Db, DbMode } from './db.ts';
import type { Composition, OtherSwitch, SwitchEntry } from './schema.ts';

/** One of the switches of a disc state, as an entry of its own. */
export interface SwitchWay {
  readonly entry: SwitchEntry;
  /** What it is called, where it is not the one that usb_modeswitch has for this id. */
  readonly other: string | null;
}

/** The entry's own method first, then the others. */
export function waysOf(entry: SwitchEntry): readonly SwitchWay[] {
  const { others = [] } = entry;
  return [{ entry, other: null }, ...others.map((other) => ({ entry: asEntry(entry, other), other: other.name }))];
}

/** What a disc state may become by an entry's own method. Empty where the data only tell a class. */
export function targetIds({ target, id }: SwitchEntry): string[] {
  const vid = target.vid ?? id.slice(0, 4);
  return (target.pids ?? []).map((pid) => `${vid}:${pid}`);
}

/**
 * The compositions that it may show by an entry's own method. Where the state before and the state after share their id, or several
 * states after do, the class that the entry names tells them apart.
 */
export function compositionsAfter(entry: SwitchEntry, db: Pick<Db, 'compositionsOf'>): readonly Composition[] {
  const named = entry.target.class;
  const fits = ({ interfaces }: Composition) => interfaces.some(({ class: own }) => own === undefined || own === named);
  return db.compositionsOf(targetIds(entry)).filter((composition) => named === undefined || fits(composition));
}

/**
 * The switch for a wished mode: the entry's own method, where this leads there or a command of the modem behind it does, unless only
 * another one is known to. What that one shows is in its mode; commands of its modem have no part in it.
 */
export function wayFor(entry: SwitchEntry, mode: DbMode, db: Db): SwitchWay {
  const [own = { entry, other: null }, ...others] = waysOf(entry);
  const shows = (way: SwitchWay) => compositionsAfter(way.entry, db).some((composition) => composition.mode === mode);
  const bySetting = targetIds(entry).some((id) => db.recipesFor(id).some((recipe) => recipe.modes[mode] !== undefined));
  return shows(own) || bySetting ? own : (others.find(shows) ?? own);
}

function asEntry(entry: SwitchEntry, { name: _, ...other }: OtherSwitch): SwitchEntry {
  const { method: _own, configuration: _value, target: _target, others: _others, secondSource: _second, ...same } = entry;
  return { ...same, ...other };
}
