import { describe, expect, it } from 'vitest';
import { createActor, type EventFrom, getMicrosteps, getNextTransitions } from 'xstate';
import { getShortestPaths, type StatePath } from 'xstate/graph';
import { currentStep } from '../../../electron/bench/life/context.ts';
import { type LifeSnapshot, lifeMachine } from '../../../electron/bench/life/life.ts';
import type { Presence } from '../../../electron/bench/life/presence.ts';
import type { StepOutcome } from '../../../electron/bench/steps/step-kind.ts';
import type { Step } from '../../../electron/contract/plan.ts';
import {
  branchesOf,
  bundle,
  disc,
  draftOf,
  driversStep,
  ecm,
  holdStep,
  identityStep,
  jobOf,
  jobState,
  modem,
  modeReturnStep,
  pastOf,
  pinStep,
  restartStep,
  returnStep,
  switchStep,
  takenName,
} from './chart.ts';

/**
 * Walks made from the chart itself: everything that can happen in every state that can be reached, plan by plan. What holds in all of them
 * is held to, and a branch that no walk takes is one that nothing reaches.
 */

type LifeEvent = EventFrom<typeof lifeMachine>;
type Walk = StatePath<LifeSnapshot, LifeEvent>;

interface World {
  readonly name: string;
  readonly steps: readonly Step[];
  /** What may be plugged in. */
  readonly presences: readonly Presence[];
  readonly outcomes: readonly StepOutcome[];
  /** What an earlier run left. */
  readonly past: readonly LifeEvent[];
  /** What is done at the desk. */
  readonly desk: readonly LifeEvent['type'][];
}

const kinds = (...names: ('done' | 'skipped' | 'locked' | 'left-at-once' | 'other-at-work')[]): StepOutcome[] =>
  names.map((kind) => ({ kind }));
const refused: StepOutcome = { kind: 'refused', status: 1 };
const crashDump: Presence = { enumeration: 7, id: '05c6:900e', isModem: false, mode: null, boot: { kind: 'crash-dump', name: 'RAM dump' } };
const preloader: Presence = { enumeration: 8, id: '0e8d:2000', isModem: false, mode: null, boot: { kind: 'preloader', name: 'Preloader' } };
const resumed = (index: number, ...steps: Step[]): LifeEvent => ({ type: 'RESUME', job: jobOf(steps).job, index, disc: null });

const worlds: readonly World[] = [
  {
    name: 'a disc that another program may switch',
    steps: [holdStep, switchStep, returnStep, identityStep],
    presences: [disc, modem, crashDump, preloader],
    outcomes: [...kinds('done', 'skipped', 'left-at-once', 'other-at-work'), refused],
    past: [],
    desk: ['PLAN', 'AGREE', 'CANCEL'],
  },
  {
    name: 'two switch messages',
    steps: [switchStep, { ...switchStep, id: 'switch-2' }, returnStep],
    presences: [disc, modem],
    outcomes: [...kinds('done', 'skipped', 'left-at-once'), refused],
    past: [],
    desk: ['PLAN', 'AGREE'],
  },
  {
    name: 'a mode that takes a restart',
    steps: [restartStep, { ...restartStep, id: 'mode-restart-2' }, modeReturnStep, pinStep, driversStep],
    presences: [ecm, { ...ecm, enumeration: 2, mode: 'qmi' }],
    outcomes: kinds('done', 'skipped', 'locked'),
    past: [resumed(2, restartStep, { ...restartStep, id: 'mode-restart-2' }, modeReturnStep, pinStep, driversStep)],
    desk: ['PLAN', 'AGREE', 'PIN', 'CANCEL'],
  },
  {
    name: 'the desk',
    steps: [identityStep],
    presences: [modem],
    outcomes: kinds('done'),
    past: [
      { type: 'INTERRUPTED', interruption: { past: pastOf([identityStep]), reason: 'rebooted' } },
      { type: 'RESTORE', job: jobOf([identityStep]).job, failure: null, disc: null },
      { type: 'RESTORE', job: jobOf([identityStep]).job, failure: { code: 'SIM_MISSING', detail: {} }, disc: null },
    ],
    desk: ['PLAN', 'PLAN_VOID', 'AGREE', 'CANCEL', 'DISMISS', 'EXPORT', 'EXPORT_ENDED', 'INQUIRE'],
  },
  {
    name: 'a job that a crash cut off',
    steps: [],
    presences: [disc, modem],
    outcomes: kinds('done'),
    past: [resumed(2, holdStep, switchStep, returnStep, identityStep), resumed(3, holdStep, switchStep, returnStep, identityStep)],
    desk: ['CANCEL', 'INQUIRE'],
  },
];

