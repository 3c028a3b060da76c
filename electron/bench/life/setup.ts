import { and, assign, fromPromise, not, or, setup, stateIn } from 'xstate';
import type { Failure } from '../../contract/errors.ts';
import type { Step } from '../../contract/plan.ts';
import { kindOf } from '../steps/index.ts';
import { LET_GO_MS, type StepOutcome } from '../steps/step-kind.ts';
import {
  awaited,
  currentStep,
  firstReturn,
  firstStep,
  isHold,
  type LifeContext,
  type LifeEvent,
  leaves,
  outcomeOf,
  stageOf,
  stepsOf,
  tellsToLeave,
  wishedMode,
} from './context.ts';
import type { Presence } from './presence.ts';

/** What the chart of a dongle's life is drawn with: its actions, guards and delays by name. */

/** A dongle that took its command and is still there after this long has ignored it. */
export const LEAVE_LIMIT_MS = 15_000;
/** Some come back as a disc once more before they are a modem. */
export const OTHER_GRACE_MS = 4_000;

const isHere = stateIn('#here');
export const isSilent = stateIn('#silent');
export const leftMeanwhile = or([stateIn('#switching.left'), stateIn('#working.left')]);
export const isRunning = or([stateIn('#switching'), stateIn('#working'), stateIn('#ready'), stateIn('#holdingAgain')]);
const isQuietNow = and([isSilent, not(stateIn('#atWork')), not(stateIn('#closing')), not(stateIn('#writing'))]);

