import type { Clock } from '../../electron/seams/clock.ts';

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/** Milliseconds: what a disk that others keep busy may take for what a test waits for. */
const leastRealMs = 15_000;

/** A clock that only moves when told to. Between two timers every promise that is ready gets its turn. */
export class ManualClock implements Clock {
  #now: number;
  #order = 0;
  readonly #timers = new Set<Timer>();

  constructor(start = Date.UTC(2026, 0, 1)) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  setTimeout(run: () => void, ms: number): Timer {
    const timer = { at: this.#now + Math.max(0, ms), order: this.#order++, run };
    this.#timers.add(timer);
    return timer;
  }

  clearTimeout(timer: unknown): void {
    this.#timers.delete(timer as Timer);
  }

  get pending(): number {
    return this.#timers.size;
  }

  /** Moves on by `ms`, running what falls due on the way, in order. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (;;) {
      const next = [...this.#timers].sort((a, b) => a.at - b.at || a.order - b.order)[0];
      if (!next || next.at > end) break;
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.run();
      await settle();
    }
    this.#now = end;
    await settle();
  }

  /**
   * Moves on in small steps until `done` holds. Throws after `limitMs` of its own time: a test that waits for ever is no test. Its own time runs ahead
   * of a busy disk, so some real time has to be over as well.
   */
  async until(done: () => boolean, limitMs = 300_000, stepMs = 10): Promise<void> {
    const end = this.#now + limitMs;
    const realEnd = performance.now() + leastRealMs;
    while (!done()) {
      if (this.#now >= end && performance.now() >= realEnd) throw new Error(`not reached within ${limitMs} ms of the clock`);
      await this.advance(stepMs);
    }
  }
}

/** Lets everything that is ready run: promises, and what they queue, and I/O callbacks that wait for this turn. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve));
}
