import type { Plan } from '../../electron/contract/plan.ts';
import type { DongleView } from '../../electron/contract/snapshot.ts';

/** The plan that there is to look at: the one that nobody agreed to yet, or else the job's. */
export function planOf({ draft, job }: DongleView): Plan | null {
  return draft ?? job?.plan ?? null;
}
