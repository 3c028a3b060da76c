import { type Step, stepActions } from '../../contract/plan.ts';
import { identityCommands } from '../../modem/commands.ts';
import { ask } from '../../modem/messages.ts';
import { withModem } from '../../modem/modem.ts';
import { atOpening, OPENING_MS } from './ports.ts';
import type { StepContext } from './step-context.ts';
import { type StepKind, type StepOutcome, stepOf } from './step-kind.ts';

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

/** The first time it is noted whose IMEI that is. What follows is a recipe in AT, and so is the question. */
async function probeDongle(run: StepContext): Promise<StepOutcome> {
  return withModem(run.access, run.signal, async (modem) => {
    const number = await (await modem.at()).imei(run.signal);
    if (number !== null) run.identity({ imei: number });
    run.replied(number ?? '-');
    return { kind: 'done' };
  });
}
