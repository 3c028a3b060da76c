import { createHash } from 'node:crypto';
import { BenchError } from '../contract/errors.ts';
import { checkApkPackage } from './apk-package.ts';
import type { Cache } from './cache.ts';
import type { FeedPackage } from './feed-package.ts';
import type { Http, Start } from './http.ts';
import type { Traffic } from './index-files.ts';
import { file } from './places.ts';

/** No package for a modem is near this; a router's flash is smaller. In bytes. */
export const MAX_PACKAGE = 64_000_000;
const MAX_UNPACKED = 256_000_000;

/** How often a download that broke off is gone on with at once, as long as each attempt brings something. */
const ATTEMPTS = 3;

/** Fetches package files by way of the cache, and lets none through that is not what the index says. */
export class PackageFiles {
  readonly #http: Http;
  readonly #cache: Cache;
  readonly #traffic: Traffic;
  readonly #signal: AbortSignal | undefined;

  constructor(http: Http, cache: Cache, traffic: Traffic, signal: AbortSignal | undefined) {
    this.#http = http;
    this.#cache = cache;
    this.#traffic = traffic;
    this.#signal = signal;
  }

  /**
   * `onBytes`: bytes of this file that are there so far. Throws FEED_FILE_MISSING, FEED_SUM_BAD, FEED_DOWNLOAD_CUT (what came is kept
   * for the next time) and the cache's faults.
   */
  async read(wanted: FeedPackage, onBytes: (bytes: number) => void): Promise<Uint8Array> {
    const name = this.#cache.packageName(wanted.digest.hex, wanted.file);
    const kept = await this.#cache.read(name, MAX_PACKAGE);
    if (kept && isWhole(kept, wanted)) {
      this.#traffic.fromCache += kept.length;
      onBytes(kept.length);
      return kept;
    }
    await this.#cache.drop(name);
    const resumed = await this.#resume(name, wanted, onBytes);
    if (resumed) return resumed;
    // A half of something else makes a wrong whole: once more from the beginning decides it.
    const whole = await this.#resume(name, wanted, onBytes);
    if (whole) return whole;
    throw new BenchError('FEED_SUM_BAD', { file: wanted.file });
  }

  /** Goes on with the half that is there, to the end. null where the whole is not what it should be; then nothing of it is kept. */
  async #resume(name: string, wanted: FeedPackage, onBytes: (bytes: number) => void): Promise<Uint8Array | null> {
    const before = await this.#cache.partSize(name);
    const used = before < wanted.bytes ? await this.#fill(name, wanted, onBytes) : before;
    const bytes = await this.#cache.readPart(name, MAX_PACKAGE);
    if (bytes && isWhole(bytes, wanted)) {
      await this.#cache.finishPart(name);
      this.#traffic.fromCache += used;
      return bytes;
    }
    await this.#cache.dropPart(name);
    return null;
  }

  /** Returns how many bytes of the half that was there before were of use. */
  async #fill(name: string, wanted: FeedPackage, onBytes: (bytes: number) => void): Promise<number> {
    let used = Number.POSITIVE_INFINITY;
    for (let attempt = 1; ; attempt++) {
      const before = await this.#cache.partSize(name);
      try {
        used = Math.min(used, await this.#download(name, wanted, before, onBytes));
        return used;
      } catch (cause) {
        const cut = cause instanceof BenchError && cause.code === 'FEED_DOWNLOAD_CUT';
        if (!cut || attempt >= ATTEMPTS || (await this.#cache.partSize(name)) <= before) throw cause;
        used = Math.min(used, before);
      }
    }
  }

  /** Returns where the server began, in bytes. */
  async #download(name: string, wanted: FeedPackage, from: number, onBytes: (bytes: number) => void): Promise<number> {
    let [began, at] = [from, from];
    onBytes(at);
    const download = {
      url: file(new URL(wanted.folder), wanted.file),
      from,
      limit: wanted.bytes,
      signal: this.#signal,
      onStart: async (start: Start) => {
        if (start.from !== from) await this.#cache.dropPart(name);
        at = began = start.from;
      },
      onBytes: async (bytes: Uint8Array) => {
        this.#traffic.downloaded += bytes.length;
        await this.#cache.appendPart(name, bytes);
        at += bytes.length;
        onBytes(at);
      },
    };
    const outcome = await this.#http.download(download).catch(async (cause: unknown) => {
      // Larger than the index says is another file than the index says.
      if (!(cause instanceof BenchError) || cause.code !== 'FEED_INDEX_UNREADABLE') throw cause;
      await this.#cache.dropPart(name);
      throw new BenchError('FEED_SUM_BAD', { file: wanted.file }, { cause });
    });
    if (outcome === 'missing') throw new BenchError('FEED_FILE_MISSING', { file: wanted.file });
    return began;
  }
}

function isWhole(bytes: Uint8Array, { bytes: size, digest }: FeedPackage): boolean {
  if (bytes.length !== size) return false;
  if (digest.over === 'adb') return checkApkPackage(bytes, digest.hex, MAX_UNPACKED) === null;
  return createHash('sha256').update(bytes).digest('hex') === digest.hex;
}
