import { createHash, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';

/** What can be written: null, a number, text or bytes, a list, or an object by the numbers of its fields. */
export type Value = null | number | bigint | string | Uint8Array | readonly Value[] | { readonly fields: Readonly<Record<number, Value>> };

/**
 * Writes apk-tools' database format by its description (apk-tools 3, doc/apk-v3.5.scd), with nothing of the reader's: values first,
 * the words that point at them after, the root last and named in the header.
 */
export class AdbWriter {
  #data: Buffer = Buffer.alloc(8);

  database(root: Value): Uint8Array {
    const value = this.#value(root);
    this.#data.writeUInt32LE(value, 4);
    return this.#data;
  }

  #put(bytes: Uint8Array, alignment: number): number {
    const padding = (alignment - (this.#data.length % alignment)) % alignment;
    const at = this.#data.length + padding;
    this.#data = Buffer.concat([this.#data, Buffer.alloc(padding), bytes]);
    return at;
  }

  #value(value: Value): number {
    if (value === null) return 0;
    if (typeof value === 'number' && value < 0x10000000) return word(1, value);
    if (typeof value === 'number') return word(2, this.#put(uint32(value), 4));
    if (typeof value === 'bigint') {
      const bytes = Buffer.alloc(8);
      bytes.writeBigUInt64LE(value);
      return word(3, this.#put(bytes, 4));
    }
    if (typeof value === 'string' || value instanceof Uint8Array) return this.#blob(Buffer.from(value));
    if (Array.isArray(value)) return word(13, this.#slots(value));
    const { fields } = value as { fields: Readonly<Record<number, Value>> };
    const last = Math.max(0, ...Object.keys(fields).map(Number));
    return word(14, this.#slots(Array.from({ length: last }, (_, at) => fields[at + 1] ?? null)));
  }

  #blob(bytes: Buffer): number {
    if (bytes.length < 0x100) return word(8, this.#put(Buffer.concat([Buffer.of(bytes.length), bytes]), 1));
    const length = Buffer.alloc(bytes.length < 0x10000 ? 2 : 4);
    length.writeUIntLE(bytes.length, 0, length.length);
    return word(length.length === 2 ? 9 : 10, this.#put(Buffer.concat([length, bytes]), length.length));
  }

  #slots(values: readonly Value[]): number {
    const words = values.map((one) => this.#value(one));
    return this.#put(Buffer.concat([uint32(words.length + 1), ...words.map(uint32)]), 4);
  }
}

export interface AdbParts {
  /** `indx` or `pckg`. */
  readonly schema: string;
  readonly database: Uint8Array;
  readonly key?: KeyObject | undefined;
  readonly data?: readonly Uint8Array[];
}

/** The file around a database: magic, schema, blocks padded to 8 bytes, deflated unless said otherwise. */
export function adbFile({ schema, database, key, data = [] }: AdbParts, form: 'ADBd' | 'ADBc' | 'ADB.' = 'ADBd'): Uint8Array {
  const signatures = key ? [block(1, signature(schema, database, key))] : [];
  const raw = Buffer.concat([Buffer.from(`ADB.${schema}`), block(0, database), ...signatures, ...data.map((one) => block(2, one))]);
  if (form === 'ADB.') return raw;
  return Buffer.concat([Buffer.from(form), form === 'ADBc' ? Buffer.of(1, 9) : Buffer.alloc(0), deflateRawSync(raw)]);
}

export function block(type: number, content: Uint8Array): Uint8Array {
  const padding = (8 - ((content.length + 4) % 8)) % 8;
  return Buffer.concat([uint32(type * 2 ** 30 + content.length + 4), content, Buffer.alloc(padding)]);
}

/** Version 0, SHA-512, the id of the key, and the ECDSA signature over schema, this header and the digest. */
function signature(schema: string, database: Uint8Array, key: KeyObject): Uint8Array {
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
  // The point of a P-256 key is the last 65 bytes of its SPKI.
  const id = createHash('sha512').update(spki.subarray(-65)).digest().subarray(0, 16);
  const header = Buffer.concat([Buffer.of(0, 4), id]);
  const digest = createHash('sha512').update(database).digest();
  return Buffer.concat([header, sign('sha512', Buffer.concat([Buffer.from(schema), header, digest]), key)]);
}

function word(type: number, value: number): number {
  return type * 2 ** 28 + value;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
