import { describe, expect, it } from 'vitest';
import { lifeMachine } from '../../../electron/bench/life/life.ts';
import type { Presence } from '../../../electron/bench/life/presence.ts';
import { LEAVE_LIMIT_MS, OTHER_GRACE_MS } from '../../../electron/bench/life/setup.ts';
import { LET_GO_MS } from '../../../electron/bench/steps/step-kind.ts';
import { BenchError } from '../../../electron/contract/errors.ts';
import { settle } from '../../support/manual-clock.ts';
import {
  AWAY_MS,
  branchesOf,
  bundle,
  chart as chartOf,
  disc,
  draftOf,
  driversStep,
  ecm,
  holdStep,
  identityStep,
  jobOf,
  modem,
  modeReturnStep,
  pastOf,
  pinStep,
  restartStep,
  returnStep,
  step,
  switchStep,
} from './chart.ts';

/** `state event #branch` of everything that the tests below sent to a chart. */
const walked = new Set<string>();
const chart = (presence: Presence | null, options: { readonly holds?: boolean } = {}) => chartOf(presence, { ...options, walked });
type Chart = ReturnType<typeof chart>;
const regions = ({ snapshot }: Chart) => {
  const { value } = snapshot();
  if (typeof value === 'string') throw new Error('gone');
  return value.bench;
};
const exportState = (c: Chart) => regions(c).export;
const write = (c: Chart) => {
  c.actor.send({ type: 'EXPORT' });
  c.actor.send({ type: 'EXPORT_ENDED', bundle });
};
/** What the job has of each step. */
const stepStates = ({ snapshot }: Chart) => snapshot().context.job?.progress.map(({ id, state }) => `${id} ${state}`);

