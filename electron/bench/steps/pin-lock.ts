import type { VendorFile } from '../../../modem-db/schema.ts';
import { BenchError } from '../../contract/errors.ts';
import { type Step, stepActions } from '../../contract/plan.ts';
import { lockQuery, simCommands, triesCommands, unlockCommand } from '../commands.ts';
import { OPENING_MS } from './at.ts';
import { ask, askUntil, atOpening } from './ports.ts';
import { pinCheck, readLock, readSim, SIM_LIMIT_MS, throwForState, tryPin } from './sim-card.ts';
import { type StepKind, type StepOutcome, stepOf } from './step-kind.ts';
import type { StepRun } from './step-run.ts';
import { withAt } from './with-at.ts';

export const pinLock = {
  kind: 'pin-lock',
  schema: stepActions['pin-lock'],
  plan: (vendor: VendorFile | undefined): Step =>
    stepOf(
      pinLock,
      'pin-lock',
      { kind: 'pin-lock' },
      {
        source: '3GPP TS 27.007, 7.4 (AT+CLCK, facility SC); TS 11.11, 11.3 (three tries, then PUK)',
        risk: 'persistent',
        sends: [...atOpening, askUntil(simCommands.state), askUntil(lockQuery), ...triesCommands(vendor).map(askUntil), ask(unlockCommand)],
      },
    ),
  run: dropPinLock,
  leaves: () => false,
  needs: 'at',
  stage: 'working',
  limit: OPENING_MS + SIM_LIMIT_MS,
  back: { key: 'steps.pin-lock.way-back', values: {} },
} as const satisfies StepKind<'pin-lock'> & { plan(...args: never[]): unknown };

/**
 * Tells the SIM to ask for no PIN any more, if it does. The PIN is then forgotten: what asks for none is given none, and the bundle
 * holds none. A SIM that was unlocked before has not tried this PIN yet: the tries left are read before it as well.
 */
async function dropPinLock(run: StepRun): Promise<StepOutcome> {
  return withAt(run, async (at) => {
    const sim = await readSim(run, at);
    throwForState(sim);
    if ((await readLock(at)) === 'off') {
      run.forgetPin();
      return { kind: 'skipped' };
    }
    const outcome = await tryPin(run, at, sim, { command: (pin) => `AT+CLCK="SC",0,"${pin}"`, shown: unlockCommand });
    if (outcome === 'locked') return { kind: 'locked' };
    if ((await readLock(at)) !== 'off') throw new BenchError('AT_ERROR', { command: unlockCommand, reply: 'OK, and the lock is on' });
    run.replied('OK', 'OK');
    run.forgetPin();
    pinCheck(run, 'passed');
    return { kind: 'done' };
  });
}
