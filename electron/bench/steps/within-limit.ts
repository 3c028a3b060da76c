import { BenchError } from '../../contract/errors.ts';
import type { Step } from '../../contract/plan.ts';
import type { Clock } from '../../seams/clock.ts';
import type { StepOutcome } from './step-kind.ts';

/** How long a step that was told to end may take to let go of what it holds. */
export const LET_GO_MS = 3_000;

/**
 * Carries a step out within its time, whatever kind it is. `work` gets a signal that ends with the step's own or with the time; what it is
 * at then is no matter. `letGoMs`: how long it may take to let go then. Throws STEP_TIMEOUT.
 */
export async function withinLimit(
  clock: Clock,
  { id, timeoutMs }: Step,
  signal: AbortSignal,
  work: (ending: AbortSignal) => Promise<StepOutcome> | StepOutcome,
  letGoMs = LET_GO_MS,
): Promise<StepOutcome> {
  const late = new BenchError('STEP_TIMEOUT', { step: id, seconds: Math.round(timeoutMs / 1000) });
  const own = new AbortController();
  const onAbort = () => own.abort(signal.reason);
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  let letGo: unknown;
  let giveUp: (error: BenchError) => void = () => undefined;
  const given = new Promise<never>((_, reject) => {
    giveUp = reject;
  });
  given.catch(() => undefined);
  const timer = clock.setTimeout(() => {
    own.abort(late);
    letGo = clock.setTimeout(() => giveUp(late), letGoMs);
  }, timeoutMs);
  try {
    return await Promise.race([work(own.signal), given]);
  } catch (error) {
    // What it stumbled over on its way out is not why.
    throw own.signal.aborted && !signal.aborted ? late : error;
  } finally {
    clock.clearTimeout(timer);
    clock.clearTimeout(letGo);
    signal.removeEventListener('abort', onAbort);
  }
}