/** Which steps come to what only some do. */
const can: Readonly<Record<string, readonly string[]>> = {
  locked: ['pin'],
  refused: ['switch'],
  'left-at-once': ['switch'],
  'other-at-work': ['hold'],
};

const stepAt = (life: LifeSnapshot) => (jobState(life) === 'holdingAgain' ? life.context.job?.plan.steps[0] : currentStep(life.context));

/** What can happen next. */
function eventsIn({ steps, presences, outcomes, past, desk }: World) {
  const attached = presences.map((presence): LifeEvent => ({ type: 'ATTACHED', presence }));
  const another = presences.slice(0, 1).map((presence): LifeEvent => ({ type: 'ANOTHER', presence, port: '1-1' }));
  const doneOf = (step: Step | undefined) =>
    outcomes
      .filter(({ kind }) => can[kind]?.includes(step?.action.kind ?? '-') ?? true)
      .map((output) => ({ type: 'xstate.done.actor.step', actorId: 'step', output }) as const);
  // An error of an invoked step, and what is late: events that xstate makes itself, and no type of ours names.
  const failed = { type: 'xstate.error.actor.step', actorId: 'step', error: new Error('broken') } as never;
  const letGo: LifeEvent = { type: 'LET_GO' };
  const job = steps.length > 0 ? jobOf(steps).job : null;
  const intents = desk.flatMap((type): LifeEvent[] => {
    switch (type) {
      case 'PLAN':
        return [{ type, draft: draftOf(steps) }];
      case 'AGREE':
        return job ? [{ type, job, disc: null }] : [];
      case 'EXPORT_ENDED':
        return [
          { type, bundle },
          { type, bundle: null },
        ];
      case 'PLAN_VOID':
      case 'PIN':
      case 'CANCEL':
      case 'DISMISS':
      case 'EXPORT':
      case 'INQUIRE':
        return [{ type }];
      default:
        return [];
    }
  });
  return (life: LifeSnapshot): LifeEvent[] => {
    if (life.status !== 'active') return [];
    const delays = [...new Set(getNextTransitions(life).map(({ eventType }) => eventType))].filter((type) =>
      type.startsWith('xstate.after.'),
    );
    const isTalking = !life.matches({ bench: { talk: 'silent' } });
    // Whoever carries a step out has let go before what came of it is known.
    const hasSpoken = life.matches({ bench: { talk: 'spoken' } });
    return [
      ...attached,
      { type: 'DETACHED' },
      ...(life.matches({ bench: { job: 'atWork' } }) ? another : []),
      ...(life.matches({ bench: { job: 'none' } }) ? past : []),
      ...intents,
      ...(isTalking ? [letGo] : []),
      ...(hasSpoken ? [...doneOf(stepAt(life)), failed] : []),
      ...delays.map((type) => ({ type }) as never),
    ];
  };
}

const stateKey = ({ value, status, context }: LifeSnapshot) =>
  JSON.stringify([
    status,
    value,
    context.job?.plan.steps.length,
    context.index,
    context.seen.id,
    context.seen.mode,
    context.failure?.code,
    context.bundle !== null,
  ]);

const eventKey = (event: LifeEvent) =>
  JSON.stringify(event, (key, value) => (['job', 'past', 'draft', 'error', 'bundle'].includes(key) ? value !== null : value));

/** Every state that can be reached, each with the shortest way there. */
function walksOf(world: World) {
  const events = eventsIn(world);
  const walks: readonly Walk[] = getShortestPaths(lifeMachine, {
    input: { seen: disc },
    events,
    // The graph's keys are strings of a kind of its own.
    serializeState: (life) => stateKey(life) as never,
    serializeEvent: (event) => eventKey(event) as never,
    limit: 100_000,
  });
  return { events, walks };
}

