import type { DongleView } from '../../electron/contract/snapshot.ts';
import type { Draft } from './draft.ts';

/** The steps of the wizard, in order, and which of them may be entered. All of it follows from the latest snapshot and the form. */

export const stepNames = ['dongle', 'mode', 'sim', 'switch', 'verify', 'export'] as const;
export type StepName = (typeof stepNames)[number];

/** How far the work on one dongle is, as far as the page needs to know it. */
export type Phase = 'idle' | 'planned' | 'running' | 'failed' | 'done';

export function phaseOf(dongle: DongleView): Phase {
  switch (dongle.state) {
    case 'switching':
    case 'away':
    case 'returned':
    case 'returnedAsOther':
    case 'working':
    case 'locked':
    case 'ready':
      return 'running';
    case 'verified':
    case 'usable':
    case 'unusable':
    case 'exported':
      return replanned(dongle) ? 'planned' : 'done';
    case 'failed':
      return replanned(dongle) ? 'planned' : 'failed';
    case 'gone':
      return 'failed';
    case 'disc':
    case 'modem':
    case 'no-modem':
      if (dongle.plan === null) return 'idle';
      return dongle.failure === null || replanned(dongle) ? 'planned' : 'failed';
  }
}

/** A new plan lies on the table of a dongle whose last job has ended; a job's own plan has its progress with it. */
function replanned(dongle: DongleView): boolean {
  return dongle.plan !== null && dongle.plan.steps.length > 0 && dongle.progress.length === 0;
}

/** `null`: open. Else the key of the reason under `guard.` in the page's words. */
export type Closed = 'dongle-first' | Unreachable | 'busy' | 'finished' | 'mode-first' | 'plan-first' | 'switch-first' | 'verify-first';
export type Unreachable = 'absent' | 'no-modem' | 'no-access';

export function closedBecause(step: StepName, dongle: DongleView | null, draft: Draft | null): Closed | null {
  if (step === 'dongle') return null;
  if (dongle === null || draft === null) return 'dongle-first';
  const phase = phaseOf(dongle);
  switch (step) {
    case 'mode':
    case 'sim':
      if (phase === 'running') return 'busy';
      if (phase === 'failed' || phase === 'done') return 'finished';
      return unreachable(dongle) ?? (step === 'sim' && !hasModeAndRouter(dongle, draft) ? 'mode-first' : null);
    case 'switch':
      return dongle.plan === null ? 'plan-first' : null;
    case 'verify':
      return phase === 'done' || (phase === 'failed' && dongle.checks.length > 0) ? null : 'switch-first';
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
  const nearest = dongle !== null && phaseOf(dongle) !== 'idle' && dongle.plan !== null ? 'switch' : asked;
  for (let i = stepNames.indexOf(nearest); i > 0; i--) {
    const step = stepNames[i];
    if (step !== undefined && closedBecause(step, dongle, draft) === null) return step;
  }
  return 'dongle';
}

/** Where a dongle is picked up that this page has not shown before, after a reload among others. */
export function firstStep(dongle: DongleView): StepName {
  const phase = phaseOf(dongle);
  if (phase === 'done') return dongle.bundle === null ? 'verify' : 'export';
  return dongle.plan !== null && phase !== 'idle' && phase !== 'planned' ? 'switch' : 'dongle';
}

/** Whether a step is behind: what it was for has been settled. */
export function isSettled(step: StepName, dongle: DongleView | null, shown: StepName): boolean {
  if (dongle === null) return false;
  const phase = phaseOf(dongle);
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
  const done = dongle.progress.filter((step) => step.state === 'done' || step.state === 'skipped').length;
  return { done, all: dongle.progress.length };
}
