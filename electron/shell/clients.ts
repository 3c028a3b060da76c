import type { Bench } from '../bench/bench.ts';
import { BenchError, type Failure, toFailure } from '../contract/errors.ts';
import { type Message, Request } from '../contract/intents.ts';
import type { Answer } from '../contract/queries.ts';
import type { Snapshot } from '../contract/snapshot.ts';
import type { Clock, TimerId } from '../seams/clock.ts';

/** The bench's end of a wire to a page, a command line or a server: whatever carries structured data both ways. */
export interface ClientPort {
  post(message: Message): void;
  onMessage(listener: (data: unknown) => void): void;
  onClose(listener: () => void): void;
}

export interface ClientOptions {
  readonly clock: Clock;
  /** At most one snapshot per this many milliseconds goes out, the latest. */
  readonly intervalMs?: number;
  /** Requests of one client that may be under way at once. */
  readonly maxPending?: number;
  readonly log?: (line: string) => void;
}

interface Client {
  readonly port: ClientPort;
  pending: number;
  /** Revision that it has. */
  shown: number;
}

/**
 * All who look at one bench. Each request is parsed here, whoever sent it; each is answered once. A reply never overtakes the
 * snapshot that shows what the request did, so a page may go on as soon as it is answered.
 */
export class BenchClients {
  readonly #bench: Bench;
  readonly #options: Required<ClientOptions>;
  readonly #clients = new Set<Client>();
  readonly #stop: () => void;
  #latest: Snapshot;
  #timer: TimerId | null = null;
  #flushedAt = Number.NEGATIVE_INFINITY;

  constructor(bench: Bench, options: ClientOptions) {
    this.#bench = bench;
    this.#options = { intervalMs: 50, maxPending: 32, log: () => undefined, ...options };
    this.#latest = bench.snapshot();
    this.#stop = bench.subscribe((snapshot) => {
      this.#latest = snapshot;
      this.#schedule();
    });
  }

  get count(): number {
    return this.#clients.size;
  }

  attach(port: ClientPort): void {
    const client: Client = { port, pending: 0, shown: -1 };
    this.#clients.add(client);
    port.onClose(() => this.#clients.delete(client));
    port.onMessage((data) => void this.#onMessage(client, data));
    this.#show(client);
  }

  close(): void {
    this.#stop();
    if (this.#timer !== null) this.#options.clock.clearTimeout(this.#timer);
    this.#clients.clear();
  }

  async #onMessage(client: Client, data: unknown): Promise<void> {
    const request = Request.safeParse(data);
    if (!request.success) {
      this.#options.log(
        `a message was not understood: ${request.error.issues[0]?.path.join('.') ?? ''} ${request.error.issues[0]?.code ?? ''}`,
      );
      const id = idOf(data);
      if (id !== null) this.#reply(client, id, new BenchError('MESSAGE_INVALID').toFailure());
      return;
    }
    const { id } = request.data;
    if (client.pending >= this.#options.maxPending) {
      return this.#reply(client, id, new BenchError('INTERNAL', { message: 'too many requests at once' }).toFailure());
    }
    client.pending++;
    let failure: Failure | null = null;
    let answer: Answer | null = null;
    try {
      if ('query' in request.data) answer = await this.#bench.answer(request.data.query);
      else await this.#bench.handle(request.data.intent);
    } catch (error) {
      failure = toFailure(error);
      if (failure.code === 'INTERNAL') this.#options.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
    client.pending--;
    if (answer !== null) return this.#post(client, { type: 'answer', id, answer });
    // The bench gathers changes of one turn into one snapshot; a turn later it is out.
    await new Promise((resolve) => setImmediate(resolve));
    this.#reply(client, id, failure);
  }

  #reply(client: Client, id: number, failure: Failure | null): void {
    this.#show(client);
    this.#post(client, { type: 'reply', id, failure });
  }

  #schedule(): void {
    if (this.#timer !== null) return;
    const { clock, intervalMs } = this.#options;
    const wait = Math.max(0, this.#flushedAt + intervalMs - clock.now());
    this.#timer = clock.setTimeout(() => {
      this.#timer = null;
      this.#flushedAt = clock.now();
      for (const client of [...this.#clients]) this.#show(client);
    }, wait);
  }

  #show(client: Client): void {
    if (client.shown === this.#latest.revision) return;
    client.shown = this.#latest.revision;
    this.#post(client, { type: 'snapshot', snapshot: this.#latest });
  }

  #post(client: Client, message: Message): void {
    if (!this.#clients.has(client)) return;
    try {
      client.port.post(message);
    } catch (error) {
      this.#options.log(`a client is gone: ${error instanceof Error ? error.message : String(error)}`);
      this.#clients.delete(client);
    }
  }
}

function idOf(data: unknown): number | null {
  if (typeof data !== 'object' || data === null || !('id' in data)) return null;
  return typeof data.id === 'number' && Number.isInteger(data.id) ? data.id : null;
}
