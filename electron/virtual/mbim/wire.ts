/**
 * MBIM as bytes, from the function's side (MBIM 1.0, chapter 9). Written apart from the client in `electron/mbim`, so that a
 * mistake in one shows in the other. Little-endian; UUIDs as printed; offsets from the start of the structure they stand in.
 */

export const u32 = (...numbers: number[]): Uint8Array => {
  const bytes = Buffer.alloc(4 * numbers.length);
  for (const [i, n] of numbers.entries()) bytes.writeUInt32LE(n >>> 0, 4 * i);
  return bytes;
};

export const u64 = (...numbers: number[]): Uint8Array => {
  const bytes = Buffer.alloc(8 * numbers.length);
  for (const [i, n] of numbers.entries()) bytes.writeBigUInt64LE(BigInt(n), 8 * i);
  return bytes;
};

export const uuid = (hex: string): Uint8Array => Buffer.from(hex, 'hex');

/** A field as it stands; a pair of offset and size; or an offset alone. */
export type Part = Uint8Array | { readonly ref: Uint8Array } | { readonly offset: Uint8Array };

export const text = (value: string): Part => ({ ref: Buffer.from(value, 'utf16le') });

/** Structures behind a count: `MBIM` ref lists. */
export const list = (items: readonly Uint8Array[]): Part[] => [u32(items.length), ...items.map((ref) => ({ ref }))];

/** One structure: its fixed fields in turn, then what they refer to, each at a multiple of four. */
export function structure(...parts: readonly Part[]): Uint8Array {
  const sizeOf = (part: Part) => (part instanceof Uint8Array ? part.length : 'ref' in part ? 8 : 4);
  const fixed: Uint8Array[] = [];
  const data: Uint8Array[] = [];
  let free = parts.reduce((sum, part) => sum + sizeOf(part), 0);
  for (const part of parts) {
    if (part instanceof Uint8Array) {
      fixed.push(part);
      continue;
    }
    const value = 'ref' in part ? part.ref : part.offset;
    const offset = value.length === 0 ? 0 : free;
    fixed.push('ref' in part ? u32(offset, value.length) : u32(offset));
    const padding = (4 - (value.length % 4)) % 4;
    data.push(value, new Uint8Array(padding));
    free += value.length + padding;
  }
  return Buffer.concat([...fixed, ...data]);
}

/** Reads a structure that a host sent; every read gives `null` where it leads out of it. */
export class HostInfo {
  readonly #bytes: Buffer;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes);
  }

  u32(at: number): number | null {
    return at + 4 <= this.#bytes.length ? this.#bytes.readUInt32LE(at) : null;
  }

  hex(at: number, length: number): string | null {
    return at + length <= this.#bytes.length ? this.#bytes.toString('hex', at, at + length) : null;
  }

  /** What stands from `at` to the end; empty where there is nothing. */
  rest(at: number): Uint8Array {
    return Uint8Array.from(this.#bytes.subarray(at));
  }

  /** The string of a pair at `at`. */
  text(at: number): string | null {
    const offset = this.u32(at);
    const size = this.u32(at + 4);
    if (offset === null || size === null || size % 2 !== 0 || (size > 0 && offset + size > this.#bytes.length)) return null;
    return size === 0 ? '' : this.#bytes.toString('utf16le', offset, offset + size);
  }
}

/** Tables 9-3 and 9-9. */
const types = { open: 1, close: 2, command: 3, hostError: 4 } as const;
const DONE = 0x8000_0000;
const FUNCTION_ERROR = 0x8000_0004;
const INDICATE_STATUS = 0x8000_0007;

export interface CommandFragment {
  readonly type: 'command';
  readonly transaction: number;
  readonly total: number;
  readonly current: number;
  readonly payload: Uint8Array;
}

export type HostMessage =
  | { readonly type: 'open'; readonly transaction: number; readonly maxControlTransfer: number }
  | { readonly type: 'close'; readonly transaction: number }
  | { readonly type: 'hostError' | 'unknown' | 'wrong-length'; readonly transaction: number }
  | CommandFragment;

/** One message of the host; `null` where there is no header to answer to. */
export function readMessage(bytes: Uint8Array): HostMessage | null {
  const head = new HostInfo(bytes);
  const type = head.u32(0);
  const length = head.u32(4);
  const transaction = head.u32(8);
  if (type === null || length === null || transaction === null) return null;
  if (length !== bytes.length) return { type: 'wrong-length', transaction };
  const first = head.u32(12);
  const second = head.u32(16);
  switch (type) {
    case types.open:
      return first === null ? { type: 'wrong-length', transaction } : { type: 'open', transaction, maxControlTransfer: first };
    case types.close:
      return { type: 'close', transaction };
    case types.command:
      if (first === null || second === null) return { type: 'wrong-length', transaction };
      return { type: 'command', transaction, total: first, current: second, payload: Uint8Array.from(bytes.subarray(20)) };
    case types.hostError:
      return { type: 'hostError', transaction };
    default:
      return { type: 'unknown', transaction };
  }
}

export interface Command {
  /** 32 hex digits. */
  readonly service: string;
  readonly id: number;
  readonly set: boolean;
  readonly info: Uint8Array;
}

/** A whole command (9.3.3); `null` where it is cut off. */
export function readCommand(whole: Uint8Array): Command | null {
  const head = new HostInfo(whole);
  const service = head.hex(0, 16);
  const id = head.u32(16);
  const kind = head.u32(20);
  const length = head.u32(24);
  if (service === null || id === null || kind === null || length === null || length !== whole.length - 28) return null;
  return { service, id, set: kind === 1, info: whole.subarray(28) };
}

const message = (type: number, transaction: number, ...rest: Uint8Array[]): Uint8Array => {
  const body = Buffer.concat(rest);
  return Buffer.concat([u32(type, 12 + body.length, transaction), body]);
};

/** MBIM_OPEN_DONE and MBIM_CLOSE_DONE. */
export const writeDone = (type: 'open' | 'close', transaction: number, status: number): Uint8Array =>
  message(DONE + types[type], transaction, u32(status));

export const writeFunctionError = (transaction: number, code: number): Uint8Array => message(FUNCTION_ERROR, transaction, u32(code));

/** An answer to a command, or with `status` null an indication, in messages of at most `most` bytes. */
export function writeReply(
  { service, id }: Pick<Command, 'service' | 'id'>,
  transaction: number,
  status: number | null,
  info: Uint8Array,
  most: number,
): Uint8Array[] {
  const type = status === null ? INDICATE_STATUS : DONE + types.command;
  const whole = Buffer.concat([uuid(service), u32(id), ...(status === null ? [] : [u32(status)]), u32(info.length), info]);
  const room = most - 20;
  const total = Math.ceil(whole.length / room);
  return Array.from({ length: total }, (_, i) => message(type, transaction, u32(total, i), whole.subarray(i * room, (i + 1) * room)));
}
