import { describe, expect, it } from 'vitest';
import { spread } from './some-of.ts';

describe('some of many rows', () => {
  it('are as many as wanted, from the first to the last', () => {
    const rows = Array.from({ length: 15 }, (_, i) => i);
    expect(spread(rows, 5)).toEqual([0, 4, 7, 11, 14]);
    expect(spread(rows, 2)).toEqual([0, 14]);
    for (let count = 2; count <= 20; count++) expect(spread(rows, count)).toHaveLength(Math.min(count, 15));
  });
});
