import { assign, fromPromise, setup } from 'xstate';
import { type Failure, toFailure } from '../contract/errors.ts';
import type { Step } from '../contract/plan.ts';
import type { BootKind, Mode } from '../contract/words.ts';
import { kindOf } from './steps/index.ts';
import type { StepOutcome } from './steps/step-kind.ts';

/**
 * The life of one dongle on the bench, as an explicit chart. It decides; it sends nothing itself: a step is carried out by
 * the `step` actor that the owner provides. No timer lives outside it.
 */

/** One enumeration, as far as the chart cares. */
export interface Presence {
  readonly enumeration: number;
  /** `vid:pid`. */
  readonly id: string;
  /** A modem by its interfaces: it counts as returned even under an id that no list has. It is the port that tells who it is. */
  readonly isModem: boolean;
  /** The mode of the composition that it shows; `null` in disc state. */
  readonly mode: Mode | null;
  /** Boot code and no modem: which state of it. It has not returned, whatever its id. */
  readonly boot?: { readonly kind: BootKind; readonly name: string } | null;
}

export interface LifeContext {
  readonly steps: readonly Step[];
  readonly index: number;
  readonly present: Presence | null;
  /** The enumeration that the running step started with: one that differs means that the dongle was away meanwhile. */
  readonly startedOn: number | null;
  readonly ifStays: Failure | null;
  readonly ifNeverReturns: Failure | null;
  /** Where to go on once what a crash let go of is held again. */
  readonly resumeAt: number | null;
  /** Whether a step since the last return made it leave; `stayed`: those that were to were needless, and nobody waits for its return. */
  readonly departure: 'none' | 'stayed' | 'left';
  readonly failure: Failure | null;
}

export type LifeEvent =
  | { readonly type: 'ATTACHED'; readonly presence: Presence }
  | { readonly type: 'DETACHED' }
  /** Attached, and certainly not the dongle of the job that is under way. */
  | { readonly type: 'ANOTHER'; readonly presence: Presence; readonly port: string }
  /** `resumeAt`: after the step at `index` it goes on there. */
  | { readonly type: 'AGREED'; readonly steps: readonly Step[]; readonly index: number; readonly resumeAt?: number }
  /** The job before this run of the app is over: shown as it ended. */
  | { readonly type: 'RESTORED'; readonly failure: Failure | null }
  | { readonly type: 'PIN' }
  | { readonly type: 'CANCEL' }
  | { readonly type: 'DISMISS' }
  | { readonly type: 'EXPORTED' };

/** A dongle that took its command and is still there after this long has ignored it. */
export const LEAVE_LIMIT_MS = 15_000;
/** Some come back as a disc once more before they are a modem. */
export const OTHER_GRACE_MS = 4_000;

export interface LifeInput {
  readonly presence: Presence | null;
}

const currentStep = (context: LifeContext) => context.steps[context.index];
const stageOf = (context: LifeContext) => {
  const action = currentStep(context)?.action;
  return action && kindOf(action).stage;
};
const awaited = (context: LifeContext) => {
  const action = currentStep(context)?.action;
  return action?.kind === 'await-return' ? action : null;
};
/** Where the plan waits for the dongle's first return; -1: nowhere. */
const firstReturn = (context: LifeContext) => context.steps.findIndex((s) => s.action.kind === 'await-return');
/** The mode in which nobody has to wait for the dongle. */
const wishedMode = (context: LifeContext) => currentStep(context)?.skipIf.find((skip) => skip.kind === 'mode')?.mode ?? null;
const isExpected = (context: LifeContext, presence: Presence | null) => {
  const action = awaited(context);
  return action !== null && presence !== null && !presence.boot && (action.ids.includes(presence.id) || presence.isModem);
};
/** Back on its port, and not as what was waited for. */
const backAsOther = ({ present }: LifeContext): Failure =>
  present?.boot
    ? { code: 'RETURNED_WITHOUT_MODEM', detail: { id: present.id, name: present.boot.name } }
    : { code: 'RETURNED_AS_OTHER', detail: { id: present?.id ?? '' } };

