import type { Cache } from './cache.ts';
import type { Http } from './http.ts';

/** Bytes that were needed, by where they came from. */
export class Traffic {
  downloaded = 0;
  fromCache = 0;
}

/** A file of the cache, with the word by which the server knows it. */
export interface Kept {
  readonly bytes: Uint8Array;
  readonly etag: string;
}

const ETAG = /^(W\/)?"[\x21\x23-\x7e]{0,200}"$/;

/** Fetches the small files of a feed: whole, in memory, and again only where the server has a newer one. */
export class IndexFiles {
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

  /** What the last time left of it, where the server may still have that; `limit` as in `read`. */
  async kept(url: URL, limit: number): Promise<Kept | null> {
    const name = this.#cache.indexName(url);
    const bytes = await this.#cache.read(name, limit);
    const etag = bytes && readEtag(await this.#cache.read(`${name}.etag`, 500));
    return bytes && etag ? { bytes, etag } : null;
  }

  /** Puts that back in the place of what was read since: it is what the next one is compared with. */
  putBack(url: URL, { bytes, etag }: Kept): Promise<void> {
    return this.#keep(this.#cache.indexName(url), bytes, etag);
  }

  /** `limit`: its greatest size in bytes. null where the server has none. */
  async read(url: URL, limit: number): Promise<Uint8Array | null> {
    const name = this.#cache.indexName(url);
    const kept = await this.#cache.read(name, limit);
    const etag = kept ? readEtag(await this.#cache.read(`${name}.etag`, 500)) : undefined;
    const chunks: Uint8Array[] = [];
    let fresh: string | null = null;
    const outcome = await this.#http.download({
      url,
      limit,
      etag,
      signal: this.#signal,
      onStart: (start) => {
        fresh = start.etag;
      },
      onBytes: (bytes) => {
        this.#traffic.downloaded += bytes.length;
        chunks.push(bytes);
      },
    });
    if (outcome === 'missing') return null;
    if (outcome === 'unchanged' && kept) {
      this.#traffic.fromCache += kept.length;
      return kept;
    }
    const bytes = Buffer.concat(chunks);
    await this.#keep(name, bytes, fresh);
    return bytes;
  }

  /** So that what turned out to be wrong is fetched anew the next time. */
  async forget(url: URL): Promise<void> {
    const name = this.#cache.indexName(url);
    await this.#cache.drop(`${name}.etag`);
    await this.#cache.drop(name);
  }

  /** In this order, so that no ETag ever stands beside the bytes of another. */
  async #keep(name: string, bytes: Uint8Array, etag: string | null): Promise<void> {
    await this.#cache.drop(`${name}.etag`);
    if (etag === null || !ETAG.test(etag)) return this.#cache.drop(name);
    await this.#cache.write(name, bytes);
    await this.#cache.write(`${name}.etag`, Buffer.from(etag));
  }
}

function readEtag(bytes: Uint8Array | null): string | undefined {
  const text = Buffer.from(bytes ?? []).toString('latin1');
  return ETAG.test(text) ? text : undefined;
}
