import compiledText from '../compiled/quirks.json?raw';
import { hex4, usbId } from '../db.ts';
import type { Composition } from '../schema.ts';
import { type Quirk, type QuirkUse, quirkProofs } from './schema.ts';

export type { Quirk, QuirkUse } from './schema.ts';

/** Which model it is, by whoever said so. What is left out is not known. */
export interface ModelSubject {
  /** AT+CGMM. */
  readonly model?: string | null | undefined;
  /** The device's own product string. */
  readonly product?: string | null | undefined;
  /** What the database calls it, or a label that somebody read. */
  readonly name?: string | null | undefined;
}

/** What is known of the modem that is asked about. What is left out is not known. */
export interface QuirkSubject extends ModelSubject {
  readonly vid: number;
  readonly pid: number;
  /** AT+CGMR. */
  readonly revision?: string | null | undefined;
  /** `null`: it is in none, as in disc state. Left out: whichever. */
  readonly mode?: Composition['mode'] | undefined;
  /** Point release of the router, `24.10.2`. Left out: any. */
  readonly release?: string | undefined;
}

let known: ReadonlyMap<string, readonly Quirk[]> | null = null;

/**
 * The quirks of a modem: those that something is done about first, then by how sure they are. `quirks`: others than the app's own. The
 * form of the app's own is not checked here: `compile.ts` checked it before it wrote, and a test holds that the file is what it writes.
 */
export function quirksFor(subject: QuirkSubject, quirks?: readonly Quirk[]): readonly Quirk[] {
  if (!quirks) known ??= byId(JSON.parse(compiledText));
  const table = quirks ? byId(quirks) : (known ?? new Map());
  const candidates: readonly Quirk[] = [
    ...(table.get(usbId(subject.vid, subject.pid)) ?? []),
    ...(table.get(`${hex4(subject.vid)}:*`) ?? []),
  ];
  return [...new Set(candidates)].filter((quirk) => holds(quirk.match, subject)).sort((a, b) => rank(a) - rank(b));
}

/** Seconds that it takes from power-up until it can be asked, by its quirks; 0: no longer than others. */
export function startSeconds(quirks: readonly Quirk[]): number {
  return Math.max(0, ...quirks.map(({ use }) => (use?.kind === 'slow-start' ? use.seconds : 0)));
}

/** Whether one of the quirks asks for this. */
export function asksFor(quirks: readonly Quirk[], kind: QuirkUse['kind']): boolean {
  return quirks.some(({ use }) => use?.kind === kind);
}

function byId(quirks: readonly Quirk[]): ReadonlyMap<string, readonly Quirk[]> {
  const groups = new Map<string, Quirk[]>();
  for (const quirk of quirks) for (const id of quirk.match.ids) groups.set(id, [...(groups.get(id) ?? []), quirk]);
  return groups;
}

function holds({ models, revision, modes, releases }: Quirk['match'], subject: QuirkSubject): boolean {
  const { mode, release } = subject;
  return (
    isMeant(models, subject) &&
    finds(revision, subject.revision) &&
    (modes === undefined || mode === undefined || (mode !== null && modes.includes(mode))) &&
    (releases?.from === undefined || release === undefined || compareReleases(release, releases.from) >= 0) &&
    (releases?.before === undefined || release === undefined || compareReleases(release, releases.before) < 0)
  );
}

/**
 * Whether it is one of `models`: by AT+CGMM where it was asked; else by the device's own words, or by the database's where these name one model alone: of several that
 * share an id nobody knows which it is.
 */
export function isMeant(models: string | undefined, { model, product, name }: ModelSubject): boolean {
  if (model != null || models === undefined) return finds(models, model);
  return finds(models, product) || finds(models, namesOne(name) ? name : null);
}

/** Behind the models stands the mode: `Quectel EC25, MBIM`. */
export function namesOne(name: string | null | undefined): boolean {
  const parts = (name ?? '').split(/[,/]/).filter((part) => !/^\s*(?:qmi|mbim|ncm|ecm|rndis|ppp)\b/i.test(part));
  return parts.length === 1;
}

/** What is asked for and not known does not hold: a warning about another modem would be believed. */
function finds(pattern: string | undefined, text: string | null | undefined): boolean {
  return pattern === undefined || (text != null && new RegExp(pattern, 'i').test(text));
}

function compareReleases(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  const at = [0, 1, 2].find((i) => left?.[i] !== right?.[i]);
  return at === undefined ? 0 : (left?.[at] ?? 0) - (right?.[at] ?? 0);
}

function rank({ use, proof }: Quirk): number {
  return (use === undefined ? quirkProofs.length : 0) + quirkProofs.indexOf(proof);
}
