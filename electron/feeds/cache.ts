import { createHash } from 'node:crypto';
import { appendFile, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BenchError } from '../contract/errors.ts';
import { replaceFiles } from '../lib/atomic-write.ts';
import { diskWriter, type FileWriter } from '../lib/file-writer.ts';
import { systemCode } from '../lib/system-code.ts';

/** What the cache needs of a disk; tests put a full one in its place. */
export interface Disk extends FileWriter {
  /** null where there is none, or it is larger than `limit` bytes. */
  read(path: string, limit: number): Promise<Uint8Array | null>;
  /** Size in bytes; 0 where there is none. */
  size(path: string): Promise<number>;
  append(path: string, bytes: Uint8Array): Promise<void>;
}

export const realDisk: Disk = {
  ...diskWriter,
  read: async (path, limit) => {
    const size = await realDisk.size(path);
    return size > 0 && size <= limit ? readFile(path) : null;
  },
  size: async (path) => {
    const found = await stat(path).catch(() => null);
    return found?.isFile() ? found.size : 0;
  },
  append: (path, bytes) => appendFile(path, bytes),
};

/**
 * A folder of what was fetched. Package files are named after their digest, so that the same file of any mirror or release is found
 * again and another one never is; what is half there ends in `.part`. Indexes are named after their address, and are asked for
 * again each time by their ETag, since feeds of a release are renewed. Disk faults become FEED_CACHE_FULL and FEED_CACHE_UNWRITABLE.
 */
export class Cache {
  readonly #folder: string;
  readonly #disk: Disk;

  constructor(folder: string, disk: Disk = realDisk) {
    this.#folder = folder;
    this.#disk = disk;
  }

  async open(): Promise<void> {
    await this.#guard(this.#disk.makeFolder(this.#folder));
  }

  /** The name of a package file in the cache. `digest`: hexadecimal; `name`: checked by safeFileName. */
  packageName(digest: string, name: string): string {
    return `${digest}-${name}`;
  }

  indexName(url: URL): string {
    return `${createHash('sha256').update(url.href).digest('hex')}.index`;
  }

  read(name: string, limit: number): Promise<Uint8Array | null> {
    return this.#guard(this.#disk.read(this.#path(name), limit));
  }

  /** Bytes of the half of a file that is there. */
  partSize(name: string): Promise<number> {
    return this.#guard(this.#disk.size(this.#path(`${name}.part`)));
  }

  readPart(name: string, limit: number): Promise<Uint8Array | null> {
    return this.#guard(this.#disk.read(this.#path(`${name}.part`), limit));
  }

  appendPart(name: string, bytes: Uint8Array): Promise<void> {
    return this.#guard(this.#disk.append(this.#path(`${name}.part`), bytes));
  }

  dropPart(name: string): Promise<void> {
    return this.#guard(this.#disk.remove(this.#path(`${name}.part`)));
  }

  finishPart(name: string): Promise<void> {
    return this.#guard(this.#disk.rename(this.#path(`${name}.part`), this.#path(name)));
  }

  drop(name: string): Promise<void> {
    return this.#guard(this.#disk.remove(this.#path(name)));
  }

  /** Whole or not at all, also when this process is ended meanwhile. */
  write(name: string, bytes: Uint8Array): Promise<void> {
    return this.#guard(replaceFiles([{ path: this.#path(name), data: bytes, mode: 0o644 }], this.#disk));
  }

  #path(name: string): string {
    return join(this.#folder, name);
  }

  async #guard<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (cause) {
      const code = systemCode(cause);
      if (code === 'ENOSPC' || code === 'EDQUOT') throw new BenchError('FEED_CACHE_FULL', { path: this.#folder }, { cause });
      const message = cause instanceof Error ? cause.message : String(cause);
      throw new BenchError('FEED_CACHE_UNWRITABLE', { path: this.#folder, message }, { cause });
    }
  }
}
