import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../electron/at/lines.ts';
import { operator, technologyOf } from '../../../electron/at/replies/operator.ts';

const reply = (...lines: string[]): Reply => ({ lines, final: { kind: 'ok' } });

describe('an operator', () => {
  it.each([
    ['+COPS: 0,0,"LAB, NET",13', { name: 'LAB, NET', technology: '5G NSA' }],
    ['+COPS: 0,2,"00101",7', { name: '00101', technology: 'LTE' }],
    ['+COPS: (0,0,"LAB",2),(1,0,"OTHER",7)', { name: 'LAB', technology: 'UMTS' }],
    ['+COPS: 0,0,"004C00410042",11', { name: 'LAB', technology: '5G' }],
    // A number that looks like letters.
    ['+COPS: 0,2,"00310041",7', { name: '00310041', technology: 'LTE' }],
    ['+COPS: 0,0,"LAB"', { name: 'LAB', technology: null }],
    ['+COPS: 0,0,""', null],
  ])('in %s', (line, expected) => {
    expect(operator(reply(line))).toEqual(expected);
  });

  it('has a technology where the standard has one', () => {
    expect(Array.from({ length: 15 }, (_, act) => technologyOf(`${act}`))).toEqual([
      ...['GSM', 'GSM', 'UMTS', 'EDGE', 'HSDPA', 'HSUPA', 'HSPA', 'LTE', 'GSM', 'NB-IoT', 'LTE', '5G', '5G', '5G NSA', null],
    ]);
    expect(technologyOf(undefined)).toBeNull();
  });
});
