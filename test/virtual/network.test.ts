import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildNtb16, parseNtb16 } from '../../electron/virtual/network/ntb.ts';
import {
  buildEthernet,
  buildIpv4,
  buildUdp,
  checksum,
  ipv4Bytes,
  macBytes,
  parseIpv4,
  TYPE_ARP,
  TYPE_IPV4,
} from '../../electron/virtual/network/packets.ts';
import { TinyNetwork } from '../../electron/virtual/network/tiny-network.ts';
import { plug } from './wire.ts';

const host = macBytes('001e101f0000');
const lease = { address: '10.64.64.65', mask: '255.255.255.252', gateway: '10.64.64.66', dns: ['10.64.64.66', '192.0.2.53'] };
const network = (up = true) => new TinyNetwork({ ...lease, mac: '001e101f0001', up: () => up });

function echo(to: string, from = lease.address): Uint8Array {
  const icmp = Uint8Array.from([8, 0, 0, 0, 0x12, 0x34, 0, 1, ...Buffer.from('is anybody there?')]);
  const sum = checksum(icmp);
  icmp.set([sum >> 8, sum & 0xff], 2);
  return buildIpv4({ protocol: 1, source: ipv4Bytes(from), destination: ipv4Bytes(to), payload: icmp });
}

/** A DHCP message with these options as a client sends it: broadcast, from nowhere. */
function dhcp(options: readonly number[], flags = 0): Uint8Array {
  const bootp = Buffer.alloc(240);
  bootp.set([1, 1, 6, 0, 0xca, 0xfe, 0xba, 0xbe]);
  bootp.writeUInt16BE(flags, 10);
  bootp.set(host, 28);
  bootp.writeUInt32BE(0x63825363, 236);
  const payload = buildUdp(68, 67, Uint8Array.from([...bootp, ...options, 255]));
  const packet = buildIpv4({ protocol: 17, source: new Uint8Array(4), destination: ipv4Bytes('255.255.255.255'), payload });
  return buildEthernet(new Uint8Array(6).fill(0xff), host, TYPE_IPV4, packet);
}

function options(frame: Uint8Array | undefined): Map<number, number[]> {
  const found = new Map<number, number[]>();
  const bytes = (frame ?? new Uint8Array()).subarray(14 + 20 + 8 + 240);
  for (let at = 0; at < bytes.length && bytes[at] !== 255; ) {
    const length = bytes[at + 1] ?? 0;
    found.set(bytes[at] ?? 0, [...bytes.subarray(at + 2, at + 2 + length)]);
    at += 2 + length;
  }
  return found;
}

describe('the network behind a modem', () => {
  it('gives the host its address: offer, acknowledgement, and no to another', () => {
    const [offer] = network().ethernet(dhcp([53, 1, 1]));
    expect([...(offer ?? new Uint8Array()).subarray(0, 6)]).toEqual([...host]);
    expect([...(offer ?? new Uint8Array()).subarray(14 + 28 + 16, 14 + 28 + 20)]).toEqual([10, 64, 64, 65]);
    expect(options(offer).get(53)).toEqual([2]);
    expect(options(offer).get(1)).toEqual([255, 255, 255, 252]);
    expect(options(offer).get(3)).toEqual([10, 64, 64, 66]);
    expect(options(offer).get(6)).toEqual([10, 64, 64, 66, 192, 0, 2, 53]);
    const request = (address: readonly number[]) => network().ethernet(dhcp([53, 1, 3, 54, 4, 10, 64, 64, 66, 50, 4, ...address]));
    expect(options(request([10, 64, 64, 65])[0]).get(53)).toEqual([5]);
    expect(options(request([192, 168, 0, 9])[0]).get(53)).toEqual([6]);
    expect(network().ethernet(dhcp([53, 1, 3, 54, 4, 10, 0, 0, 1, 50, 4, 10, 64, 64, 65]))).toEqual([]);
  });

  it('answers by broadcast to a host that cannot take anything else', () => {
    const [offer] = network().ethernet(dhcp([53, 1, 1], 0x8000));
    expect([...(offer ?? new Uint8Array()).subarray(0, 6)]).toEqual(Array(6).fill(0xff));
    expect([...(offer ?? new Uint8Array()).subarray(14 + 16, 14 + 20)]).toEqual(Array(4).fill(255));
  });

  it('answers ARP for everybody but the host itself', () => {
    const ask = (target: string) =>
      network().ethernet(
        buildEthernet(
          new Uint8Array(6).fill(0xff),
          host,
          TYPE_ARP,
          Uint8Array.from([0, 1, 8, 0, 6, 4, 0, 1, ...host, ...ipv4Bytes(lease.address), 0, 0, 0, 0, 0, 0, ...ipv4Bytes(target)]),
        ),
      );
    const [reply] = ask('10.64.64.66');
    expect(Buffer.from(reply ?? []).toString('hex')).toBe(
      '001e101f0000001e101f000108060001080006040002001e101f00010a404042001e101f00000a404041',
    );
    expect(ask(lease.address)).toEqual([]);
  });

  it('echoes, in frames and without', () => {
    const [packet] = network().ip(echo('192.0.2.1'));
    const reply = parseIpv4(packet ?? new Uint8Array());
    expect(reply?.source.join('.')).toBe('192.0.2.1');
    expect(reply?.destination.join('.')).toBe(lease.address);
    expect(reply?.payload[0]).toBe(0);
    expect(checksum(reply?.payload ?? new Uint8Array())).toBe(0);
    expect(Buffer.from(reply?.payload.subarray(8) ?? []).toString()).toBe('is anybody there?');
    const [frame] = network().ethernet(buildEthernet(host, host, TYPE_IPV4, echo('10.64.64.66')));
    expect([...(frame ?? new Uint8Array()).subarray(6, 12)]).toEqual([...macBytes('001e101f0001')]);
  });

  it('is silent while no session is up, and to what is spoilt', () => {
    expect(network(false).ethernet(dhcp([53, 1, 1]))).toEqual([]);
    expect(network(false).ip(echo('192.0.2.1'))).toEqual([]);
    expect(network().ip(echo('192.0.2.1').with(20, 9))).toEqual([]);
    expect(network().ip(echo('192.0.2.1').with(10, 0))).toEqual([]);
  });

  it('withstands any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 700 }), (bytes) => {
        network().ethernet(bytes);
        network().ip(bytes);
      }),
    );
    const good = dhcp([53, 1, 1]);
    fc.assert(
      fc.property(
        fc.nat(good.length - 1),
        fc.nat(255),
        fc.nat(good.length),
        (at, value, end) => void network().ethernet(good.with(at, value).subarray(0, end)),
      ),
    );
  });
});

