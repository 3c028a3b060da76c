import { BenchError } from '../contract/errors.ts';
import { cleanText } from '../lib/clean-text.ts';

/** A TLV to send: type, then value. Lengths are written for it. */
export type Tlv = readonly [type: number, value: Uint8Array];

/** Longest text that is taken from a modem, in UTF-16 units; names of firmwares are the longest and stay under 100. */
const MAX_TEXT = 256;

/** What cannot be read. `what` says for people which part. */
export function garbled(what: string): BenchError {
  return new BenchError('QMI_GARBLED', { what });
}

/** Concatenates TLVs; lengths are 16 bits little-endian. Throws RangeError for a value over 65535 bytes, which is a bug of the caller. */
export function encodeTlvs(tlvs: readonly Tlv[]): Uint8Array {
  const total = tlvs.reduce((sum, [, value]) => sum + 3 + value.length, 0);
  const bytes = new Uint8Array(total);
  let at = 0;
  for (const [type, value] of tlvs) {
    if (value.length > 0xffff) throw new RangeError(`TLV 0x${type.toString(16)} is too long`);
    bytes.set([type, value.length & 0xff, value.length >> 8], at);
    bytes.set(value, at + 3);
    at += 3 + value.length;
  }
  return bytes;
}

/** A message's TLVs as they stand, values by reference. Throws QMI_GARBLED where a length leads out of the message. */
export function listTlvs(bytes: Uint8Array): Tlv[] {
  const list: Tlv[] = [];
  let at = 0;
  while (at < bytes.length) {
    const [type, low, high] = bytes.subarray(at, at + 3);
    if (type === undefined || low === undefined || high === undefined) throw garbled('TLV header cut off');
    const end = at + 3 + low + (high << 8);
    if (end > bytes.length) throw garbled(`TLV 0x${type.toString(16)} longer than its message`);
    list.push([type, bytes.subarray(at + 3, end)]);
    at = end;
  }
  return list;
}

/** Reads a message's TLVs. Throws QMI_GARBLED as `listTlvs`. Of two with one type the first counts. */
export function decodeTlvs(bytes: Uint8Array): Tlvs {
  const map = new Map<number, Uint8Array>();
  for (const [type, value] of listTlvs(bytes)) if (!map.has(type)) map.set(type, value);
  return new Tlvs(map);
}

export class Tlvs {
  readonly #map: ReadonlyMap<number, Uint8Array>;

  constructor(map: ReadonlyMap<number, Uint8Array>) {
    this.#map = map;
  }

  get types(): readonly number[] {
    return [...this.#map.keys()];
  }

  /** Fields of an optional TLV; `null` where the modem left it out. */
  get(type: number): Fields | null {
    const value = this.#map.get(type);
    return value ? new Fields(value) : null;
  }

  /** Fields of a TLV that the message has to have. Throws QMI_GARBLED. */
  need(type: number): Fields {
    const fields = this.get(type);
    if (!fields) throw garbled(`TLV 0x${type.toString(16)} missing`);
    return fields;
  }
}

/** Reads the fields of one value in turn; all little-endian. Each read throws QMI_GARBLED where the value ends before. */
export class Fields {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  i8(): number {
    return this.#view.getInt8(this.#take(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#take(2), true);
  }

  i16(): number {
    return this.#view.getInt16(this.#take(2), true);
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  bytes(length: number): Uint8Array {
    const start = this.#take(length);
    return this.#bytes.subarray(start, start + length);
  }

  /** Bytes behind an 8-bit length. */
  bytes8(): Uint8Array {
    return this.bytes(this.u8());
  }

  /** Bytes behind a 16-bit length. */
  bytes16(): Uint8Array {
    return this.bytes(this.u16());
  }

  rest(): Uint8Array {
    return this.bytes(this.left);
  }

  /** All that is left, as text. */
  text(): string {
    return toText(this.rest());
  }

  /** Text behind an 8-bit length. */
  text8(): string {
    return toText(this.bytes8());
  }

  #take(length: number): number {
    if (length > this.left) throw garbled('a value ends too soon');
    const start = this.#at;
    this.#at += length;
    return start;
  }
}

/** Text from a modem is shown to people and written to files. UTF-8 has at most four bytes a character. */
function toText(bytes: Uint8Array): string {
  return cleanText(new TextDecoder().decode(bytes.subarray(0, 4 * MAX_TEXT)), MAX_TEXT);
}

/** Values for requests. */
export const value = {
  u8: (...numbers: number[]) => Uint8Array.from(numbers),
  u16: (n: number) => Uint8Array.from([n & 0xff, (n >> 8) & 0xff]),
  u32: (n: number) => Uint8Array.from([n & 0xff, (n >>> 8) & 0xff, (n >>> 16) & 0xff, (n >>> 24) & 0xff]),
  text: (text: string) => new TextEncoder().encode(text),
  join: (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part])),
} as const;
