import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { BenchError, type ErrorCode } from '../contract/errors.ts';
import { type Clock, systemClock } from '../seams/clock.ts';
import { noProxies, type ProxyLookup, type ProxyWay } from '../seams/proxy.ts';
import { isSafe } from './places.ts';
import { Transport } from './transport.ts';

type ResponseData = Dispatcher.ResponseData;

/** One download. Bytes are handed on as they come. */
export interface Download {
  readonly url: URL;
  /** Where to begin, in bytes; the server may begin at 0 all the same. */
  readonly from?: number;
  /** The whole file is no larger, in bytes; what goes on after it is broken off. */
  readonly limit: number;
  /** `ETag` of what is already here: answered by `unchanged` where it is still that. */
  readonly etag?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Takes the answer's first words; what it throws ends the download. */
  readonly onStart?: (start: Start) => void | Promise<void>;
  readonly onBytes: (bytes: Uint8Array) => void | Promise<void>;
}

export interface Start {
  /** Where the bytes begin: `from`, or 0. */
  readonly from: number;
  /** Length of the whole file, where the server says it. */
  readonly length: number | null;
  readonly etag: string | null;
}

/** `short`: the server's file ends before the place to begin at. */
export type Outcome = 'done' | 'missing' | 'unchanged' | 'short';

/** Time without a byte after which a server counts as silent, in ms. */
export const SILENCE = 30_000;
const MAX_REDIRECTS = 5;
/** After these the next way is tried. */
const closedWays: readonly ErrorCode[] = ['FEED_PROXY_UNREACHABLE', 'FEED_PROXY_UNKNOWN'];

export interface HttpOptions {
  /** No redirect leads to plain HTTP, but on this computer; for what no signature vouches for. */
  readonly safeOnly?: boolean;
  readonly proxies?: ProxyLookup;
  /** Authorities in PEM, in place of those that this computer knows. */
  readonly authorities?: readonly string[] | undefined;
}

/** Fetches over HTTP as the download servers speak it. */
export class Http {
  readonly #clock: Clock;
  readonly #safeOnly: boolean;
  readonly #transport: Transport;

  constructor(clock: Clock = systemClock, { safeOnly = false, proxies = noProxies, authorities }: HttpOptions = {}) {
    this.#clock = clock;
    this.#safeOnly = safeOnly;
    this.#transport = new Transport({ proxies, authorities });
  }

  /**
   * Throws FEED_UNREACHABLE where no answer comes that can be used, the FEED_PROXY_ codes and FEED_CERTIFICATE_UNKNOWN for what stands in the
   * way, FEED_DOWNLOAD_CUT where it ends too early or falls silent, FEED_INDEX_UNREADABLE where it is larger than allowed, and
   * CANCELLED where the signal says so.
   */
  async download(download: Download): Promise<Outcome> {
    let { url } = download;
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      const answer = await this.#ask(url, download);
      try {
        const next = this.#redirect(answer, url);
        if (!next) return await this.#take(answer, url, download);
        url = next;
      } finally {
        answer.body.destroy();
      }
    }
    throw unreachable(url, `more than ${MAX_REDIRECTS} redirects`);
  }

  /** Ends the connections that are kept for a next download. */
  close(): Promise<void> {
    return this.#transport.close();
  }

  #redirect(answer: ResponseData, url: URL): URL | null {
    const status = answer.statusCode;
    const location = header(answer, 'location');
    if (![301, 302, 303, 307, 308].includes(status)) return null;
    if (!location || !URL.canParse(location, url)) throw unreachable(url, `HTTP ${status} that leads nowhere`);
    const next = new URL(location, url);
    const allowed = next.protocol === 'https:' || (next.protocol === 'http:' && url.protocol === 'http:');
    if (!allowed || (this.#safeOnly && !isSafe(next))) throw unreachable(url, `a redirect to ${next.protocol}//`);
    return next;
  }

  /** By the first way that leads anywhere. */
  async #ask(url: URL, download: Download): Promise<ResponseData> {
    let failure: unknown = null;
    for (const way of await this.#transport.waysTo(url)) {
      try {
        return await this.#askBy(way, url, download);
      } catch (cause) {
        if (!(cause instanceof BenchError) || !closedWays.includes(cause.code)) throw cause;
        failure ??= cause;
      }
    }
    throw failure ?? unreachable(url, 'there is no way to it');
  }

  async #askBy(way: ProxyWay, url: URL, { from = 0, etag, signal }: Download): Promise<ResponseData> {
    if (signal?.aborted) throw new BenchError('CANCELLED');
    const headers: Record<string, string> = { 'user-agent': 'modem-bench', 'accept-encoding': 'identity' };
    if (from > 0) headers['range'] = `bytes=${from}-`;
    if (etag !== undefined) headers['if-none-match'] = etag;
    const silence = new AbortController();
    const timer = this.#clock.setTimeout(() => silence.abort(), SILENCE);
    const ends = AbortSignal.any(signal ? [signal, silence.signal] : [silence.signal]);
    try {
      return await this.#transport.ask({ url, headers, signal: ends }, way);
    } catch (cause) {
      if (signal?.aborted) throw new BenchError('CANCELLED', {}, { cause });
      if (silence.signal.aborted) throw unreachable(url, `no answer within ${SILENCE / 1000} seconds`, cause);
      throw cause;
    } finally {
      this.#clock.clearTimeout(timer);
    }
  }

  async #take(answer: ResponseData, url: URL, download: Download): Promise<Outcome> {
    const { from = 0, etag } = download;
    const status = answer.statusCode;
    if (status === 404 || status === 410) return 'missing';
    if (status === 304 && etag !== undefined) return 'unchanged';
    if (status === 416 && from > 0) return 'short';
    if (status !== 200 && status !== 206) throw unreachable(url, `HTTP ${status}`);
    const start = readStart(answer, from);
    if (!start) throw unreachable(url, 'it answers with another part than was asked for');
    if (start.length !== null && start.length > download.limit) throw tooLarge(url, download.limit);
    await download.onStart?.(start);
    const end = await this.#receive(answer, start, url, download);
    if (start.length !== null && end !== start.length) throw cut(url, end, start.length);
    return 'done';
  }

  /** Reads to the end; returns where that is, in bytes from the file's beginning. */
  async #receive({ body }: ResponseData, start: Start, url: URL, { limit, signal, onBytes }: Download): Promise<number> {
    let at = start.from;
    let timer: unknown;
    const watch = () => {
      this.#clock.clearTimeout(timer);
      timer = this.#clock.setTimeout(() => body.destroy(new Error('silence')), SILENCE);
    };
    const onAbort = () => body.destroy(new Error('cancelled'));
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      watch();
      for await (const chunk of bytesOf(body)) {
        // What takes long on this side is not the server's silence.
        this.#clock.clearTimeout(timer);
        at += chunk.length;
        if (at > limit) throw tooLarge(url, limit);
        await onBytes(chunk);
        if (signal?.aborted) throw new BenchError('CANCELLED');
        watch();
      }
      return at;
    } catch (cause) {
      if (signal?.aborted) throw new BenchError('CANCELLED', {}, { cause });
      if (cause instanceof StreamEnded) throw cut(url, at, start.length ?? limit, cause);
      throw cause;
    } finally {
      this.#clock.clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    }
  }
}