describe('transfer blocks', () => {
  it('hold what was put into them', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 1514 }), { minLength: 1, maxLength: 8 }), (datagrams) => {
        const read = parseNtb16(buildNtb16(7, datagrams));
        expect(read?.map((d) => Buffer.from(d).toString('hex'))).toEqual(datagrams.map((d) => Buffer.from(d).toString('hex')));
      }),
    );
  });

  it('are read within bounds, whatever they say', () => {
    const good = buildNtb16(1, [Uint8Array.from({ length: 60 }, (_, i) => i), Uint8Array.of(1, 2, 3)]);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 5 }), fc.nat(good.length), (changes, end) => {
        const bytes = Uint8Array.from(good);
        for (const [at, value] of changes) bytes[at] = value;
        for (const datagram of parseNtb16(bytes.subarray(0, end)) ?? []) expect(datagram.length).toBeLessThanOrEqual(end);
      }),
      { numRuns: 2000 },
    );
  });

  it('that point to themselves come to an end', () => {
    const block = buildNtb16(1, [Uint8Array.of(1, 2, 3, 4)]);
    const view = new DataView(block.buffer);
    const ndp = view.getUint16(10, true);
    view.setUint16(ndp + 6, ndp, true);
    expect(parseNtb16(block)?.length).toBe(16);
  });
});

describe('the data path of each model', () => {
  async function ping(
    name: string,
    composition: string,
    options: { input: number; output: number; alternate?: readonly [number, number]; raw: boolean; ncm?: boolean },
  ) {
    const stick = plug(name, { composition });
    stick.modem.body.memory.set('connected', true);
    const wire = stick.wire();
    if (options.alternate) {
      const [index, value] = options.alternate;
      await wire.control({ requestType: 1, request: 11, value, index }, new Uint8Array(), 1000);
    }
    const plain = options.raw ? echo('192.0.2.1') : buildEthernet(macBytes('001e101f0001'), host, TYPE_IPV4, echo('192.0.2.1'));
    await wire.out(options.output, options.ncm ? buildNtb16(0, [plain]) : plain, 1000);
    const back = await wire.in(options.input, 16384, 1000);
    const frame = options.ncm ? (parseNtb16(back)?.[0] ?? new Uint8Array()) : back;
    return parseIpv4(options.raw ? frame : frame.subarray(14))?.source.join('.');
  }

  it.each([
    ['huawei-ncm', 'ncm', { input: 0x84, output: 0x03, alternate: [2, 1] as const, raw: false, ncm: true }],
    ['huawei-qmi', 'qmi', { input: 0x83, output: 0x02, raw: false }],
    ['huawei-qmi', 'qmi', { input: 0x83, output: 0x02, raw: true }],
    ['quectel-ec25', 'ecm', { input: 0x88, output: 0x05, alternate: [5, 1] as const, raw: false }],
    ['quectel-ec25', 'qmi', { input: 0x88, output: 0x05, raw: true }],
  ])('%s, %s', async (name, composition, path) => {
    expect(await ping(name, composition, path)).toBe('192.0.2.1');
  });
});
