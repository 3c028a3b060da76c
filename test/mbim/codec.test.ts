import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BenchError } from '../../electron/contract/errors.ts';
import { BASIC_CONNECT } from '../../electron/mbim/commands.ts';
import { maxControlMessage } from '../../electron/mbim/functional-descriptor.ts';
import { InfoReader, InfoWriter } from '../../electron/mbim/info.ts';
import { decodeAnswers, decodeReply, encodeRequest, type MbimAnswer } from '../../electron/mbim/messages.ts';
import { Reassembly } from '../../electron/mbim/reassembly.ts';
import { cdc } from '../../electron/virtual/descriptors.ts';
import { readCommand, readMessage, writeDone, writeFunctionError, writeReply } from '../../electron/virtual/mbim/wire.ts';

const join = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((p) => [...p]));
const hex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('hex');
const word = fc.integer({ min: 0, max: 0xffff_ffff });
const service = fc.uint8Array({ minLength: 16, maxLength: 16 }).map(hex);

/** What `work` throws, as its code; `null` where it throws nothing. Anything but a BenchError is a failure of the test. */
function codeOf(work: () => unknown): string | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof BenchError) return error.code;
    throw error;
  }
}

function wholeOf(answers: readonly MbimAnswer[], reassembly = new Reassembly()): (Uint8Array | string | null)[] {
  return answers.map((answer) => ('payload' in answer ? reassembly.add(answer) : 'no fragment'));
}

describe('requests', () => {
  it('are the bytes of MBIM 1.0, chapter 9', () => {
    expect(hex(encodeRequest({ type: 'open', transaction: 1, maxControlTransfer: 4096 }, 64)[0])).toBe('01000000100000000100000000100000');
    expect(hex(encodeRequest({ type: 'close', transaction: 0x01020304 }, 64)[0])).toBe('020000000c00000004030201');
    const [query] = encodeRequest(
      { type: 'command', transaction: 2, service: BASIC_CONNECT, command: 1, kind: 'query', info: new Uint8Array() },
      4096,
    );
    const [header, fragment, command] = ['030000003000000002000000', '0100000000000000', '010000000000000000000000'];
    expect(hex(query)).toBe(`${header}${fragment}${BASIC_CONNECT}${command}`);
  });

  it('arrive as they went, in fragments that fit and are full but for the last', () => {
    fc.assert(
      fc.property(
        service,
        word,
        word,
        fc.boolean(),
        fc.uint8Array({ maxLength: 2000 }),
        fc.integer({ min: 64, max: 512 }),
        (uuid, id, transaction, set, info, most) => {
          const sent = encodeRequest({ type: 'command', transaction, service: uuid, command: id, kind: set ? 'set' : 'query', info }, most);
          const parts = sent.map((bytes) => readMessage(bytes));
          expect(sent.slice(0, -1).every((bytes) => bytes.length === most)).toBe(true);
          expect(sent.at(-1)?.length).toBeLessThanOrEqual(most);
          const payloads = parts.map((part, current) => {
            expect(part).toMatchObject({ type: 'command', transaction, total: sent.length, current });
            return part?.type === 'command' ? part.payload : new Uint8Array();
          });
          const command = readCommand(join(...payloads));
          expect({ ...command, info: hex(command?.info) }).toEqual({ service: uuid, id, set, info: hex(info) });
        },
      ),
    );
  });
});

