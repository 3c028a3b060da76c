import { BenchError } from '../../contract/errors.ts';
import { type Step, stepActions } from '../../contract/plan.ts';
import type { Mode } from '../../contract/words.ts';
import { controlMessagesOf } from '../../modem/messages.ts';
import { withModem } from '../../modem/modem.ts';
import { openControlAt } from '../../modem/open-forms.ts';
import { toCheck } from './check.ts';
import { atOpening, controlOpening, OPENING_MS } from './ports.ts';
import type { StepContext } from './step-context.ts';
import { type StepKind, type StepOutcome, stepOf } from './step-kind.ts';

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
        sends: [...controlOpening, ...(mode === 'qmi' || mode === 'mbim' ? [] : atOpening), ...controlMessagesOf(mode)],
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
async function probeControl(run: StepContext): Promise<StepOutcome> {
  const { control } = run.access.recognised;
  if (control === 'qmi') await checkQmi(run);
  else if (control === 'mbim') await checkMbim(run);
  else await checkAt(run);
  return { kind: 'done' };
}

function checkQmi(run: StepContext): Promise<void> {
  return withModem(run.access, run.signal, async (modem) => {
    const form = await modem.qmi();
    const identity = await form.identity(run.signal);
    run.identity(identity);
    // uqmi from OpenWrt 24.10 on will not connect a modem that does not tell its card's state.
    run.uimState(await form.tellsCardState(run.signal));
    const seen = [identity.manufacturer, identity.model, identity.imei].filter((v) => v !== undefined).join(', ');
    run.check(toCheck('control-qmi', true, `${form.name}: ${seen}`, 'QMI_SILENT'));
    run.replied(seen);
  });
}

function checkMbim(run: StepContext): Promise<void> {
  return withModem(run.access, run.signal, async (modem) => {
    const form = await modem.mbim();
    const identity = await form.identity(run.signal);
    run.identity(identity);
    const seen = [identity.revision, identity.imei].filter((v) => v !== undefined).join(', ');
    run.check(toCheck('control-mbim', true, `${form.name}: ${seen}`, 'MBIM_SILENT'));
    run.replied(seen);
  });
}

/**
 * AT on the AT port, and on the control channel where the modem has it there too. Some E3372 firmware never answers on the
 * control channel (ModemManager, 77-mm-huawei-net-port-types.rules); the port is enough then, and the bundle uses it.
 */
async function checkAt(run: StepContext): Promise<void> {
  if (run.access.recognised.control === 'at') {
    try {
      const at = await openControlAt(run.access, run.signal);
      try {
        await at.command('AT', { timeoutMs: 3000, signal: run.signal });
        run.check(toCheck('control-at', true, at.name, 'AT_SILENT'));
      } finally {
        await at.close().catch(() => undefined);
      }
    } catch (error) {
      run.signal.throwIfAborted();
      if (!(error instanceof BenchError)) throw error;
      run.check({ ...toCheck('control-at', false, error.code, 'AT_SILENT'), state: 'unknown' });
    }
  }
  await withModem(run.access, run.signal, async (modem) => {
    const { session, name } = await modem.at();
    await session.command('AT', { signal: run.signal });
    run.check(toCheck('at-port', true, name, 'AT_SILENT'));
    run.replied(name);
  });
}
