import type { Random } from '../random.ts';

/** Bytes that a mutation grows to, mostly and now and then: what grows without bound shows at once, and costs time. */
const USUAL = 8 * 1024;
const MOST = 96 * 1024;

/** Values at which lengths and counts turn over. */
const edges = [0, 1, 2, 3, 4, 7, 8, 0x0a, 0x0d, 0x1f, 0x20, 0x22, 0x27, 0x5c, 0x7f, 0x80, 0xfe, 0xff];

/** One of the inputs with one to four changes: bytes set, cut out, put in, doubled, repeated, or taken from another input. */
export function mutated(random: Random, inputs: readonly Uint8Array[], words: readonly Uint8Array[] = []): Uint8Array {
  let bytes: Buffer = Buffer.from(random.pick(inputs));
  for (let times = random.between(1, 4); times > 0; times--) bytes = change(random, bytes, inputs, words);
  return Uint8Array.from(bytes.subarray(0, random.oneIn(40) ? MOST : Math.max(USUAL, random.pick(inputs).length)));
}

export function mutatedText(random: Random, inputs: readonly Uint8Array[], words: readonly Uint8Array[] = []): string {
  return Buffer.from(mutated(random, inputs, words)).toString(random.oneIn(4) ? 'latin1' : 'utf8');
}

function change(random: Random, bytes: Buffer, inputs: readonly Uint8Array[], words: readonly Uint8Array[]): Buffer {
  const at = random.below(bytes.length + 1);
  const length = Math.min(random.pick([1, 1, 2, 4, 8, 16, 60, 400]), bytes.length - at);
  const put = (piece: Uint8Array, over = 0) => Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at + over)]);
  switch (random.below(12)) {
    case 0:
    case 1: {
      if (at < bytes.length) bytes[at] = random.oneIn(2) ? random.pick(edges) : random.below(256);
      return bytes;
    }
    case 2: {
      if (at < bytes.length) bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
      return bytes;
    }
    case 3:
      return put(new Uint8Array(), length);
    case 4:
      return put(random.bytes(random.between(1, 12)));
    case 5:
      return put(bytes.subarray(at, at + length));
    case 6: {
      const piece = bytes.subarray(at, at + Math.max(1, length));
      return piece.length === 0
        ? bytes
        : put(Buffer.concat(Array.from({ length: random.pick([3, 30, 300, 3000]) }, () => piece)).subarray(0, MOST));
    }
    case 7: {
      const other = random.pick(inputs);
      const from = random.below(other.length + 1);
      return put(other.subarray(from, from + random.pick([1, 4, 32, 400, 4000])), random.oneIn(2) ? length : 0);
    }
    case 8:
      return bytes.subarray(0, at);
    case 9:
      return bytes.subarray(at);
    case 10:
      return put(new Uint8Array(Math.max(1, length)).fill(random.pick(edges)), length);
    default:
      return words.length === 0 ? put(random.bytes(2), 2) : put(random.pick(words), random.oneIn(2) ? length : 0);
  }
}

export const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'utf8'));
