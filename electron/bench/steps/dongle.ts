import { imei } from '../../at/replies/identity.ts';
import { type Step, stepActions } from '../../contract/plan.ts';
import { identityCommands } from '../commands.ts';
import { OPENING_MS } from './at.ts';
import { ask, atOpening } from './ports.ts';
import { type StepKind, type StepOutcome, stepOf } from './step-kind.ts';
import type { StepRun } from './step-run.ts';
import { withAt } from './with-at.ts';

/** Before anything is written to its flash: that it is still the dongle of this job. */
export const dongle = {
  kind: 'dongle',
  schema: stepActions.dongle,
  /** `suffix`: of the step's id. */
  plan: (suffix: string, skipIf: Step['skipIf']): Step =>
    stepOf(
      dongle,
      `dongle${suffix}`,
      { kind: 'dongle' },
      {
        source: '3GPP TS 27.007, 5.4 (AT+CGSN)',
        text: 'dongle',
        skipIf,
        sends: [...atOpening, ask(identityCommands.imei)],
      },
    ),
  run: probeDongle,
  leaves: () => false,
  needs: 'at',
  stage: 'working',
  limit: OPENING_MS + 10_000,
  back: null,
} as const satisfies StepKind<'dongle'> & { plan(...args: never[]): unknown };

/** The first time it is noted whose IMEI that is. */
async function probeDongle(run: StepRun): Promise<StepOutcome> {
  return withAt(run, async (at) => {
    const number = imei(await at.command(identityCommands.imei, { allowError: true }));
    if (number !== null) run.identity({ imei: number });
    run.replied(number ?? '-');
    return { kind: 'done' };
  });
}