export const lifeMachine = setup({
  types: {
    context: {} as LifeContext,
    events: {} as LifeEvent,
    input: {} as LifeInput,
  },
  actors: {
    step: fromPromise<StepOutcome, { step: Step | undefined }>(() =>
      Promise.reject(new Error('the owner of the chart provides the steps')),
    ),
  },
  actions: {
    note: assign(({ event }) =>
      event.type === 'ATTACHED' || event.type === 'ANOTHER'
        ? { present: event.presence }
        : event.type === 'DETACHED'
          ? { present: null }
          : {},
    ),
    begin: assign(({ context }) => ({ startedOn: context.present?.enumeration ?? null })),
    promise: assign(({ event }) => ({
      ifStays: outcomeOf(event)?.ifStays ?? null,
      ifNeverReturns: outcomeOf(event)?.ifNeverReturns ?? null,
    })),
    /** Several steps may be there to make it leave, of which one is needed: the await behind them has something to wait for if any was. */
    remember: assign(({ context, event }) => {
      const action = currentStep(context)?.action;
      if (action === undefined || !kindOf(action).leaves(action) || context.departure === 'left') return {};
      return { departure: outcomeOf(event)?.kind === 'skipped' ? ('stayed' as const) : ('left' as const) };
    }),
    forget: assign({ steps: [], index: 0, failure: null }),
    next: assign(({ context }) => ({
      index: context.resumeAt ?? context.index + 1,
      resumeAt: null,
      ...(awaited(context) === null ? {} : { departure: 'none' as const }),
    })),
    toFirstReturn: assign(({ context }) => ({ index: firstReturn(context) })),
    fail: assign((_, failure: Failure) => ({ failure })),
  },
  guards: {
    isHere: ({ context }) => context.present !== null,
    stepLeaves: ({ context }) => {
      const action = currentStep(context)?.action;
      return action !== undefined && kindOf(action).leaves(action);
    },
    /** What a crash let go of is held again: whatever comes next finds the dongle as it is. */
    resuming: ({ context }) => context.resumeAt !== null,
    /** While we waited for another program to let go of it, that program switched it. */
    switchedByOther: ({ context, event }) =>
      currentStep(context)?.action.kind === 'hold' &&
      context.resumeAt === null &&
      firstReturn(context) >= 0 &&
      // Away: only if somebody was at work on it. Back: as a modem, whoever did it.
      (context.present === null
        ? outcomeOf(event)?.switchedByOther === true
        : context.present.enumeration !== context.startedOn && context.present.isModem),
    wasAway: ({ context }) => context.present === null || context.present.enumeration !== context.startedOn,
    expected: ({ context }) => isExpected(context, context.present),
    /** A preloader is on its way, however long it takes: the limit of the whole wait ends it. */
    hasSettled: ({ context }) => context.present?.boot?.kind !== 'preloader',
    /** An await for a composition that is there already; nothing made the dongle leave. */
    needless: ({ context }) =>
      awaited(context) !== null &&
      (context.departure === 'stayed' ||
        (context.present !== null && context.present.mode !== null && context.present.mode === wishedMode(context))),
    /** Back under the id that is awaited, but not in the mode: it shows what it showed before its restart. */
    notYetLeft: ({ context }) => {
      const wished = wishedMode(context);
      return awaited(context) !== null && wished !== null && context.present !== null && context.present.mode !== wished;
    },
    finished: ({ context }) => context.index >= context.steps.length,
    verifying: ({ context }) => stageOf(context) === 'verifying',
    switching: ({ context }) => stageOf(context) === 'switching',
  },
  delays: {
    leaveLimit: LEAVE_LIMIT_MS,
    otherGrace: OTHER_GRACE_MS,
    awayLimit: ({ context }) => awaited(context)?.withinMs ?? LEAVE_LIMIT_MS,
  },
}).createMachine({
  id: 'life',
  context: ({ input }) => ({
    steps: [],
    index: 0,
    present: input.presence,
    startedOn: null,
    ifStays: null,
    ifNeverReturns: null,
    resumeAt: null,
    departure: 'none',
    failure: null,
  }),
  initial: 'idle',
  on: {
    ATTACHED: { actions: 'note' },
    DETACHED: { actions: 'note' },
    ANOTHER: {
      target: '.failed',
      actions: ['note', { type: 'fail', params: ({ event }) => ({ code: 'ANOTHER_DONGLE', detail: { port: event.port } }) }],
    },
  },
  states: {
    /** On the bench, nothing agreed yet. A dongle that leaves now is gone. */
    idle: {
      on: {
        AGREED: { target: 'starting', actions: assign(({ event }) => agreed(event)) },
        DETACHED: { target: 'gone', actions: 'note' },
        RESTORED: [
          { guard: ({ event }) => event.failure === null, target: 'finished' },
          { target: 'failed', actions: assign(({ event }) => ({ failure: event.failure })) },
        ],
        DISMISS: { guard: ({ context }) => context.present === null, target: 'gone' },
      },
    },
    /** A plan was agreed to, or found in the journal: whichever step comes first decides where to go on. */
    starting: {
      always: [
        { guard: ({ context }) => awaited(context) !== null && !isExpected(context, context.present), target: 'away' },
        { guard: 'notYetLeft', target: 'leaving', actions: 'begin' },
        { guard: ({ context }) => awaited(context) !== null, target: 'returned' },
        {
          guard: ({ context }) => context.present === null,
          target: 'failed',
          actions: {
            type: 'fail',
            params: ({ context }) => ({ code: context.index === 0 ? 'UNPLUGGED_BEFORE_SWITCH' : 'UNPLUGGED_AFTER_SWITCH', detail: {} }),
          },
        },
        { target: 'deciding' },
      ],
    },
    deciding: {
      always: [
        { guard: 'finished', target: 'finished' },
        { guard: 'needless', target: 'deciding', actions: 'next', reenter: true },
        { guard: 'verifying', target: 'ready' },
        { guard: ({ context }) => awaited(context) !== null, target: 'leaving' },
        { guard: 'switching', target: 'switching' },
        { target: 'working' },
      ],
    },
    switching: running('UNPLUGGED_DURING_SWITCH'),
    working: running('UNPLUGGED_AFTER_SWITCH'),
    ready: running('UNPLUGGED_AFTER_SWITCH'),
    /** It took the command; it has to go before it can come back. */
    leaving: {
      always: { guard: 'wasAway', target: 'away' },
      on: {
        DETACHED: { target: 'away', actions: 'note' },
        CANCEL: cancelled(),
      },
      after: {
        leaveLimit: {
          target: 'failed',
          actions: { type: 'fail', params: ({ context }) => context.ifStays ?? { code: 'SWITCH_IGNORED', detail: {} } },
        },
      },
    },
    away: {
      initial: 'out',
      on: { CANCEL: cancelled() },
      after: {
        awayLimit: [
          {
            guard: 'isHere',
            target: 'failed',
            actions: { type: 'fail', params: ({ context }) => backAsOther(context) },
          },
          {
            target: 'failed',
            actions: {
              type: 'fail',
              params: ({ context }) =>
                context.ifNeverReturns ?? {
                  code: 'NEVER_RETURNED',
                  detail: { seconds: Math.round((awaited(context)?.withinMs ?? 0) / 1000) },
                },
            },
          },
        ],
      },
      states: {
        out: {
          always: [
            { guard: 'expected', target: '#life.returned' },
            { guard: 'isHere', target: 'returnedAsOther' },
          ],
        },
        /** Back under another id. It may be on its way (disc, disc, modem): a while is granted before it counts as wrong. */
        returnedAsOther: {
          always: { guard: 'expected', target: '#life.returned' },
          on: { DETACHED: { target: 'out', actions: 'note' } },
          after: {
            otherGrace: {
              guard: 'hasSettled',
              target: '#life.failed',
              actions: { type: 'fail', params: ({ context }) => backAsOther(context) },
            },
          },
        },
      },
    },
    returned: { entry: 'next', always: 'deciding' },
    /** The SIM asks for a PIN that we do not have; the technician does. */
    locked: {
      on: {
        PIN: 'working',
        // Told that it went or not: the PIN that will be typed is for the SIM of the one that was asked.
        ATTACHED: pulled('UNPLUGGED_AFTER_SWITCH'),
        DETACHED: pulled('UNPLUGGED_AFTER_SWITCH'),
        CANCEL: cancelled(),
      },
    },
    /** The job went through. What the dongle is good for its checks tell. */
    finished: {
      on: {
        ATTACHED: anotherOne(),
        EXPORTED: 'exported',
        AGREED: { target: 'starting', actions: assign(({ event }) => agreed(event)) },
        DISMISS: leaveBench(),
      },
    },
    /** On its way to the router: that it is unplugged now is what it is for. */
    exported: {
      on: {
        ATTACHED: anotherOne(),
        EXPORTED: 'exported',
        AGREED: { target: 'starting', actions: assign(({ event }) => agreed(event)) },
        DISMISS: leaveBench(),
      },
    },
    failed: {
      on: {
        AGREED: { target: 'starting', actions: assign(({ event }) => agreed(event)) },
        DISMISS: leaveBench(),
      },
    },
    gone: { type: 'final' },
  },
});

