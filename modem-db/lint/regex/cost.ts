import { type Chars, NO_CHARS } from './chars.ts';
import { parseRegex } from './parse.ts';
import type { Part } from './tree.ts';

/** Characters of one line that a modem may answer with (`at/lines.ts`), as a power of two. */
const TEXT_BITS = 12;
const TEXT = 2 ** TEXT_BITS;

/**
 * What one part costs on the most unlucky text. All in bits: 12 stand for 2^12, about as many as the text has characters. Where one
 * part follows another, their ways multiply.
 */
interface Cost {
  /** In how many ways it can match, so that all that follows is tried as often. */
  readonly ways: number;
  /** Steps until it has matched, or has not. */
  readonly steps: number;
  /** The same where nothing follows that could fail: the first match is the last. */
  readonly lastSteps: number;
  /** Steps of the dearest lookahead or lookbehind in it; minus infinity where there is none. */
  readonly looks: number;
}

const NONE = Number.NEGATIVE_INFINITY;
const FREE: Cost = { ways: 0, steps: 0, lastSteps: 0, looks: NONE };

/**
 * About how many steps a backtracking matcher takes at most on 4096 characters, as a power of two. 24 is a tenth of a second; loops
 * in loops come to thousands. A choice counts where both sides can go on with the same character, for then the matcher comes back to
 * it. (Expressions where that never is so are called one-unambiguous: Brüggemann-Klein and Wood, 1998.) What a later character
 * decides is not seen, so the number may be too high, as for `(?:ab|ac)*`. Takes time in proportion to the length of the expression.
 * `ignoreCase`: the flag `i`.
 */
export function matchBits(source: string, ignoreCase: boolean): number {
  const parts = parseRegex(source, ignoreCase);
  const follow = followOf(parts);
  const costs: Cost[] = [];
  for (const [at, part] of parts.entries()) costs.push(costOf(part, parts, costs, follow[at] ?? NO_CHARS));
  const root = parts.length - 1;
  return (costs[root]?.lastSteps ?? 0) + (isAnchored(parts) ? 0 : TEXT_BITS);
}

/** What can come behind each part: the outer are told before the inner. */
function followOf(parts: readonly Part[]): readonly Chars[] {
  const follow = new Array<Chars>(parts.length).fill(NO_CHARS);
  for (let at = parts.length - 1; at >= 0; at--) {
    const part = parts[at];
    let behind = follow[at] ?? NO_CHARS;
    if (part?.kind === 'choice') for (const inner of part.parts) follow[inner] = behind;
    if (part?.kind === 'repeat') follow[part.part] = part.max > 1 ? behind | part.first : behind;
    if (part?.kind === 'sequence') {
      for (const inner of part.parts.toReversed()) {
        follow[inner] = behind;
        behind = (parts[inner]?.first ?? NO_CHARS) | (parts[inner]?.nullable ? behind : NO_CHARS);
      }
    }
  }
  return follow;
}

/** By the costs of its own parts, which are known by then. */
function costOf(part: Part, parts: readonly Part[], costs: readonly Cost[], follow: Chars): Cost {
  const cost = (at: number) => costs[at] ?? FREE;
  switch (part.kind) {
    case 'chars':
    case 'start':
    case 'nothing':
      return FREE;
    case 'again':
      return { ...FREE, steps: TEXT_BITS, lastSteps: TEXT_BITS };
    case 'look': {
      // Once it has matched, nothing comes back to it.
      const steps = cost(part.part).lastSteps;
      return { ways: 0, steps, lastSteps: steps, looks: steps };
    }
    case 'sequence':
      return inTurn(part.parts.map(cost));
    case 'choice':
      return oneOf(part.parts.map(cost), doubtBits(part.parts, parts, follow));
    case 'repeat': {
      const body = parts[part.part];
      return body ? repeated(part, body, cost(part.part), follow) : FREE;
    }
  }
}

function inTurn(costs: readonly Cost[]): Cost {
  let ways = 0;
  let steps = 0;
  let lastSteps = 0;
  let looks = NONE;
  for (const cost of costs) {
    lastSteps = Math.max(steps, ways + cost.lastSteps);
    steps = Math.max(steps, ways + cost.steps);
    looks = Math.max(looks, ways + cost.looks);
    ways += cost.ways;
  }
  return { ways, steps, lastSteps, looks };
}

function oneOf(costs: readonly Cost[], doubt: number): Cost {
  const most = (of: (cost: Cost) => number) => costs.reduce((top, cost) => Math.max(top, of(cost)), NONE);
  return {
    ways: doubt + most((c) => c.ways),
    steps: doubt + most((c) => c.steps),
    lastSteps: doubt + most((c) => c.lastSteps),
    looks: doubt + most((c) => c.looks),
  };
}

/** Bits for the alternatives that one character can lead into. */
function doubtBits(alternatives: readonly number[], parts: readonly Part[], follow: Chars): number {
  let taken = NO_CHARS;
  let empty = false;
  let shared = 0;
  for (const at of alternatives) {
    const { first = NO_CHARS, nullable = true } = parts[at] ?? {};
    const begins = first | (nullable ? follow : NO_CHARS);
    if ((begins & taken) !== NO_CHARS || (nullable && empty)) shared++;
    taken |= begins;
    empty ||= nullable;
  }
  return Math.log2(1 + shared);
}

function repeated({ min, max }: { readonly min: number; readonly max: number }, body: Part, cost: Cost, follow: Chars): Cost {
  const rounds = Math.max(1, Math.min(max, TEXT));
  const open = max > min && (body.nullable || (body.first & follow) !== NO_CHARS);
  const ends = open ? Math.log2(Math.min(max - min + 1, TEXT)) : 0;
  if (max <= 1) return { ways: ends + cost.ways, steps: ends + cost.steps, lastSteps: ends + cost.lastSteps, looks: ends + cost.looks };
  // A round that may take nothing can be had or left.
  const ways = cost.ways + (body.nullable ? 1 : 0);
  const looks = Math.log2(rounds) + cost.looks;
  const before = (rounds - 1) * ways;
  const scan = Math.max(Math.log2(rounds), looks, cost.steps);
  // One character after the other ends where one does not fit, which costs nothing where that is no failure.
  const lastSteps = body.kind === 'chars' ? 0 : Math.max(before + cost.lastSteps, Math.max(0, rounds - 2) * ways + scan);
  return { ways: ends + rounds * ways, steps: before + scan, lastSteps, looks: before + looks };
}

/** Whether it can match at the beginning of a text only: else it is tried from every character on. */
function isAnchored(parts: readonly Part[]): boolean {
  const anchored: boolean[] = [];
  const takesNothing = (at: number) => parts[at]?.kind === 'look' || parts[at]?.kind === 'nothing';
  for (const part of parts) {
    if (part.kind === 'sequence') anchored.push(anchored[part.parts.find((at) => !takesNothing(at)) ?? -1] ?? false);
    else if (part.kind === 'choice') anchored.push(part.parts.every((at) => anchored[at]));
    else anchored.push(part.kind === 'start');
  }
  return anchored.at(-1) ?? false;
}
