import type { ServerResponse } from 'node:http';
import type { BenchLink } from './bench-link.ts';

/** A comment line this often keeps proxies and idle timeouts from closing a stream, and finds browsers that are gone. */
const HEARTBEAT_MS = 15_000;

interface Stream {
  readonly response: ServerResponse;
  /** What it has: the snapshot object and the state of the connection. */
  snapshot: unknown;
  connected: boolean | null;
}

/** Snapshots as server-sent events. A browser that reads slowly gets fewer of them, always the latest. */
export class EventStreams {
  readonly #link: BenchLink;
  readonly #streams = new Set<Stream>();
  readonly #stop: () => void;
  readonly #heartbeat: NodeJS.Timeout;

  constructor(link: BenchLink) {
    this.#link = link;
    this.#stop = link.onChange(() => {
      for (const stream of [...this.#streams]) this.#show(stream);
    });
    this.#heartbeat = setInterval(() => {
      for (const { response } of this.#streams) response.write(':\n\n');
    }, HEARTBEAT_MS);
    this.#heartbeat.unref();
  }

  get count(): number {
    return this.#streams.size;
  }

  add(response: ServerResponse): void {
    const stream: Stream = { response, snapshot: null, connected: null };
    this.#streams.add(stream);
    response.on('close', () => this.#streams.delete(stream));
    response.on('drain', () => this.#show(stream));
    response.write(':\n\n');
    this.#show(stream);
  }

  /** The session is over: says so to each page, and nothing more. */
  end(): void {
    for (const { response } of this.#streams) response.end('event: connection\ndata: ended\n\n');
    this.#streams.clear();
  }

  close(): void {
    this.#stop();
    clearInterval(this.#heartbeat);
    for (const { response } of this.#streams) response.end();
  }

  #show(stream: Stream): void {
    const { response } = stream;
    if (response.destroyed || response.writableNeedDrain) return;
    const { connected, latest } = this.#link;
    if (stream.connected !== connected) {
      stream.connected = connected;
      response.write(`event: connection\ndata: ${connected ? 'connected' : 'lost'}\n\n`);
    }
    if (latest === null || stream.snapshot === latest) return;
    stream.snapshot = latest;
    response.write(`data: ${JSON.stringify({ type: 'snapshot', snapshot: latest })}\n\n`);
  }
}
