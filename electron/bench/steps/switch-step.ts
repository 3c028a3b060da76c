import { BenchError } from '../../contract/errors.ts';
import type { PlannedTransfer, StepAction } from '../../contract/plan.ts';
import type { UsbHandle } from '../../seams/usb-bus.ts';
import { UsbError } from '../../seams/usb-bus.ts';
import { executeSwitch } from '../../switching/execute-switch.ts';
import { fromSeam } from '../contact.ts';
import type { StepOutcome } from '../life.ts';
import type { StepRun } from './step-run.ts';

/** Sends the switch message. */
export async function runSwitch(run: StepRun, action: Extract<StepAction, { kind: 'switch' }>): Promise<StepOutcome> {
  const { world, sighting, clock } = run.contact;
  let handle: UsbHandle;
  try {
    handle = await world.bus.open(sighting);
  } catch (error) {
    if (error instanceof UsbError && error.kind === 'gone') throw new BenchError('UNPLUGGED_BEFORE_SWITCH', {}, { cause: error });
    throw fromSeam(error, run.contact);
  }
  try {
    const outcome = await executeSwitch(
      handle,
      action.interface,
      action.transfers,
      clock,
      { before: (t) => run.contact.onSend(describe(t)) },
      run.signal,
    );
    run.replied(
      outcome.kind === 'left' ? 'left the bus' : `CSW ${outcome.csw}${outcome.cswStatus === null ? '' : ` (status ${outcome.cswStatus})`}`,
    );
    // A status of "failed" is no proof: sticks answer it and switch all the same. It counts only if the dongle then stays.
    if (outcome.csw === 'failed') return { kind: 'done', ifStays: { code: 'SWITCH_FAILED', detail: { status: outcome.cswStatus ?? 0 } } };
    return { kind: 'done' };
  } finally {
    await handle.close().catch(() => undefined);
  }
}

function describe(transfer: PlannedTransfer): string {
  const endpoint = (n: number) => `ep 0x${n.toString(16).padStart(2, '0')}`;
  switch (transfer.kind) {
    case 'bulk-out':
      return `bulk out ${endpoint(transfer.endpoint)} ${transfer.data}`;
    case 'csw':
      return `bulk in ${endpoint(transfer.endpoint)} ${transfer.length} bytes`;
    case 'clear-halt':
      return `clear halt ${endpoint(transfer.endpoint)}`;
    case 'wait':
      return `wait ${transfer.ms} ms`;
  }
}
