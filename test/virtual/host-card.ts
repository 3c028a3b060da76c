import type { InterfaceSpec } from '../../electron/virtual/descriptors.ts';
import { buildNtb16, parseNtb16 } from '../../electron/virtual/network/ntb.ts';
import { buildEthernet, buildIpv4, checksum, ipv4Bytes, parseIpv4, TYPE_ARP, TYPE_IPV4 } from '../../electron/virtual/network/packets.ts';
import { buildPacket, MESSAGE, message, parsePackets } from '../../electron/virtual/network/rndis-wire.ts';
import { settle } from '../support/manual-clock.ts';
import { discover, offer } from './net-support.ts';
import type { Plugged } from './wire.ts';

/** The network card of a virtual modem as a host's driver uses it: ECM, NCM or RNDIS, whichever its composition has. */
export interface HostCard {
  /** The address that its DHCP server offers; `null` where none does. */
  lease(): Promise<string | null>;
  /** Whether ARP is answered for an address. */
  arp(address: string): Promise<boolean>;
  /** Whether an echo comes back from an address, for a host that has `from`. */
  ping(from: string, to: string): Promise<boolean>;
}

const MAC = Uint8Array.of(0x02, 0x4b, 0xa8, 0xc5, 0xd1, 0xe7);
/** An address of the practice network's world outside: TEST-NET-1 (RFC 5737). */
export const OUTSIDE = '192.0.2.1';

type Kind = 'ecm' | 'ncm' | 'rndis';

function kindOf({ class: cls, subclass, protocol }: InterfaceSpec): Kind | null {
  const triple = [cls, subclass, protocol].map((n) => n.toString(16).padStart(2, '0')).join('/');
  if (['e0/01/03', '02/02/ff', 'ef/04/01'].includes(triple)) return 'rndis';
  if (triple === '02/06/00') return 'ecm';
  return triple === '02/0d/00' || triple === 'ff/03/16' ? 'ncm' : null;
}

/** Opens the `nth` card of what is plugged now. The configuration has to be set. */
export async function openCard(stick: Plugged, nth = 0): Promise<HostCard> {
  const interfaces = stick.modem.device?.spec.configurations[0] ?? [];
  const control = interfaces.filter((i) => kindOf(i) !== null && (i.alternate ?? 0) === 0)[nth];
  const kind = control && kindOf(control);
  if (!control || !kind) throw new Error(`no card ${nth}`);
  // Huawei's variant has its data in an alternate setting of the control interface itself.
  const dataNumber = control.class === 0xff ? control.number : control.number + 1;
  const endpoints = interfaces.filter((i) => i.number === dataNumber).flatMap((i) => i.endpoints);
  const bulk = endpoints.filter((e) => e.type === 'bulk').map((e) => e.address);
  const [input, output] = [bulk.find((a) => a >= 0x80), bulk.find((a) => a < 0x80)];
  if (input === undefined || output === undefined) throw new Error('no data endpoints');
  const wire = stick.wire();
  if (kind === 'rndis') {
    const send = (data: Uint8Array) => wire.control({ requestType: 0x21, request: 0, value: 0, index: control.number }, data, 1000);
    await send(message([MESSAGE.initialize, 0, 1, 1, 0, 2048]));
    await send(message([MESSAGE.set, 0, 2, 0x0001010e, 4, 20, 0, 0x2d]));
    await settle();
  } else await wire.control({ requestType: 1, request: 11, value: 1, index: dataNumber }, new Uint8Array(), 1000);

  let got: Uint8Array[] = [];
  void (async () => {
    for (;;) {
      const data = await wire.in(input, 16384, 0);
      got.push(...(kind === 'ecm' ? [data] : kind === 'ncm' ? (parseNtb16(data) ?? []) : parsePackets(data)));
    }
  })().catch(() => undefined);

  const exchange = async (frame: Uint8Array): Promise<readonly Uint8Array[]> => {
    got = [];
    await wire.out(output, kind === 'ecm' ? frame : kind === 'ncm' ? buildNtb16(0, [frame]) : buildPacket(frame), 1000);
    await settle();
    return got;
  };
  return {
    lease: async () => {
      const [frame] = await exchange(discover(MAC, 7));
      return frame === undefined ? null : offer(frame)[1];
    },
    arp: async (address) => {
      const ask = [0, 1, 8, 0, 6, 4, 0, 1, ...MAC, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ...ipv4Bytes(address)];
      return (await exchange(buildEthernet(new Uint8Array(6).fill(0xff), MAC, TYPE_ARP, Uint8Array.from(ask)))).length > 0;
    },
    ping: async (from, to) => {
      const icmp = Uint8Array.of(8, 0, 0, 0, 0x12, 0x34, 0, 1);
      const sum = checksum(icmp);
      icmp.set([sum >> 8, sum & 0xff], 2);
      const packet = buildIpv4({ protocol: 1, source: ipv4Bytes(from), destination: ipv4Bytes(to), payload: icmp });
      const [frame] = await exchange(buildEthernet(new Uint8Array(6).fill(0xfe), MAC, TYPE_IPV4, packet));
      const back = frame && parseIpv4(frame.subarray(14));
      return back?.source.join('.') === to && back.destination.join('.') === from && back.payload[0] === 0;
    },
  };
}
