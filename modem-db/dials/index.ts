import compiledText from '../compiled/dials.json?raw';
import { hex4, usbId } from '../db.ts';
import { isMeant, type ModelSubject } from '../quirks/index.ts';
import type { Dial, DialCall } from './schema.ts';

export type { Dial, DialCall, DialLine, DialRead, DialWay } from './schema.ts';

/** What is known of the modem whose call is asked for. */
export interface DialSubject extends ModelSubject {
  readonly vid: number;
  readonly pid: number;
  /** Modes without a card have no entry here. */
  readonly mode: string | null;
}

let known: readonly Dial[] | null = null;

/** The app's own. Their form is not checked here: `compile.ts` checked it before it wrote. */
export function allDials(): readonly Dial[] {
  const dials: readonly Dial[] = known ?? JSON.parse(compiledText);
  known = dials;
  return dials;
}

/**
 * The entries that may be this modem's, the likeliest first: those whose models are its own, those that ask for none, and, where nobody
 * asked its model (`model` left out) and its name does not tell, those of any model. Of a whole vendor come last.
 */
export function dialsFor(subject: DialSubject, dials: readonly Dial[] = allDials()): readonly Dial[] {
  const { vid, pid, mode, model } = subject;
  const fitting = dials.filter(({ match }) => mode !== null && match.modes.some((m) => m === mode) && idRank(match.ids, vid, pid) > 0);
  const meant = fitting.filter(({ match }) => isMeant(match.models, subject));
  const open =
    model === undefined ? fitting.filter(({ match }) => match.models !== undefined && !meant.some((d) => d.match === match)) : [];
  const byId = (a: Dial, b: Dial) =>
    Number(b.match.models !== undefined) - Number(a.match.models !== undefined) ||
    idRank(b.match.ids, vid, pid) - idRank(a.match.ids, vid, pid);
  return [...meant.toSorted(byId), ...open.toSorted(byId)];
}

/** What starts a call, as people are told it: of the first way, without a login, nothing filled in. */
export function startOf({ ways }: DialCall): string[] {
  const lines = ways[0]?.start ?? [];
  return lines.filter(({ only = [] }) => only.every((one) => one === 'apn' || one === 'no-login')).map(({ send }) => send);
}

/** 2: the id itself; 1: any of the vendor; 0: another. */
function idRank(ids: readonly string[], vid: number, pid: number): number {
  return ids.includes(usbId(vid, pid)) ? 2 : ids.includes(`${hex4(vid)}:*`) ? 1 : 0;
}
