import { type Clock, sleep } from '../seams/clock.ts';
import type { Closing } from '../seams/closing.ts';

/** A full transfer is closed by an empty packet, and some firmwares send one more: so many in a row are read past at once. */
const FREE = 16;
/**
 * Between all that follow. A hundred reads a second cost this computer nothing, and keep pace with firmwares that say every 32 ms
 * how fast their connection is (two notifications each time).
 */
const PAUSE_MS = 10;

/** Keeps a reader from going round and round with a device that answers at once and says nothing. What it says later is not lost. */
export class EmptyReads {
  readonly #clock: Clock;
  readonly #ended = new AbortController();
  #inRow = 0;

  /** Nothing is waited for any more once `closing` has happened. */
  constructor(clock: Clock, closing: Closing) {
    this.#clock = clock;
    closing.on(() => this.#ended.abort());
  }

  /** A read brought something. */
  end(): void {
    this.#inRow = 0;
  }

  /** A read brought nothing: resolves when the next may be made. */
  async another(): Promise<void> {
    if (++this.#inRow <= FREE) return;
    await sleep(this.#clock, PAUSE_MS, this.#ended.signal).catch(() => undefined);
  }
}
