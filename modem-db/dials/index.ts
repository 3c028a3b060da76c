import compiledText from '../compiled/dials.json?raw';
import { hex4, usbId } from '../db.ts';
import { isMeant, type ModelSubject, namesOne } from '../quirks/index.ts';
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
 * The entries that may be this modem's, the likeliest first: those whose models are its own, then those that ask for none. Behind one that is
 * certain to answer no other is asked. Where nobody asked its model (`model` left out) and its name does not tell one, those of any model
 * come last.
 */
export function dialsFor(subject: DialSubject, dials: readonly Dial[] = allDials()): readonly Dial[] {
  const { vid, pid, mode, model, name } = subject;
  const fitting = dials.filter(({ match }) => mode !== null && match.modes.some((m) => m === mode) && idRank(match.ids, vid, pid) > 0);
  const rank = ({ match, proof }: Dial) =>
    (match.models === undefined ? 100 : 0) + (idRank(match.ids, vid, pid) === 2 ? 0 : 10) + (proof === 'assumed' ? 1 : 0);
  const inOrder = (some: readonly Dial[]) => some.toSorted((a, b) => rank(a) - rank(b));
  const isMine = ({ match }: Dial) => isMeant(match.models, subject);
  const isUntold = model === undefined && !(name != null && name !== '' && namesOne(name));
  const meant = inOrder(fitting.filter(isMine));
  const end = meant.findIndex(isCertain);
  return [...(end < 0 ? meant : meant.slice(0, end + 1)), ...(isUntold ? inOrder(fitting.filter((dial) => !isMine(dial))) : [])];
}

/** It is the modem's, whatever it answers. */
const isCertain = ({ call }: Dial) => call === undefined || call.ways.some(({ when }) => when === undefined);

/** The one that a modem has for certain, without being asked; `null`: none, or its model or an answer of it would decide. */
export function knownDial(subject: DialSubject): Dial | null {
  const { model, ...rest } = subject;
  const dials = dialsFor(model == null ? rest : subject);
  return dials.length === 1 ? (dials[0] ?? null) : null;
}

/** What makes a call, as people are told it: of the first way, with what has to come before, without a login, nothing filled in. */
export function startOf({ ways }: DialCall): string[] {
  const [way] = ways;
  const lines = [...(way?.before ?? []).filter(({ optional }) => optional !== true), ...(way?.start ?? [])];
  return lines.filter(({ only = [] }) => only.every((one) => one === 'apn' || one === 'no-login')).map(({ send }) => send);
}

/** 2: the id itself; 1: any of the vendor; 0: another. */
function idRank(ids: readonly string[], vid: number, pid: number): number {
  return ids.includes(usbId(vid, pid)) ? 2 : ids.includes(`${hex4(vid)}:*`) ? 1 : 0;
}
