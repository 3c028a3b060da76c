import { describe, expect, it } from 'vitest';
import { type Actor, createActor, fromPromise } from 'xstate';
import { LEAVE_LIMIT_MS, lifeMachine, OTHER_GRACE_MS, type Presence } from '../../electron/bench/life.ts';
import type { StepOutcome } from '../../electron/bench/steps/step-kind.ts';
import { BenchError } from '../../electron/contract/errors.ts';
import type { Step, StepAction } from '../../electron/contract/plan.ts';
import { ManualClock, settle } from '../support/manual-clock.ts';

const AWAY_MS = 40_000;

function step(id: string, action: StepAction, skipIf?: Step['skipIf']): Step {
  const phrase = { key: id, values: {} };
  return {
    id,
    title: phrase,
    why: phrase,
    source: 'this test',
    action,
    sends: [],
    timeoutMs: 1000,
    risk: 'none',
    wayBack: null,
    skipIf: skipIf ?? [],
  };
}

const switchStep = step('switch', { kind: 'switch', method: 'HuaweiNewMode', transfers: [], from: null });
const returnStep = step('return', { kind: 'await-return', ids: ['12d1:1506'], withinMs: AWAY_MS });
const identityStep = step('identity', { kind: 'identity' });
const pinStep = step('pin', { kind: 'pin' });
const driversStep = step('drivers', { kind: 'drivers' });
const restartStep = step('mode-restart', { kind: 'at', command: 'AT+CFUN=1,1', answerMs: 1000, leaves: true, optional: false }, [
  { kind: 'mode', mode: 'qmi' },
]);
const modeReturnStep = step('mode-return', { kind: 'await-return', ids: ['2c7c:0125'], withinMs: AWAY_MS }, [
  { kind: 'mode', mode: 'qmi' },
]);

const disc: Presence = { enumeration: 1, id: '12d1:1446', isModem: false, mode: null };
const modem: Presence = { enumeration: 2, id: '12d1:1506', isModem: true, mode: 'ncm' };

interface StateNode {
  readonly transitions: ReadonlyMap<string, unknown>;
  readonly states: Readonly<Record<string, StateNode>>;
}

/** `state event` of everything that the tests below sent to a chart. A compound state's transitions are walked from any state in it. */
const walked = new Set<string>();

/** Delays and invoked steps make event names with ids in them. */
function plainEvent(event: string): string {
  return event.replace(/^xstate\.(after|done|error)\..*/, '$1');
}

/** A chart whose steps wait until the test says what became of them. */
function chart(presence: Presence | null) {
  const clock = new ManualClock();
  const running: { step: string; done: (outcome: StepOutcome) => void; fail: (error: unknown) => void; aborted: () => boolean }[] = [];
  const machine = lifeMachine.provide({
    actors: {
      step: fromPromise<StepOutcome, { step: Step | undefined }>(
        ({ input, signal }) =>
          new Promise((done, fail) => {
            running.push({ step: input.step?.id ?? '-', done, fail, aborted: () => signal.aborted });
          }),
      ),
    },
  });
  const actor: Actor<typeof machine> = createActor(machine, {
    input: { presence },
    inspect: (inspected) => {
      if (inspected.type !== '@xstate.event' || inspected.actorRef !== actor) return;
      const { value } = actor.getSnapshot();
      const event = plainEvent(inspected.event.type);
      if (typeof value === 'object') for (const name of ['away', `away.${value.away}`]) walked.add(`${name} ${event}`);
      else walked.add(`${value} ${event}`);
    },
    clock: { setTimeout: (run, ms) => clock.setTimeout(run, ms), clearTimeout: (timer) => clock.clearTimeout(timer) },
  });
  actor.start();
  const last = () => {
    const current = running.at(-1);
    if (!current) throw new Error('no step runs');
    return current;
  };
  return {
    clock,
    actor,
    last,
    started: () => running.map((r) => r.step),
    state: () => {
      const { value } = actor.getSnapshot();
      return typeof value === 'object' ? `away.${value.away}` : value;
    },
    failure: () => actor.getSnapshot().context.failure?.code ?? null,
    agree: (...steps: Step[]) => actor.send({ type: 'AGREED', steps, index: 0 }),
    done: async (outcome: StepOutcome = { kind: 'done' }) => {
      last().done(outcome);
      await settle();
    },
    fail: async (error: unknown) => {
      last().fail(error);
      await settle();
    },
    attached: (p: Presence) => actor.send({ type: 'ATTACHED', presence: p }),
    detached: () => actor.send({ type: 'DETACHED' }),
  };
}