/** The output of the step that just ended. The machine's own event type does not know done events. */
function outcomeOf(event: object): StepOutcome | null {
  return 'output' in event && typeof event.output === 'object' && event.output !== null && 'kind' in event.output
    ? (event.output as StepOutcome)
    : null;
}

function agreed(event: LifeEvent): Partial<LifeContext> {
  return event.type === 'AGREED'
    ? { steps: event.steps, index: event.index, resumeAt: event.resumeAt ?? null, failure: null, startedOn: null, departure: 'none' }
    : {};
}

function cancelled() {
  return { target: '#life.failed', actions: { type: 'fail' as const, params: { code: 'CANCELLED', detail: {} } satisfies Failure } };
}

/** The dongle that the job is at work on is no longer there, though nothing was to make it leave. */
function pulled(code: 'UNPLUGGED_DURING_SWITCH' | 'UNPLUGGED_AFTER_SWITCH') {
  return {
    target: '#life.failed',
    actions: ['note' as const, { type: 'fail' as const, params: { code, detail: {} } satisfies Failure }],
  };
}

/** What is plugged in now was not verified. */
function anotherOne() {
  return { target: '#life.idle', actions: ['note' as const, 'forget' as const] };
}

function leaveBench() {
  return [{ guard: 'isHere' as const, target: '#life.idle', actions: 'forget' as const }, { target: '#life.gone' }];
}

