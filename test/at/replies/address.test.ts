import { describe, expect, it } from 'vitest';
import { toldAddress } from '../../../electron/at/replies/address.ts';

const answer = (pattern: string, ...lines: string[]) => ({ reply: { lines }, patterns: [pattern] });
const told = (pattern: string, ...lines: string[]) => toldAddress([answer(pattern, ...lines)]);
const nothingTold = toldAddress([]);
const CGPADDR = '^\\+CGPADDR: ?1,(?<address>.*)$';
const ipv6 = '32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.1';

describe('the address of a context', () => {
  it.each([
    ['+CGPADDR: 1,"10.0.0.2"', '10.0.0.2', null],
    [`+CGPADDR: 1,"10.0.0.2","${ipv6}"`, '10.0.0.2', '2001:db8:0:0:0:0:0:1'],
    [`+CGPADDR: 1,"10.0.0.2 ${ipv6}"`, '10.0.0.2', '2001:db8:0:0:0:0:0:1'],
    ['+CGPADDR: 1,"10.0.0.2,2001:db8::2"', '10.0.0.2', '2001:db8::2'],
    ['+CGPADDR: 1,"IPV4:10.0.0.2 IPV6:2001:db8::1"', '10.0.0.2', '2001:db8::1'],
    ['+CGPADDR: 1,"0.0.0.0","0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0"', null, null],
    // Its interface identifier alone; and one of the link.
    ['+CGPADDR: 1,"0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1"', null, null],
    ['+CGPADDR: 1,"","FE80::1"', null, null],
    ['+CGPADDR: 1,"300.0.0.1","32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.256"', null, null],
    ['+CGPADDR: 1', null, null],
    ['+CGPADDR: 2,"10.0.0.2"', null, null],
  ])('in %s', (line, v4, v6) => {
    const { ipv4, ipv6: six } = told(CGPADDR, line);
    expect([ipv4?.address ?? null, six?.address ?? null]).toEqual([v4, v6]);
  });

  it('is its own', () => {
    const { ipv4 } = told('^\\+CGPADDR: ?5,(?<address>.*)$', '+CGPADDR: 1,10.0.0.2', '+CGPADDR: 5,10.0.0.3');
    expect(ipv4?.address).toBe('10.0.0.3');
  });
});

describe('what a modem tells of its connection', () => {
  const RDP =
    '^\\+CGCONTRDP: ?\\d+,\\d*,[^,]*,"?(?<address>[^",]*)"?,"?(?<gateway>[^",]*)"?,"?(?<dns>[^",]*)"?,"?(?<dns2>[^",]*)"?(?:,[^,]*,[^,]*,[^,]*,[^,]*,(?<mtu>\\d+))?';
  it('has address and mask in one field, and a gateway that is the address is none', () => {
    expect(told(RDP, '+CGCONTRDP: 0,5,"internet","10.0.0.2.255.255.255.0","10.0.0.2","203.0.113.53","203.0.113.54",,,,,1500')).toEqual({
      ipv4: { address: '10.0.0.2', prefix: 24, gateway: null },
      ipv6: null,
      dns: ['203.0.113.53', '203.0.113.54'],
      mtu: 1500,
    });
  });

  it('takes no mask with a hole', () => {
    expect(told(RDP, '+CGCONTRDP: 1,5,internet,10.0.0.2.255.0.255.0,10.0.0.1,,').ipv4).toEqual({
      address: '10.0.0.2',
      prefix: null,
      gateway: '10.0.0.1',
    });
  });

  const DHCP = '^\\^DHCP: ?(?<address>[^,]*),(?<mask>[^,]*),(?<gateway>[^,]*),[^,]*,(?<dns>[^,]*),(?<dns2>[^,]*)';
  // Of ModemManager's tests for Huawei, with other numbers: as it is, and with the leading zero cut and 0x before.
  it.each([
    '^DHCP: 0200000A,FCFFFFFF,0100000A,0100000A,357100CB,367100CB,150000000,150000000',
    '^DHCP: 0x200000A,0xFCFFFFFF,0x100000A,0x100000A,0x357100CB,0x367100CB,150000000,150000000',
  ])('has hexadecimal with the last number first: %s', (line) => {
    expect(told(DHCP, line)).toEqual({
      ipv4: { address: '10.0.0.2', prefix: 30, gateway: '10.0.0.1' },
      ipv6: null,
      dns: ['203.0.113.53', '203.0.113.54'],
      mtu: null,
    });
  });

  it.each(['1', '1500', '5', '20'])('takes the number %s for no address', (field) => {
    expect(told('^\\+CGPADDR: ?1,"?(?<address>[^",]*)', `+CGPADDR: 1,${field}`)).toEqual(nothingTold);
  });

  it('of several answers has of each thing the first', () => {
    const both = toldAddress([
      answer(CGPADDR, '+CGPADDR: 1,"10.0.0.2"'),
      answer(CGPADDR, '+CGPADDR: 1,"10.0.0.9"'),
      answer('^\\+UIPADDR: 1,"[^"]*","(?<gateway>[^"]*)","(?<mask>[^"]*)"', '+UIPADDR: 1,"ccinet0","10.0.0.1","255.255.255.0","",""'),
      answer('^\\+GTDNS: 1,"(?<dns>[^"]*)","(?<dns2>[^"]*)"$', '+GTDNS: 1,"203.0.113.53","203.0.113.54"'),
    ]);
    expect(both).toEqual({
      ipv4: { address: '10.0.0.2', prefix: 24, gateway: '10.0.0.1' },
      ipv6: null,
      dns: ['203.0.113.53', '203.0.113.54'],
      mtu: null,
    });
  });

  it('is nothing where the lines tell nothing, and bounded where they tell too much', () => {
    expect(told(CGPADDR, '', 'OK', `+CGPADDR: 1,"${'9'.repeat(4000)}"`)).toEqual(nothingTold);
    const many = Array.from({ length: 40 }, (_, i) => `+GTDNS: 1,"203.0.113.${i}",""`);
    expect(told('^\\+GTDNS: 1,"(?<dns>[^"]*)"', ...many).dns).toHaveLength(8);
  });
});