describe('answers', () => {
  it('come back as they went, whole or in fragments, several in one read', () => {
    fc.assert(
      fc.property(
        service,
        word,
        word,
        word,
        fc.uint8Array({ maxLength: 2000 }),
        fc.integer({ min: 64, max: 4096 }),
        (uuid, id, transaction, status, info, most) => {
          const messages = [
            writeDone('open', 7, 3),
            ...writeReply({ service: uuid, id }, transaction, status, info, most),
            writeFunctionError(9, 5),
            ...writeReply({ service: uuid, id }, 0, null, info, most),
          ];
          const { answers, garbled } = decodeAnswers(join(...messages));
          expect(garbled).toBeNull();
          expect(answers[0]).toEqual({ type: 'openDone', transaction: 7, status: 3 });
          const wholes = wholeOf(answers).filter((whole) => whole instanceof Uint8Array);
          const [reply, indication] = wholes;
          const read = (type: 'commandDone' | 'indicateStatus', whole: Uint8Array = new Uint8Array()) => {
            const { info: found, ...head } = decodeReply(type, whole);
            return { ...head, info: hex(found) };
          };
          expect(read('commandDone', reply)).toEqual({ service: uuid, command: id, status, info: hex(info) });
          expect(read('indicateStatus', indication)).toEqual({ service: uuid, command: id, status: 0, info: hex(info) });
          expect(answers.filter((a) => a.type === 'functionError')).toEqual([{ type: 'functionError', transaction: 9, code: 5 }]);
        },
      ),
    );
  });

  it('are whole or garbled: a read cut anywhere gives what came before and says so', () => {
    const first = writeDone('close', 1, 0);
    const [second = new Uint8Array()] = writeReply({ service: BASIC_CONNECT, id: 1 }, 2, 0, new Uint8Array(40), 4096);
    for (let cut = 1; cut < second.length; cut++) {
      const { answers, garbled } = decodeAnswers(join(first, second.subarray(0, cut)));
      expect(answers).toHaveLength(1);
      expect(garbled).not.toBeNull();
    }
  });

  it('never throw but MBIM_GARBLED, whatever the bytes', () => {
    const reassembly = new Reassembly();
    const good = join(...writeReply({ service: BASIC_CONNECT, id: 1 }, 2, 0, new Uint8Array(200), 80));
    const read = (bytes: Uint8Array) => {
      for (const answer of decodeAnswers(bytes).answers) {
        if (!('payload' in answer)) continue;
        const whole = reassembly.add(answer);
        if (whole instanceof Uint8Array) expect([null, 'MBIM_GARBLED']).toContain(codeOf(() => decodeReply(answer.type, whole)));
      }
    };
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), read));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 6 }), (changes) => {
        const bytes = Uint8Array.from(good);
        for (const [at, value] of changes) bytes[at] = value;
        read(bytes);
      }),
      { numRuns: 2000 },
    );
  });

  it('of an unknown type are passed over; what a host says is garbled', () => {
    const unknown = join(writeDone('open', 1, 0));
    unknown[0] = 0x42;
    expect(decodeAnswers(join(unknown, writeDone('open', 2, 0)))).toEqual({
      answers: [{ type: 'openDone', transaction: 2, status: 0 }],
      garbled: null,
    });
    expect(decodeAnswers(encodeRequest({ type: 'close', transaction: 1 }, 64)[0] ?? new Uint8Array()).garbled).toBe(
      'not a message of a function',
    );
  });

  it('may be padded behind their information, not be shorter', () => {
    const [message = new Uint8Array()] = writeReply({ service: BASIC_CONNECT, id: 1 }, 2, 0, Uint8Array.of(1, 2, 3, 4), 4096);
    const payload = message.subarray(20);
    expect(hex(decodeReply('commandDone', join(payload, new Uint8Array(4))).info)).toBe('01020304');
    expect(codeOf(() => decodeReply('commandDone', payload.subarray(0, payload.length - 1)))).toBe('MBIM_GARBLED');
    expect(codeOf(() => decodeReply('commandDone', payload.subarray(0, 27)))).toBe('MBIM_GARBLED');
  });
});

describe('fragments', () => {
  const fragment = (transaction: number, total: number, current: number, bytes = 4) => ({
    type: 'commandDone' as const,
    transaction,
    total,
    current,
    payload: new Uint8Array(bytes).fill(current),
  });

  it('of two answers may mix', () => {
    const r = new Reassembly();
    expect(r.add(fragment(1, 2, 0))).toBeNull();
    expect(r.add(fragment(2, 2, 0))).toBeNull();
    expect(hex(r.add(fragment(1, 2, 1)) as Uint8Array)).toBe('0000000001010101');
    expect(hex(r.add(fragment(2, 2, 1)) as Uint8Array)).toBe('0000000001010101');
  });

  it('out of order, twice, or of another total are dropped with all that came before', () => {
    for (const wrong of [fragment(1, 3, 2), fragment(1, 4, 1), fragment(1, 3, 3), fragment(1, 0, 0), fragment(1, 0xffff_ffff, 1)]) {
      const r = new Reassembly();
      expect(r.add(fragment(1, 3, 0))).toBeNull();
      expect(r.add(wrong)).toBeTypeOf('string');
      expect(r.add(fragment(1, 3, 1))).toBe('fragment out of order');
    }
  });

  it('a first one starts anew', () => {
    const r = new Reassembly();
    r.add(fragment(1, 3, 0));
    r.add(fragment(1, 2, 0));
    expect(hex(r.add(fragment(1, 2, 1)) as Uint8Array)).toBe('0000000001010101');
  });

  it('without end cost bounded memory', () => {
    const r = new Reassembly();
    r.add(fragment(1, 256, 0, 4000));
    const results = Array.from({ length: 255 }, (_, i) => r.add(fragment(1, 256, i + 1, 4000)));
    expect(results.indexOf('too long a message')).toBe(15);
    expect(results.some((result) => result instanceof Uint8Array)).toBe(false);
    for (let t = 0; t < 9; t++) expect(r.add(fragment(t, 2, 0))).toBeNull();
    // Nine are one too many: the first was forgotten.
    expect(r.add(fragment(0, 2, 1))).toBe('fragment out of order');
    expect(r.add(fragment(8, 2, 1))).toBeInstanceOf(Uint8Array);
    expect(r.add(fragment(20, 1, 0, 0x1_0001))).toBe('too long a message');
  });
});

