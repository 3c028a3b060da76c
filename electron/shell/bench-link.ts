import { BenchError, type Failure } from '../contract/errors.ts';
import { type Intent, Message, type Request } from '../contract/intents.ts';
import type { Answer, Query } from '../contract/queries.ts';
import type { Snapshot } from '../contract/snapshot.ts';
import { Emitter } from '../lib/emitter.ts';

/** What became of a request; `answer` only where it was a query that was answered. */
export interface Outcome {
  readonly failure: Failure | null;
  readonly answer: Answer | null;
}

/** The other end of a `ClientPort`: sends requests, keeps the latest snapshot, and outlives the bench process behind it. */
export class BenchLink {
  readonly #listeners = new Emitter<void>();
  readonly #waiting = new Map<number, (outcome: Outcome) => void>();
  #post: ((request: Request) => void) | null = null;
  #latest: Snapshot | null = null;
  #id = 0;

  get latest(): Snapshot | null {
    return this.#latest;
  }

  get connected(): boolean {
    return this.#post !== null;
  }

  /** A new bench process is up, and this is how to reach it. */
  connect(post: (request: Request) => void): void {
    this.#post = post;
    this.#changed();
  }

  /** The process is gone: what was asked of it is answered with BENCH_RESTARTED. */
  disconnect(): void {
    this.#post = null;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const end of waiting) end({ failure: new BenchError('BENCH_RESTARTED').toFailure(), answer: null });
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
    const end = this.#waiting.get(message.data.id);
    this.#waiting.delete(message.data.id);
    end?.(
      message.data.type === 'answer' ? { failure: null, answer: message.data.answer } : { failure: message.data.failure, answer: null },
    );
  }

  /** Resolves with why it was refused, `null` where it was taken. */
  async send(intent: Intent): Promise<Failure | null> {
    return (await this.#request((id) => ({ id, intent }))).failure;
  }

  /** Resolves with the answer, or with why there is none. */
  ask(query: Query): Promise<Outcome> {
    return this.#request((id) => ({ id, query }));
  }

  #request(make: (id: number) => Request): Promise<Outcome> {
    const post = this.#post;
    if (post === null) return Promise.resolve({ failure: new BenchError('BENCH_RESTARTED').toFailure(), answer: null });
    const id = ++this.#id;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      post(make(id));
    });
  }

  /** Called with each new snapshot and with each change of the connection. */
  onChange(listener: () => void): () => void {
    return this.#listeners.subscribe(listener);
  }

  #changed(): void {
    this.#listeners.emit();
  }
}
