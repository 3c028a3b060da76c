import { describe, expect, it } from 'vitest';
import { compareVersions, meets } from '../../electron/feeds/versions.ts';

/** Ascending; each pair as both package managers have it. */
const ascending = [
  '1.0~rc1',
  '1.0',
  '1.0-r1',
  '1.0-r2',
  '1.0-r10',
  '1.0.1',
  '1.2',
  '1.10',
  '2019.04.29-r6',
  '2024.08.25~69f0c4bb-r1',
  '2024.08.25-r1',
  '2024.10.01~00000000-r1',
];

describe('versions', () => {
  it('are in order, each against each', () => {
    for (const [i, a] of ascending.entries())
      for (const [j, b] of ascending.entries()) expect(Math.sign(compareVersions(a, b)), `${a} ${b}`).toBe(Math.sign(i - j));
  });

  it('have leading zeros and what comes before a release in apk’s words', () => {
    expect(compareVersions('1.02', '1.2')).toBe(0);
    expect(compareVersions('1.0_rc1', '1.0')).toBeLessThan(0);
    expect(compareVersions('1.0_alpha2', '1.0_beta1')).toBeLessThan(0);
  });

  it('meet what is asked for', () => {
    expect(meets('1.0', 'any', '')).toBe(true);
    expect(meets('6.6~aa-r1', '=', '6.6~aa-r1')).toBe(true);
    expect(meets('6.6~ab-r1', '=', '6.6~aa-r1')).toBe(false);
    expect([meets('2', '>', '1'), meets('1', '>', '1'), meets('1', '>=', '1')]).toEqual([true, false, true]);
    expect([meets('1', '<', '2'), meets('2', '<', '2'), meets('2', '<=', '2')]).toEqual([true, false, true]);
  });
});
