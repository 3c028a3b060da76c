import type { DoneActorEvent } from 'xstate';
import { type Failure, failureOf } from '../../contract/errors.ts';
import type { BundleSummary } from '../../contract/manifest.ts';
import type { Plan, Step } from '../../contract/plan.ts';
import type { InterruptedReason } from '../../contract/snapshot.ts';
import type { Wishes } from '../../contract/wishes.ts';
import type { KnownDisc } from '../export-facts/known-model.ts';
import type { Job } from '../job.ts';
import type { PastJob } from '../journal/past-jobs.ts';
import type { PlanContext } from '../planning/plan-context.ts';
import { kindOf } from '../steps/index.ts';
import type { StepOutcome } from '../steps/step-kind.ts';
import type { Presence } from './presence.ts';

/** What goes with the states of a dongle's life, what happens to it, and what is read out of both. */

/** A plan that is shown and not agreed to. */
export interface Draft {
  readonly plan: Plan;
  readonly wishes: Wishes;
  /** What it was made from, so that whether it still holds can be told. */
  readonly context: PlanContext;
}

/** A job of an earlier run that was cut off and is not gone on with by itself. */
export interface Interruption {
  readonly past: PastJob;
  readonly reason: InterruptedReason;
}

/** What goes with the states; each is there only in the states that need it. */
export interface LifeContext {
  /** The enumeration that is plugged in, or was last. */
  readonly seen: Presence;
  readonly draft: Draft | null;
  readonly job: Job | null;
  /** The step of the job's plan that it is at. */
  readonly index: number;
  /** The disc state that the job began with; `null`: it began with a modem. */
  readonly disc: KnownDisc | null;
  readonly interruption: Interruption | null;
  readonly failure: Failure | null;
  /** What the drive answered to a switch message that it refused: CSW status. */
  readonly status: number;
  readonly bundle: BundleSummary | null;
}

export type LifeEvent =
  // the bus
  | { readonly type: 'ATTACHED'; readonly presence: Presence }
  | { readonly type: 'DETACHED' }
  /** Attached, and certainly not the dongle of the job that is under way. */
  | { readonly type: 'ANOTHER'; readonly presence: Presence; readonly port: string }
  // the technician
  | { readonly type: 'PLAN'; readonly draft: Draft }
  /** `job`: begun by the plan that was shown. */
  | { readonly type: 'AGREE'; readonly job: Job; readonly disc: KnownDisc | null }
  | { readonly type: 'PIN' }
  | { readonly type: 'CANCEL' }
  | { readonly type: 'DISMISS' }
  | { readonly type: 'EXPORT' }
  // earlier runs of the app
  /** `index`: where it goes on. */
  | { readonly type: 'RESUME'; readonly job: Job; readonly index: number; readonly disc: KnownDisc | null }
  /** It is over: shown as it ended. */
  | { readonly type: 'RESTORE'; readonly job: Job; readonly failure: Failure | null; readonly disc: KnownDisc | null }
  | { readonly type: 'INTERRUPTED'; readonly interruption: Interruption }
  // the bench itself
  /** What is plugged in is not what the shown plan is for. */
  | { readonly type: 'PLAN_VOID' }
  /** Its drive is to be asked who it is. */
  | { readonly type: 'INQUIRE' }
  /** Whoever talked to it has let go of it. */
  | { readonly type: 'LET_GO' }
  /** `bundle`: what was written; `null`: nothing was. */
  | { readonly type: 'EXPORT_ENDED'; readonly bundle: BundleSummary | null }
  // the step that was carried out
  | DoneActorEvent<StepOutcome, 'step'>;

/** What a guard or an action is given. */
export interface Bag {
  readonly context: LifeContext;
}

export const stepsOf = ({ job }: LifeContext) => job?.plan.steps ?? [];
export const currentStep = (context: LifeContext) => stepsOf(context)[context.index];
export const firstStep = (context: LifeContext) => stepsOf(context)[0];
export const stageOf = (context: LifeContext) => {
  const action = currentStep(context)?.action;
  return action && kindOf(action).stage;
};
export const awaited = (context: LifeContext) => {
  const action = currentStep(context)?.action;
  return action?.kind === 'await-return' ? action : null;
};
export const leaves = (step: Step | undefined) => step !== undefined && kindOf(step.action).leaves(step.action);
/** Where the plan waits for the dongle's first return; -1: nowhere. */
export const firstReturn = (context: LifeContext) => stepsOf(context).findIndex((s) => s.action.kind === 'await-return');
/** The mode in which nobody has to wait for the dongle. */
export const wishedMode = (context: LifeContext) => currentStep(context)?.skipIf.find((skip) => skip.kind === 'mode')?.mode ?? null;
/** Back on its port, and not as what was waited for. */
export const backAsOther = ({ seen }: LifeContext): Failure =>
  seen.boot ? failureOf('RETURNED_WITHOUT_MODEM', { id: seen.id, name: seen.boot.name }) : failureOf('RETURNED_AS_OTHER', { id: seen.id });

/** The output of the step that just ended. */
export function outcomeOf(event: LifeEvent): StepOutcome | null {
  return event.type === 'xstate.done.actor.step' ? event.output : null;
}

export const isHold = (step: Step | undefined) => step?.action.kind === 'hold';
/** It may leave while it is held, and is told nothing by that. */
export const tellsToLeave = (step: Step | undefined) => leaves(step) && !isHold(step);
