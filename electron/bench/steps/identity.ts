import { imei, plainValue } from '../../at/replies/identity.ts';
import { type Step, stepActions } from '../../contract/plan.ts';
import { identityCommands } from '../commands.ts';
import { OPENING_MS } from './at.ts';
import { ask, atOpening } from './ports.ts';
import { type StepKind, type StepOutcome, stepOf } from './step-kind.ts';
import type { StepRun } from './step-run.ts';
import { withAt } from './with-at.ts';

export const identity = {
  kind: 'identity',
  schema: stepActions.identity,
  plan: (): Step =>
    stepOf(
      identity,
      'identity',
      { kind: 'identity' },
      {
        source: '3GPP TS 27.007, 5.1 to 5.4 (AT+CGMI, AT+CGMM, AT+CGMR, AT+CGSN)',
        sends: [...atOpening, ...Object.values(identityCommands).map(ask)],
      },
    ),
  run: probeIdentity,
  leaves: () => false,
  needs: 'at',
  stage: 'working',
  limit: OPENING_MS + 20_000,
  back: null,
} as const satisfies StepKind<'identity'> & { plan(): unknown };

/** Who is it: 3GPP TS 27.007, 5.1 to 5.4. */
async function probeIdentity(run: StepRun): Promise<StepOutcome> {
  return withAt(run, async (at) => {
    const ask = async (command: string) => plainValue(await at.command(command, { allowError: true }), command);
    const manufacturer = await ask(identityCommands.manufacturer);
    const model = await ask(identityCommands.model);
    const revision = await ask(identityCommands.revision);
    const number = imei(await at.command(identityCommands.imei, { allowError: true }));
    if (model !== null) run.values.set(run.step.id, model);
    run.identity({
      ...(manufacturer === null ? {} : { manufacturer }),
      ...(model === null ? {} : { model }),
      ...(revision === null ? {} : { revision }),
      ...(number === null ? {} : { imei: number }),
    });
    run.replied([manufacturer, model, revision].filter((v) => v !== null).join(' '));
    return { kind: 'done' };
  });
}
