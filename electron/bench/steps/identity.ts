import { type Step, stepActions } from '../../contract/plan.ts';
import type { Mode } from '../../contract/words.ts';
import { messagesOf, type Vendors } from '../../modem/messages.ts';
import { withModem } from '../../modem/modem.ts';
import { modemOpening, OPENING_MS } from './ports.ts';
import type { StepContext } from './step-context.ts';
import { type StepKind, type StepOutcome, stepOf } from './step-kind.ts';

export const identity = {
  kind: 'identity',
  schema: stepActions.identity,
  plan: (mode: Mode, vendors: Vendors): Step =>
    stepOf(
      identity,
      'identity',
      { kind: 'identity' },
      {
        source: '3GPP TS 27.007, 5.1 to 5.4 (AT+CGMI, AT+CGMM, AT+CGMR, AT+CGSN); QMI DMS; MBIM 1.0, 10.5.1',
        sends: [...modemOpening(mode), ...messagesOf('identity', mode, vendors)],
      },
    ),
  run: probeIdentity,
  leaves: () => false,
  needs: 'modem',
  stage: 'working',
  limit: OPENING_MS + 20_000,
  back: null,
} as const satisfies StepKind<'identity'> & { plan(...args: never[]): unknown };

/** Who is it. */
async function probeIdentity(run: StepContext): Promise<StepOutcome> {
  return withModem(run.access, run.signal, async (modem) => {
    const found = await modem.identity();
    if (found.model !== undefined) run.values.set(run.step.id, found.model);
    run.identity(found);
    run.replied([found.manufacturer, found.model, found.revision].filter((v) => v !== undefined).join(' '));
    return { kind: 'done' };
  });
}
