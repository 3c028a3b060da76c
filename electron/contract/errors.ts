import { z } from 'zod';
import { type ErrorCode as Code, type DetailField, type DetailOf, entryOf, errorTable } from './errors/table.ts';

export type { DetailOf } from './errors/table.ts';

const isCode = (text: string): text is Code => Object.hasOwn(errorTable, text);

/** Every code of the table. */
export const errorCodes: readonly Code[] = Object.keys(errorTable).filter(isCode);

export const ErrorCode = z.enum(errorCodes);
export type ErrorCode = Code;

/** What a cause or remedy is filled in with: plain words and numbers, never secrets. Which fields, the table says for each code. */
export type FailureDetail = { readonly [F in DetailField]?: string | number };

/** An error as it crosses a process boundary or stands in a journal. */
export interface Failure {
  readonly code: ErrorCode;
  readonly detail: FailureDetail;
}

/** A detail may quote a device, and a device may go on for ever: characters of one text, and of all texts of a failure. */
const MAX_TEXT = 500;
const MAX_TEXTS = 1500;

/** What the table knows of what was told with a code, cut to its bounds. The rest is left out: the failure counts without it. */
function knownDetail(code: ErrorCode, told: unknown): FailureDetail {
  if (typeof told !== 'object' || told === null) return {};
  let left = MAX_TEXTS;
  const known: [name: string, value: string | number][] = [];
  for (const [name, field] of Object.entries(entryOf(code).detail)) {
    const value: unknown = Object.hasOwn(told, name) ? Reflect.get(told, name) : undefined;
    const fitting = field.safeParse(typeof value === 'string' ? value.slice(0, Math.min(MAX_TEXT, left)) : value).data;
    if (fitting === undefined) continue;
    if (typeof fitting === 'string') left -= fitting.length;
    known.push([name, fitting]);
  }
  return Object.fromEntries(known);
}

/**
 * Reads a failure of another process, another version or an old journal. What it tells besides, or tells otherwise than this version does,
 * does not lose it: only a code that is not in the table does.
 */
export const Failure = z
  .object({ code: ErrorCode, detail: z.unknown().optional() })
  .transform(({ code, detail }): Failure => ({ code, detail: knownDetail(code, detail) }));

type UnionToIntersection<U> = (U extends unknown ? (one: U) => void : never) extends (all: infer I) => void ? I : never;

/**
 * What has to be told with a code; where any of several may be meant, what each of them needs. A code that may be any at all came with its
 * detail from elsewhere.
 */
type Told<C extends ErrorCode> = [ErrorCode] extends [C] ? FailureDetail : UnionToIntersection<C extends ErrorCode ? DetailOf<C> : never>;

/** Of a code that has nothing to tell, the detail may be left out. */
type Rest<D> = Record<string, never> extends D ? [detail?: D, options?: ErrorOptions] : [detail: D, options?: ErrorOptions];

/**
 * An error inside one process, with the detail that the table wants for its code. Only these reach a page or a command line; anything else
 * is a bug and becomes INTERNAL.
 */
export class BenchError<C extends ErrorCode = ErrorCode> extends Error {
  readonly code: ErrorCode;
  readonly detail: FailureDetail;

  constructor(code: C, ...[detail, options]: Rest<Told<C>>) {
    const known = knownDetail(code, detail);
    super(`${code} ${JSON.stringify(known)}`, options);
    this.name = 'BenchError';
    this.code = code;
    this.detail = known;
  }

  toFailure(): Failure {
    return { code: this.code, detail: this.detail };
  }
}

/** A failure that nobody threw, with the detail that the table wants for its code. */
export function failureOf<C extends ErrorCode>(code: C, ...[detail]: Rest<Told<C>>): Failure {
  return { code, detail: knownDetail(code, detail) };
}

/** Whatever was thrown, as a failure that can be shown. What is not ours keeps its message, so that a report is of use. */
export function toFailure(thrown: unknown): Failure {
  if (thrown instanceof BenchError) return thrown.toFailure();
  return new BenchError('INTERNAL', { message: thrown instanceof Error ? thrown.message : String(thrown) }).toFailure();
}

/** What is made, or `null` where it is refused: by any of our errors, or where codes are named by one of these. A bug is thrown on. */
export function unlessRefused<T>(make: () => T, codes?: readonly ErrorCode[]): T | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof BenchError && (codes === undefined || codes.includes(error.code))) return null;
    throw error;
  }
}

/** Why a message did not go out, where that was not the channel's doing: it could not be written down, or must not go. */
export const notSent = (error: unknown): BenchError | null => (error instanceof BenchError ? error : null);
