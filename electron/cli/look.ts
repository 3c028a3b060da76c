import type { Bench } from '../bench/bench.ts';
import type { Snapshot } from '../contract/snapshot.ts';

/** A modem that is still searching for its network is asked for half a minute and more; an AT port that is silent takes its time too. */
const LOOK_MS = 90_000;

/** Resolves when no dongle is being looked at any more, when `signal` says so, or after a minute and a half, whichever is first. Never throws. */
export function looksEnded(bench: Bench, signal: AbortSignal, withinMs = LOOK_MS): Promise<void> {
  return new Promise((resolve) => {
    let stop: () => void = () => undefined;
    let isOver = false;
    const end = () => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      stop();
      resolve();
    };
    const timer = setTimeout(end, withinMs);
    signal.addEventListener('abort', end);
    stop = bench.subscribe((snapshot) => {
      if (!isReading(snapshot)) end();
    });
    if (isOver) stop();
    else if (signal.aborted) end();
  });
}

const isReading = ({ dongles }: Snapshot) => dongles.some(({ look }) => look.state === 'reading');
