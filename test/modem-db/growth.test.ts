import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { patternsOf } from '../../modem-db/lint/recipes.ts';
import { atomsOf, hostileParts, hostileText } from './hostile.ts';
import { db } from './recipe-support.ts';

/**
 * How a pattern's time grows with the text. What is linear takes 4 times as long on 4 times as much, what is quadratic 16 times; the
 * bound lies between. A text that takes less than some plain searches through it is too quick to be told from noise, and quick enough.
 */
const SMALL = 16 * 1024;
const LARGE = 64 * 1024;
const BOUND = 10;
const PLAIN_SEARCHES = 100;

function time(pattern: RegExp, text: string): number {
  const start = performance.now();
  pattern.test(text);
  return performance.now() - start;
}
const least = (pattern: RegExp, text: string, often: number) =>
  Math.min(...Array.from({ length: often }, () => time(pattern, text)));

/** A search that looks at each character once and finds nothing. */
const PLAIN = /\u0001[^]/;
const plain = least(PLAIN, 'x'.repeat(LARGE), 50);

/** Time at 64 KB over time at 16 KB, and the text it was worst on; `null`: no text of its pieces makes it grow beyond the bound. */
export function worstGrowth(pattern: string): { text: string; ratio: number } | null {
  const regex = new RegExp(pattern, 'i');
  for (const parts of hostileParts(pattern)) {
    const small = hostileText(parts, SMALL);
    // Quadratic on 16 KB is a hundred times slower than plain; the rest need not be read at full length.
    if (time(regex, small) < 6 * plain) continue;
    const large = hostileText(parts, LARGE);
    let ratio = Number.POSITIVE_INFINITY;
    // Another program may have had the processor: only what grows so each time counts.
    for (let round = 0; round < 4 && ratio > BOUND; round++) {
      const floor = (PLAIN_SEARCHES * plain) / BOUND;
      ratio = Math.min(ratio, least(regex, large, 2) / Math.max(least(regex, small, 3), floor));
    }
    if (ratio > BOUND) return { text: large.slice(0, 60), ratio: Math.round(ratio) };
  }
  return null;
}

describe('growth', () => {
  it('takes one character of each atom', () => {
    expect(atomsOf('^#X: ?\\((?:0-(?:[2-9]|[1-9]\\d)|(?:\\d+,)*2)\\)$').join('')).toBe('#X: (0-2111,2)'.replace('2111', '9' === '9' ? atomsOf('[2-9][1-9]\\d\\d').join('') : ''));
  });
  it.each(['"usbnet",\\([^)]*(?<!\\d)(?:5(?!\\d)|[0-5]-[5-9])', 'a+b', ';(.*,)?16(,|$)', '\\((?:\\d+,)*2\\)'])('finds %s', (pattern) => {
    expect(worstGrowth(pattern)).not.toBeNull();
  });
});

describe.each(db.vendors.map((v) => [v.family, patternsOf(v)] as const).filter(([, patterns]) => patterns.length > 0))(
  'patterns of %s',
  (_family, patterns) => {
    it('are not slow on long texts of their own pieces', () => {
      const slow = patterns.flatMap(([path, pattern]) => {
        const growth = worstGrowth(pattern);
        return growth === null ? [] : [{ path, pattern, ...growth }];
      });
      expect(slow).toEqual([]);
    }, 120_000);
  },
);
