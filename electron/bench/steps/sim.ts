import { type Step, stepActions } from '../../contract/plan.ts';
import type { Mode } from '../../contract/words.ts';
import { messagesOf, type Vendors } from '../../modem/messages.ts';
import { withModem } from '../../modem/modem.ts';
import { modemOpening, OPENING_MS } from './ports.ts';
import { readNumbers, SIM_LIMIT_MS, simIsReady, throwForState } from './sim-card.ts';
import type { StepContext } from './step-context.ts';
import { type StepKind, type StepOutcome, stepOf } from './step-kind.ts';

export const sim = {
  kind: 'sim',
  schema: stepActions.sim,
  plan: (mode: Mode, vendors: Vendors): Step =>
    stepOf(
      sim,
      'sim',
      { kind: 'sim' },
      {
        source: '3GPP TS 27.007, 8.3 (AT+CPIN?); QMI UIM; MBIM 1.0, 10.5.2',
        sends: [...modemOpening(mode), ...messagesOf('sim', mode, vendors)],
      },
    ),
  run: probeSim,
  leaves: () => false,
  needs: 'modem',
  stage: 'working',
  limit: OPENING_MS + SIM_LIMIT_MS,
  back: null,
} as const satisfies StepKind<'sim'> & { plan(...args: never[]): unknown };

/** Reads the SIM's state, and its numbers once it is open. */
async function probeSim(run: StepContext): Promise<StepOutcome> {
  return withModem(run.access, run.signal, async (modem) => {
    const { face, status } = await modem.sim();
    run.network({ sim: status.state });
    run.replied(status.state);
    throwForState(status.state);
    if (status.state === 'ready') {
      simIsReady(run);
      await readNumbers(run, face);
    } else run.network({ pinTriesLeft: status.triesLeft });
    return { kind: 'done' };
  });
}
