import { describe, expect, it } from 'vitest';
import { configurationDescriptor } from '../../electron/virtual/descriptors.ts';
import type { Faults } from '../../electron/virtual/modem.ts';
import { buildEthernet, buildIpv4, checksum, ipv4Bytes, macBytes, parseIpv4, TYPE_IPV4 } from '../../electron/virtual/network/packets.ts';
import { discover, offer } from './net-support.ts';
import { plug } from './wire.ts';

const mac = macBytes('0c5b8f279a64');

function echo(to: string): Uint8Array {
  const icmp = Uint8Array.of(8, 0, 0, 0, 0, 1, 0, 1);
  const sum = checksum(icmp);
  icmp.set([sum >> 8, sum & 0xff], 2);
  const packet = buildIpv4({ protocol: 1, source: ipv4Bytes('192.168.8.100'), destination: ipv4Bytes(to), payload: icmp });
  return buildEthernet(mac, mac, TYPE_IPV4, packet);
}

/** Who of these answers an echo, in a stick that is a router. */
async function answering(faults: Faults, ...addresses: readonly string[]): Promise<(string | undefined)[]> {
  const wire = plug('huawei-hilink', { composition: 'hilink', faults }).wire();
  for (const address of addresses) await wire.out(0x01, echo(address), 1000);
  // Comes last, and is answered whatever the SIM does.
  await wire.out(0x01, discover(mac, 1), 1000);
  const from: (string | undefined)[] = [];
  for (;;) {
    const packet = parseIpv4((await wire.in(0x81, 2048, 1000)).subarray(14));
    if (packet?.protocol !== 1) return from;
    from.push(packet.source.join('.'));
  }
}

describe('a Huawei stick with HiLink firmware', () => {
  it('has the 94 bytes of descriptors of the listing: no alternate setting', () => {
    const spec = plug('huawei-hilink', { composition: 'hilink' }).modem.device?.spec;
    expect(spec && configurationDescriptor(spec, 0).length).toBe(0x5e);
    expect(spec?.configurations[0]?.map((i) => [i.number, i.class, i.subclass, i.endpoints.length])).toEqual([
      [0, 2, 6, 1],
      [1, 10, 6, 2],
      [2, 8, 6, 2],
    ]);
  });

  it('tells of its link when it is configured', async () => {
    const wire = plug('huawei-hilink', { composition: 'hilink' }).wire();
    await wire.control({ requestType: 0, request: 9, value: 1, index: 0 }, new Uint8Array(), 1000);
    expect([...(await wire.in(0x83, 16, 1000))]).toEqual([0xa1, 0, 1, 0, 0, 0, 0, 0]);
  });

  it('gives out an address with no setting to choose first', async () => {
    const wire = plug('huawei-hilink', { composition: 'hilink' }).wire();
    await wire.out(0x01, discover(mac, 3), 1000);
    expect(offer(await wire.in(0x81, 2048, 1000))).toEqual([3, '192.168.8.100']);
  });

  it('lets the host out while the SIM lets it, and answers itself without', async () => {
    expect(await answering({}, '192.0.2.1', '192.168.8.1')).toEqual(['192.0.2.1', '192.168.8.1']);
    expect(await answering({ pin: '1234' }, '192.0.2.1', '192.168.8.1')).toEqual(['192.168.8.1']);
  });
});
