import { BenchError } from '../../contract/errors.ts';
import { type Step, stepActions } from '../../contract/plan.ts';
import type { Mode } from '../../contract/words.ts';
import { unlockCommand } from '../../modem/commands.ts';
import { messagesOf, type Vendors } from '../../modem/messages.ts';
import { withModem } from '../../modem/modem.ts';
import { modemOpening, OPENING_MS } from './ports.ts';
import { pinCheck, SIM_LIMIT_MS, throwForState, tryPin } from './sim-card.ts';
import type { StepContext } from './step-context.ts';
import { type StepKind, type StepOutcome, stepOf } from './step-kind.ts';

export const pinLock = {
  kind: 'pin-lock',
  schema: stepActions['pin-lock'],
  plan: (mode: Mode, vendors: Vendors): Step =>
    stepOf(
      pinLock,
      'pin-lock',
      { kind: 'pin-lock' },
      {
        source: '3GPP TS 27.007, 7.4 (AT+CLCK, facility SC); QMI UIM; MBIM 1.0, 10.5.4; TS 11.11, 11.3 (three tries, then PUK)',
        risk: 'persistent',
        sends: [...modemOpening(mode), ...messagesOf('pin-lock', mode, vendors)],
      },
    ),
  run: dropPinLock,
  leaves: () => false,
  needs: 'modem',
  stage: 'working',
  limit: OPENING_MS + SIM_LIMIT_MS,
  back: { key: 'steps.pin-lock.way-back', values: {} },
} as const satisfies StepKind<'pin-lock'> & { plan(...args: never[]): unknown };

/**
 * Tells the SIM to ask for no PIN any more, if it does. The PIN is then forgotten: what asks for none is given none, and the bundle
 * holds none. A SIM that was unlocked before has not tried this PIN yet: the tries left are read before it as well.
 */
async function dropPinLock(run: StepContext): Promise<StepOutcome> {
  return withModem(run.access, run.signal, async (modem) => {
    const sim = await modem.sim();
    const { face, status } = sim;
    throwForState(status.state);
    if ((await face.lock(run.signal)) === 'off') {
      run.forgetPin();
      return { kind: 'skipped' };
    }
    const outcome = await tryPin(run, sim, { give: (pin, signal) => face.dropLock(pin, signal), shown: unlockCommand });
    if (outcome === 'locked') return { kind: 'locked' };
    if ((await face.lock(run.signal)) !== 'off')
      throw new BenchError('AT_ERROR', { command: unlockCommand, reply: 'OK, and the lock is on' });
    run.replied('OK', 'OK');
    run.forgetPin();
    pinCheck(run, 'passed');
    return { kind: 'done' };
  });
}