export const chart = setup({
  types: {
    context: {} as LifeContext,
    events: {} as LifeEvent,
    input: {} as { readonly seen: Presence },
  },
  actors: {
    step: fromPromise<StepOutcome, { step: Step | undefined }>(() =>
      Promise.reject(new Error('the owner of the chart provides the steps')),
    ),
  },
  actions: {
    // What the owner provides.
    /** The export under way, if any, ends. */
    stopWriting: () => undefined,
    /** What was kept for the next export is for a dongle that is gone. */
    forgetExport: () => undefined,
    // What the job writes down.
    tellPast: ({ context }) => {
      const step = currentStep(context);
      if (step) context.job?.past(step);
    },
    /** What the plan had in mind to make it leave another program did. */
    tellSkipped: ({ context }) => {
      for (const step of stepsOf(context).slice(context.index, firstReturn(context))) context.job?.past(step);
    },
    tellAwaiting: ({ context }) => {
      const step = currentStep(context);
      if (step) context.job?.awaiting(step);
    },
    tellFailure: ({ context: { job, failure } }, { step }: { readonly step: Step | undefined }) => {
      if (failure) job?.failed(step, failure);
    },
    tellThrough: ({ context: { job } }) => job?.through(),
    sealJournal: ({ context: { job } }) => job?.seal(),
    // What goes with the states.
    note: assign(({ event }) => (event.type === 'ATTACHED' || event.type === 'ANOTHER' ? { seen: event.presence } : {})),
    takeDraft: assign(({ event }) => (event.type === 'PLAN' ? { draft: event.draft } : {})),
    dropDraft: assign({ draft: null }),
    takeJob: assign(({ event }) => {
      switch (event.type) {
        case 'AGREE':
          return { job: event.job, disc: event.disc, index: 0, failure: null };
        case 'RESUME':
          return { job: event.job, disc: event.disc, index: event.index, failure: null };
        case 'RESTORE':
          return { job: event.job, disc: event.disc, index: 0, failure: event.failure };
        default:
          return {};
      }
    }),
    dropJob: assign({ job: null, disc: null, index: 0, failure: null }),
    takeInterruption: assign(({ event }) => (event.type === 'INTERRUPTED' ? { interruption: event.interruption } : {})),
    dropInterruption: assign({ interruption: null }),
    takeBundle: assign(({ event }) => (event.type === 'EXPORT_ENDED' ? { bundle: event.bundle } : {})),
    dropBundle: assign({ bundle: null }),
    takeStatus: assign(({ event }) => {
      const outcome = outcomeOf(event);
      return outcome?.kind === 'refused' ? { status: outcome.status } : {};
    }),
    advance: assign(({ context }) => ({ index: context.index + 1 })),
    advanceToReturn: assign(({ context }) => ({ index: firstReturn(context) })),
    fail: assign((_, failure: Failure) => ({ failure })),
  },
  guards: {
    isHere,
    /** Nothing is under way: what every new beginning asks for. */
    isQuiet: isQuietNow,
    /** There, and nothing is under way. */
    isFree: and([isQuietNow, isHere]),
    mayAgree: and([isQuietNow, stateIn('#planned')]),
    mayExport: and([stateIn('#finished'), not(stateIn('#writing'))]),
    /** What a crash let go of has to be held again before the job goes on. */
    wasHeld: ({ event }) => event.type === 'RESUME' && event.index > 0 && isHold(event.job.plan.steps[0]),
    /** Whether the step that ended told it to leave. */
    toldToLeave: ({ context, event }) => {
      const outcome = outcomeOf(event);
      return outcome !== null && outcome.kind !== 'skipped' && outcome.kind !== 'locked' && tellsToLeave(currentStep(context));
    },
    needlessToLeave: ({ context, event }) => outcomeOf(event)?.kind === 'skipped' && tellsToLeave(currentStep(context)),
    wasRefused: ({ event }) => outcomeOf(event)?.kind === 'refused',
    leftAtOnce: ({ event }) => outcomeOf(event)?.kind === 'left-at-once',
    isLocked: ({ event }) => outcomeOf(event)?.kind === 'locked',
    isHolding: ({ context }) => isHold(currentStep(context)),
    hasReturn: ({ context }) => firstReturn(context) >= 0,
    /** Another step to make it leave. */
    makesLeave: ({ context }) => leaves(currentStep(context)),
    otherAtWork: ({ event }) => outcomeOf(event)?.kind === 'other-at-work',
    showsModem: ({ context: { seen } }) => seen.isModem,
    isAwait: ({ context }) => awaited(context) !== null,
    showsAwaited: ({ context }) => !context.seen.boot && (awaited(context)?.ids.includes(context.seen.id) === true || context.seen.isModem),
    showsWished: ({ context }) => context.seen.mode !== null && context.seen.mode === wishedMode(context),
    /** A preloader is on its way, however long it takes: the limit of the whole wait ends it. */
    hasSettled: ({ context }) => context.seen.boot?.kind !== 'preloader',
    /** Back under the id that is awaited, but not in the mode: it shows what it showed before its restart. */
    notYetLeft: ({ context }) => {
      const wished = wishedMode(context);
      return awaited(context) !== null && wished !== null && context.seen.mode !== wished;
    },
    isThrough: ({ context }) => context.index >= stepsOf(context).length,
    isVerifying: ({ context }) => stageOf(context) === 'verifying',
    isSwitching: ({ context }) => stageOf(context) === 'switching',
    hasBundle: ({ context }) => context.bundle !== null,
    /** It is not plugged in, and nothing keeps it on the bench. */
    isForgotten: and([stateIn('#unplugged'), or([stateIn('#noJob'), stateIn('#interrupted')])]),
  },
  delays: {
    stepLimit: ({ context }) => currentStep(context)?.timeoutMs ?? 0,
    holdLimit: ({ context }) => firstStep(context)?.timeoutMs ?? 0,
    letGoLimit: ({ context }) => {
      const action = currentStep(context)?.action;
      return (action && kindOf(action).letGo) ?? LET_GO_MS;
    },
    leaveLimit: LEAVE_LIMIT_MS,
    otherGrace: OTHER_GRACE_MS,
    awayLimit: ({ context }) => awaited(context)?.withinMs ?? LEAVE_LIMIT_MS,
  },
});
