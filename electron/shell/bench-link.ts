import { BenchError, type Failure } from '../contract/errors.ts';
import { type Intent, Message } from '../contract/intents.ts';
import type { Snapshot } from '../contract/snapshot.ts';

/** The other end of a `ClientPort`: sends intents, keeps the latest snapshot, and outlives the bench process behind it. */
export class BenchLink {
  readonly #listeners = new Set<() => void>();
  readonly #waiting = new Map<number, (failure: Failure | null) => void>();
  #post: ((request: { id: number; intent: Intent }) => void) | null = null;
  #latest: Snapshot | null = null;
  #id = 0;

  get latest(): Snapshot | null {
    return this.#latest;
  }

  get connected(): boolean {
    return this.#post !== null;
  }

  /** A new bench process is up, and this is how to reach it. */
  connect(post: (request: { id: number; intent: Intent }) => void): void {
    this.#post = post;
    this.#changed();
  }

  /** The process is gone: what was asked of it is answered with BENCH_RESTARTED. */
  disconnect(): void {
    this.#post = null;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const answer of waiting) answer({ code: 'BENCH_RESTARTED', detail: {} });
    this.#changed();
  }

  /** What came from the process. Whatever is not a message of the contract is dropped. */
  receive(data: unknown): void {
    const message = Message.safeParse(data);
    if (!message.success) return;
    if (message.data.type === 'snapshot') {
      this.#latest = message.data.snapshot;
      this.#changed();
      return;
    }
    const answer = this.#waiting.get(message.data.id);
    this.#waiting.delete(message.data.id);
    answer?.(message.data.failure);
  }

  /** Resolves with why it was refused, `null` where it was taken. */
  send(intent: Intent): Promise<Failure | null> {
    const post = this.#post;
    if (post === null) return Promise.resolve(new BenchError('BENCH_RESTARTED').toFailure());
    const id = ++this.#id;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      post({ id, intent });
    });
  }

  /** Called with each new snapshot and with each change of the connection. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
