import { inflateRawSync } from 'node:zlib';

/**
 * Reader of apk-tools' database format, "ADB", as `packages.adb` and `.apk` files of apk 3 are written in it. Everything is little
 * endian. Source: apk-tools 3, doc/apk-v3.5.scd, src/adb.h (layout), src/adb_comp.c (compression), src/adb.c (reading).
 *
 * A file is `ADB.` and the schema's number (4 bytes each), then blocks that begin at multiples of 8 bytes. A block's first word holds
 * its type in the 2 high bits and its size, that word included, in the other 30; type 3 is the long form, 16 bytes of header with the
 * type in the 30 bits and the size as 64 bits at offset 8. The first block is the database, signatures and data follow.
 */
export interface AdbFile {
  readonly schema: number;
  /** The database block's content: what is hashed and signed. */
  readonly database: Uint8Array;
  readonly signatures: readonly Uint8Array[];
  readonly data: readonly Uint8Array[];
}

export const adbSchemas = { index: 0x78646e69, package: 0x676b6370 } as const;

const MAGIC = 'ADB.';
const blockTypes = { database: 0, signature: 1, data: 2, long: 3 } as const;
const ALIGNMENT = 8;

/** Reads a file, compressed or not. `limit`: its greatest size once unpacked, in bytes. Throws an Error that says what does not fit. */
export function readAdb(bytes: Uint8Array, schema: number, limit: number): AdbFile {
  const raw = unpack(bytes, limit);
  if (raw.length < 8 || raw.toString('latin1', 0, 4) !== MAGIC) throw new Error('it is no ADB file');
  if (raw.readUInt32LE(4) !== schema) throw new Error('it is an ADB file of another kind');
  let database: Uint8Array | null = null;
  const signatures: Uint8Array[] = [];
  const data: Uint8Array[] = [];
  for (const { type, content } of blocks(raw, 8)) {
    if (type === blockTypes.database && !database) database = content;
    else if (type === blockTypes.signature && database && data.length === 0) signatures.push(content);
    else if (type === blockTypes.data && database) data.push(content);
    else throw new Error(`a block of type ${type} where none may be`);
  }
  if (!database || database.length < 8) throw new Error('it holds no database');
  if (database[0] !== 0) throw new Error(`it is of a newer version, ${database[0]}`);
  return { schema, database, signatures, data };
}

function* blocks(raw: Buffer, start: number): Generator<{ type: number; content: Buffer }> {
  for (let at = start; at < raw.length; ) {
    if (at + 4 > raw.length) throw new Error('it ends inside a block');
    const word = raw.readUInt32LE(at);
    const long = word >>> 30 === blockTypes.long;
    if (long && at + 16 > raw.length) throw new Error('it ends inside a block');
    const header = long ? 16 : 4;
    const size = long ? Number(raw.readBigUInt64LE(at + 8)) : word & 0x3fffffff;
    if (size < header || at + size > raw.length) throw new Error('it ends inside a block');
    yield { type: long ? word & 0x3fffffff : word >>> 30, content: raw.subarray(at + header, at + size) };
    at += Math.ceil(size / ALIGNMENT) * ALIGNMENT;
  }
}

/** `ADB.`: as it is. `ADBd`: raw deflate. `ADBc`: the method and its level, a byte each, then the data; 1 is deflate, 2 zstd. */
function unpack(bytes: Uint8Array, limit: number): Buffer {
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const form = raw.toString('latin1', 0, 4);
  if (form === 'ADBd') return inflate(raw.subarray(4), limit);
  if (form === 'ADBc' && raw[4] === 1) return inflate(raw.subarray(6), limit);
  if (form === 'ADBc') throw new Error(`it is compressed by a method that is not known here, ${raw[4] ?? 'none'}`);
  if (raw.length > limit) throw new Error(`it is larger than ${limit} bytes`);
  return raw;
}

function inflate(data: Uint8Array, limit: number): Buffer {
  try {
    return inflateRawSync(data, { maxOutputLength: limit });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : '';
    throw new Error(code === 'ERR_BUFFER_TOO_LARGE' ? `it unpacks to more than ${limit} bytes` : 'its compression is broken', { cause });
  }
}
