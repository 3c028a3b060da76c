import { BenchError } from '../../contract/errors.ts';

/** What one 512-byte header of a tar archive says (POSIX.1-2024 pax, "ustar Interchange Format"; GNU tar manual, "Basic Tar Format"). */
export interface TarHeader {
  /** As it stands there, prefix included; `null` where it is no UTF-8. */
  readonly name: string | null;
  readonly kind: 'file' | 'other' | 'long-name' | 'long-link' | 'pax' | 'pax-global';
  /** Bytes that follow, before padding. */
  readonly size: number;
}

export const BLOCK = 512;

const kinds: Readonly<Record<string, TarHeader['kind']>> = {
  '\0': 'file',
  '0': 'file',
  '7': 'file',
  L: 'long-name',
  K: 'long-link',
  x: 'pax',
  g: 'pax-global',
};
/** Links, devices, directories and pipes have no data, whatever their size says. */
const bodyless = '123456';

/**
 * Reads a header block. `null`: a block of zeros, which ends an archive. Throws BACKUP_DAMAGED for a wrong checksum, numbers that are
 * none, and GNU's sparse files, which no router makes and whose data could not be placed.
 */
export function readHeader(block: Uint8Array): TarHeader | null {
  if (block.every((byte) => byte === 0)) return null;
  if (!checksumFits(block)) throw damaged('tar checksum');
  const flag = String.fromCharCode(block[156] ?? 0);
  if (flag === 'S') throw damaged('tar sparse file');
  const size = bodyless.includes(flag) ? 0 : number(block, 124, 12);
  // GNU's magic is `ustar  `, and has times where POSIX has a prefix.
  const prefix = text(block, 257, 6) === 'ustar' ? text(block, 345, 155) : '';
  const own = text(block, 0, 100);
  const name = own === null || prefix === null ? null : prefix === '' ? own : `${prefix}/${own}`;
  const kind = kinds[flag] ?? 'other';
  // Before POSIX a name with a slash at its end was a directory.
  return kind === 'file' && name?.endsWith('/') ? { name, kind: 'other', size: 0 } : { name, kind, size };
}

/** The sum over the block, with blanks in place of the sum. */
export function checksumFits(block: Uint8Array): boolean {
  const sum = block.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 0x20 : byte), 0);
  return octal(block.subarray(148, 156)) === sum;
}

/** Path and size of the entry that follows a pax header, where they are given; `sparse`: its data are not the file's. */
export function readPax(data: Uint8Array): { path?: string | null; size?: number; sparse: boolean } {
  const found: { path?: string | null; size?: number; sparse: boolean } = { sparse: false };
  for (let at = 0; at < data.length; ) {
    const space = data.subarray(at, at + 8).indexOf(0x20);
    const digits = space < 1 ? '' : String.fromCharCode(...data.subarray(at, at + space));
    const end = at + Number(digits);
    if (!/^[0-9]+$/.test(digits) || end > data.length || end <= at + space + 1 || data[end - 1] !== 0x0a) throw damaged('pax header');
    const record = data.subarray(at + space + 1, end - 1);
    const equals = record.indexOf(0x3d);
    if (equals < 1) throw damaged('pax header');
    const key = String.fromCharCode(...record.subarray(0, Math.min(equals, 40)));
    const value = record.subarray(equals + 1);
    if (key === 'path') found.path = decoded(value);
    else if (key === 'size') found.size = decimal(value);
    else if (key.startsWith('GNU.sparse.')) found.sparse = true;
    at = end;
  }
  return found;
}

/** Bytes up to the first zero as UTF-8; `null` where they are none. */
export function decoded(bytes: Uint8Array): string | null {
  const end = bytes.indexOf(0);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(end < 0 ? bytes : bytes.subarray(0, end));
  } catch {
    return null;
  }
}

export function damaged(reason: string, cause?: unknown): BenchError {
  return new BenchError('BACKUP_DAMAGED', { reason }, { cause });
}

function text(block: Uint8Array, from: number, length: number): string | null {
  return decoded(block.subarray(from, from + length));
}

function decimal(value: Uint8Array): number {
  const digits = decoded(value.subarray(0, 20));
  if (digits === null || !/^[0-9]{1,15}$/.test(digits)) throw damaged('pax header');
  return Number(digits);
}

/** Octal digits between blanks and zeros, or, with the top bit set, a big-endian number (GNU). Bounded by what a double holds. */
function number(block: Uint8Array, from: number, length: number): number {
  const field = block.subarray(from, from + length);
  const first = field[0] ?? 0;
  if (first & 0x80) {
    if (first & 0x40) throw damaged('tar number');
    return Math.min(
      field.subarray(1).reduce((total, byte) => total * 256 + byte, first & 0x7f),
      Number.MAX_SAFE_INTEGER,
    );
  }
  const value = octal(field);
  if (value === null) throw damaged('tar number');
  return value;
}

function octal(field: Uint8Array): number | null {
  const digits = /^ *([0-7]*)[ \0]*$/.exec(String.fromCharCode(...field));
  return digits ? Number.parseInt(`0${digits[1] ?? ''}`, 8) : null;
}