describe('information', () => {
  it('texts and numbers come back as they went, at multiples of four', () => {
    const plain = fc.string({ unit: fc.constantFrom('a', 'Z', '7', 'ж', '漢', '-'), maxLength: 100 });
    fc.assert(
      fc.property(word, plain, plain, word, (a, one, two, b) => {
        const info = new InfoWriter().u32(a).text(one).text(two).u32(b).done();
        expect(info.length % 4).toBe(0);
        const fields = new InfoReader(info);
        expect([fields.u32(0), fields.text(4), fields.text(12), fields.u32(20)]).toEqual([a, one, two, b]);
        expect(fields.u32(4) % 4).toBe(0);
      }),
    );
  });

  it('a UUID stands as it is printed', () => {
    expect(hex(new InfoWriter().uuid('7e5e2a7e4e6f7272736b656e7e5e2a7e').done())).toBe('7e5e2a7e4e6f7272736b656e7e5e2a7e');
    expect(hex(new InfoWriter().uuid(BASIC_CONNECT).done())).toBe(BASIC_CONNECT);
  });

  it('a text that leads out of the buffer, or is half a character, is garbled; control characters go; long ones are cut', () => {
    const pair = (offset: number, size: number, data: Uint8Array) =>
      new InfoReader(join(new InfoWriter().u32(offset, size).done(), data)).text(0);
    expect(codeOf(() => pair(8, 6, new Uint8Array(4)))).toBe('MBIM_GARBLED');
    expect(codeOf(() => pair(0xffff_fff0, 0x20, new Uint8Array(4)))).toBe('MBIM_GARBLED');
    expect(codeOf(() => pair(8, 3, new Uint8Array(4)))).toBe('MBIM_GARBLED');
    expect(codeOf(() => pair(8, 0xffff_fffe, new Uint8Array(4)))).toBe('MBIM_GARBLED');
    expect(pair(0xffff_ffff, 0, new Uint8Array())).toBe('');
    expect(pair(8, 12, Buffer.from(' a\u001b[\u0000 ', 'utf16le'))).toBe('a[');
    expect(pair(8, 22, Buffer.from('Voda\u202e\u2066enof\u200b', 'utf16le'))).toBe('Vodaenof');
    expect(pair(8, 2000, Buffer.from('x'.repeat(1000), 'utf16le'))).toHaveLength(256);
  });

  it('every read beyond the end is MBIM_GARBLED and nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), word, (bytes, at) => {
        const fields = new InfoReader(bytes);
        for (const read of [() => fields.u32(at), () => fields.u64(at), () => fields.text(at), () => fields.bytes(at, 4)])
          expect([null, 'MBIM_GARBLED']).toContain(codeOf(read));
      }),
    );
  });
});

describe('the functional descriptor', () => {
  it('tells how long a control message may be', () => {
    expect(maxControlMessage(join(cdc.header(), cdc.union(0, 1), cdc.mbim(512, 2048)))).toBe(512);
    expect(maxControlMessage(cdc.mbim(0xffff, 2048))).toBe(4096);
    expect(maxControlMessage(cdc.mbim(16, 2048))).toBeNull();
    expect(maxControlMessage(join(cdc.header(), cdc.union(0, 1)))).toBeNull();
    expect(maxControlMessage(join(cdc.header(), Uint8Array.of(0, 0x24, 0x1b, 0, 1, 0, 2)))).toBeNull();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const most = maxControlMessage(bytes);
        expect(most === null || (most >= 64 && most <= 4096)).toBe(true);
      }),
    );
  });
});
