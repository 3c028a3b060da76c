import type { DongleView, JobView } from '../../electron/contract/snapshot.ts';

export type WithJob = DongleView & JobView;

/** A dongle's view with what its job tells beside the rest. Throws where it has none. */
export function withJob(view: DongleView): WithJob {
  if (!view.job) throw new Error(`no job on ${view.portPath}`);
  return { ...view, ...view.job };
}
