import type { Clock } from './clock.ts';

export interface AnswerLimits {
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** What it is rejected with when the time is over, asked for only then. */
  readonly late: () => Error;
  /** What it is rejected with where the signal's reason is no error. */
  readonly cancelled: () => Error;
}

export type Settle<T> = (result: T | Error) => void;

/**
 * One answer out of many on a channel: ended by whoever has it (`settle`), by the time limit, or by the signal, whichever is first;
 * what comes after that is passed over. `begin` notes who waits and asks; where it throws, that is the end. `end` is called once.
 */
export function oneAnswer<T>(limits: AnswerLimits, begin: (settle: Settle<T>) => void, end: () => void): Promise<T> {
  const { clock, timeoutMs, signal, late, cancelled } = limits;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    let open = true;
    const settle: Settle<T> = (result) => {
      if (!open) return;
      open = false;
      end();
      clock.clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      if (result instanceof Error) reject(result);
      else resolve(result);
    };
    const onAbort = () => settle(signal?.reason instanceof Error ? signal.reason : cancelled());
    const timer = clock.setTimeout(() => settle(late()), timeoutMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      begin(settle);
    } catch (error) {
      settle(error instanceof Error ? error : new Error(String(error)));
    }
  });
}
