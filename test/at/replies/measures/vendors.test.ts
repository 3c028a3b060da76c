import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../../electron/at/lines.ts';
import { debug } from '../../../../electron/at/replies/measures/foxconn.ts';
import { rfsts } from '../../../../electron/at/replies/measures/telit.ts';

const reply = (...lines: string[]): Reply => ({ lines, final: { kind: 'ok' } });

/** How many fields stand before the IMSI tells the technology (AT command reference guides of Telit; `telit.ts` has the sources). */
describe('#RFSTS', () => {
  const technology = (before: number) => {
    const fields = ['"001 01"', '1850', ...Array.from({ length: before - 2 }, () => '-90'), '"001010123456789"', '"LAB"', '2', '3'];
    return rfsts(reply(`#RFSTS: ${fields.join(',')}`)).map((seen) => seen.technology);
  };

  it.each([
    [8, []],
    [9, ['GSM']],
    [10, ['GSM']],
    [11, ['LTE']],
    [12, ['LTE']],
    [13, ['UMTS']],
    [16, ['UMTS']],
    [17, []],
  ])('with %i fields before the IMSI is %j', (before, expected) => {
    expect(technology(before)).toEqual(expected);
  });
});

describe('^DEBUG?', () => {
  it.each([
    ['a channel alone', 'lte_freq: 1850', ['LTE']],
    ['a level alone', 'lte_rsrp: -90', ['LTE']],
    ['neither', 'mcc: 001', []],
    ['a channel of 5G alone', 'nr_freq: 632448', ['5G']],
    ['a level of 5G alone', 'nr_rsrp: -90', ['5G']],
    ['both', 'lte_freq: 1850 nr_rsrp: -90', ['LTE', '5G']],
  ])('with %s', (_name, line, expected) => {
    expect(debug(reply(line)).map(({ technology }) => technology)).toEqual(expected);
  });
});
