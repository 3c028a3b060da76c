import { and, assign, type DoneActorEvent, fromPromise, not, or, type SnapshotFrom, setup, stateIn } from 'xstate';
import { type Failure, toFailure } from '../contract/errors.ts';
import type { BundleSummary } from '../contract/manifest.ts';
import type { Plan, Step } from '../contract/plan.ts';
import type { InterruptedReason } from '../contract/snapshot.ts';
import type { Wishes } from '../contract/wishes.ts';
import type { KnownDisc } from './export-facts/known-model.ts';
import type { Job } from './job.ts';
import type { PastJob } from './journal/past-jobs.ts';
import type { PlanContext } from './planning/plan-context.ts';
import type { Presence } from './presence.ts';
import { kindOf } from './steps/index.ts';
import { LET_GO_MS, type StepOutcome } from './steps/step-kind.ts';

/**
 * The whole state of one dongle on the bench, as an explicit chart of regions that live side by side: whether it is plugged in, who talks
 * to it, whether it has left since it was told to, the plan that is shown, the job, the export. It decides and sends nothing itself: a
 * step is carried out by the `step` actor that the owner provides. No timer about a dongle lives outside it and `poll`.
 */

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

/** A dongle that took its command and is still there after this long has ignored it. */
export const LEAVE_LIMIT_MS = 15_000;
/** Some come back as a disc once more before they are a modem. */
export const OTHER_GRACE_MS = 4_000;

interface Bag {
  readonly context: LifeContext;
}

const stepsOf = ({ job }: LifeContext) => job?.plan.steps ?? [];
export const currentStep = (context: LifeContext) => stepsOf(context)[context.index];
const firstStep = (context: LifeContext) => stepsOf(context)[0];
const stageOf = (context: LifeContext) => {
  const action = currentStep(context)?.action;
  return action && kindOf(action).stage;
};
const awaited = (context: LifeContext) => {
  const action = currentStep(context)?.action;
  return action?.kind === 'await-return' ? action : null;
};
const leaves = (step: Step | undefined) => step !== undefined && kindOf(step.action).leaves(step.action);
/** Where the plan waits for the dongle's first return; -1: nowhere. */
const firstReturn = (context: LifeContext) => stepsOf(context).findIndex((s) => s.action.kind === 'await-return');
/** The mode in which nobody has to wait for the dongle. */
const wishedMode = (context: LifeContext) => currentStep(context)?.skipIf.find((skip) => skip.kind === 'mode')?.mode ?? null;
/** Back on its port, and not as what was waited for. */
const backAsOther = ({ seen }: LifeContext): Failure =>
  seen.boot
    ? { code: 'RETURNED_WITHOUT_MODEM', detail: { id: seen.id, name: seen.boot.name } }
    : { code: 'RETURNED_AS_OTHER', detail: { id: seen.id } };

const isHere = stateIn('#here');
const isSilent = stateIn('#silent');
const leftMeanwhile = or([stateIn('#switching.left'), stateIn('#working.left')]);
const isRunning = or([stateIn('#switching'), stateIn('#working'), stateIn('#ready'), stateIn('#holdingAgain')]);
const isQuietNow = and([isSilent, not(stateIn('#atWork')), not(stateIn('#closing')), not(stateIn('#writing'))]);

