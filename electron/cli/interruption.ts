import { BenchError } from '../contract/errors.ts';

/** What a terminal and a system end a command with. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** How long work that was told to end may take to do so. */
const END_MS = 3000;

/**
 * Runs `work` to its end, or until somebody ends the command: then its signal says so, `stop` is called, and the work has a moment to
 * end by itself. Throws CANCELLED where it does not. A second signal ends the process at once.
 */
export async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>, stop: () => void): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  let onSignal: () => void = () => undefined;
  const ending = new AbortController();
  const interrupted = new Promise<never>((_, reject) => {
    let told = false;
    onSignal = () => {
      if (told) process.exit(130);
      told = true;
      ending.abort();
      stop();
      timer = setTimeout(() => reject(new BenchError('CANCELLED')), END_MS);
    };
  });
  // Nobody may be waiting for it any more when it comes.
  interrupted.catch(() => undefined);
  for (const signal of SIGNALS) process.on(signal, onSignal);
  try {
    return await Promise.race([work(ending.signal), interrupted]);
  } finally {
    clearTimeout(timer);
    for (const signal of SIGNALS) process.off(signal, onSignal);
  }
}
