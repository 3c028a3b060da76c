import { type Step, stepActions } from '../../contract/plan.ts';
import type { Mode } from '../../contract/words.ts';
import { pinCommand } from '../../modem/commands.ts';
import { messagesOf, type Vendors } from '../../modem/messages.ts';
import { withModem } from '../../modem/modem.ts';
import { modemOpening, OPENING_MS } from './ports.ts';
import { pinCheck, readNumbers, SIM_LIMIT_MS, simIsReady, throwForState, tryPin, waitReady } from './sim-card.ts';
import type { StepContext } from './step-context.ts';
import { type StepKind, type StepOutcome, stepOf } from './step-kind.ts';

export const pin = {
  kind: 'pin',
  schema: stepActions.pin,
  plan: (mode: Mode, vendors: Vendors): Step =>
    stepOf(
      pin,
      'pin',
      { kind: 'pin' },
      {
        source: '3GPP TS 27.007, 8.3 (AT+CPIN); QMI UIM; MBIM 1.0, 10.5.4; TS 11.11, 11.3 (three tries, then PUK)',
        risk: 'reversible',
        sends: [...modemOpening(mode), ...messagesOf('pin', mode, vendors)],
      },
    ),
  run: enterPin,
  leaves: () => false,
  needs: 'modem',
  stage: 'working',
  limit: OPENING_MS + SIM_LIMIT_MS,
  back: null,
} as const satisfies StepKind<'pin'> & { plan(...args: never[]): unknown };

/**
 * Enters the PIN if the SIM asks for one. The tries left are read before every attempt; below two, or where the modem does
 * not tell, it is refused: a blocked SIM is not ours to risk.
 */
async function enterPin(run: StepContext): Promise<StepOutcome> {
  return withModem(run.access, run.signal, async (modem) => {
    const sim = await modem.sim();
    const { face, status } = sim;
    throwForState(status.state);
    if (status.state === 'ready') {
      // A PIN that nobody asks for is needless. One that is not asked for now is untried, and the router would try it at every start.
      const lock = await face.lock(run.signal);
      if (lock === 'off') run.forgetPin();
      else if (lock === 'on' || run.wishes.pin !== '') pinCheck(run, 'unknown');
      return { kind: 'skipped' };
    }
    const outcome = await tryPin(run, sim, { give: (pin, signal) => face.enterPin(pin, signal), shown: pinCommand });
    if (outcome === 'locked') return { kind: 'locked' };
    run.replied('OK', 'OK');
    await waitReady(run, face);
    run.pinTaken();
    pinCheck(run, 'passed');
    run.network({ sim: 'ready' });
    simIsReady(run);
    await readNumbers(run, face);
    return { kind: 'done' };
  });
}