/** A step under way. `whenPulled`: what it is called when the dongle is pulled out in the middle of it. */
function running(whenPulled: 'UNPLUGGED_DURING_SWITCH' | 'UNPLUGGED_AFTER_SWITCH') {
  const left = [
    // The step knows whether this is what it wanted; its outcome decides.
    { guard: 'stepLeaves' as const, actions: 'note' as const },
    pulled(whenPulled),
  ];
  return {
    entry: 'begin' as const,
    invoke: {
      src: 'step' as const,
      input: ({ context }: { context: LifeContext }) => ({ step: currentStep(context) }),
      onDone: [
        { guard: ({ event }: { event: { output: StepOutcome } }) => event.output.kind === 'locked', target: '#life.locked' },
        { guard: 'resuming' as const, target: '#life.starting', actions: 'next' as const },
        { guard: 'switchedByOther' as const, target: '#life.away', actions: 'toFirstReturn' as const },
        { target: '#life.deciding', actions: ['promise' as const, 'remember' as const, 'next' as const] },
      ],
      onError: {
        target: '#life.failed',
        actions: { type: 'fail' as const, params: ({ event }: { event: { error: unknown } }) => toFailure(event.error) },
      },
    },
    on: {
      // The bus may not have told that it went: whoever comes is not on the enumeration that the step began with.
      ATTACHED: left,
      DETACHED: left,
      CANCEL: cancelled(),
    },
  };
}
