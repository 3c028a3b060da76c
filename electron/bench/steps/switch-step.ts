import { isCommandBlock } from '../../../modem-db/switch-messages.ts';
import { BenchError } from '../../contract/errors.ts';
import type { PlannedTransfer, StepAction } from '../../contract/plan.ts';
import { describeTransfer } from '../../contract/transfer-text.ts';
import { activeInterfaces, type Sighting, UsbError, type UsbHandle } from '../../seams/usb-bus.ts';
import { executeSwitch, type SwitchOutcome } from '../../switching/execute-switch.ts';
import { fromSeam } from '../contact.ts';
import type { StepOutcome } from '../life.ts';
import type { StepRun } from './step-run.ts';

const STORAGE_CLASS = 8;

/** Sends a switch. Throws SWITCH_NOT_STORAGE, and what the executor throws. */
export async function runSwitch(run: StepRun, action: Extract<StepAction, { kind: 'switch' }>): Promise<StepOutcome> {
  const { world, sighting, clock } = run.contact;
  refuseOther(action, sighting);
  let handle: UsbHandle;
  try {
    handle = await world.bus.open(sighting);
  } catch (error) {
    if (error instanceof UsbError && error.kind === 'gone') throw new BenchError('UNPLUGGED_BEFORE_SWITCH', {}, { cause: error });
    throw fromSeam(error, run.contact);
  }
  // Drivers are given back only where the switch failed: one that probes the disc again can talk a slow stick out of leaving.
  let keepDetached = false;
  try {
    const hooks = { before: (transfer: PlannedTransfer) => run.contact.onSend(describeTransfer(transfer)) };
    const outcome = await executeSwitch(handle, action.transfers, clock, hooks, run.signal);
    keepDetached = true;
    run.replied(shown(outcome));
    // A status of "failed" is no proof: sticks answer it and switch all the same. It counts only if the dongle then stays.
    const failed = outcome.statuses.find((status) => status !== null && status !== 0);
    if (outcome.kind === 'left-at-once') return { kind: 'done', ifNeverReturns: { code: 'UNPLUGGED_DURING_SWITCH', detail: {} } };
    return failed === undefined ? { kind: 'done' } : { kind: 'done', ifStays: { code: 'SWITCH_FAILED', detail: { status: failed ?? 0 } } };
  } finally {
    await handle.close({ keepDetached }).catch(() => undefined);
  }
}

/** The plan was made for another enumeration: what is there now must still have a storage interface where a storage message goes. */
function refuseOther(action: Extract<StepAction, { kind: 'switch' }>, sighting: Sighting): void {
  if (!action.transfers.some((t) => t.kind === 'bulk-out' && isCommandBlock(t.data))) return;
  const claimed = action.transfers.find((t) => t.kind === 'claim')?.interface;
  const storage = activeInterfaces(sighting).some((i) => i.number === claimed && i.class === STORAGE_CLASS);
  if (!storage) throw new BenchError('SWITCH_NOT_STORAGE', { port: sighting.portPath });
}

function shown({ kind, statuses }: SwitchOutcome): string {
  const csw = statuses.map((status) => (status === null ? 'none' : String(status))).join(', ');
  return [kind === 'sent' ? 'sent' : 'left the bus', ...(csw === '' ? [] : [`status ${csw}`])].join('; ');
}
