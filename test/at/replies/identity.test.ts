import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../electron/at/lines.ts';
import { iccid, imsi, plainValue } from '../../../electron/at/replies/identity.ts';

const reply = (...lines: string[]): Reply => ({ lines, final: { kind: 'ok' } });

describe('an ICCID', () => {
  it.each([
    ['+QCCID: 8946080000000000017F', '8946080000000000017'],
    ['98648000000000001071', '89460800000000000117'],
    ['8946080000000000017FFFFF', null],
    ['+CRSM: 144,0,"986480000000000010F7"', '8946080000000000017'],
    ['89 4608', null],
    ['12894608000000000001', null],
  ])('in %s is %s', (line, expected) => {
    expect(iccid(reply(line))).toBe(expected);
  });
});

describe('an IMSI', () => {
  it.each([
    ['001010000000001', '001010000000001'],
    ['+CIMI: "001010000000001"', '001010000000001'],
    ['00101', null],
    ['IMSI 001010000000001', null],
  ])('in %s is %s', (line, expected) => {
    expect(imsi(reply(line))).toBe(expected);
  });
});

describe('a name', () => {
  it.each([
    ['AT+CGMI', '+CGMI: "ACME","ACME"', 'ACME'],
    ['AT+CGMM', '+cgmm:E3276', 'E3276'],
    ['AT+CGMM', '^STIN: 1', null],
    ['AT+CGMM', '+CGMM: ""', null],
    ['AT+CGMM', 'x'.repeat(500), 'x'.repeat(100)],
  ])('of %s in %s is %s', (command, line, expected) => {
    expect(plainValue(reply(line), command)).toBe(expected);
  });
});
