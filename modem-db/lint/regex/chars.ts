/**
 * A set of characters: bit n for the ASCII character n, one bit for all others. Regular expressions of the data are about ASCII;
 * for anything else "may be the same character" is near enough. Every operation takes the same time.
 */
export type Chars = bigint;

const OTHERS = 128;
export const NO_CHARS: Chars = 0n;
export const ALL_CHARS: Chars = (1n << BigInt(OTHERS + 1)) - 1n;
/** From a capital to its small letter. */
const CASE = 32n;
const CAPITALS = between(0x41, 0x5a);
const SMALL = between(0x61, 0x7a);
const DIGITS = between(0x30, 0x39);
const WORD = DIGITS | CAPITALS | SMALL | between(0x5f, 0x5f);
const SPACE = between(0x09, 0x0d) | between(0x20, 0x20) | (1n << BigInt(OTHERS));
/** U+2028 and U+2029, which `.` does not match either, are among the others, most of which it does. */
export const ANY_BUT_BREAKS = ALL_CHARS ^ between(0x0a, 0x0a) ^ between(0x0d, 0x0d);

/** From one character code to another, both included; none where they are the wrong way round. */
export function between(from: number, to: number): Chars {
  if (from > to) return NO_CHARS;
  return (1n << BigInt(Math.min(to, OTHERS) + 1)) - (1n << BigInt(Math.min(from, OTHERS)));
}

/** Both cases of every letter, as the flag `i` has it. */
export function bothCases(set: Chars): Chars {
  return set | ((set & CAPITALS) << CASE) | ((set & SMALL) >> CASE);
}

/** What `\d \D \w \W \s \S` stand for; `null` for any other letter. */
export function classEscape(letter: string | undefined): Chars | null {
  switch (letter) {
    case 'd':
      return DIGITS;
    case 'D':
      return ALL_CHARS ^ DIGITS;
    case 'w':
      return WORD;
    case 'W':
      return ALL_CHARS ^ WORD;
    case 's':
      return SPACE;
    case 'S':
      // Not all of the others are blanks.
      return (ALL_CHARS ^ SPACE) | (1n << BigInt(OTHERS));
    default:
      return null;
  }
}
