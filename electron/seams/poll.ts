import { type Clock, sleep } from './clock.ts';

export interface PollOptions {
  /** Milliseconds between two looks. */
  readonly every: number;
  /** Milliseconds until the last look; 0: one look. */
  readonly within: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Looks again and again until `isEnough` says so of what was seen, or the time is over: then the last that was seen is what there is.
 * Throws what looking throws, and the signal's reason.
 */
export async function poll<T>(
  clock: Clock,
  { every, within, signal }: PollOptions,
  look: () => Promise<T> | T,
  isEnough: (seen: T) => boolean,
): Promise<T> {
  const deadline = clock.now() + within;
  for (;;) {
    signal?.throwIfAborted();
    const seen = await look();
    if (isEnough(seen) || clock.now() >= deadline) return seen;
    await sleep(clock, every, signal);
  }
}
