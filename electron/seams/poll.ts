import { type Clock, sleep } from './clock.ts';

export interface PollOptions {
  /** Milliseconds between two looks, or until the next after so many; `null`: there is no next. */
  readonly every: number | ((looks: number) => number | null);
  /** Milliseconds until the last look; 0: one look. Left out: as long as there is a next. */
  readonly within?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Looks again and again until `isEnough` says so of what was seen, or the time is over: then the last that was seen is what there is.
 * Throws what looking throws, and the signal's reason.
 */
export async function poll<T>(
  clock: Clock,
  { every, within = Number.POSITIVE_INFINITY, signal }: PollOptions,
  look: () => Promise<T> | T,
  isEnough: (seen: T) => boolean,
): Promise<T> {
  const deadline = clock.now() + within;
  for (let looks = 1; ; looks++) {
    signal?.throwIfAborted();
    const seen = await look();
    const pause = typeof every === 'number' ? every : every(looks);
    if (pause === null || isEnough(seen) || clock.now() >= deadline) return seen;
    await sleep(clock, pause, signal);
  }
}
