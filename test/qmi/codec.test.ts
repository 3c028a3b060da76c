import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BenchError } from '../../electron/contract/errors.ts';
import { decodeFrames, decodeResponse, encodeFrame, type QmiFrame } from '../../electron/qmi/qmux.ts';
import { decodeTlvs, encodeTlvs, type Fields, listTlvs, type Tlv } from '../../electron/qmi/tlv.ts';

const tlvs = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 255 }), fc.uint8Array({ maxLength: 300 })), {
  maxLength: 20,
  selector: ([type]) => type,
});

const frame = fc
  .record({
    service: fc.integer({ min: 0, max: 255 }),
    client: fc.integer({ min: 0, max: 255 }),
    kind: fc.constantFrom('request' as const, 'response' as const, 'indication' as const),
    transaction: fc.integer({ min: 0, max: 0xffff }),
    message: fc.integer({ min: 0, max: 0xffff }),
    from: fc.constantFrom('host' as const, 'modem' as const),
    tlvs,
  })
  .map((f) => (f.service === 0 ? { ...f, transaction: f.transaction & 0xff } : f));

const join = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((p) => [...p]));

/** What a test compares: the frame as plain data. */
function plain(f: QmiFrame) {
  const { body, ...head } = f;
  const read = decodeTlvs(body);
  return { ...head, tlvs: read.types.map((type): Tlv => [type, Uint8Array.from(read.need(type).rest())]) };
}

describe('TLVs', () => {
  const whole = encodeTlvs([
    [0x01, Uint8Array.of(1, 2)],
    [0x02, Uint8Array.of(3, 4, 5)],
  ]);

  it('lie one behind the other, lengths in 16 bits with the low byte first', () => {
    expect([...whole]).toEqual([0x01, 2, 0, 1, 2, 0x02, 3, 0, 3, 4, 5]);
    const long = encodeTlvs([[0x10, new Uint8Array(0x0102)]]);
    expect([...long.subarray(0, 3)]).toEqual([0x10, 0x02, 0x01]);
    expect(listTlvs(long)).toEqual([[0x10, new Uint8Array(0x0102)]]);
  });

  it.each([1, 2, 200])('are refused where the last leads out of the message by %i bytes', (beyond) => {
    expect(() => listTlvs(whole.with(6, 3 + beyond))).toThrow(new BenchError('QMI_GARBLED', { what: 'TLV 0x2 longer than its message' }));
    expect(() => listTlvs(whole.with(1, 8 + beyond))).toThrow(BenchError);
  });

  it('are refused where one ends in its own head', () => {
    for (const cut of [6, 7]) expect(() => listTlvs(whole.subarray(0, cut))).toThrow('TLV header cut off');
    expect(listTlvs(whole.subarray(0, 5))).toHaveLength(1);
  });
});

