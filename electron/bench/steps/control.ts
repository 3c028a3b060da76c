import { BenchError } from '../../contract/errors.ts';
import { type Step, stepActions } from '../../contract/plan.ts';
import type { Mode } from '../../contract/words.ts';
import { openQmi } from '../../qmi/client.ts';
import { readIdentity } from '../../qmi/identity.ts';
import { getCardStatus } from '../../qmi/uim.ts';
import { fromSeam, openControl, openControlAt } from '../contact.ts';
import { OPENING_MS } from './at.ts';
import { toCheck } from './check.ts';
import { controlLines } from './control-lines.ts';
import { askMbim } from './mbim.ts';
import { type StepKind, type StepOutcome, stepOf } from './step-kind.ts';
import type { StepRun } from './step-run.ts';
import { withAt } from './with-at.ts';

export const control = {
  kind: 'control',
  schema: stepActions.control,
  plan: (mode: Mode): Step =>
    stepOf(
      control,
      'control',
      { kind: 'control' },
      {
        source: 'CDC 1.2, 6.2 (encapsulated commands); QMI CTL and DMS; MBIM 1.0, 9 and 10; 3GPP TS 27.007',
        sends: controlLines(mode),
      },
    ),
  run: probeControl,
  leaves: () => false,
  needs: 'control',
  stage: 'verifying',
  limit: OPENING_MS + 30_000,
  back: null,
} as const satisfies StepKind<'control'> & { plan(mode: Mode): unknown };

/** Whether somebody answers on the channel over which the router will command the modem. This one is no opinion: without it nothing works. */
async function probeControl(run: StepRun): Promise<StepOutcome> {
  const { control } = run.contact.recognised;
  if (control === 'qmi') await checkQmi(run);
  else if (control === 'mbim') await checkMbim(run);
  else await checkAt(run);
  return { kind: 'done' };
}

async function checkQmi(run: StepRun): Promise<void> {
  const channel = await openControl(run.contact, run.signal);
  try {
    const client = await openQmi(channel, run.contact.clock, { signal: run.signal });
    try {
      const identity = await readIdentity(client, { signal: run.signal });
      run.identity(identity);
      // uqmi from OpenWrt 24.10 on will not connect a modem that does not tell its card's state.
      run.uimState(await tellsCardState(client, run.signal));
      const seen = [identity.manufacturer, identity.model, identity.imei].filter((v) => v !== undefined).join(', ');
      run.check(toCheck('control-qmi', true, `${channel.name}: ${seen}`, 'QMI_SILENT'));
      run.replied(seen);
    } finally {
      await client.close();
    }
  } catch (error) {
    throw fromSeam(error, run.contact);
  }
}

async function checkMbim(run: StepRun): Promise<void> {
  const { name, identity } = await askMbim(run);
  run.identity(identity);
  const seen = [identity.revision, identity.imei].filter((v) => v !== undefined).join(', ');
  run.check(toCheck('control-mbim', true, `${name}: ${seen}`, 'MBIM_SILENT'));
  run.replied(seen);
}

async function tellsCardState(client: Awaited<ReturnType<typeof openQmi>>, signal: AbortSignal): Promise<boolean> {
  try {
    const { cards } = await getCardStatus(client, { signal });
    return cards.some((card) => card.applications.length > 0);
  } catch (error) {
    if (error instanceof BenchError && error.code === 'QMI_ERROR') return false;
    throw error;
  }
}

/**
 * AT on the AT port, and on the control channel where the modem has it there too. Some E3372 firmware never answers on the
 * control channel (ModemManager, 77-mm-huawei-net-port-types.rules); the port is enough then, and the bundle uses it.
 */
async function checkAt(run: StepRun): Promise<void> {
  if (run.contact.recognised.control === 'at') {
    try {
      const at = await openControlAt(run.contact, run.signal);
      try {
        await at.command('AT', { timeoutMs: 3000 });
        run.check(toCheck('control-at', true, at.name, 'AT_SILENT'));
      } finally {
        await at.close().catch(() => undefined);
      }
    } catch (error) {
      if (!(error instanceof BenchError)) throw error;
      run.check({ ...toCheck('control-at', false, error.code, 'AT_SILENT'), state: 'unknown' });
    }
  }
  await withAt(run, async (at) => {
    await at.command('AT');
    run.check(toCheck('at-port', true, at.name, 'AT_SILENT'));
    run.replied(at.name);
  });
}