/** The branches that a walk takes. */
function takenBy(events: readonly LifeEvent[]): Set<string> {
  const taken = new Set<string>();
  const actor = createActor(lifeMachine, {
    input: { seen: disc },
    // What is late is an event of the walk.
    clock: { setTimeout: () => 0, clearTimeout: () => undefined },
    inspect: (inspected) => {
      if (inspected.type === '@xstate.microstep') for (const one of inspected._transitions) taken.add(takenName(one));
    },
  });
  actor.start();
  for (const event of events) actor.send(event);
  actor.stop();
  return taken;
}

/** What holds in every state of a dongle; the names of what does not. */
function wrongIn(life: LifeSnapshot): string[] {
  if (life.status === 'done') return [];
  if (typeof life.value === 'string') return ['neither on the bench nor gone'];
  const { presence, talk, draft, export: bundled } = life.value.bench;
  const { context } = life;
  const job = jobState(life);
  const isAtWork = life.matches({ bench: { job: 'atWork' } });
  const isRunning = life.children['step'] !== undefined;
  const waits = getNextTransitions(life).some(({ eventType }) => eventType.startsWith('xstate.after.'));
  const claims: Record<string, boolean> = {
    'a job at work is at one of its steps': !isAtWork || (context.job !== null && currentStep(context) !== undefined),
    'a job at work can be cancelled': !isAtWork || life.can({ type: 'CANCEL' }),
    'a failure belongs to a job that failed, and such a job has one': (context.failure !== null) === (job === 'failed'),
    'what is forgotten is forgotten whole': job !== 'none' || (context.job === null && context.disc === null && context.index === 0),
    'the draft is there where one is shown': (context.draft !== null) === (draft === 'planned'),
    'what was cut off is there where it waits': (context.interruption !== null) === (job === 'interrupted'),
    'a bundle is there where one was written': bundled === 'writing' || (context.bundle !== null) === (bundled === 'written'),
    'only what went through is exported': bundled === 'none' || job === 'finished',
    'a step that runs is the only one who talks': !isRunning || talk === 'step' || talk === 'spoken',
    'who talks has a step or was broken off': (talk === 'step') === (isRunning && talk !== 'spoken'),
    'nothing begins while somebody talks': talk === 'silent' || !life.can({ type: 'DISMISS' }),
    'a step runs on a dongle that is there, unless it may leave': !['ready', 'locked', 'leaving'].includes(job) || presence === 'here',
    'a dongle that is away is kept by its job alone': presence !== 'unplugged' || !['none', 'interrupted'].includes(job),
    'a dongle at rest waits for nothing': !life.can({ type: 'DISMISS' }) || !waits,
    'a job that is at work has a limit': !isAtWork || job === 'locked' || waits,
  };
  return Object.entries(claims).flatMap(([claim, holds]) => (holds ? [] : [claim]));
}

describe('in every state that can be reached', () => {
  const taken = new Set<string>();

  it.each(worlds)('the same holds: $name', (world) => {
    const { events, walks } = walksOf(world);
    const seen = new Set<string>();
    for (const { state, steps } of walks) {
      expect(wrongIn(state), steps.map(({ event }) => event.type).join(' ')).toEqual([]);
      const way = steps.map(({ event }) => event).filter(({ type }) => String(type) !== 'xstate.init');
      for (const event of events(state)) {
        // Two that go from the same to the same by the same event take the same branches.
        const passed = getMicrosteps(lifeMachine, state, event).map(([{ value }]) => value);
        const key = JSON.stringify([state.value, state.context.bundle !== null, eventKey(event), passed]);
        if (seen.has(key)) continue;
        seen.add(key);
        for (const branch of takenBy([...way, event])) taken.add(branch);
      }
    }
    expect(walks.length).toBeGreaterThan(100);
  });

  it('there is no branch that no walk takes', () => {
    expect(branchesOf(lifeMachine.root).filter((branch) => !taken.has(branch))).toEqual([]);
  });
});
