import type { VendorFile } from '../../../modem-db/schema.ts';
import { type Step, stepActions } from '../../contract/plan.ts';
import { iccidCommand, lockQuery, pinCommand, simCommands, triesCommands } from '../commands.ts';
import { OPENING_MS } from './at.ts';
import { ask, askUntil, atOpening } from './ports.ts';
import { pinCheck, readLock, readNumbers, readSim, SIM_LIMIT_MS, simIsReady, throwForState, tryPin, waitReady } from './sim-card.ts';
import { type StepKind, type StepOutcome, stepOf } from './step-kind.ts';
import type { StepRun } from './step-run.ts';
import { withAt } from './with-at.ts';

export const pin = {
  kind: 'pin',
  schema: stepActions.pin,
  plan: (vendor: VendorFile | undefined): Step =>
    stepOf(
      pin,
      'pin',
      { kind: 'pin' },
      {
        source: '3GPP TS 27.007, 8.3 (AT+CPIN); TS 11.11, 11.3 (three tries, then PUK)',
        risk: 'reversible',
        sends: [
          ...atOpening,
          askUntil(simCommands.state),
          ask(lockQuery),
          ...triesCommands(vendor).map(askUntil),
          // Once the technician has typed one in, the step is carried out again.
          askUntil(pinCommand),
          ...[simCommands.imsi, iccidCommand(vendor)].map(ask),
        ],
      },
    ),
  run: enterPin,
  leaves: () => false,
  needs: 'at',
  stage: 'working',
  limit: OPENING_MS + SIM_LIMIT_MS,
  back: null,
} as const satisfies StepKind<'pin'> & { plan(...args: never[]): unknown };

/**
 * Enters the PIN if the SIM asks for one. The tries left are read before every attempt; below two, or where the modem does
 * not tell, it is refused: a blocked SIM is not ours to risk.
 */
async function enterPin(run: StepRun): Promise<StepOutcome> {
  return withAt(run, async (at) => {
    const sim = await readSim(run, at);
    throwForState(sim);
    if (sim === 'ready') {
      // A PIN that nobody asks for is needless. One that is not asked for now is untried, and the router would try it at every start.
      const lock = await readLock(at);
      if (lock === 'off') run.forgetPin();
      else if (lock === 'on' || run.wishes.pin !== '') pinCheck(run, 'unknown');
      return { kind: 'skipped' };
    }
    const outcome = await tryPin(run, at, sim, { command: (pin) => `AT+CPIN="${pin}"`, shown: pinCommand });
    if (outcome === 'locked') return { kind: 'locked' };
    run.replied('OK', 'OK');
    await waitReady(run, at);
    run.pinTaken();
    pinCheck(run, 'passed');
    run.network({ sim: 'ready' });
    simIsReady(run);
    await readNumbers(run, at);
    return { kind: 'done' };
  });
}
