import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Tars as nobody's library would write them, and such as the router's own tar does. */

export interface RawEntry {
  readonly name: string | Uint8Array;
  /** Type flag, `0` for a regular file. */
  readonly type?: string;
  readonly data?: string | Uint8Array;
  readonly link?: string;
  /** What the header says in place of the real size: a number, or the twelve bytes of the field. */
  readonly claims?: number | Uint8Array;
  readonly magic?: string;
}

const bytes = (data: string | Uint8Array) => (typeof data === 'string' ? Buffer.from(data) : Buffer.from(data));

/** One entry: header, data, padding. */
export function entry({ name, type = '0', data = '', link = '', claims, magic = 'ustar\x0000' }: RawEntry): Buffer {
  const header = Buffer.alloc(512);
  const body = bytes(data);
  bytes(name).copy(header, 0, 0, 100);
  header.write('0000644\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  if (claims instanceof Uint8Array) header.set(claims, 124);
  else header.write(`${(claims ?? body.length).toString(8).padStart(11, '0')}\0`, 124, 12, 'latin1');
  header.write('00000000000\0', 136);
  header.write(type, 156, 1, 'latin1');
  header.write(link, 157, 100);
  header.write(magic, 257, 8, 'latin1');
  header.fill(0x20, 148, 156);
  header.write(
    `${header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
    8,
    'latin1',
  );
  return Buffer.concat([header, body, Buffer.alloc(-body.length & 511)]);
}

export const end = Buffer.alloc(1024);

export function tar(...entries: readonly RawEntry[]): Buffer {
  return Buffer.concat([...entries.map(entry), end]);
}

export const tgz = (...entries: readonly RawEntry[]): Uint8Array => gzipSync(tar(...entries));

/** A pax header's record, with its own length in front. */
export function pax(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  let length = Buffer.byteLength(rest);
  while (Buffer.byteLength(String(length) + rest) !== length) length++;
  return `${length}${rest}`;
}

export const hasBusybox = existsSync('/usr/bin/busybox') || existsSync('/bin/busybox');

/** The files in a .tar.gz that a real tar makes, e.g. `['busybox', 'tar']`. */
export function realTar(
  program: readonly [string, ...string[]],
  files: Record<string, string>,
  options: readonly string[] = ['etc'],
): Uint8Array {
  const root = mkdtempSync(join(tmpdir(), 'backup-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
    const [command, ...first] = program;
    return execFileSync(command, [...first, '-czf', '-', '-C', root, ...options], { maxBuffer: 64 * 1024 * 1024 });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
