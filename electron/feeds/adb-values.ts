/**
 * Values of an ADB database (see adb.ts). A value is a word of 32 bits: type in the 4 high bits, and below them the value itself or
 * the offset, in the database, where it is. Objects and arrays are words in a row: their number, that word included, then the slots
 * from 1 on. A slot past the end is null, as fields that came later are for older writers. Source: apk-tools 3, doc/apk-v3.5.scd,
 * src/adb.c (adb_r_int, adb_r_blob, adb_r_obj).
 */
export class AdbValues {
  readonly #data: Buffer;
  #slotsLeft = MAX_SLOTS;

  constructor(database: Uint8Array) {
    this.#data = Buffer.from(database.buffer, database.byteOffset, database.byteLength);
  }

  /** The root object; its word is at offset 4, after two bytes of version and two that are reserved. */
  root(): AdbSlots {
    return this.slots(this.#word(4));
  }

  /** An object's or array's slots; none where the value is null. */
  slots(value: number): AdbSlots {
    if (value === NULL) return new AdbSlots(this, []);
    const type = typeOf(value);
    if (type !== types.array && type !== types.object) throw new Error('a value where an object must be');
    const at = offsetOf(value);
    const count = this.#word(at);
    if (count === 0 || at + count * 4 > this.#data.length) throw new Error('an object that reaches past the end');
    this.#slotsLeft -= count;
    if (this.#slotsLeft < 0) throw new Error('more values than any feed has');
    const words: number[] = [];
    for (let slot = 1; slot < count; slot++) words.push(this.#word(at + slot * 4));
    return new AdbSlots(this, words);
  }

  bytes(value: number): Uint8Array | null {
    if (value === NULL) return null;
    const at = offsetOf(value);
    const width = { [types.blob8]: 1, [types.blob16]: 2, [types.blob32]: 4 }[typeOf(value)];
    if (width === undefined) throw new Error('a value where bytes must be');
    const length = this.#number(at, width);
    if (at + width + length > this.#data.length) throw new Error('bytes that reach past the end');
    return this.#data.subarray(at + width, at + width + length);
  }

  /** 0 for null. Throws for what a JavaScript number does not hold exactly. */
  integer(value: number): number {
    if (value === NULL) return 0;
    const type = typeOf(value);
    if (type === types.int) return offsetOf(value);
    if (type === types.int32) return this.#number(offsetOf(value), 4);
    if (type !== types.int64) throw new Error('a value where a number must be');
    const at = offsetOf(value);
    if (at + 8 > this.#data.length) throw new Error('a number that reaches past the end');
    const number = this.#data.readBigUInt64LE(at);
    if (number > BigInt(Number.MAX_SAFE_INTEGER)) throw new Error('a number that is too great');
    return Number(number);
  }

  #word(at: number): number {
    return this.#number(at, 4);
  }

  #number(at: number, width: number): number {
    if (at + width > this.#data.length) throw new Error('a value that reaches past the end');
    return this.#data.readUIntLE(at, width);
  }
}

/** The fields of an object or the items of an array, by their numbers from 1 on. */
export class AdbSlots {
  readonly #values: AdbValues;
  readonly #words: readonly number[];

  constructor(values: AdbValues, words: readonly number[]) {
    this.#values = values;
    this.#words = words;
  }

  get count(): number {
    return this.#words.length;
  }

  slots(slot: number): AdbSlots {
    return this.#values.slots(this.#word(slot));
  }

  /** Items of an array, each an object. */
  *items(): Generator<AdbSlots> {
    for (const word of this.#words) yield this.#values.slots(word);
  }

  bytes(slot: number): Uint8Array | null {
    return this.#values.bytes(this.#word(slot));
  }

  /** Empty for null. */
  text(slot: number): string {
    const bytes = this.bytes(slot) ?? new Uint8Array();
    if (bytes.length > MAX_TEXT) throw new Error(`a text of ${bytes.length} bytes`);
    return Buffer.from(bytes).toString('utf8');
  }

  integer(slot: number): number {
    return this.#values.integer(this.#word(slot));
  }

  #word(slot: number): number {
    return this.#words[slot - 1] ?? NULL;
  }
}

/** The same object may be pointed at any number of times, so that a small file could stand for endless work. */
const MAX_SLOTS = 5_000_000;
const MAX_TEXT = 4096;

const NULL = 0;
const types = { int: 1, int32: 2, int64: 3, blob8: 8, blob16: 9, blob32: 10, array: 13, object: 14 } as const;

function typeOf(value: number): number {
  return value >>> 28;
}

function offsetOf(value: number): number {
  return value & 0x0fffffff;
}
