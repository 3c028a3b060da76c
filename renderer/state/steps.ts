import type { DongleView } from '../../electron/contract/snapshot.ts';

/** The screens of the wizard, in order, and which of them may be entered. All of it follows from the latest snapshot. */

export const stepNames = ['plug', 'confirm', 'run', 'router'] as const;
export type StepName = (typeof stepNames)[number];

/** `null`: open. Else the key of the reason under `guard.` in the page's words. */
export type Closed = 'dongle-first' | Unreachable | 'busy' | 'finished' | 'agree-first' | 'run-first';
export type Unreachable = 'absent' | 'no-modem' | 'no-access';

export function closedBecause(step: StepName, dongle: DongleView | null): Closed | null {
  if (step === 'plug') return null;
  if (dongle === null) return 'dongle-first';
  const { phase } = dongle;
  const isUnderWay = phase === 'running' || phase === 'failed' || phase === 'done';
  switch (step) {
    case 'confirm':
      if (isUnderWay) return phase === 'running' ? 'busy' : 'finished';
      return unreachable(dongle);
    case 'run':
      return isUnderWay ? null : 'agree-first';
    case 'router':
      return phase === 'done' ? null : 'run-first';
  }
}

/** Why nothing can be done with a dongle now. Ports that the system lends without its USB node are not enough for the whole of a job. */
export function unreachable(dongle: DongleView): Unreachable | null {
  if (!dongle.present) return 'absent';
  if (dongle.bootState) return 'no-modem';
  return dongle.access === 'denied' ? 'no-access' : null;
}

/** The screen that is shown: the one that was asked for, or the nearest open one when the bench has moved on under it. */
export function shownStep(asked: StepName, dongle: DongleView | null): StepName {
  if (closedBecause(asked, dongle) === null) return asked;
  const nearest = dongle !== null && dongle.phase !== 'idle' ? 'run' : asked;
  for (let i = stepNames.indexOf(nearest); i > 0; i--) {
    const step = stepNames[i];
    if (step !== undefined && closedBecause(step, dongle) === null) return step;
  }
  return 'plug';
}

/** Where a dongle is picked up that this page has not shown before, after a reload among others. */
export function firstStep({ phase, bundle }: DongleView): StepName {
  if (phase === 'done') return bundle === null ? 'run' : 'router';
  if (phase === 'planned') return 'confirm';
  return phase === 'running' || phase === 'failed' ? 'run' : 'plug';
}

/** Whether a screen is behind: what it was for has been settled. */
export function isSettled(step: StepName, dongle: DongleView | null, shown: StepName): boolean {
  if (dongle === null) return false;
  const { phase, bundle } = dongle;
  switch (step) {
    case 'plug':
      return shown !== 'plug' || phase !== 'idle';
    case 'confirm':
      return phase !== 'idle' && phase !== 'planned';
    case 'run':
      return phase === 'done';
    case 'router':
      return bundle !== null;
  }
}

/** Steps done and steps in all, for the bar in the list. */
export function countOf(dongle: DongleView): { done: number; all: number } {
  // Of a job, and not of the new plan that is shown after it.
  const progress = dongle.draft ? [] : (dongle.job?.progress ?? []);
  const done = progress.filter((step) => step.state === 'done' || step.state === 'skipped').length;
  return { done, all: progress.length };
}
