import { describe, expect, it } from 'vitest';
import { fitOf } from '../../modem-db/providers/marks.ts';

describe('the mark of a provider on a SIM', () => {
  it('is how its IMSI begins, with any digit for x', () => {
    const marks = [{ imsi: ['302720x94'] }];
    expect(fitOf(marks, { imsi: '302720594123456' })).toBe('yes');
    expect(fitOf(marks, { imsi: '302720593123456' })).toBe('no');
    expect(fitOf(marks, { iccid: '8930272012345678901' })).toBe('open');
  });

  it('is how its ICCID or its group identifier begins, and its whole name, in any case', () => {
    expect(fitOf([{ iccid: ['8988307'] }], { iccid: '89883070000001234567' })).toBe('yes');
    expect(fitOf([{ gid1: ['0309'] }], { gid1: '0309ffff' })).toBe('yes');
    expect(fitOf([{ gid1: ['DD'] }], { gid1: 'ddff' })).toBe('yes');
    expect(fitOf([{ gid1: ['0309'] }], { gid1: '0310' })).toBe('no');
    expect(fitOf([{ spn: ['Lebara'] }], { spn: 'LEBARA ' })).toBe('yes');
    expect(fitOf([{ spn: ['Lebara'] }], { spn: 'Lebara UK' })).toBe('no');
  });

  it('has to fit in all that it names, and one mark of several is enough', () => {
    const both = [{ spn: ['a'], imsi: ['26207'] }];
    expect(fitOf(both, { spn: 'a', imsi: '262071234567890' })).toBe('yes');
    expect(fitOf(both, { spn: 'b', imsi: '262071234567890' })).toBe('no');
    expect(fitOf(both, { imsi: '262071234567890' })).toBe('open');
    const either = [{ spn: ['a'] }, { imsi: ['26207'] }];
    expect(fitOf(either, { spn: 'b', imsi: '262071234567890' })).toBe('yes');
    expect(fitOf(either, { imsi: '262081234567890' })).toBe('open');
    expect(fitOf(either, { spn: 'b', imsi: '262081234567890' })).toBe('no');
  });
});