describe('the life of a dongle', () => {
  it('goes from the disc to verified and exported', async () => {
    const c = chart(disc);
    c.agree(switchStep, returnStep, identityStep, driversStep);
    expect(c.state()).toBe('switching');
    await c.done();
    expect(c.state()).toBe('leaving');
    c.detached();
    expect(c.state()).toBe('away.out');
    c.attached(modem);
    expect(c.state()).toBe('working');
    await c.done();
    expect(c.state()).toBe('ready');
    await c.done();
    expect(c.state()).toBe('finished');
    c.detached();
    expect(c.state()).toBe('finished');
    c.actor.send({ type: 'EXPORTED' });
    expect(c.state()).toBe('exported');
    c.actor.send({ type: 'EXPORTED' });
    expect(c.state()).toBe('exported');
    expect(c.started()).toEqual(['switch', 'identity', 'drivers']);
    expect(c.clock.pending).toBe(0);
  });

  it('does not mind when the dongle left, or even came back, before the switch step ended', async () => {
    const left = chart(disc);
    left.agree(switchStep, returnStep);
    left.detached();
    expect(left.state()).toBe('switching');
    await left.done();
    expect(left.state()).toBe('away.out');

    const back = chart(disc);
    back.agree(switchStep, returnStep, identityStep);
    back.detached();
    back.attached(modem);
    await back.done();
    expect(back.state()).toBe('working');
  });

  it.each([identityStep, driversStep])(
    'fails where another enumeration comes under $id, though nobody told that the first one went',
    (under) => {
      const c = chart(modem);
      c.agree(under);
      c.attached({ ...modem, enumeration: 3 });
      expect(c.failure()).toBe('UNPLUGGED_AFTER_SWITCH');
      expect(c.last().aborted()).toBe(true);
    },
  );

  it('fails with the step’s own error', async () => {
    const c = chart(disc);
    c.agree(switchStep, returnStep);
    await c.fail(new BenchError('SWITCH_STALLED'));
    expect(c.state()).toBe('failed');
    expect(c.failure()).toBe('SWITCH_STALLED');
  });

  it('calls a foreign error INTERNAL', async () => {
    const c = chart(disc);
    c.agree(identityStep);
    await c.fail(new TypeError('x is not a function'));
    expect(c.failure()).toBe('INTERNAL');
  });

  it('tells a message that was ignored from one that was answered with a failure', async () => {
    const ignored = chart(disc);
    ignored.agree(switchStep, returnStep);
    await ignored.done();
    await ignored.clock.advance(LEAVE_LIMIT_MS - 1);
    expect(ignored.state()).toBe('leaving');
    await ignored.clock.advance(1);
    expect(ignored.failure()).toBe('SWITCH_IGNORED');

    const answered = chart(disc);
    answered.agree(switchStep, returnStep);
    await answered.done({ kind: 'done', ifStays: { code: 'SWITCH_FAILED', detail: { status: 1 } } });
    await answered.clock.advance(LEAVE_LIMIT_MS);
    expect(answered.failure()).toBe('SWITCH_FAILED');
  });

  it('waits for the return as long as the step says, and no longer', async () => {
    const c = chart(disc);
    c.agree(switchStep, returnStep);
    await c.done();
    c.detached();
    await c.clock.advance(AWAY_MS - 1);
    expect(c.state()).toBe('away.out');
    await c.clock.advance(1);
    expect(c.failure()).toBe('NEVER_RETURNED');
  });

  it('grants a dongle that comes back as something else a moment, then fails', async () => {
    const c = chart(disc);
    c.agree(switchStep, returnStep);
    await c.done();
    c.detached();
    c.attached({ enumeration: 2, id: '0bda:8152', isModem: false, mode: null });
    expect(c.state()).toBe('away.returnedAsOther');
    await c.clock.advance(OTHER_GRACE_MS);
    expect(c.failure()).toBe('RETURNED_AS_OTHER');
  });

  it('names boot code that came back in its place, whatever id it goes by', async () => {
    for (const id of ['05c6:900e', '12d1:1506']) {
      const c = chart(disc);
      c.agree(switchStep, returnStep, identityStep);
      await c.done();
      c.detached();
      c.attached({ enumeration: 2, id, isModem: false, mode: null, boot: { kind: 'crash-dump', name: 'RAM dump' } });
      expect(c.state()).toBe('away.returnedAsOther');
      await c.clock.advance(OTHER_GRACE_MS);
      expect(c.actor.getSnapshot().context.failure).toEqual({ code: 'RETURNED_WITHOUT_MODEM', detail: { id, name: 'RAM dump' } });
    }
  });

  it('waits for what comes after a preloader until the time is up', async () => {
    const c = chart(disc);
    c.agree(switchStep, returnStep, identityStep);
    await c.done();
    c.detached();
    c.attached({ enumeration: 2, id: '0e8d:2000', isModem: false, mode: null, boot: { kind: 'preloader', name: 'Preloader' } });
    await c.clock.advance(AWAY_MS - 1);
    expect(c.state()).toBe('away.returnedAsOther');
    await c.clock.advance(1);
    expect(c.failure()).toBe('RETURNED_WITHOUT_MODEM');
  });

  it('follows disc, disc, modem', async () => {
    const c = chart(disc);
    c.agree(switchStep, returnStep, identityStep);
    await c.done();
    c.detached();
    c.attached({ ...disc, enumeration: 2 });
    expect(c.state()).toBe('away.returnedAsOther');
    c.detached();
    expect(c.state()).toBe('away.out');
    c.attached({ ...modem, enumeration: 3 });
    expect(c.state()).toBe('working');
  });

  it('takes a modem of the same vendor under an id that no list has', async () => {
    const c = chart(disc);
    c.agree(switchStep, returnStep, identityStep);
    await c.done();
    c.detached();
    c.attached({ enumeration: 2, id: '12d1:15ff', isModem: true, mode: 'ncm' });
    expect(c.state()).toBe('working');
  });

  it('keeps the time limit over a wrong return', async () => {
    const c = chart(disc);
    c.agree(switchStep, returnStep);
    await c.done();
    c.detached();
    await c.clock.advance(AWAY_MS - 1000);
    c.attached({ ...disc, enumeration: 2 });
    await c.clock.advance(999);
    expect(c.state()).toBe('away.returnedAsOther');
    await c.clock.advance(1);
    expect(c.failure()).toBe('RETURNED_AS_OTHER');
  });

  it('names an unplugging by when it happened', async () => {
    const before = chart(null);
    before.agree(switchStep, returnStep);
    expect(before.failure()).toBe('UNPLUGGED_BEFORE_SWITCH');

    const after = chart(modem);
    after.agree(identityStep);
    after.detached();
    expect(after.failure()).toBe('UNPLUGGED_AFTER_SWITCH');
    await settle();
    expect(after.last().aborted()).toBe(true);

    const verifying = chart(modem);
    verifying.agree(driversStep);
    verifying.detached();
    expect(verifying.failure()).toBe('UNPLUGGED_AFTER_SWITCH');
  });

  it('fails where nobody answers in the verification', async () => {
    const c = chart(modem);
    c.agree(driversStep);
    await c.fail(new BenchError('QMI_SILENT', { service: 'DMS', message: 'Get Model', port: '/dev/cdc-wdm0', seconds: 10 }));
    expect(c.failure()).toBe('QMI_SILENT');
  });

  it('leaves a restart and its return out where the mode is there already', async () => {
    const c = chart({ enumeration: 1, id: '2c7c:0125', isModem: true, mode: 'qmi' });
    c.agree(restartStep, modeReturnStep, identityStep);
    expect(c.started()).toEqual(['mode-restart']);
    await c.done({ kind: 'skipped' });
    expect(c.started()).toEqual(['mode-restart', 'identity']);
  });

  it('waits for a dongle that comes back under its own id', async () => {
    const ecm: Presence = { enumeration: 1, id: '2c7c:0125', isModem: true, mode: 'ecm' };
    const c = chart(ecm);
    c.agree(restartStep, modeReturnStep, identityStep);
    await c.done();
    expect(c.state()).toBe('leaving');
    c.detached();
    c.attached({ ...ecm, enumeration: 2, mode: 'qmi' });
    expect(c.state()).toBe('working');
  });

  describe('with two steps that may make it leave', () => {
    const ecm: Presence = { enumeration: 1, id: '2c7c:0125', isModem: true, mode: 'ecm' };
    const setStep = { ...restartStep, id: 'mode-set' };

    it('waits for its return where the first one did, though the second was needless', async () => {
      const c = chart(ecm);
      c.agree(restartStep, setStep, modeReturnStep, identityStep);
      await c.done();
      expect(c.started()).toEqual(['mode-restart', 'mode-set']);
      await c.done({ kind: 'skipped' });
      expect(c.state()).toBe('leaving');
      c.detached();
      c.attached({ ...ecm, enumeration: 2, mode: 'qmi' });
      expect(c.started()).toEqual(['mode-restart', 'mode-set', 'identity']);
    });

    it('has it away already where it left during the second', async () => {
      const c = chart(ecm);
      c.agree(restartStep, setStep, modeReturnStep, identityStep);
      await c.done();
      c.detached();
      c.attached({ ...ecm, enumeration: 2, mode: 'qmi' });
      await c.done({ kind: 'skipped' });
      expect(c.started()).toEqual(['mode-restart', 'mode-set', 'identity']);
    });

    it('waits for its return where the second one did', async () => {
      const c = chart(ecm);
      c.agree(restartStep, setStep, modeReturnStep, identityStep);
      await c.done({ kind: 'skipped' });
      await c.done();
      expect(c.state()).toBe('leaving');
    });

    it('goes on where both were needless, and waits for the next that is not', async () => {
      const c = chart(ecm);
      c.agree(restartStep, setStep, modeReturnStep, { ...restartStep, id: 'mode-restart-2' }, modeReturnStep, identityStep);
      await c.done({ kind: 'skipped' });
      await c.done({ kind: 'skipped' });
      expect(c.started()).toEqual(['mode-restart', 'mode-set', 'mode-restart-2']);
      await c.done();
      expect(c.state()).toBe('leaving');
    });
  });

  it('waits for the PIN, and tries the step again with it', async () => {
    const c = chart(modem);
    c.agree(pinStep, driversStep);
    await c.done({ kind: 'locked' });
    expect(c.state()).toBe('locked');
    c.actor.send({ type: 'PIN' });
    expect(c.started()).toEqual(['pin', 'pin']);
    await c.done();
    expect(c.state()).toBe('ready');
  });

  it('is failed, not lost, when pulled out while it waits for the PIN', async () => {
    const c = chart(modem);
    c.agree(pinStep);
    await c.done({ kind: 'locked' });
    c.detached();
    expect(c.failure()).toBe('UNPLUGGED_AFTER_SWITCH');
  });

  it('takes no PIN for whoever came into its place meanwhile, also where the bus did not tell that the first one went', async () => {
    const c = chart(modem);
    c.agree(pinStep);
    await c.done({ kind: 'locked' });
    c.attached({ ...modem, enumeration: 3 });
    expect([c.state(), c.failure()]).toEqual(['failed', 'UNPLUGGED_AFTER_SWITCH']);
    c.actor.send({ type: 'PIN' });
    expect(c.started()).toEqual(['pin']);
  });

  it.each(['switching', 'working', 'ready', 'leaving', 'away.out', 'locked'])('can be cancelled while %s', async (where) => {
    const c = chart(where === 'switching' || where === 'leaving' || where === 'away.out' ? disc : modem);
    if (where === 'switching' || where === 'leaving' || where === 'away.out') c.agree(switchStep, returnStep);
    else if (where === 'ready') c.agree(driversStep);
    else c.agree(pinStep);
    if (where === 'leaving' || where === 'away.out') await c.done();
    if (where === 'away.out') c.detached();
    if (where === 'locked') await c.done({ kind: 'locked' });
    expect(c.state()).toBe(where);
    c.actor.send({ type: 'CANCEL' });
    expect(c.failure()).toBe('CANCELLED');
    expect(c.clock.pending).toBe(0);
  });

  it('starts anew after a failure, and after the work', async () => {
    const failed = chart(modem);
    failed.agree(identityStep);
    await failed.fail(new BenchError('AT_SILENT', { command: 'AT', port: '/dev/ttyUSB2', seconds: 3 }));
    failed.agree(identityStep);
    expect(failed.state()).toBe('working');
    expect(failed.failure()).toBeNull();

    const verified = chart(modem);
    verified.agree(driversStep);
    await verified.done();
    verified.agree(driversStep);
    expect(verified.state()).toBe('ready');
    await verified.done();
    verified.actor.send({ type: 'EXPORTED' });
    verified.agree(driversStep);
    expect(verified.state()).toBe('ready');
  });

  it('is idle again when dismissed, or gone if it is no longer there', async () => {
    const here = chart(modem);
    here.agree(identityStep);
    await here.fail(new BenchError('AT_SILENT', { command: 'AT', port: '/dev/ttyUSB2', seconds: 3 }));
    here.actor.send({ type: 'DISMISS' });
    expect(here.state()).toBe('idle');

    const exported = chart(modem);
    exported.agree(driversStep);
    await exported.done();
    exported.actor.send({ type: 'EXPORTED' });
    exported.actor.send({ type: 'DISMISS' });
    expect(exported.state()).toBe('idle');

    const away = chart(modem);
    away.agree(driversStep);
    await away.done();
    away.detached();
    away.actor.send({ type: 'DISMISS' });
    expect(away.actor.getSnapshot().status).toBe('done');
  });

  it.each(['finished', 'exported'])('takes what is plugged in after it was %s for another one', async (state) => {
    const c = chart(modem);
    c.agree(driversStep);
    await c.done();
    if (state === 'exported') c.actor.send({ type: 'EXPORTED' });
    c.detached();
    expect(c.state()).toBe(state);
    c.attached({ ...disc, enumeration: 9 });
    expect(c.state()).toBe('idle');
    expect(c.actor.getSnapshot().context.steps).toEqual([]);
  });

  it('waits for a restart that it was told of before a crash and that has not begun', () => {
    const c = chart({ enumeration: 1, id: '2c7c:0125', isModem: true, mode: 'ecm' });
    c.actor.send({ type: 'AGREED', steps: [restartStep, modeReturnStep, identityStep], index: 1 });
    expect(c.state()).toBe('leaving');
    c.detached();
    c.attached({ enumeration: 2, id: '2c7c:0125', isModem: true, mode: 'qmi' });
    expect(c.state()).toBe('working');
  });

  it('shows a job of an earlier run as it ended', () => {
    const through = chart(modem);
    through.actor.send({ type: 'RESTORED', failure: null });
    expect(through.state()).toBe('finished');
    const failed = chart(modem);
    failed.actor.send({ type: 'RESTORED', failure: { code: 'SIM_MISSING', detail: {} } });
    expect([failed.state(), failed.actor.getSnapshot().context.failure?.code]).toEqual(['failed', 'SIM_MISSING']);
  });

  it('is forgotten where nothing is plugged in, and stays where something is', () => {
    const away = chart(null);
    away.actor.send({ type: 'DISMISS' });
    expect(away.actor.getSnapshot().status).toBe('done');
    const here = chart(modem);
    here.actor.send({ type: 'DISMISS' });
    expect(here.state()).toBe('idle');
  });

  it('is gone when it leaves with nothing agreed', () => {
    const c = chart(disc);
    c.detached();
    expect(c.actor.getSnapshot().status).toBe('done');
  });

  it('resumes in the middle: away, back already, or at a step', async () => {
    const away = chart(null);
    away.actor.send({ type: 'AGREED', steps: [switchStep, returnStep, identityStep], index: 1 });
    expect(away.state()).toBe('away.out');
    away.attached(modem);
    expect(away.state()).toBe('working');

    const back = chart(modem);
    back.actor.send({ type: 'AGREED', steps: [switchStep, returnStep, identityStep], index: 1 });
    expect(back.state()).toBe('working');
    expect(back.started()).toEqual(['identity']);

    const finished = chart(modem);
    finished.actor.send({ type: 'AGREED', steps: [identityStep], index: 1 });
    expect(finished.state()).toBe('finished');
  });
});

describe('the chart itself', () => {
  it('has no transition that the tests above do not walk', () => {
    const drawn = new Set<string>();
    const collect = (name: string, node: StateNode): void => {
      for (const event of node.transitions.keys()) drawn.add(`${name} ${plainEvent(String(event))}`);
      for (const [child, below] of Object.entries(node.states)) collect(name === '' ? child : `${name}.${child}`, below);
    };
    for (const [name, node] of Object.entries(lifeMachine.states)) collect(name, node);
    expect([...drawn].filter((t) => !walked.has(t))).toEqual([]);
    expect(drawn.size).toBeGreaterThan(30);
  });
});
