import type { DongleView } from '../../electron/contract/snapshot.ts';
import type { Draft } from './draft.ts';
import { planOf } from './plan-of.ts';

/** The steps of the wizard, in order, and which of them may be entered. All of it follows from the latest snapshot and the form. */

export const stepNames = ['dongle', 'mode', 'sim', 'switch', 'verify', 'export'] as const;
export type StepName = (typeof stepNames)[number];

/** `null`: open. Else the key of the reason under `guard.` in the page's words. */
export type Closed = 'dongle-first' | Unreachable | 'busy' | 'finished' | 'mode-first' | 'plan-first' | 'switch-first' | 'verify-first';
export type Unreachable = 'absent' | 'no-modem' | 'no-access';

export function closedBecause(step: StepName, dongle: DongleView | null, draft: Draft | null): Closed | null {
  if (step === 'dongle') return null;
  if (dongle === null || draft === null) return 'dongle-first';
  const { phase } = dongle;
  switch (step) {
    case 'mode':
    case 'sim':
      if (phase === 'running') return 'busy';
      if (phase === 'failed' || phase === 'done') return 'finished';
      return unreachable(dongle) ?? (step === 'sim' && !hasModeAndRouter(dongle, draft) ? 'mode-first' : null);
    case 'switch':
      return planOf(dongle) === null ? 'plan-first' : null;
    case 'verify':
      return phase === 'done' || (phase === 'failed' && dongle.job?.checks.length) ? null : 'switch-first';
    case 'export':
      return phase === 'done' ? null : 'verify-first';
  }
}

/** Why nothing can be done with a dongle now. Ports that the system lends without its USB node are not enough for the whole of a job. */
export function unreachable(dongle: DongleView): Unreachable | null {
  if (!dongle.present) return 'absent';
  if (dongle.bootState) return 'no-modem';
  return dongle.access === 'denied' ? 'no-access' : null;
}

function hasModeAndRouter(dongle: DongleView, draft: Draft): boolean {
  return draft.router !== '' && dongle.offers.some((offer) => offer.mode === draft.mode && offer.possible);
}

/** The step that is shown: the one that was asked for, or the nearest open one when the bench has moved on under it. */
export function shownStep(asked: StepName, dongle: DongleView | null, draft: Draft | null): StepName {
  if (closedBecause(asked, dongle, draft) === null) return asked;
  const nearest = dongle !== null && dongle.phase !== 'idle' ? 'switch' : asked;
  for (let i = stepNames.indexOf(nearest); i > 0; i--) {
    const step = stepNames[i];
    if (step !== undefined && closedBecause(step, dongle, draft) === null) return step;
  }
  return 'dongle';
}

/** Where a dongle is picked up that this page has not shown before, after a reload among others. */
export function firstStep(dongle: DongleView): StepName {
  const { phase } = dongle;
  if (phase === 'done') return dongle.bundle === null ? 'verify' : 'export';
  return phase === 'running' || phase === 'failed' ? 'switch' : 'dongle';
}

/** Whether a step is behind: what it was for has been settled. */
export function isSettled(step: StepName, dongle: DongleView | null, shown: StepName): boolean {
  if (dongle === null) return false;
  const { phase } = dongle;
  switch (step) {
    case 'dongle':
      return shown !== 'dongle' || phase !== 'idle';
    case 'mode':
      return phase !== 'idle' || shown === 'sim';
    case 'sim':
      return phase !== 'idle';
    case 'switch':
      return phase === 'done';
    case 'verify':
      return phase === 'done' && (dongle.bundle !== null || shown === 'export');
    case 'export':
      return dongle.bundle !== null;
  }
}

/** Steps done and steps in all, for the bar in the list. */
export function countOf(dongle: DongleView): { done: number; all: number } {
  // Of a job, and not of the new plan that is shown after it.
  const progress = dongle.draft ? [] : (dongle.job?.progress ?? []);
  const done = progress.filter((step) => step.state === 'done' || step.state === 'skipped').length;
  return { done, all: progress.length };
}
