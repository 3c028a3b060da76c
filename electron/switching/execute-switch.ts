import { BenchError } from '../contract/errors.ts';
import type { PlannedTransfer } from '../contract/plan.ts';
import { type Clock, sleep } from '../seams/clock.ts';
import { activeInterfaces, UsbError, type UsbHandle, unlessGone } from '../seams/usb-bus.ts';
import { readStatus } from './status.ts';

/**
 * How the dongle took it. `left`: it went while we talked, which is what was wanted. `left-at-once`: on the very first message or
 * request; whether it took that or was pulled out, its return tells.
 */
export interface SwitchOutcome {
  readonly kind: 'sent' | 'left' | 'left-at-once';
  /** bCSWStatus of each command, in order: 0 passed, 1 failed, 2 phase error; `null` where none came. */
  readonly statuses: readonly (number | null)[];
}

/**
 * Sends a switch to an open device, transfer by transfer. A device that leaves once something has been sent to it is a success,
 * however abruptly: most do not wait for the rest, and those of one request not even for its end. Throws SWITCH_STALLED,
 * UNPLUGGED_BEFORE_SWITCH, USB_BUSY, USB_ACCESS_DENIED, USB_TRANSFER_FAILED, CANCELLED.
 */
export async function executeSwitch(
  handle: UsbHandle,
  transfers: readonly PlannedTransfer[],
  clock: Clock,
  signal?: AbortSignal,
): Promise<SwitchOutcome> {
  const statuses: (number | null)[] = [];
  let tag: number | null = null;
  let begun = false;
  let sent = false;
  try {
    for (const transfer of transfers) {
      signal?.throwIfAborted();
      const acts = isAct(transfer);
      begun ||= acts;
      if (transfer.kind === 'bulk-out') tag = tagOf(transfer.data);
      if (transfer.kind === 'csw') statuses.push(await readStatus(handle, transfer, tag));
      else await carryOut(handle, transfer, clock, signal);
      sent ||= acts;
    }
    return { kind: 'sent', statuses };
  } catch (error) {
    if (!(error instanceof UsbError)) throw error;
    if (error.kind === 'gone' && begun) return { kind: sent ? 'left' : 'left-at-once', statuses };
    if (error.kind === 'gone') throw new BenchError('UNPLUGGED_BEFORE_SWITCH', {}, { cause: error });
    throw toBenchError(error, handle.sighting.portPath);
  }
}

/** Whether the dongle can change its mind because of it. */
function isAct(transfer: PlannedTransfer): boolean {
  return ['bulk-out', 'control', 'set-configuration', 'set-alternate'].includes(transfer.kind);
}

function tagOf(message: string): number | null {
  const data = Buffer.from(message, 'hex');
  return data.length >= 8 ? data.readUInt32LE(4) : null;
}

type Plain = Exclude<PlannedTransfer, { kind: 'csw' }>;

async function carryOut(handle: UsbHandle, transfer: Plain, clock: Clock, signal: AbortSignal | undefined): Promise<void> {
  switch (transfer.kind) {
    case 'detach':
      return detachAll(handle);
    case 'claim':
      return handle.claim(transfer.interface);
    case 'release':
      return handle.release(transfer.interface).catch(unlessGone);
    case 'bulk-out':
      return sendMessage(handle, transfer.endpoint, Buffer.from(transfer.data, 'hex'), transfer.timeoutMs);
    case 'bulk-in':
      await handle.transferIn(transfer.endpoint, transfer.length, transfer.timeoutMs).catch(unlessGone);
      return;
    case 'control':
      return sendControl(handle, transfer);
    case 'clear-halt':
      return handle.clearHalt(transfer.endpoint).catch(unlessGone);
    case 'set-configuration':
      return handle.setConfiguration(transfer.value);
    case 'set-alternate':
      return handle.setAlternate(transfer.interface, transfer.alternate);
    case 'wait':
      return sleep(clock, transfer.ms, signal);
  }
}

/** Off every interface, as the reference does: a disc that is mounted answers to somebody else. */
async function detachAll(handle: UsbHandle): Promise<void> {
  for (const number of new Set(activeInterfaces(handle.sighting).map((i) => i.number))) {
    if (await handle.kernelDriverActive(number)) await handle.detachKernelDriver(number);
  }
}

/** One retry after a stall, with the halt cleared, as the reference means to. */
async function sendMessage(handle: UsbHandle, endpoint: number, data: Uint8Array, timeoutMs: number): Promise<void> {
  try {
    await handle.transferOut(endpoint, data, timeoutMs);
  } catch (error) {
    if (!(error instanceof UsbError) || error.kind !== 'stall') throw error;
    await handle.clearHalt(endpoint);
    await handle.transferOut(endpoint, data, timeoutMs);
  }
}

async function sendControl(handle: UsbHandle, transfer: Extract<Plain, { kind: 'control' }>): Promise<void> {
  const { requestType, request, value, index, data, length, tolerates, timeoutMs } = transfer;
  const setup = { requestType, request, value, index };
  try {
    if (requestType & 0x80) await handle.controlIn(setup, length, timeoutMs);
    else await handle.controlOut(setup, Buffer.from(data ?? '', 'hex'), timeoutMs);
  } catch (error) {
    if (!(error instanceof UsbError) || error.kind === 'gone') throw error;
    const passed = tolerates === 'anything' || (tolerates === 'stall' && error.kind === 'stall');
    if (!passed) throw error;
  }
}

function toBenchError(error: UsbError, port: string): BenchError {
  const { message } = error;
  switch (error.kind) {
    case 'gone':
      return new BenchError('UNPLUGGED_DURING_SWITCH', {}, { cause: error });
    case 'stall':
    case 'timeout':
      return new BenchError('SWITCH_STALLED', {}, { cause: error });
    case 'access':
      return new BenchError('USB_ACCESS_DENIED', { port }, { cause: error });
    case 'busy':
      return new BenchError('USB_BUSY', { port, message }, { cause: error });
    case 'cancelled':
      return new BenchError('CANCELLED', {}, { cause: error });
    case 'overflow':
    case 'unsupported':
    case 'io':
      return new BenchError('USB_TRANSFER_FAILED', { port, message }, { cause: error });
  }
}
