import type { VendorFile } from '../../../modem-db/schema.ts';
import { type Step, stepActions } from '../../contract/plan.ts';
import { iccidCommand, simCommands, triesCommands } from '../commands.ts';
import { OPENING_MS } from './at.ts';
import { ask, askUntil, atOpening } from './ports.ts';
import { readNumbers, readSim, readTries, SIM_LIMIT_MS, simIsReady, throwForState } from './sim-card.ts';
import { type StepKind, type StepOutcome, stepOf } from './step-kind.ts';
import type { StepRun } from './step-run.ts';
import { withAt } from './with-at.ts';

export const sim = {
  kind: 'sim',
  schema: stepActions.sim,
  plan: (vendor: VendorFile | undefined): Step =>
    stepOf(
      sim,
      'sim',
      { kind: 'sim' },
      {
        source: '3GPP TS 27.007, 8.3 (AT+CPIN?)',
        sends: [...atOpening, askUntil(simCommands.state), ...[simCommands.imsi, iccidCommand(vendor), ...triesCommands(vendor)].map(ask)],
      },
    ),
  run: probeSim,
  leaves: () => false,
  needs: 'at',
  stage: 'working',
  limit: OPENING_MS + SIM_LIMIT_MS,
  back: null,
} as const satisfies StepKind<'sim'> & { plan(...args: never[]): unknown };

/** Reads the SIM's state, and its numbers once it is open. */
async function probeSim(run: StepRun): Promise<StepOutcome> {
  return withAt(run, async (at) => {
    const sim = await readSim(run, at);
    run.network({ sim });
    run.replied(sim);
    throwForState(sim);
    if (sim === 'ready') {
      simIsReady(run);
      await readNumbers(run, at);
    } else run.network({ pinTriesLeft: await readTries(run, at) });
    return { kind: 'done' };
  });
}