describe('the life of a dongle', () => {
  it('goes from the disc to verified and exported', async () => {
    const c = chart(disc);
    c.agree(switchStep, returnStep, identityStep, driversStep);
    expect(c.state()).toBe('switching');
    await c.done();
    expect(c.state()).toBe('leaving');
    c.detached();
    expect(c.state()).toBe('awaiting.notYet');
    c.attached(modem);
    expect(c.state()).toBe('working');
    await c.done();
    expect(c.state()).toBe('ready');
    await c.done();
    expect(c.state()).toBe('finished');
    c.detached();
    expect(c.state()).toBe('finished');
    c.actor.send({ type: 'EXPORT' });
    c.actor.send({ type: 'EXPORT_ENDED', bundle });
    expect([c.state(), exportState(c)]).toEqual(['finished', 'written']);
    expect(c.started()).toEqual(['switch', 'identity', 'drivers']);
    expect(c.clock.pending).toBe(0);
  });

  it('does not mind when the dongle left, or even came back, before the switch step ended', async () => {
    const left = chart(disc);
    left.agree(switchStep, returnStep);
    left.detached();
    expect(left.state()).toBe('switching');
    await left.done();
    expect(left.state()).toBe('awaiting.notYet');

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
    await answered.done({ kind: 'refused', status: 1 });
    await answered.clock.advance(LEAVE_LIMIT_MS);
    expect(answered.snapshot().context.failure).toEqual({ code: 'SWITCH_FAILED', detail: { status: 1 } });
  });

  it('waits for the return as long as the step says, and no longer', async () => {
    const c = chart(disc);
    c.agree(switchStep, returnStep);
    await c.done();
    c.detached();
    await c.clock.advance(AWAY_MS - 1);
    expect(c.state()).toBe('awaiting.notYet');
    await c.clock.advance(1);
    expect(c.failure()).toBe('NEVER_RETURNED');
  });

  it('grants a dongle that comes back as something else a moment, then fails', async () => {
    const c = chart(disc);
    c.agree(switchStep, returnStep);
    await c.done();
    c.detached();
    c.attached({ enumeration: 2, id: '0bda:8152', isModem: false, mode: null });
    expect(c.state()).toBe('awaiting.asOther');
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
      expect(c.state()).toBe('awaiting.asOther');
      await c.clock.advance(OTHER_GRACE_MS);
      expect(c.snapshot().context.failure).toEqual({ code: 'RETURNED_WITHOUT_MODEM', detail: { id, name: 'RAM dump' } });
    }
  });

  it('waits for what comes after a preloader until the time is up', async () => {
    const c = chart(disc);
    c.agree(switchStep, returnStep, identityStep);
    await c.done();
    c.detached();
    c.attached({ enumeration: 2, id: '0e8d:2000', isModem: false, mode: null, boot: { kind: 'preloader', name: 'Preloader' } });
    await c.clock.advance(AWAY_MS - 1);
    expect(c.state()).toBe('awaiting.asOther');
    await c.clock.advance(1);
    expect(c.failure()).toBe('RETURNED_WITHOUT_MODEM');
  });

  it('follows disc, disc, modem', async () => {
    const c = chart(disc);
    c.agree(switchStep, returnStep, identityStep);
    await c.done();
    c.detached();
    c.attached({ ...disc, enumeration: 2 });
    expect(c.state()).toBe('awaiting.asOther');
    c.detached();
    expect(c.state()).toBe('awaiting.notYet');
    c.attached({ ...modem, enumeration: 3 });
    expect(c.state()).toBe('working');

    // Nobody told that the second disc went.
    const untold = chart(disc);
    untold.agree(switchStep, returnStep, identityStep);
    await untold.done();
    untold.detached();
    untold.attached({ ...disc, enumeration: 2 });
    untold.attached({ ...modem, enumeration: 3 });
    expect(untold.state()).toBe('working');
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
    expect(c.state()).toBe('awaiting.asOther');
    await c.clock.advance(1);
    expect(c.failure()).toBe('RETURNED_AS_OTHER');
  });

  it('names an unplugging by when it happened', async () => {
    const before = chart(disc);
    before.actor.send({ type: 'PLAN', draft: draftOf([switchStep, returnStep]) });
    before.attached(modem);
    expect(regions(before).draft).toBe('none');
    // A job that is over keeps a dongle on the bench that is away: what is agreed to then has nobody to work on.
    before.actor.send({ type: 'RESTORE', job: jobOf([identityStep]).job, failure: null, disc: null });
    before.actor.send({ type: 'PLAN', draft: draftOf([switchStep, returnStep]) });
    before.detached();
    before.actor.send({ type: 'AGREE', job: jobOf([switchStep, returnStep]).job, disc: null });
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
    const c = chart(ecm);
    c.agree(restartStep, modeReturnStep, identityStep);
    await c.done();
    expect(c.state()).toBe('leaving');
    c.detached();
    c.attached({ ...ecm, enumeration: 2, mode: 'qmi' });
    expect(c.state()).toBe('working');
  });

  describe('with two steps that may make it leave', () => {
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

    it('leaves the second out where it is away already', async () => {
      const c = chart(ecm);
      c.agree(restartStep, setStep, modeReturnStep, identityStep);
      c.detached();
      await c.done();
      expect([c.state(), ...c.started()]).toEqual(['awaiting.notYet', 'mode-restart']);
      expect(stepStates(c)?.[1]).toBe('mode-set skipped');
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

  it.each(['switching', 'working', 'ready', 'leaving', 'awaiting.notYet', 'locked'])('can be cancelled while %s', async (where) => {
    const c = chart(where === 'switching' || where === 'leaving' || where === 'awaiting.notYet' ? disc : modem);
    if (where === 'switching' || where === 'leaving' || where === 'awaiting.notYet') c.agree(switchStep, returnStep);
    else if (where === 'ready') c.agree(driversStep);
    else c.agree(pinStep);
    if (where === 'leaving' || where === 'awaiting.notYet') await c.done();
    if (where === 'awaiting.notYet') c.detached();
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
    write(verified);
    verified.agree(driversStep);
    expect(verified.state()).toBe('ready');
  });

  it('is idle again when dismissed, or gone if it is no longer there', async () => {
    const here = chart(modem);
    here.agree(identityStep);
    await here.fail(new BenchError('AT_SILENT', { command: 'AT', port: '/dev/ttyUSB2', seconds: 3 }));
    here.actor.send({ type: 'DISMISS' });
    expect(here.state()).toBe('none');

    const exported = chart(modem);
    exported.agree(driversStep);
    await exported.done();
    write(exported);
    exported.actor.send({ type: 'DISMISS' });
    expect([exported.state(), exportState(exported)]).toEqual(['none', 'none']);
    expect(exported.snapshot().context).toMatchObject({ job: null, bundle: null, failure: null });

    const away = chart(modem);
    away.agree(driversStep);
    await away.done();
    away.detached();
    away.actor.send({ type: 'DISMISS' });
    expect(away.snapshot().status).toBe('done');
  });

  it.each(['finished', 'exported'])('takes what is plugged in after it was %s for another one', async (state) => {
    const c = chart(modem);
    c.agree(driversStep);
    await c.done();
    if (state === 'exported') write(c);
    c.detached();
    expect(c.state()).toBe('finished');
    c.attached({ ...disc, enumeration: 9 });
    expect([c.state(), exportState(c)]).toEqual(['none', 'none']);
    expect(c.snapshot().context).toMatchObject({ job: null, bundle: null });
  });

  it('waits for a restart that it was told of before a crash and that has not begun', () => {
    const c = chart({ enumeration: 1, id: '2c7c:0125', isModem: true, mode: 'ecm' });
    c.resume(1, restartStep, modeReturnStep, identityStep);
    expect(c.state()).toBe('leaving');
    c.detached();
    c.attached({ enumeration: 2, id: '2c7c:0125', isModem: true, mode: 'qmi' });
    expect(c.state()).toBe('working');
  });

  it('shows a job of an earlier run as it ended', () => {
    const through = chart(modem);
    through.actor.send({ type: 'RESTORE', job: jobOf([identityStep]).job, failure: null, disc: null });
    expect(through.state()).toBe('finished');
    const failed = chart(modem);
    failed.actor.send({
      type: 'RESTORE',
      job: jobOf([identityStep]).job,
      failure: { code: 'SIM_MISSING', detail: {} },
      disc: null,
    });
    expect([failed.state(), failed.failure()]).toEqual(['failed', 'SIM_MISSING']);
  });

  it('is forgotten where nothing is plugged in, and stays where something is', () => {
    const away = chart(null);
    away.actor.send({ type: 'DISMISS' });
    expect(away.snapshot().status).toBe('done');
    const here = chart(modem);
    here.actor.send({ type: 'DISMISS' });
    expect(here.state()).toBe('none');
  });

  it('is gone when it leaves with nothing agreed', () => {
    const c = chart(disc);
    c.detached();
    expect(c.snapshot().status).toBe('done');
  });

  it('resumes in the middle: away, back already, or at a step', async () => {
    const away = chart(null);
    away.resume(1, switchStep, returnStep, identityStep);
    expect(away.state()).toBe('awaiting.notYet');
    away.attached(modem);
    expect(away.state()).toBe('working');

    const back = chart(modem);
    back.resume(1, switchStep, returnStep, identityStep);
    expect(back.state()).toBe('working');
    expect(back.started()).toEqual(['identity']);

    const finished = chart(modem);
    finished.resume(1, identityStep);
    expect(finished.state()).toBe('finished');
  });
});

describe('the holding of a dongle', () => {
  it('that another program switches meanwhile goes on at its return, and tells what was not needed', async () => {
    const away = chart(disc);
    away.agree(holdStep, switchStep, returnStep, identityStep);
    expect(away.started()).toEqual(['hold']);
    away.detached();
    await away.done({ kind: 'other-at-work' });
    expect(away.state()).toBe('awaiting.notYet');
    away.attached(modem);
    expect(away.started()).toEqual(['hold', 'identity']);
    expect(stepStates(away)?.slice(1, 3)).toEqual(['switch skipped', 'return done']);

    const back = chart(disc);
    back.agree(holdStep, switchStep, returnStep, identityStep);
    back.detached();
    back.attached(modem);
    await back.done({ kind: 'other-at-work' });
    expect(back.started()).toEqual(['hold', 'identity']);
  });

  it('goes on with the switch where the other program left it a disc, or nobody was at work on it', async () => {
    const disced = chart(disc);
    disced.agree(holdStep, switchStep, returnStep);
    disced.detached();
    disced.attached({ ...disc, enumeration: 5 });
    await disced.done({ kind: 'other-at-work' });
    expect(disced.started()).toEqual(['hold', 'switch']);

    const pulled = chart(disc);
    pulled.agree(holdStep, switchStep, returnStep);
    pulled.detached();
    await pulled.done({ kind: 'skipped' });
    expect([pulled.failure(), ...pulled.started()]).toEqual(['UNPLUGGED_BEFORE_SWITCH', 'hold']);

    const modemPulled = chart(modem);
    modemPulled.agree(holdStep, identityStep);
    modemPulled.detached();
    await modemPulled.done({ kind: 'skipped' });
    expect([modemPulled.failure(), ...modemPulled.started()]).toEqual(['UNPLUGGED_AFTER_SWITCH', 'hold']);
  });

  it('says that nobody told it to leave', async () => {
    const c = chart(disc);
    c.agree(holdStep, identityStep);
    await c.done();
    expect(regions(c).departure).toBe('none');
  });

  it('is taken up again before a job that a crash cut off goes on', async () => {
    const c = chart(modem);
    c.resume(3, holdStep, switchStep, returnStep, identityStep);
    expect([c.state(), ...c.started()]).toEqual(['holdingAgain', 'hold']);
    await c.done();
    expect([c.state(), ...c.started()]).toEqual(['working', 'hold', 'identity']);
  });

  it('that is taken up again and fails is named as what failed', async () => {
    const c = chart(modem);
    c.resume(3, holdStep, switchStep, returnStep, identityStep);
    await c.fail(new BenchError('MODEM_MANAGER_BUSY', { message: 'no' }));
    expect(c.failure()).toBe('MODEM_MANAGER_BUSY');
    expect(stepStates(c)).toEqual(['hold failed', 'switch waiting', 'return waiting', 'identity waiting']);
  });

  it('lasts no longer than its step may, and minds no departure', async () => {
    const c = chart(modem);
    c.resume(3, holdStep, switchStep, returnStep, identityStep);
    c.detached();
    c.attached({ ...modem, enumeration: 3 });
    expect(c.state()).toBe('holdingAgain');
    await c.clock.advance(1000);
    expect(c.snapshot().context.failure).toEqual({ code: 'STEP_TIMEOUT', detail: { step: 'hold', seconds: 1 } });
  });
});

describe('the time of a step', () => {
  it('is its own, and the step is told to end when it is over', async () => {
    const c = chart(modem);
    c.agree(identityStep);
    await c.clock.advance(999);
    expect([c.state(), c.last().aborted()]).toEqual(['working', false]);
    await c.clock.advance(1);
    expect(c.snapshot().context.failure).toEqual({ code: 'STEP_TIMEOUT', detail: { step: 'identity', seconds: 1 } });
    expect(c.last().aborted()).toBe(true);
  });

  it.each(['switch', 'drivers'])('is over for %s as well', async (id) => {
    const c = chart(id === 'switch' ? disc : modem);
    c.agree(...(id === 'switch' ? [switchStep, returnStep] : [driversStep]));
    await c.clock.advance(1000);
    expect(c.failure()).toBe('STEP_TIMEOUT');
  });
});

describe('who talks to a dongle', () => {
  it('is the step that was broken off until it has let go: nothing begins before', async () => {
    const c = chart(modem, { holds: true });
    c.agree(identityStep);
    c.actor.send({ type: 'CANCEL' });
    expect([c.state(), regions(c).talk]).toEqual(['failed', 'lettingGo']);
    expect(regions(c).job).toEqual({ failed: 'closing' });
    for (const intent of ['DISMISS', 'INQUIRE'] as const) expect(c.snapshot().can({ type: intent }), intent).toBe(false);
    expect(c.snapshot().can({ type: 'PLAN', draft: draftOf([identityStep]) })).toBe(false);
    c.last().letGo();
    expect([regions(c).talk, regions(c).job]).toEqual(['silent', { failed: 'closed' }]);
    expect(c.snapshot().can({ type: 'DISMISS' })).toBe(true);
    expect(c.clock.pending).toBe(0);
  });

  it('may take so long and no longer for its last words, and is waited for all the same', async () => {
    const c = chart(modem, { holds: true });
    c.agree(identityStep);
    c.actor.send({ type: 'CANCEL' });
    await c.clock.advance(LET_GO_MS - 1);
    expect(regions(c).job).toEqual({ failed: 'closing' });
    await c.clock.advance(1);
    expect([regions(c).talk, regions(c).job]).toEqual(['overdue', { failed: 'closed' }]);
    expect(c.snapshot().can({ type: 'DISMISS' })).toBe(false);
    c.last().letGo();
    expect(c.snapshot().can({ type: 'DISMISS' })).toBe(true);
  });

  it('is its drive’s questioner alone, never beside a job', async () => {
    const c = chart(disc);
    c.actor.send({ type: 'INQUIRE' });
    expect(regions(c).talk).toBe('inquiry');
    expect(c.snapshot().can({ type: 'PLAN', draft: draftOf([switchStep]) })).toBe(false);
    expect(c.snapshot().can({ type: 'INQUIRE' })).toBe(false);
    c.actor.send({ type: 'LET_GO' });
    c.agree(switchStep, returnStep);
    expect(c.snapshot().can({ type: 'INQUIRE' })).toBe(false);
    expect(chart(null).snapshot().can({ type: 'INQUIRE' })).toBe(false);
  });
});

describe('a step that has let go', () => {
  it('and is broken off before its outcome is known keeps nobody waiting', () => {
    const c = chart(modem, { holds: true });
    c.agree(identityStep);
    c.last().letGo();
    expect(regions(c).talk).toBe('spoken');
    c.actor.send({ type: 'CANCEL' });
    expect([regions(c).talk, regions(c).job]).toEqual(['silent', { failed: 'closed' }]);
  });
});

describe('the plan that is shown', () => {
  it('is the only one that can be agreed to, and goes with what it was made for', () => {
    const c = chart(disc);
    const { job } = jobOf([switchStep, returnStep]);
    c.actor.send({ type: 'AGREE', job, disc: null });
    expect(c.state()).toBe('none');
    const plan = () => c.actor.send({ type: 'PLAN', draft: draftOf([switchStep, returnStep]) });
    const shown = () => [regions(c).draft, c.snapshot().context.draft === null];
    plan();
    expect(shown()).toEqual(['planned', false]);
    c.actor.send({ type: 'PLAN_VOID' });
    expect(shown()).toEqual(['none', true]);
    plan();
    c.actor.send({ type: 'DISMISS' });
    expect(shown()).toEqual(['none', true]);
    plan();
    c.attached({ ...modem, enumeration: 3 });
    expect(shown()).toEqual(['none', true]);
    plan();
    c.actor.send({ type: 'AGREE', job, disc: null });
    expect(shown()).toEqual(['none', true]);
  });

  it('is none for a dongle that is away', () => {
    const c = chart(null);
    expect(c.snapshot().can({ type: 'PLAN', draft: draftOf([identityStep]) })).toBe(false);
  });
});

describe('the export', () => {
  const through = async () => {
    const c = chart(modem);
    c.agree(driversStep);
    await c.done();
    return c;
  };

  it('is of a job that went through, and one at a time', async () => {
    const idle = chart(modem);
    expect(idle.snapshot().can({ type: 'EXPORT' })).toBe(false);
    const c = await through();
    c.actor.send({ type: 'EXPORT' });
    expect(c.snapshot().can({ type: 'EXPORT' })).toBe(false);
    for (const intent of ['DISMISS', 'INQUIRE'] as const) expect(c.snapshot().can({ type: intent }), intent).toBe(false);
    c.actor.send({ type: 'EXPORT_ENDED', bundle });
    expect([exportState(c), c.snapshot().context.bundle]).toEqual(['written', bundle]);
  });

  it('that ended with nothing leaves what was written before', async () => {
    const c = await through();
    c.actor.send({ type: 'EXPORT' });
    c.actor.send({ type: 'EXPORT_ENDED', bundle: null });
    expect(exportState(c)).toBe('none');
    write(c);
    c.actor.send({ type: 'EXPORT' });
    c.actor.send({ type: 'EXPORT_ENDED', bundle: null });
    expect([exportState(c), c.snapshot().context.bundle]).toEqual(['written', bundle]);
  });

  it('forgets what it was made from with the job, and not before', async () => {
    const c = await through();
    c.exports.length = 0;
    c.actor.send({ type: 'EXPORT' });
    c.actor.send({ type: 'EXPORT_ENDED', bundle: null });
    c.detached();
    expect(c.exports).toEqual([]);
    c.attached({ ...modem, enumeration: 9 });
    expect(c.exports).toEqual(['forget']);
    c.agree(driversStep);
    await c.done();
    c.actor.send({ type: 'DISMISS' });
    expect(c.exports).toEqual(['forget', 'forget', 'forget']);
  });

  it('is what a cancelling ends, and not the job', async () => {
    const c = await through();
    c.exports.length = 0;
    c.actor.send({ type: 'EXPORT' });
    c.actor.send({ type: 'CANCEL' });
    expect([c.state(), ...c.exports]).toEqual(['finished', 'stop']);
  });
});

describe('a dongle that is told to leave', () => {
  it('and left with the first message is taken for pulled out where it never comes back', async () => {
    for (const told of ['before', 'after'] as const) {
      const c = chart(disc);
      c.agree(switchStep, returnStep);
      if (told === 'before') c.detached();
      await c.done({ kind: 'left-at-once' });
      if (told === 'after') c.detached();
      expect(regions(c).departure).toEqual({ left: 'atOnce' });
      await c.clock.advance(AWAY_MS);
      expect(c.failure()).toBe('UNPLUGGED_DURING_SWITCH');
    }
  });

  it('and comes as another enumeration, of whose going nobody told, has left', async () => {
    const c = chart(disc);
    c.agree(switchStep, returnStep, identityStep);
    await c.done({ kind: 'left-at-once' });
    c.attached(modem);
    expect(c.state()).toBe('working');
  });

  it('a second time, after it was away and back for the first, is waited for anew', async () => {
    const c = chart(ecm);
    c.agree(restartStep, step('again', restartStep.action), modeReturnStep, identityStep);
    c.detached();
    c.attached({ ...ecm, enumeration: 2 });
    await c.done();
    expect(regions(c).departure).toEqual({ left: 'inTime' });
    await c.done();
    expect([c.state(), regions(c).departure]).toEqual(['leaving', { told: 'taken' }]);
    c.detached();
    c.attached({ ...ecm, enumeration: 3, mode: 'qmi' });
    expect(c.started()).toEqual(['mode-restart', 'again', 'identity']);
  });

  it.each(['refused', 'left-at-once'] as const)('and was %s by a second message, after it was away for the first', async (kind) => {
    const c = chart(disc);
    c.agree(switchStep, { ...switchStep, id: 'switch-2' }, returnStep);
    c.detached();
    c.attached({ ...disc, enumeration: 2 });
    await c.done();
    await c.done(kind === 'refused' ? { kind, status: 1 } : { kind });
    expect(regions(c).departure).toEqual({ told: kind === 'refused' ? 'refused' : 'atOnce' });
  });

  it.each(['refused', 'left-at-once'] as const)('and was %s though the step before was needless', async (kind) => {
    const c = chart(ecm);
    c.agree(restartStep, switchStep, returnStep);
    await c.done({ kind: 'skipped' });
    expect(regions(c).departure).toBe('stayed');
    await c.done(kind === 'refused' ? { kind, status: 1 } : { kind });
    expect(regions(c).departure).toEqual({ told: kind === 'refused' ? 'refused' : 'atOnce' });
  });
});

describe('a job of an earlier run', () => {
  const interruption = { past: pastOf([identityStep]), reason: 'rebooted' } as const;

  it('that was cut off waits for the technician’s word, and is forgotten with it', () => {
    const c = chart(modem);
    c.actor.send({ type: 'INTERRUPTED', interruption });
    expect([c.state(), c.snapshot().context.interruption?.reason]).toEqual(['interrupted', 'rebooted']);
    c.actor.send({ type: 'DISMISS' });
    expect([c.state(), c.snapshot().context.interruption]).toEqual(['none', null]);
  });

  it('that was cut off goes with its dongle', () => {
    const c = chart(modem);
    c.actor.send({ type: 'INTERRUPTED', interruption });
    c.detached();
    expect(c.snapshot().status).toBe('done');
  });

  it('that was cut off gives way to a plan that is agreed to', () => {
    const c = chart(modem);
    c.actor.send({ type: 'INTERRUPTED', interruption });
    c.agree(identityStep);
    expect([c.state(), c.snapshot().context.interruption]).toEqual(['working', null]);
  });

  it('goes on nowhere where the dongle is away and no return is waited for', () => {
    const c = chart(null);
    c.resume(1, switchStep, identityStep);
    expect(c.failure()).toBe('UNPLUGGED_AFTER_SWITCH');
  });
});

describe('another dongle in the place of the one that the job is at work on', () => {
  it('ends it, whatever it was at', async () => {
    const c = chart(disc);
    c.agree(switchStep, returnStep);
    await c.done();
    c.detached();
    c.actor.send({ type: 'ANOTHER', presence: modem, port: '1-1' });
    expect(c.snapshot().context).toMatchObject({ failure: { code: 'ANOTHER_DONGLE', detail: { port: '1-1' } }, seen: modem });
    expect(stepStates(c)).toEqual(['switch waiting', 'return failed']);
  });
});

describe('the chart itself', () => {
  it('has no branch that the tests above do not walk', () => {
    const drawn = branchesOf(lifeMachine.root);
    expect(drawn.filter((branch) => !walked.has(branch))).toEqual([]);
    expect(drawn.length).toBeGreaterThan(100);
  });
});
