import { describe, expect, it } from 'vitest';
import { answerDhcp } from '../../electron/virtual/network/dhcp.ts';
import { buildIpv4, buildUdp, checksum, ipv4Bytes, parseIpv4 } from '../../electron/virtual/network/packets.ts';
import { TinyNetwork } from '../../electron/virtual/network/tiny-network.ts';

const hex = (bytes: Uint8Array | null | undefined) => (bytes ? Buffer.from(bytes).toString('hex') : String(bytes));

describe('DHCP', () => {
  const lease = { address: '10.64.64.65', mask: '255.255.255.252', gateway: '10.64.64.66', dns: ['192.0.2.53'] };
  function ask(options: readonly number[], { flags = 0, own = [0, 0, 0, 0], op = 1, size = 6, cookie = 0x63825363 } = {}) {
    const bytes = Buffer.alloc(240);
    bytes.set([op, 1, size, 0, 0xca, 0xfe, 0xba, 0xbe]);
    bytes.writeUInt16BE(flags, 10);
    bytes.set(own, 12);
    bytes.set([0, 1, 2, 3, 4, 5], 28);
    bytes.writeUInt32BE(cookie, 236);
    return answerDhcp(Uint8Array.from([...bytes, ...options]), lease);
  }
  const fields = (reply: ReturnType<typeof ask>) => {
    if (reply === null) return null;
    const { payload, hardware, broadcast } = reply;
    return {
      ...{ head: hex(payload.subarray(0, 12)), client: hex(payload.subarray(12, 16)), yours: hex(payload.subarray(16, 20)) },
      ...{ server: hex(payload.subarray(20, 24)), options: hex(payload.subarray(236)), hardware: hex(hardware), broadcast },
    };
  };
  const all = (kind: string) =>
    `638253633501${kind}36040a404042` + '330400001c20' + '0104fffffffc' + '03040a404042' + '0604c0000235' + 'ff';
  const common = { head: '02010600cafebabe00000000', client: '00000000', server: '0a404042', hardware: '000102030405', broadcast: false };

  it('offers, acknowledges and refuses, option by option', () => {
    expect(fields(ask([53, 1, 1, 255]))).toEqual({ ...common, yours: '0a404041', options: all('02') });
    const own = [10, 64, 64, 65];
    expect(fields(ask([53, 1, 3, 50, 4, ...own, 255]))).toEqual({ ...common, yours: '0a404041', options: all('05') });
    expect(fields(ask([53, 1, 3, 255], { own }))).toEqual({ ...common, client: '0a404041', yours: '0a404041', options: all('05') });
    expect(fields(ask([53, 1, 3, 50, 4, 10, 0, 0, 1, 255], { own }))).toEqual({
      ...{ ...common, yours: '00000000', broadcast: true },
      options: '638253633501' + '06' + '36040a404042' + 'ff',
    });
    expect(fields(ask([53, 1, 8, 255], { own }))).toEqual({ ...common, client: '0a404041', yours: '00000000', options: all('05') });
    expect(fields(ask([53, 1, 1, 255], { flags: 0x8000 }))).toMatchObject({ head: '02010600cafebabe00008000', broadcast: true });
    expect(fields(ask([53, 1, 1, 255], { flags: 0x7fff }))).toMatchObject({ broadcast: false });
  });

  it.each<[string, readonly number[], Parameters<typeof ask>[1]]>([
    ['a reply', [53, 1, 1, 255], { op: 2 }],
    ['another hardware', [53, 1, 1, 255], { size: 5 }],
    ['another cookie', [53, 1, 1, 255], { cookie: 0x63825364 }],
    ['no kind', [255], {}],
    ['a kind behind the end', [255, 53, 1, 1], {}],
    ['a kind that is cut off', [53, 2, 1], {}],
    ['a decline', [53, 1, 4, 255], {}],
    ['a release', [53, 1, 7, 255], {}],
    ['a request to another server', [53, 1, 3, 54, 4, 10, 0, 0, 1, 50, 4, 10, 64, 64, 65, 255], {}],
  ])('has no answer to %s', (_name, options, more) => {
    expect(ask(options, more)).toBeNull();
  });

  it('reads past padding, takes the first of each option, and a kind that ends with the message', () => {
    expect(fields(ask([0, 0, 53, 1, 1, 53, 1, 3, 255]))?.options).toBe(all('02'));
    expect(fields(ask([53, 1, 1]))?.options).toBe(all('02'));
    expect(answerDhcp(new Uint8Array(239), lease)).toBeNull();
    expect(answerDhcp(new Uint8Array(1501), lease)).toBeNull();
  });
});

describe('echo', () => {
  const network = (more: Partial<ConstructorParameters<typeof TinyNetwork>[0]> = {}) =>
    new TinyNetwork({
      address: '10.0.0.2',
      mask: '255.255.255.0',
      gateway: '10.0.0.1',
      dns: [],
      mac: '001e101f0001',
      up: () => true,
      ...more,
    });
  function icmp(bytes: readonly number[], spoilt = false): Uint8Array {
    const message = Uint8Array.from(bytes);
    const sum = checksum(message);
    if (message.length >= 4) message.set([sum >> 8, (sum & 0xff) ^ (spoilt ? 1 : 0)], 2);
    return message;
  }
  const ping = (payload: Uint8Array, to = '8.8.8.8') =>
    buildIpv4({ protocol: 1, source: ipv4Bytes('10.0.0.2'), destination: ipv4Bytes(to), payload });
  const answered = (packet: Uint8Array, of = network()) => {
    const [reply] = of.ip(packet);
    const read = reply ? parseIpv4(reply) : null;
    return read
      ? { from: read.source.join('.'), to: read.destination.join('.'), message: hex(read.payload), sum: checksum(read.payload) }
      : null;
  };

  it('comes back as it was, with its type and sum alone changed', () => {
    expect(answered(ping(icmp([8, 0, 0, 0, 1, 2, 3, 4, 0xaa])))).toEqual({
      ...{ from: '8.8.8.8', to: '10.0.0.2', sum: 0 },
      message: expect.stringMatching(/^0000....01020304aa$/),
    });
    expect(answered(ping(icmp([8, 0, 0, 0, 1, 2, 3, 4])))?.message).toMatch(/^0000....01020304$/);
  });

  it.each([
    ['is too short', ping(icmp([8, 0, 0, 0, 1, 2, 3]))],
    ['is a reply', ping(icmp([0, 0, 0, 0, 1, 2, 3, 4]))],
    ['has a code', ping(icmp([8, 1, 0, 0, 1, 2, 3, 4]))],
    ['is spoilt', ping(icmp([8, 0, 0, 0, 1, 2, 3, 4], true))],
  ])('has no answer where it %s', (_name, packet) => {
    expect(answered(packet)).toBeNull();
  });

  it('beyond the gateway needs the network of the operator', () => {
    const offline = network({ online: () => false });
    const asked = icmp([8, 0, 0, 0, 1, 2, 3, 4]);
    expect([answered(ping(asked), offline), answered(ping(asked, '10.0.0.1'), offline)?.from]).toEqual([null, '10.0.0.1']);
  });
});

it('a datagram has its ports, its length and its data', () => {
  expect(hex(buildUdp(67, 68, Uint8Array.of(1, 2, 3)).subarray(0, 6))).toBe('00430044000b');
});
