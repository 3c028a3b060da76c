import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../electron/at/lines.ts';
import { contextAddress } from '../../../electron/at/replies/address.ts';

const reply = (...lines: string[]): Reply => ({ lines, final: { kind: 'ok' } });
const ipv6 = '32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.1';

describe('the address of a context', () => {
  it.each([
    ['+CGPADDR: 1,"10.0.0.2"', { ipv4: '10.0.0.2', ipv6: null }],
    [`+CGPADDR: 1,"10.0.0.2","${ipv6}"`, { ipv4: '10.0.0.2', ipv6: '2001:db8:0:0:0:0:0:1' }],
    [`+CGPADDR: 1,"10.0.0.2 ${ipv6}"`, { ipv4: '10.0.0.2', ipv6: '2001:db8:0:0:0:0:0:1' }],
    ['+CGPADDR: 1,"IPV4:10.0.0.2 IPV6:2001:db8::1"', { ipv4: '10.0.0.2', ipv6: '2001:db8::1' }],
    ['+CGPADDR: 1,"0.0.0.0","0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0"', { ipv4: null, ipv6: null }],
    // Its interface identifier alone.
    ['+CGPADDR: 1,"0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1"', { ipv4: null, ipv6: null }],
    ['+CGPADDR: 1,"300.0.0.1","32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.256"', { ipv4: null, ipv6: null }],
    ['+CGPADDR: 1', { ipv4: null, ipv6: null }],
    ['+CGPADDR: 2,"10.0.0.2"', null],
  ])('in %s', (line, expected) => {
    expect(contextAddress(reply(line), 1)).toEqual(expected);
  });

  it('is its own', () => {
    expect(contextAddress(reply('+CGPADDR: 1,10.0.0.2', '+CGPADDR: 5,10.0.0.3'), 5)).toEqual({ ipv4: '10.0.0.3', ipv6: null });
  });
});
