import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RndisEngine } from '../../electron/virtual/network/rndis-engine.ts';
import { buildPacket, MESSAGE, message, parsePackets, STATUS } from '../../electron/virtual/network/rndis-wire.ts';
import { discover, hex, offer } from './net-support.ts';
import { plug } from './wire.ts';

const mac = Uint8Array.of(0x02, 0x4b, 0xa8, 0xc5, 0xd1, 0xe7);
const engine = () => new RndisEngine({ hostMac: mac, vendorDescription: 'Test' });

/** Messages as Linux' rndis_host writes them: words, little-endian. */
const initialize = (id: number, major = 1) => message([MESSAGE.initialize, 0, id, major, 0, 2048]);
const query = (id: number, oid: number, room = 0) => message([MESSAGE.query, 0, id, oid, room, 20, 0], new Uint8Array(room));
const setFilter = (id: number, filter: number) => message([MESSAGE.set, 0, id, 0x0001010e, 4, 20, 0, filter]);

/** Words of an answer. */
function words(bytes: Uint8Array | null): number[] {
  const view = new DataView((bytes ?? new Uint8Array()).buffer, bytes?.byteOffset ?? 0, bytes?.byteLength ?? 0);
  return Array.from({ length: Math.floor(view.byteLength / 4) }, (_, i) => view.getUint32(i * 4, true));
}