const chart = setup({
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
    mayPlan: and([isQuietNow, isHere]),
    mayAgree: and([isQuietNow, stateIn('#planned')]),
    mayExport: and([stateIn('#finished'), not(stateIn('#writing'))]),
    mayInquire: and([isHere, not(stateIn('#atWork')), not(stateIn('#closing')), not(stateIn('#writing'))]),
    /** What a crash let go of has to be held again before the job goes on. */
    wasHeld: ({ event }) => event.type === 'RESUME' && event.index > 0 && isHold(event.job.plan.steps[0]),
    /** Whether the step that ended told it to leave. Who holds it tells it nothing. */
    toldToLeave: ({ context, event }) => {
      const outcome = outcomeOf(event);
      const step = currentStep(context);
      return outcome !== null && outcome.kind !== 'skipped' && outcome.kind !== 'locked' && leaves(step) && !isHold(step);
    },
    needlessToLeave: ({ context, event }) =>
      outcomeOf(event)?.kind === 'skipped' && leaves(currentStep(context)) && !isHold(currentStep(context)),
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

/** `step` as a transition's params take it. */
type StepOf = (context: LifeContext) => Step | undefined;

/** The job has failed: why, and in which step. */
function failing(why: (context: LifeContext) => Failure, at: StepOf = currentStep) {
  return {
    target: '#failed' as const,
    actions: [
      { type: 'fail' as const, params: ({ context }: Bag) => why(context) },
      { type: 'tellFailure' as const, params: ({ context }: Bag) => ({ step: at(context) }) },
    ],
  };
}

/** A step ended that told the dongle to leave. */
const told = () =>
  [
    { guard: and(['toldToLeave', 'wasRefused']), target: '#told.refused', actions: 'takeStatus' },
    { guard: 'leftAtOnce', target: '#told.atOnce' },
    { guard: 'toldToLeave', target: '#told' },
  ] as const;

/** There, and as what the plan waits for. */
const isBack = and(['isHere', 'showsAwaited']);
/** An await for a composition that is there already, or that nothing made the dongle leave for. */
const isNeedless = and(['isAwait', or([stateIn('#stayed'), and(['isHere', 'showsWished', not(stateIn('#told'))])])]);
/** While we waited for another program to let go of it, that program switched it: away, if somebody was at work on it; back, as a modem, whoever did it. */
const switchedByOther = and([
  stateIn('#working.left'),
  'isHolding',
  'hasReturn',
  or([and([not('isHere'), 'otherAtWork']), and(['isHere', 'showsModem'])]),
]);

interface Running {
  /** Which step it is. */
  readonly step: StepOf;
  readonly limit: 'stepLimit' | 'holdLimit';
}

/**
 * A step under way. `leaving`: what it means that the dongle leaves in the middle of it. `allowed`: its outcome tells; `pulled`: somebody
 * pulled it out; `by-step`: as the step's kind says.
 */
function running(
  id: 'switching' | 'working' | 'ready' | 'holdingAgain',
  leaving: 'allowed' | 'pulled' | 'by-step',
  { step, limit }: Running = { step: currentStep, limit: 'stepLimit' },
) {
  const allowed = { target: '.left' as const };
  const pulled = failing(() => ({ code: 'UNPLUGGED_AFTER_SWITCH', detail: {} }), step);
  const left =
    leaving === 'allowed'
      ? [allowed]
      : leaving === 'pulled'
        ? [pulled]
        : [{ guard: ({ context }: Bag) => leaves(step(context)), ...allowed }, pulled];
  const onward = { target: '#deciding', actions: 'advance' } as const;
  const done =
    id === 'holdingAgain'
      ? ({ target: '#starting' } as const)
      : id === 'working'
        ? ([
            { guard: 'isLocked', target: '#locked' },
            { guard: switchedByOther, target: '#awaiting', actions: ['tellSkipped', 'advanceToReturn'] },
            onward,
          ] as const)
        : onward;
  return chart.createStateConfig({
    id,
    initial: 'there',
    invoke: {
      id: 'step',
      src: 'step',
      input: ({ context }) => ({ step: step(context) }),
      onDone: done,
      onError: {
        target: '#failed',
        actions: [
          { type: 'fail', params: ({ event }) => toFailure(event.error) },
          { type: 'tellFailure', params: ({ context }) => ({ step: step(context) }) },
        ],
      },
    },
    // The bus may not have told that it went: whoever comes is not on the enumeration that the step began with.
    on: { ATTACHED: left, DETACHED: left },
    after: {
      [limit]: failing((context) => {
        const late = step(context);
        return { code: 'STEP_TIMEOUT', detail: { step: late?.id ?? '', seconds: Math.round((late?.timeoutMs ?? 0) / 1000) } };
      }, step),
    },
    states: { there: {}, left: {} },
  });
}

export const lifeMachine = chart.createMachine({
  id: 'life',
  context: ({ input: { seen } }) => ({
    seen,
    draft: null,
    job: null,
    index: 0,
    disc: null,
    interruption: null,
    failure: null,
    status: 0,
    bundle: null,
  }),
  initial: 'bench',
  states: {
    bench: {
      type: 'parallel',
      always: { guard: 'isForgotten', target: 'gone' },
      states: {
        presence: {
          initial: 'unseen',
          on: {
            ATTACHED: { target: '.here', actions: 'note' },
            ANOTHER: { target: '.here', actions: 'note' },
          },
          states: {
            /** A journal speaks of it; in this run nobody saw it yet. */
            unseen: { on: { DISMISS: { guard: 'isQuiet', target: '#gone' } } },
            here: { id: 'here', on: { DETACHED: 'unplugged' } },
            unplugged: { id: 'unplugged' },
          },
        },

        /** Who talks to it. One talker at a time: until this one has let go of it, no other begins. */
        talk: {
          initial: 'silent',
          states: {
            silent: {
              id: 'silent',
              always: { guard: isRunning, target: 'step' },
              on: { INQUIRE: { guard: 'mayInquire', target: 'inquiry' } },
            },
            step: {
              always: { guard: not(isRunning), target: 'lettingGo' },
              on: { LET_GO: 'spoken' },
            },
            /** It has let go, and what came of it is on its way. */
            spoken: { always: { guard: not(isRunning), target: 'silent' } },
            /** A step that was broken off gives back what it holds, and may have last words to say. */
            lettingGo: {
              on: { LET_GO: 'silent' },
              after: { letGoLimit: 'overdue' },
            },
            overdue: { id: 'overdue', on: { LET_GO: 'silent' } },
            /** Its drive is asked who it is. */
            inquiry: { on: { LET_GO: 'silent' } },
          },
        },

        /** What the dongle made of being told to leave, since its last return. */
        departure: {
          initial: 'none',
          on: {
            AGREE: { guard: 'mayAgree', target: '.none' },
            RESUME: { guard: 'isQuiet', target: '.none' },
            ATTACHED: '.left',
            DETACHED: '.left',
          },
          states: {
            /** Nothing told it to. */
            none: {
              on: { 'xstate.done.actor.step': [...told(), { guard: 'needlessToLeave', target: 'stayed' }] },
            },
            /** Each of the steps that were to tell it was needless: nobody waits for its return. */
            stayed: {
              id: 'stayed',
              always: { guard: stateIn('#passed'), target: 'none' },
              on: { 'xstate.done.actor.step': told() },
            },
            /** It was told to, and is there yet. */
            told: {
              id: 'told',
              initial: 'taken',
              states: {
                taken: {},
                /** It answered that it would not; some leave all the same. */
                refused: { id: 'refused' },
                /** The first message was its last. */
                atOnce: { on: { ATTACHED: '#leftAtOnce', DETACHED: '#leftAtOnce' } },
              },
            },
            /** It was off the bus, be it back or not. */
            left: {
              id: 'left',
              initial: 'inTime',
              always: { guard: stateIn('#passed'), target: 'none' },
              on: {
                'xstate.done.actor.step': [
                  { guard: and(['leftAtOnce', leftMeanwhile]), target: '.atOnce' },
                  // While it was held, nobody had told it to.
                  { guard: and(['isHolding', leftMeanwhile]), target: 'none' },
                  { guard: leftMeanwhile },
                  // Away for an earlier step, and back: this one tells it to leave again.
                  ...told(),
                ],
              },
              states: {
                inTime: {},
                atOnce: { id: 'leftAtOnce' },
              },
            },
          },
        },

        /** The plan that is shown. */
        draft: {
          initial: 'none',
          on: {
            PLAN: { guard: 'mayPlan', target: '.planned', actions: 'takeDraft' },
          },
          states: {
            none: {},
            planned: {
              id: 'planned',
              on: {
                AGREE: { guard: 'mayAgree', target: 'none', actions: 'dropDraft' },
                DISMISS: { guard: 'isQuiet', target: 'none', actions: 'dropDraft' },
                ATTACHED: { target: 'none', actions: 'dropDraft' },
                PLAN_VOID: { target: 'none', actions: 'dropDraft' },
              },
            },
          },
        },

        job: {
          initial: 'none',
          on: {
            AGREE: { guard: 'mayAgree', target: '.atWork', actions: 'takeJob' },
            DISMISS: { guard: 'isQuiet', target: '.none' },
          },
          states: {
            /** Nothing was agreed yet. A dongle that leaves now is gone. */
            none: {
              id: 'noJob',
              entry: 'dropJob',
              on: {
                RESUME: [
                  { guard: and(['isQuiet', 'isHere', 'wasHeld']), target: 'atWork.holdingAgain', actions: 'takeJob' },
                  { guard: 'isQuiet', target: 'atWork', actions: 'takeJob' },
                ],
                RESTORE: [
                  { guard: ({ event }) => event.failure === null, target: 'finished', actions: 'takeJob' },
                  { target: 'failed', actions: 'takeJob' },
                ],
                INTERRUPTED: { target: 'interrupted', actions: 'takeInterruption' },
              },
            },
            /** One of an earlier run waits for the technician's word. */
            interrupted: { id: 'interrupted', exit: 'dropInterruption' },
            atWork: {
              id: 'atWork',
              initial: 'starting',
              on: {
                CANCEL: failing(() => ({ code: 'CANCELLED', detail: {} })),
                ANOTHER: {
                  target: '#failed',
                  actions: [
                    { type: 'fail', params: ({ event }) => ({ code: 'ANOTHER_DONGLE', detail: { port: event.port } }) },
                    { type: 'tellFailure', params: ({ context }) => ({ step: currentStep(context) }) },
                  ],
                },
              },
              states: {
                /** What a crash let go of is held again, and the work goes on where it was cut off: whatever comes next finds the dongle as it is. */
                holdingAgain: running('holdingAgain', 'allowed', { step: firstStep, limit: 'holdLimit' }),
                /** A plan was agreed to, or found in the journal: whichever step comes first decides where to go on. */
                starting: {
                  id: 'starting',
                  always: [
                    { guard: and(['isAwait', not(isBack)]), target: 'awaiting' },
                    { guard: 'notYetLeft', target: 'leaving' },
                    { guard: 'isAwait', target: 'passed' },
                    {
                      guard: not('isHere'),
                      ...failing((context) => ({
                        code: context.index === 0 ? 'UNPLUGGED_BEFORE_SWITCH' : 'UNPLUGGED_AFTER_SWITCH',
                        detail: {},
                      })),
                    },
                    { target: 'deciding' },
                  ],
                },
                deciding: {
                  id: 'deciding',
                  always: [
                    { guard: 'isThrough', target: '#finished', actions: 'tellThrough' },
                    { guard: isNeedless, target: 'passed' },
                    // It has left: what else would make it leave has nobody to tell.
                    { guard: and([not('isHere'), not('isAwait'), 'makesLeave', stateIn('#left')]), target: 'passingOver' },
                    {
                      guard: and([not('isHere'), not('isAwait')]),
                      ...failing((context) => ({
                        code: stageOf(context) === 'switching' ? 'UNPLUGGED_BEFORE_SWITCH' : 'UNPLUGGED_AFTER_SWITCH',
                        detail: {},
                      })),
                    },
                    { guard: 'isVerifying', target: 'ready' },
                    { guard: 'isAwait', target: 'leaving' },
                    { guard: 'isSwitching', target: 'switching' },
                    { target: 'working' },
                  ],
                },
                switching: running('switching', 'allowed'),
                working: running('working', 'by-step'),
                ready: running('ready', 'pulled'),
                /** It took the command; it has to go before it can come back. */
                leaving: {
                  entry: 'tellAwaiting',
                  always: { guard: stateIn('#left'), target: 'awaiting' },
                  after: {
                    leaveLimit: [
                      {
                        guard: stateIn('#refused'),
                        ...failing((context) => ({ code: 'SWITCH_FAILED', detail: { status: context.status } })),
                      },
                      failing(() => ({ code: 'SWITCH_IGNORED', detail: {} })),
                    ],
                  },
                },
                awaiting: {
                  id: 'awaiting',
                  initial: 'notYet',
                  entry: 'tellAwaiting',
                  after: {
                    awayLimit: [
                      { guard: 'isHere', ...failing((context) => backAsOther(context)) },
                      { guard: stateIn('#leftAtOnce'), ...failing(() => ({ code: 'UNPLUGGED_DURING_SWITCH', detail: {} })) },
                      failing((context) => ({
                        code: 'NEVER_RETURNED',
                        detail: { seconds: Math.round((awaited(context)?.withinMs ?? 0) / 1000) },
                      })),
                    ],
                  },
                  states: {
                    notYet: {
                      always: [
                        { guard: isBack, target: '#passed' },
                        { guard: 'isHere', target: 'asOther' },
                      ],
                    },
                    /** Back under another id. It may be on its way (disc, disc, modem): a while is granted before it counts as wrong. */
                    asOther: {
                      always: { guard: isBack, target: '#passed' },
                      on: { DETACHED: 'notYet' },
                      after: { otherGrace: { guard: 'hasSettled', ...failing((context) => backAsOther(context)) } },
                    },
                  },
                },
                /** The wait for its return is over, or was needless. */
                passed: {
                  id: 'passed',
                  entry: ['tellPast', 'advance'],
                  always: 'deciding',
                },
                passingOver: { entry: ['tellPast', 'advance'], always: 'deciding' },
                /** The SIM asks for a PIN that we do not have; the technician does. */
                locked: {
                  id: 'locked',
                  on: {
                    PIN: 'working',
                    // Told that it went or not: the PIN that will be typed is for the SIM of the one that was asked.
                    ATTACHED: failing(() => ({ code: 'UNPLUGGED_AFTER_SWITCH', detail: {} })),
                    DETACHED: failing(() => ({ code: 'UNPLUGGED_AFTER_SWITCH', detail: {} })),
                  },
                },
              },
            },
            /** The job went through: what the dongle is good for its checks tell. That it is unplugged now is what it is for; whatever is plugged in next was not verified. */
            finished: { id: 'finished', entry: 'sealJournal', on: { ATTACHED: 'none' } },
            failed: {
              id: 'failed',
              initial: 'closing',
              states: {
                /** Its journal is open for as long as the step that was broken off may have something to say. */
                closing: { id: 'closing', always: { guard: or([isSilent, stateIn('#overdue')]), target: 'closed' } },
                closed: { entry: 'sealJournal' },
              },
            },
          },
        },

        /** The bundle. */
        export: {
          initial: 'none',
          on: {
            EXPORT: { guard: 'mayExport', target: '.writing' },
            AGREE: { guard: 'mayAgree', target: '.none', actions: 'forgetExport' },
            DISMISS: { guard: 'isQuiet', target: '.none', actions: 'forgetExport' },
            ATTACHED: { guard: stateIn('#finished'), target: '.none', actions: 'forgetExport' },
          },
          states: {
            none: { entry: 'dropBundle' },
            writing: {
              id: 'writing',
              on: {
                CANCEL: { actions: 'stopWriting' },
                EXPORT_ENDED: [
                  { guard: ({ event }) => event.bundle !== null, target: 'written', actions: 'takeBundle' },
                  // What was written before is there yet.
                  { guard: 'hasBundle', target: 'written' },
                  { target: 'none' },
                ],
              },
            },
            written: {},
          },
        },
      },
    },
    gone: { id: 'gone', type: 'final' },
  },
});

export type LifeSnapshot = SnapshotFrom<typeof lifeMachine>;

/** The output of the step that just ended. */
function outcomeOf(event: LifeEvent): StepOutcome | null {
  return event.type === 'xstate.done.actor.step' ? event.output : null;
}

const isHold = (step: Step | undefined) => step?.action.kind === 'hold';
