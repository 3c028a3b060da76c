import type { Clock, TimerId } from '../seams/clock.ts';

/** A running bench process, utility process or child process alike. */
export interface BenchProcess {
  /** Called once, with the exit code or the name of the signal. */
  onExit(listener: (status: number | string) => void): void;
  kill(): void;
}

export interface ProcessHostOptions<P extends BenchProcess> {
  readonly clock: Clock;
  /** Starts a process; `restarts` tells it how many came before it. */
  readonly start: (restarts: number) => P;
  readonly onUp: (process: P) => void;
  /** The process died; another one comes after `inMs`. */
  readonly onLost: (status: number | string, inMs: number) => void;
  /** It died too often: no further one comes until `again()`. */
  readonly onGivenUp: (status: number | string) => void;
}

/** So many deaths within so many ms, and it is left dead: a crash that comes back at once is not cured by another start. */
const MAX_DEATHS = 5;
const WITHIN_MS = 60_000;
const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 5_000;

/** Keeps one bench process running: starts it, starts it again when it dies, a little later each time, and not for ever. */
export class ProcessHost<P extends BenchProcess> {
  readonly #options: ProcessHostOptions<P>;
  #process: P | null = null;
  #timer: TimerId | null = null;
  #deaths: number[] = [];
  #restarts = 0;
  #closing = false;

  constructor(options: ProcessHostOptions<P>) {
    this.#options = options;
    this.#start();
  }

  /** The running one; `null` between two. */
  get process(): P | null {
    return this.#process;
  }

  /** After it was given up: one more try, with a clean slate. */
  again(): void {
    if (this.#process !== null || this.#timer !== null || this.#closing) return;
    this.#deaths = [];
    this.#restarts++;
    this.#start();
  }

  close(): void {
    this.#closing = true;
    if (this.#timer !== null) this.#options.clock.clearTimeout(this.#timer);
    this.#process?.kill();
    this.#process = null;
  }

  #start(): void {
    const started = this.#options.start(this.#restarts);
    this.#process = started;
    started.onExit((status) => this.#onExit(started, status));
    this.#options.onUp(started);
  }

  #onExit(died: P, status: number | string): void {
    if (this.#closing || this.#process !== died) return;
    this.#process = null;
    const { clock, onLost, onGivenUp } = this.#options;
    const now = clock.now();
    this.#deaths = [...this.#deaths.filter((at) => now - at < WITHIN_MS), now];
    if (this.#deaths.length >= MAX_DEATHS) {
      onGivenUp(status);
      return;
    }
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (this.#deaths.length - 1));
    onLost(status, wait);
    this.#timer = clock.setTimeout(() => {
      this.#timer = null;
      this.#restarts++;
      this.#start();
    }, wait);
  }
}
