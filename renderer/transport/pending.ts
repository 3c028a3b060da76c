import type { Connection } from '../../electron/contract/client.ts';
import { BenchError, type Failure } from '../../electron/contract/errors.ts';
import type { Answer } from '../../electron/contract/queries.ts';
import type { Snapshot } from '../../electron/contract/snapshot.ts';

/** A set of listeners that also remembers the last value, for whoever comes later. */
export class Latest<T> {
  readonly #listeners = new Set<(value: T) => void>();
  #value: { readonly value: T } | null = null;

  set(value: T): void {
    this.#value = { value };
    for (const listener of [...this.#listeners]) listener(value);
  }

  on(listener: (value: T) => void): () => void {
    this.#listeners.add(listener);
    if (this.#value) listener(this.#value.value);
    return () => this.#listeners.delete(listener);
  }
}

/** What both transports keep: the latest snapshot and the state of the connection. */
export class Shown {
  readonly snapshot = new Latest<Snapshot>();
  readonly connection = new Latest<Connection>();
}

/** Requests that wait for what the bench says to them. */
export class Pending {
  readonly #waiting = new Map<number, { resolve: (answer: Answer | undefined) => void; reject: (error: BenchError) => void }>();
  #id = 0;

  /** A new request's id, and the promise of its answer (`undefined` to an intent); rejects with a BenchError. */
  open(): { readonly id: number; readonly reply: Promise<Answer | undefined> } {
    const id = ++this.#id;
    const reply = new Promise<Answer | undefined>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    return { id, reply };
  }

  answer(id: number, failure: Failure | null, answer?: Answer): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (failure) waiting?.reject(new BenchError(failure.code, failure.detail));
    else waiting?.resolve(answer);
  }

  /** The bench is gone: nobody will answer these. */
  failAll(): void {
    for (const id of [...this.#waiting.keys()]) this.answer(id, new BenchError('BENCH_RESTARTED').toFailure());
  }
}
