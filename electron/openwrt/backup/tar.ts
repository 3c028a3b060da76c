import { BenchError } from '../../contract/errors.ts';
import { BLOCK, checksumFits, damaged, decoded, readHeader, readPax } from './tar-header.ts';

/** One entry: a regular file that is wanted has its data; everything else, links and devices among it, has none. */
export interface TarEntry {
  /** Relative, without `.` and empty parts: `etc/config/network`. Empty for the root itself. */
  readonly path: string;
  readonly regular: boolean;
  readonly data: Uint8Array | null;
}

export interface TarLimits {
  /** Headers, those of long names and pax among them. */
  readonly entries: number;
  /** Bytes of a wanted file. */
  readonly file: (path: string) => number;
  /** Bytes that any one entry may claim. */
  readonly archive: number;
}

/** A long name or a pax header has a path and some attributes. */
const META = 64 * 1024;

/**
 * Reads a tar archive from its chunks, without ever holding more than one wanted file of it. The tar library that writes the bundle
 * is not used here, for what modern-tar 0.8.6 makes of hostile archives (`tar-library.test.ts` shows each): it goes over a pax header of
 * up to 8 MiB again for each of its records, which holds it for hours, believes records that go beyond their end, and takes the pieces of
 * a sparse file, and entries of types that it does not know, for the file.
 * Throws BACKUP_DAMAGED, BACKUP_TOO_LARGE, BACKUP_UNSAFE (names with `..`, absolute ones, control characters), and
 * BACKUP_NOT_ARCHIVE where not even the first header is one. Stops reading its source as soon as it throws or is left.
 */
export async function* readTar(
  chunks: AsyncIterable<Uint8Array>,
  wanted: (path: string) => boolean,
  limits: TarLimits,
): AsyncGenerator<TarEntry> {
  const bytes = new ByteSource(chunks);
  try {
    let pending: { name?: string | null; size?: number; sparse?: boolean } = {};
    for (let count = 0; ; count++) {
      const block = await bytes.take(BLOCK);
      // A first block that is no header means that this is something else altogether.
      if (count === 0 && !(block?.every((byte) => byte === 0) || (block && checksumFits(block))))
        throw new BenchError('BACKUP_NOT_ARCHIVE');
      const header = block === null ? null : readHeader(block);
      if (header === null) break;
      if (count >= limits.entries) throw new BenchError('BACKUP_TOO_LARGE', { what: 'tar entries', most: limits.entries });
      const size = pending.size !== undefined && header.kind === 'file' ? pending.size : header.size;
      if (size > limits.archive) throw new BenchError('BACKUP_TOO_LARGE', { what: 'tar bytes', most: limits.archive });
      if (header.kind === 'file' || header.kind === 'other') {
        const path = safePath(pending.name === undefined ? header.name : pending.name);
        const regular = header.kind === 'file';
        const keep = regular && wanted(path);
        if (keep && pending.sparse) throw damaged('tar sparse file');
        if (keep && size > limits.file(path)) throw new BenchError('BACKUP_TOO_LARGE', { what: path, most: limits.file(path) });
        const data = keep ? await bytes.need(size) : await bytes.skip(size);
        await bytes.skip(-size & (BLOCK - 1));
        pending = {};
        yield { path, regular, data };
        continue;
      }
      if (size > META) throw new BenchError('BACKUP_TOO_LARGE', { what: 'tar header', most: META });
      const data = await bytes.need(size);
      await bytes.skip(-size & (BLOCK - 1));
      if (header.kind === 'long-name') pending = { ...pending, name: decoded(data) };
      else if (header.kind === 'pax') {
        const { path, ...rest } = readPax(data);
        pending = { ...pending, ...rest, ...(path === undefined ? {} : { name: path }) };
      }
    }
    // What stands behind the end is read all the same: the sum over the whole comes last.
    await bytes.drain();
  } finally {
    await bytes.close();
  }
}

function safePath(name: string | null): string {
  const refuse = (shown: string) =>
    new BenchError('BACKUP_UNSAFE', { name: shown.slice(0, 100).replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '?') });
  // Bytes that are no UTF-8 are odd, not dangerous: nothing that is wanted is called so.
  if (name === null) return '?';
  if (name.startsWith('/') || /\p{Cc}/u.test(name)) throw refuse(name);
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) throw refuse(name);
  return parts.join('/');
}

/** Takes counted bytes off a row of chunks. */
class ByteSource {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array(0);

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** False at the end of the source. */
  async #more(): Promise<boolean> {
    const next = await this.#chunks.next();
    if (next.done) return false;
    this.#rest = next.value;
    return true;
  }

  /** Exactly so many bytes; `null` where the source ends before the first of them. */
  async take(length: number): Promise<Uint8Array | null> {
    if (this.#rest.length >= length) {
      const taken = this.#rest.subarray(0, length);
      this.#rest = this.#rest.subarray(length);
      return taken;
    }
    const taken = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      if (this.#rest.length === 0 && !(await this.#more())) {
        if (filled === 0) return null;
        throw damaged('tar end');
      }
      const part = this.#rest.subarray(0, length - filled);
      taken.set(part, filled);
      filled += part.length;
      this.#rest = this.#rest.subarray(part.length);
    }
    return taken;
  }

  async need(length: number): Promise<Uint8Array> {
    const taken = await this.take(length);
    if (taken === null) throw damaged('tar end');
    // A copy, so that a small file does not hold its chunk.
    return Uint8Array.from(taken);
  }

  async skip(length: number): Promise<null> {
    for (let left = length; left > 0; ) {
      if (this.#rest.length === 0 && !(await this.#more())) throw damaged('tar end');
      const part = Math.min(left, this.#rest.length);
      this.#rest = this.#rest.subarray(part);
      left -= part;
    }
    return null;
  }

  async drain(): Promise<void> {
    while (await this.#more());
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}