describe('QMUX frames', () => {
  it('come back as they went, one or several in one message', () => {
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 5 }), (frames) => {
        const { frames: back, garbled } = decodeFrames(join(...frames.map(encodeFrame)));
        expect(garbled).toBeNull();
        expect(back.map(plain)).toEqual(frames);
      }),
    );
  });

  it('are whole or garbled: a message cut anywhere gives the frames before the cut and says so', () => {
    fc.assert(
      fc.property(frame, frame, fc.nat(), (first, second, at) => {
        const [a, b] = [encodeFrame(first), encodeFrame(second)];
        const cut = 1 + (at % (b.length - 1));
        const { frames, garbled } = decodeFrames(join(a, b.subarray(0, cut)));
        expect(frames).toHaveLength(1);
        expect(garbled).not.toBeNull();
      }),
    );
  });

  it('never throw, whatever the bytes', () => {
    const nearly = fc.tuple(frame, fc.nat(), fc.integer({ min: 0, max: 255 })).map(([f, at, byte]) => {
      const bytes = encodeFrame(f);
      bytes[at % bytes.length] = byte;
      return bytes;
    });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 400 }), nearly), (bytes) => {
        const { frames, garbled } = decodeFrames(bytes);
        expect(frames.length > 0 || garbled !== null || bytes.length === 0).toBe(true);
        for (const f of frames) {
          try {
            decodeResponse(f);
          } catch (error) {
            expect(error).toBeInstanceOf(BenchError);
            expect(error).toHaveProperty('code', 'QMI_GARBLED');
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('have the layout of the wire', () => {
    // CTL Allocate CID for DMS and DMS Get IDs, as `qmicli --verbose-full --dms-get-ids` (libqmi 1.32) sent them.
    const head = { from: 'host', kind: 'request', transaction: 1 } as const;
    const allocate = encodeFrame({ ...head, service: 0, client: 0, message: 0x22, tlvs: [[0x01, Uint8Array.of(2)]] });
    expect(Buffer.from(allocate).toString('hex')).toBe('010f0000000000012200040001010002');
    const ids = encodeFrame({ ...head, service: 2, client: 1, message: 0x25, tlvs: [] });
    expect(Buffer.from(ids).toString('hex')).toBe('010c0000020100010025000000');
  });

  it('a frame at the length limit goes, one beyond does not', () => {
    const of = (length: number) =>
      encodeFrame({
        from: 'host',
        service: 1,
        client: 1,
        kind: 'request',
        transaction: 1,
        message: 1,
        tlvs: [[1, new Uint8Array(length)]],
      });
    // 65535 after the type byte: 5 of header, 7 of message header, 3 of TLV header.
    expect(decodeFrames(of(65_520)).garbled).toBeNull();
    expect(() => of(65_521)).toThrow(RangeError);
  });
});

describe('TLVs', () => {
  it('come back as they went', () => {
    fc.assert(
      fc.property(tlvs, (list) => {
        const read = decodeTlvs(encodeTlvs(list));
        expect(read.types).toEqual(list.map(([type]) => type));
        for (const [type, bytes] of list) expect(Uint8Array.from(read.need(type).rest())).toEqual(bytes);
      }),
    );
  });

  it('every read beyond the end is QMI_GARBLED and nothing else', () => {
    type Read = (fields: Fields) => unknown;
    const reads = fc.array(
      fc.constantFrom<Read>(
        (f) => f.u8(),
        (f) => f.i8(),
        (f) => f.u16(),
        (f) => f.i16(),
        (f) => f.u32(),
        (f) => f.bytes8(),
        (f) => f.bytes16(),
        (f) => f.text8(),
      ),
      { minLength: 1, maxLength: 20 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 30 }), reads, (bytes, list) => {
        const fields = decodeTlvs(encodeTlvs([[1, bytes]])).need(1);
        try {
          for (const read of list) read(fields);
        } catch (error) {
          expect(error).toBeInstanceOf(BenchError);
          expect(error).toHaveProperty('code', 'QMI_GARBLED');
        }
        expect(fields.left).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('text has no control characters and an end', () => {
    const text = (bytes: Uint8Array) =>
      decodeTlvs(encodeTlvs([[1, bytes]]))
        .need(1)
        .text();
    expect(text(Buffer.from('E398\0\0'))).toBe('E398');
    expect(text(Buffer.from('\u001b[31mred\r\n'))).toBe('[31mred');
    expect(text(Buffer.from('x'.repeat(5000)))).toHaveLength(256);
    expect(text(Buffer.from('Voda\u202e\u2066enof\u200b'))).toBe('Vodaenof');
    fc.assert(fc.property(fc.uint8Array(), (bytes) => !/\p{Cc}/u.test(text(bytes))));
  });

  it('of two with one type the first counts', () => {
    expect(
      decodeTlvs(
        encodeTlvs([
          [1, Uint8Array.of(5)],
          [1, Uint8Array.of(6)],
        ]),
      )
        .need(1)
        .u8(),
    ).toBe(5);
  });
});