/** A connection that ended before its answer did. */
class StreamEnded extends Error {}

async function* bytesOf(body: Readable): AsyncGenerator<Buffer> {
  const parts = body[Symbol.asyncIterator]();
  try {
    for (;;) {
      const part = await parts.next().catch((cause: unknown) => {
        throw new StreamEnded('the connection ended', { cause });
      });
      if (part.done) return;
      if (part.value instanceof Buffer) yield part.value;
    }
  } finally {
    body.destroy();
  }
}

/** Where the bytes begin and how long the whole is; null where the answer does not fit the question. */
function readStart(answer: ResponseData, from: number): Start | null {
  const etag = header(answer, 'etag');
  const length = header(answer, 'content-length');
  if (answer.statusCode === 200) return { from: 0, length: length === null ? null : Number(length), etag };
  const [, first, whole] = /^bytes (\d{1,15})-\d{1,15}\/(\d{1,15}|\*)$/.exec(header(answer, 'content-range') ?? '') ?? [];
  if (first === undefined || Number(first) !== from) return null;
  return { from, length: whole === '*' ? null : Number(whole), etag };
}

/** `null` where it is missing, or stands there more than once. */
function header({ headers }: ResponseData, name: string): string | null {
  const value = headers[name];
  return typeof value === 'string' ? value : null;
}

/** The last part of a path, for messages. It may be a redirect's, and so anything: what cannot be shown stays as it is written. */
export function nameOf({ pathname }: URL): string {
  const last = pathname.split('/').at(-1) ?? '';
  return readable(last) || pathname;
}

/** A path without its percent signs, unless that would make it unfit to be shown. */
export function readable(path: string): string {
  try {
    const text = decodeURIComponent(path);
    return /\p{C}/u.test(text) ? path : text;
  } catch {
    return path;
  }
}

function unreachable(url: URL, message: string, cause?: unknown): BenchError {
  return new BenchError('FEED_UNREACHABLE', { host: url.host, message }, { cause });
}

function tooLarge(url: URL, limit: number): BenchError {
  return new BenchError('FEED_INDEX_UNREADABLE', { file: nameOf(url), message: `it is larger than ${limit} bytes` });
}

function cut(url: URL, bytes: number, expected: number, cause?: unknown): BenchError {
  return new BenchError('FEED_DOWNLOAD_CUT', { file: nameOf(url), bytes, expected }, { cause });
}