describe('RNDIS control messages', () => {
  it('initialise: version 1.0, 802.3, room for a whole frame and its head', () => {
    const answer = words(engine().answer(initialize(0x11223344)));
    expect(answer.slice(0, 8)).toEqual([0x80000002, 52, 0x11223344, 0, 1, 0, 1, 0]);
    expect(answer[9]).toBeGreaterThanOrEqual(1500 + 14 + 44);
  });

  it('initialise for another version fails', () => {
    expect(words(engine().answer(initialize(1, 2)))[3]).toBe(STATUS.failure);
  });

  it('give the address of the host, its offset counted from byte 8', () => {
    const answer = engine().answer(query(7, 0x01010101, 48)) ?? new Uint8Array();
    expect(words(answer.subarray(0, 24))).toEqual([0x80000004, 30, 7, 0, 6, 16]);
    expect(hex(answer.subarray(8 + 16))).toBe('024ba8c5d1e7');
  });

  it('answer each object of the list of objects, and only those', () => {
    const one = engine();
    const list = words(one.answer(query(1, 0x00010101)) ?? null).slice(6);
    expect(list).toContain(0x00010202);
    for (const oid of list) {
      const answer = words(one.answer(query(2, oid)));
      expect(answer[3], oid.toString(16)).toBe(STATUS.success);
      expect(answer[4], oid.toString(16)).toBeGreaterThan(0);
    }
    expect(words(one.answer(query(3, 0x0d010101)))).toEqual([0x80000004, 24, 3, STATUS.notSupported, 0, 0]);
  });

  it('let data through from the filter to its end, to a reset, to a halt', () => {
    const one = engine();
    expect(words(one.answer(setFilter(1, 0x2d)))[3]).toBe(STATUS.invalidData);
    one.answer(initialize(1));
    expect(one.carriesData).toBe(false);
    expect(words(one.answer(setFilter(2, 0x2d)))).toEqual([0x80000005, 16, 2, 0]);
    expect(one.carriesData).toBe(true);
    expect(words(one.answer(query(3, 0x0001010e)))[6]).toBe(0x2d);
    expect(words(one.answer(message([MESSAGE.reset, 0, 0])))).toEqual([0x80000006, 16, 0, 1]);
    expect(one.carriesData).toBe(false);
    one.answer(setFilter(4, 1));
    expect(one.carriesData).toBe(true);
    one.answer(setFilter(5, 0));
    expect(one.carriesData).toBe(false);
    one.answer(setFilter(6, 1));
    expect(one.answer(message([MESSAGE.halt, 0, 7]))).toBeNull();
    expect(one.carriesData).toBe(false);
  });

  it('are kept alive', () => {
    expect(words(engine().answer(message([MESSAGE.keepalive, 0, 9])))).toEqual([0x80000008, 16, 9, 0]);
  });

  it('refuse a value that is not inside the message', () => {
    const one = engine();
    one.answer(initialize(1));
    for (const [length, offset] of [
      [4, 24],
      [4, 0xfffffff8],
      [0xffffffff, 20],
      [3, 20],
    ] as const)
      expect(words(one.answer(message([MESSAGE.set, 0, 2, 0x0001010e, length, offset, 0, 1])))[3]).toBe(STATUS.invalidData);
    expect(one.carriesData).toBe(false);
  });

  it('withstand any bytes, and answer with whole messages that carry the id of the request', () => {
    const lengths = fc.constantFrom(0, 8, 11, 12, 24, 28, 32, 0xffffffff);
    const words32 = fc.array(fc.oneof(fc.nat(16), fc.constantFrom(0x01010101, 0x0001010e, 0x01010103, 0xffffffff), fc.nat()), {
      maxLength: 9,
    });
    fc.assert(
      fc.property(fc.nat(9), lengths, words32, fc.uint8Array({ maxLength: 9 }), (type, length, rest, tail) => {
        const bytes = message([type, 0, ...rest], tail);
        new DataView(bytes.buffer).setUint32(4, length, true);
        const one = engine();
        one.answer(initialize(1));
        const answer = one.answer(bytes);
        if (!answer) return;
        const out = words(answer);
        expect(out[1]).toBe(answer.length);
        expect(answer.length).toBeLessThanOrEqual(1025);
        expect(length <= bytes.length).toBe(true);
        if (type !== MESSAGE.reset) expect(out[2]).toBe(words(bytes)[2]);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('RNDIS packets', () => {
  it('hold what was put into them, several in a transfer, with a filling byte behind', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 1514 }), { maxLength: 6 }), fc.boolean(), (frames, fill) => {
        const transfer = Buffer.concat([...frames.map(buildPacket), fill ? Buffer.of(0) : Buffer.alloc(0)]);
        expect(parsePackets(transfer).map(hex)).toEqual(frames.map(hex));
      }),
    );
  });

  it('have their head of eleven words', () => {
    expect(words(buildPacket(Uint8Array.of(1, 2, 3, 4)))).toEqual([1, 48, 36, 4, 0, 0, 0, 0, 0, 0, 0, 0x04030201]);
  });

  it('are read where they say that their data is', () => {
    const packet = message([1, 0, 40, 3, 0, 0, 0, 0, 0, 0, 0], Uint8Array.of(0, 0, 0, 0, 7, 8, 9));
    expect(parsePackets(packet).map(hex)).toEqual(['070809']);
  });

  it('are read within bounds, whatever they say', () => {
    const good = Buffer.concat([buildPacket(Uint8Array.from({ length: 60 }, (_, i) => i)), buildPacket(Uint8Array.of(1, 2, 3))]);
    const word = fc.oneof(fc.constantFrom(0, 1, 8, 36, 44, 0x7fffffff, 0xfffffff8, 0xffffffff), fc.nat());
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(25), word), { maxLength: 5 }), fc.nat(good.length), (changes, end) => {
        const bytes = Uint8Array.from(good);
        const view = new DataView(bytes.buffer);
        for (const [at, value] of changes) view.setUint32(at * 4, value, true);
        const frames = parsePackets(bytes.subarray(0, end));
        expect(frames.reduce((sum, frame) => sum + frame.length, 0)).toBeLessThanOrEqual(end);
        for (const frame of frames) expect(frame.byteOffset + frame.length).toBeLessThanOrEqual(end);
      }),
      { numRuns: 2000 },
    );
  });

  it('come to an end in a transfer that is made of empty ones', () => {
    const many = Buffer.concat(Array.from({ length: 400 }, () => buildPacket(new Uint8Array())));
    expect(parsePackets(many)).toHaveLength(64);
  });
});

