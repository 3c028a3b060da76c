import { Session } from 'node:inspector';

// Only what is compiled from here on is counted, and what was compiled to be counted loses its counters when the profiler stops: it runs on
// to the end of the worker.
const session = new Session();
session.connect();
session.post('Profiler.enable');
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });

/** Of scripts that are no part of what is measured: Node's own, and this one. */
const APART = /^node:|\/support\/passes\.ts/;

/**
 * How much JavaScript `work` runs, in passes through its functions, branches and loops (V8's precise coverage): the same on every machine,
 * however busy, where a time is not. A test imports this before what it counts, in a worker of its own. What native code does inside of one call (a regular
 * expression that goes back and forth, `indexOf` over a long text) is not in it: `npm run attack` times that. Rejects with
 * what `work` throws.
 */
export async function passesOf(work: () => unknown): Promise<number> {
  takePasses();
  await work();
  return takePasses();
}

/** Passes since the last call. */
function takePasses(): number {
  let passes = 0;
  // In the process that is asked itself the answer comes before the call returns.
  session.post('Profiler.takePreciseCoverage', (error, coverage) => {
    if (error !== null) throw error;
    for (const { url, functions } of coverage.result)
      if (!APART.test(url)) for (const { ranges } of functions) for (const { count } of ranges) passes += count;
  });
  return passes;
}
