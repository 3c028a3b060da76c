import { crc32 } from 'node:zlib';
import { packTar } from 'modern-tar';

/** One regular file of the archive. `path` is relative, without `./`. */
export interface ArchiveFile {
  readonly path: string;
  readonly mode: '0644' | '0600' | '0755' | '0700';
  readonly data: Uint8Array;
}

/**
 * A `.tar.gz` that LuCI's restore (`tar -C / -xzf` as root) takes: ustar, regular files only, uid and gid 0, no directories, since
 * the owner and mode of a directory entry would be put on the router's own `/etc`. The same files give the same bytes.
 */
export async function packArchive(files: readonly ArchiveFile[]): Promise<Uint8Array> {
  const entries = files.map(({ path, mode, data }) => ({
    header: {
      name: path,
      size: data.length,
      type: 'file' as const,
      mode: Number.parseInt(mode, 8),
      mtime: new Date(0),
      uid: 0,
      gid: 0,
      uname: 'root',
      gname: 'root',
    },
    body: data,
  }));
  return gzipStored(await packTar(entries));
}

/** Longest stored block of deflate (RFC 1951 3.2.4). */
const BLOCK = 0xffff;

/**
 * gzip (RFC 1952) with stored blocks only. Deflate's output differs between builds of zlib and between processors, and this file has
 * to be the same everywhere; what is in it is some kilobytes. No time, no name, system 255 (unknown).
 */
export function gzipStored(data: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255)];
  for (let at = 0; at === 0 || at < data.length; at += BLOCK) {
    const block = data.subarray(at, at + BLOCK);
    const last = at + BLOCK >= data.length ? 1 : 0;
    const { length } = block;
    parts.push(Uint8Array.of(last, length & 0xff, length >> 8, ~length & 0xff, (~length >> 8) & 0xff), block);
  }
  const tail = new DataView(new ArrayBuffer(8));
  tail.setUint32(0, crc32(data), true);
  tail.setUint32(4, data.length, true);
  parts.push(new Uint8Array(tail.buffer));
  return Buffer.concat(parts);
}
