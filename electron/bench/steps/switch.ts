import { isCommandBlock } from '../../../modem-db/switch-messages.ts';
import { BenchError } from '../../contract/errors.ts';
import { type PlannedMessage, type PlannedTransfer, type Step, stepActions } from '../../contract/plan.ts';
import { once, until } from '../../modem/planned.ts';
import { fromSeam } from '../../modem/seam-errors.ts';
import { activeInterfaces, type Sighting, UsbError, type UsbHandle } from '../../seams/usb-bus.ts';
import { executeSwitch, type SwitchOutcome } from '../../switching/execute-switch.ts';
import { decodeOutgoing } from '../journal/recording.ts';
import type { StepContext } from './step-context.ts';
import { type ActionOf, type StepKind, type StepOutcome, stepOf } from './step-kind.ts';

const STORAGE_CLASS = 8;

/** What a switch may take beyond its own pauses: a stick that answers nothing costs one limit a message. */
const SWITCH_MS = 15_000;

interface SwitchPlan {
  readonly id: string;
  readonly method: string;
  readonly transfers: readonly PlannedTransfer[];
  readonly sighting: Sighting;
  /** The `vid:pid` that the transfers are for; `null`: whatever it shows. */
  readonly from: string | null;
  readonly source: string;
  readonly text: 'switch' | 'switch-other' | 'configuration';
  readonly values: Record<string, string>;
}

export const switchKind = {
  kind: 'switch',
  schema: stepActions.switch,
  plan: ({ id, method, transfers, sighting, from, source, text, values }: SwitchPlan): Step =>
    stepOf(
      switchKind,
      id,
      { kind: 'switch', method, transfers: [...transfers], from },
      {
        source,
        text,
        values,
        timeoutMs: SWITCH_MS + transfers.reduce((sum, t) => sum + (t.kind === 'wait' ? t.ms : 0), 0),
        risk: 'reversible',
        sends: plannedSwitch(transfers, sighting),
      },
    ),
  run: runSwitch,
  leaves: () => true,
  needs: 'nothing',
  stage: 'switching',
  limit: SWITCH_MS,
  back: { key: 'steps.switch.way-back', values: {} },
} as const satisfies StepKind<'switch'> & { plan(planned: SwitchPlan): unknown };

/** All that goes out for these transfers. A message that the stick stalls on is sent once more, behind a cleared halt, as the reference means to. */
function plannedSwitch(transfers: readonly PlannedTransfer[], sighting: Sighting): PlannedMessage[] {
  const lines = transfers.flatMap((transfer) => plannedTransfer(transfer, sighting));
  const ends = [true, false].map((keepDetached) => once(decodeOutgoing({ kind: 'close', keepDetached }, 'none').text));
  return [...lines, ...ends];
}

function plannedTransfer(transfer: PlannedTransfer, sighting: Sighting): PlannedMessage[] {
  const text = (outgoing: Parameters<typeof decodeOutgoing>[0]) => decodeOutgoing(outgoing, 'none').text;
  switch (transfer.kind) {
    case 'detach':
      return [...new Set(activeInterfaces(sighting).map((i) => i.number))].map((number) =>
        once(text({ kind: 'detach', interface: number })),
      );
    case 'claim':
    case 'release':
      return [once(text(transfer))];
    case 'bulk-out': {
      const { endpoint, data } = transfer;
      return [until(text({ kind: 'transfer', endpoint, data: Buffer.from(data, 'hex') })), until(text({ kind: 'clear-halt', endpoint }))];
    }
    case 'csw':
      return [until(text({ kind: 'clear-halt', endpoint: transfer.endpoint }))];
    case 'control': {
      const { requestType, request, value, index, data = '', length } = transfer;
      return [until(text({ kind: 'control', setup: { requestType, request, value, index }, data: Buffer.from(data, 'hex'), length }))];
    }
    case 'clear-halt':
      return [once(text(transfer))];
    case 'set-configuration':
    case 'set-alternate':
      return [once(text(transfer))];
    case 'bulk-in':
    case 'wait':
      return [];
  }
}

/** Sends a switch. Throws SWITCH_NOT_STORAGE, and what the executor throws. */
async function runSwitch(run: Pick<StepContext, 'access' | 'signal' | 'replied'>, action: ActionOf<'switch'>): Promise<StepOutcome> {
  const { backend, sighting, clock } = run.access;
  refuseOther(action, sighting);
  let handle: UsbHandle;
  try {
    handle = await backend.bus.open(sighting);
  } catch (error) {
    if (error instanceof UsbError && error.kind === 'gone') throw new BenchError('UNPLUGGED_BEFORE_SWITCH', {}, { cause: error });
    throw fromSeam(error, run.access);
  }
  // Drivers are given back only where the switch failed: one that probes the disc again can talk a slow stick out of leaving.
  let keepDetached = false;
  try {
    const outcome = await executeSwitch(handle, action.transfers, clock, run.signal);
    keepDetached = true;
    run.replied(shown(outcome), shown(outcome));
    // A status of "failed" is no proof: sticks answer it and switch all the same. It counts only if the dongle then stays.
    const failed = outcome.statuses.find((status) => status !== null && status !== 0);
    if (outcome.kind === 'left-at-once') return { kind: 'left-at-once' };
    return failed === undefined || failed === null ? { kind: 'done' } : { kind: 'refused', status: failed };
  } finally {
    await handle.close({ keepDetached }).catch(() => undefined);
  }
}

/** The plan was made for another enumeration: what is there now must still have a storage interface where a storage message goes. */
function refuseOther(action: ActionOf<'switch'>, sighting: Sighting): void {
  const messages = action.transfers.flatMap((t) => (t.kind === 'bulk-out' && isCommandBlock(t.data) ? [t.endpoint] : []));
  if (messages.length === 0) return;
  const claimed = action.transfers.find((t) => t.kind === 'claim')?.interface;
  const storage = activeInterfaces(sighting).find((i) => i.number === claimed && i.class === STORAGE_CLASS);
  if (!storage || !messages.every((endpoint) => storage.endpoints.some(({ address }) => address === endpoint)))
    throw new BenchError('SWITCH_NOT_STORAGE', { port: sighting.portPath });
}

function shown({ kind, statuses }: SwitchOutcome): string {
  const csw = statuses.map((status) => (status === null ? 'none' : String(status))).join(', ');
  return [kind === 'sent' ? 'sent' : 'left the bus', ...(csw === '' ? [] : [`status ${csw}`])].join('; ');
}
