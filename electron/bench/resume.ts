import type { OpenJob } from './journal.ts';
import type { Presence } from './life.ts';

/** Where a job that a crash cut off is gone on with. Pure; `present`: what is on the port now, `null` where nothing is. */

export type Present = Presence & { readonly isDisc: boolean };

/** Whether the job can be that of what is there: it shows what the plan began with, or what it was to become. */
export function canBeOf({ plan }: OpenJob, { id }: Presence): boolean {
  return id === `${plan.vid}:${plan.pid}` || plan.steps.some((s) => s.action.kind === 'await-return' && s.action.ids.includes(id));
}

/** Index of the step to begin with. */
export function resumeIndex(open: OpenJob, present: Present | null): number {
  const cutOff = open.plan.steps.findIndex((s) => s.id === open.begun);
  return cutOff >= 0 && departed(open, cutOff, present) ? cutOff + 1 : firstToRepeat(open, present);
}

/**
 * Behind the last return that is written down: queries and probes are asked again, since what they found was in memory, and
 * what was set is found set. A stick that shows its disc again (its power was gone as well) starts from the beginning.
 */
function firstToRepeat({ plan, finished, begun }: OpenJob, present: Present | null): number {
  if (present?.isDisc) return 0;
  const returned = plan.steps.findLastIndex((s) => s.action.kind === 'await-return' && finished.has(s.id));
  const awaiting = plan.steps.findIndex((s) => s.action.kind === 'await-return' && (s.id === begun || finished.has(s.id)));
  return awaiting > returned ? awaiting : returned + 1;
}

/** Whether the step at `index`, which makes a dongle leave, has done so: the dongle is away, or back as what was awaited. */
function departed({ plan }: OpenJob, index: number, present: Presence | null): boolean {
  const next = plan.steps[index + 1];
  if (next?.action.kind !== 'await-return') return false;
  if (!present) return true;
  return present.id !== `${plan.vid}:${plan.pid}` || next.skipIf.some((skip) => skip.kind === 'mode' && present.mode === skip.mode);
}