describe('an RNDIS dongle on the wire', () => {
  const COMMAND = { requestType: 0x21, request: 0, value: 0, index: 0 };
  const RESPONSE = { requestType: 0xa1, request: 1, value: 0, index: 0 };

  it('has the interfaces and endpoints of the listing of an EC25 with usbnet 3', () => {
    const spec = plug('quectel-ec25', { flash: { usbnet: 3 } }).modem.device?.spec;
    const row = (triple: string, ...endpoints: number[]) => [triple, ...endpoints.map((e) => e.toString(16))];
    expect(
      spec?.configurations[0]?.map((i) =>
        row([i.class, i.subclass, i.protocol].join('/'), ...i.endpoints.map((e) => e.address).sort((a, b) => a - b)),
      ),
    ).toEqual([
      row('224/1/3', 0x82),
      row('10/0/0', 0x01, 0x81),
      row('255/255/255', 0x02, 0x83),
      row('255/0/0', 0x03, 0x84, 0x85),
      row('255/0/0', 0x04, 0x86, 0x87),
      row('255/0/0', 0x05, 0x88, 0x89),
    ]);
    expect(spec).toMatchObject({ manufacturer: 'Android', product: 'Android', class: 0xef, subclass: 2, protocol: 1 });
  });

  it('tells of each answer in two words, and says one byte 0 while it has none', async () => {
    const wire = plug('quectel-ec25', { composition: 'rndis' }).wire();
    expect(hex((await wire.control(RESPONSE, 1025, 1000)).data)).toBe('00');
    await wire.control(COMMAND, initialize(5), 1000);
    expect(hex(await wire.in(0x82, 8, 1000))).toBe('0100000000000000');
    expect(words((await wire.control(RESPONSE, 1025, 1000)).data ?? null).slice(0, 4)).toEqual([0x80000002, 52, 5, 0]);
    expect(hex((await wire.control(RESPONSE, 1025, 1000)).data)).toBe('00');
  });

  it('carries frames both ways while the filter is set, and none before and after', async () => {
    const wire = plug('quectel-ec25', { composition: 'rndis' }).wire();
    const say = async (...messages: Uint8Array[]) => {
      for (const one of messages) {
        await wire.control(COMMAND, one, 1000);
        // The answer is there once this one is: messages are taken one after the other.
        await wire.control(COMMAND, message([MESSAGE.keepalive, 0, 1]), 1000);
        await wire.in(0x82, 8, 1000);
      }
    };
    const ask = (transaction: number) => wire.out(0x01, buildPacket(discover(mac, transaction)), 1000);
    const next = async () => offer(parsePackets(await wire.in(0x81, 2048, 1000))[0]);
    await ask(1);
    await say(initialize(5), setFilter(6, 0x2d));
    await ask(2);
    await say(message([MESSAGE.halt, 0, 7]));
    await ask(3);
    await say(initialize(8), setFilter(9, 0x2d));
    await ask(4);
    expect([await next(), await next()]).toEqual([
      [2, '192.168.225.20'],
      [4, '192.168.225.20'],
    ]);
  });

  it('withstands hostile transfers on both pipes', async () => {
    const wire = plug('quectel-ec25', { composition: 'rndis' }).wire();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 120 }), fc.boolean(), async (bytes, control) => {
        if (control) await wire.control(COMMAND, bytes, 1000);
        else await wire.out(0x01, bytes, 1000);
      }),
    );
    // Answers of what went before, if any, are taken first.
    await wire.control(COMMAND, message([MESSAGE.keepalive, 0, 0x600d]), 1000);
    const ids: (number | undefined)[] = [];
    for (let i = 0; i < 70 && ids.at(-1) !== 0x600d; i++) ids.push(words((await wire.control(RESPONSE, 1025, 1000)).data ?? null)[2]);
    expect(ids.at(-1)).toBe(0x600d);
  });
});
