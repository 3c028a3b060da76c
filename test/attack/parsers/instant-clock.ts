import type { Clock } from '../../../electron/seams/clock.ts';

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** Turns of the queue of promises between two timers: more than any answer here needs. */
const TURNS = 60;
const MOST_TIMERS = 400;

/** A clock that runs each limit out as soon as nothing else happens. */
export class InstantClock implements Clock {
  #now = 0;
  readonly #timers = new Set<Timer>();

  now(): number {
    return this.#now;
  }

  setTimeout(run: () => void, ms: number): Timer {
    const timer = { at: this.#now + ms, run };
    this.#timers.add(timer);
    return timer;
  }

  clearTimeout(timer: unknown): void {
    for (const one of this.#timers) if (one === timer) this.#timers.delete(one);
  }

  /** Waits for the end of this work. Throws what it throws, and where it never ends. */
  async run<T>(work: Promise<T>): Promise<T> {
    let ended = false;
    const watched = work.finally(() => {
      ended = true;
    });
    watched.catch(() => undefined);
    for (let times = 0; times < MOST_TIMERS; times++) {
      for (let turn = 0; turn < TURNS && !ended; turn++) await null;
      if (ended) return watched;
      const next = [...this.#timers].sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.run();
    }
    throw new TypeError('it never ends');
  }
}
