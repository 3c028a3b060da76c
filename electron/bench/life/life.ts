import { and, not, or, type SnapshotFrom, stateIn } from 'xstate';
import { type Failure, failureOf, toFailure } from '../../contract/errors.ts';
import type { Step } from '../../contract/plan.ts';
import { awaited, type Bag, backAsOther, currentStep, firstStep, type LifeContext, leaves, stageOf } from './context.ts';
import { chart, isRunning, isSilent, leftMeanwhile } from './setup.ts';

/**
 * The whole state of one dongle on the bench, as an explicit chart of regions that live side by side: whether it is plugged in, who talks
 * to it, whether it has left since it was told to, the plan that is shown, the job, the export. It decides and sends nothing itself: a
 * step is carried out by the `step` actor that the owner provides. No timer about a dongle lives outside it and `poll`.
 */

/** `step` as a transition's params take it. */
type StepOf = (context: LifeContext) => Step | undefined;

/** The job has failed: why, by what happened, and in which step. */
function failing<E = unknown>(why: (context: LifeContext, event: E) => Failure, at: StepOf = currentStep) {
  return {
    target: '#failed' as const,
    actions: [
      { type: 'fail' as const, params: ({ context, event }: Bag & { readonly event: E }) => why(context, event) },
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
  const pulled = failing(() => failureOf('UNPLUGGED_AFTER_SWITCH'), step);
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
      onError: failing((_, { error }: { readonly error: unknown }) => toFailure(error), step),
    },
    // The bus may not have told that it went: whoever comes is not on the enumeration that the step began with.
    on: { ATTACHED: left, DETACHED: left },
    after: {
      [limit]: failing((context) => {
        const late = step(context);
        return failureOf('STEP_TIMEOUT', { step: late?.id ?? '', seconds: Math.round((late?.timeoutMs ?? 0) / 1000) });
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
              on: { INQUIRE: { guard: 'isFree', target: 'inquiry' } },
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
            PLAN: { guard: 'isFree', target: '.planned', actions: 'takeDraft' },
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
                CANCEL: failing(() => failureOf('CANCELLED')),
                ANOTHER: failing((_, { port }: { readonly port: string }) => failureOf('ANOTHER_DONGLE', { port })),
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
                      ...failing((context) => failureOf(context.index === 0 ? 'UNPLUGGED_BEFORE_SWITCH' : 'UNPLUGGED_AFTER_SWITCH')),
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
                      ...failing((context) =>
                        failureOf(stageOf(context) === 'switching' ? 'UNPLUGGED_BEFORE_SWITCH' : 'UNPLUGGED_AFTER_SWITCH'),
                      ),
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
                        ...failing((context) => failureOf('SWITCH_FAILED', { status: context.status })),
                      },
                      failing(() => failureOf('SWITCH_IGNORED')),
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
                      { guard: stateIn('#leftAtOnce'), ...failing(() => failureOf('UNPLUGGED_DURING_SWITCH')) },
                      failing((context) => failureOf('NEVER_RETURNED', { seconds: Math.round((awaited(context)?.withinMs ?? 0) / 1000) })),
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
                    ATTACHED: failing(() => failureOf('UNPLUGGED_AFTER_SWITCH')),
                    DETACHED: failing(() => failureOf('UNPLUGGED_AFTER_SWITCH')),
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
