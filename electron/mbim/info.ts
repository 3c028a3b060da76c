import { cleanText } from '../lib/clean-text.ts';
import { garbled } from './failures.ts';

/** Longest text that is taken from a modem, in UTF-16 units; firmware versions are the longest and stay under 100. */
const MAX_TEXT = 256;

/**
 * Reads an information buffer by offset, as the tables of MBIM 1.0, chapter 10 give them; little-endian. Every read throws
 * MBIM_GARBLED where it leads out of the buffer.
 */
export class InfoReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  u32(at: number): number {
    this.#check(at, 4);
    return this.#view.getUint32(at, true);
  }

  u64(at: number): bigint {
    this.#check(at, 8);
    return this.#view.getBigUint64(at, true);
  }

  bytes(at: number, length: number): Uint8Array {
    this.#check(at, length);
    return this.#bytes.subarray(at, at + length);
  }

  /** Sixteen bytes as 32 hex digits. */
  uuid(at: number): string {
    return Array.from(this.bytes(at, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
  }

  /**
   * The string to which the pair of offset and size at `at` leads: UTF-16LE, both in bytes, the offset from the start of the
   * buffer. It is shown to people and written to files, and cleaned for it.
   */
  text(at: number): string {
    const offset = this.u32(at);
    const size = this.u32(at + 4);
    if (size === 0) return '';
    if (size % 2 !== 0) throw garbled('a string of half characters');
    const units = this.bytes(offset, size).subarray(0, 4 * MAX_TEXT);
    return cleanText(new TextDecoder('utf-16le').decode(units), MAX_TEXT);
  }

  #check(at: number, length: number): void {
    if (at + length > this.#bytes.length) throw garbled('a field leads out of its buffer');
  }
}

/** Fixed fields in turn, then what their offsets lead to, each part padded to four bytes (MBIM 1.0, 10.3). */
export class InfoWriter {
  readonly #fixed: (number | Uint8Array)[] = [];

  u32(...numbers: number[]): this {
    for (const n of numbers) this.#fixed.push(n);
    return this;
  }

  /** Sixteen bytes of 32 hex digits. */
  uuid(hex: string): this {
    for (let at = 0; at < 32; at += 8) this.u32(reversed(Number.parseInt(hex.slice(at, at + 8), 16)));
    return this;
  }

  /** A pair of offset and size; an empty text is 0, 0. */
  text(text: string): this {
    const bytes = new Uint8Array(text.length * 2);
    const view = new DataView(bytes.buffer);
    for (let i = 0; i < text.length; i++) view.setUint16(2 * i, text.charCodeAt(i), true);
    return this.data(bytes);
  }

  /** A pair of offset and size that leads to these bytes. */
  data(bytes: Uint8Array): this {
    this.#fixed.push(bytes);
    return this;
  }

  done(): Uint8Array {
    const head = this.#fixed.reduce<number>((sum, field) => sum + (typeof field === 'number' ? 4 : 8), 0);
    const tail = this.#fixed.reduce<number>((sum, field) => sum + (typeof field === 'number' ? 0 : padded(field.length)), 0);
    const info = new Uint8Array(head + tail);
    const view = new DataView(info.buffer);
    let at = 0;
    let free = head;
    for (const field of this.#fixed) {
      if (typeof field === 'number') {
        view.setUint32(at, field, true);
        at += 4;
        continue;
      }
      view.setUint32(at, field.length === 0 ? 0 : free, true);
      view.setUint32(at + 4, field.length, true);
      info.set(field, free);
      at += 8;
      free += padded(field.length);
    }
    return info;
  }
}

const padded = (length: number) => length + ((4 - (length % 4)) % 4);
const reversed = (n: number) => (((n & 0xff) << 24) | ((n & 0xff00) << 8) | ((n >>> 8) & 0xff00) | (n >>> 24)) >>> 0;
