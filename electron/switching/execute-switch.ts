import { BenchError } from '../contract/errors.ts';
import type { PlannedTransfer } from '../contract/plan.ts';
import { type Clock, sleep } from '../seams/clock.ts';
import { activeInterfaces, UsbError, type UsbHandle, unlessGone } from '../seams/usb-bus.ts';

/** How the dongle took it. `left`: it went while we talked, which is what was wanted. */
export type SwitchOutcome = {
  readonly kind: 'sent' | 'left';
  readonly csw: 'passed' | 'failed' | 'none';
  readonly cswStatus: number | null;
};

export interface SwitchHooks {
  /** Called, and awaited, before each transfer: the journal writes it down first. */
  before(transfer: PlannedTransfer): Promise<void> | void;
}

/**
 * Sends a switch to an open device. Kernel drivers are taken off every interface first, as the reference does, since a disc
 * that is mounted answers to somebody else. A device that leaves after the last message is a success, however abruptly.
 * Throws SWITCH_STALLED, UNPLUGGED_BEFORE_SWITCH, UNPLUGGED_DURING_SWITCH, USB_BUSY, USB_ACCESS_DENIED, USB_TRANSFER_FAILED.
 */
export async function executeSwitch(
  handle: UsbHandle,
  interfaceNumber: number,
  transfers: readonly PlannedTransfer[],
  clock: Clock,
  hooks: SwitchHooks,
  signal?: AbortSignal,
): Promise<SwitchOutcome> {
  const lastMessage = transfers.findLastIndex((t) => t.kind === 'bulk-out');
  let csw: SwitchOutcome['csw'] = 'none';
  let cswStatus: number | null = null;
  let tag: number | null = null;
  let begun = false;
  let sent = -1;
  try {
    await takeDevice(handle, interfaceNumber);
    for (const [index, transfer] of transfers.entries()) {
      signal?.throwIfAborted();
      await hooks.before(transfer);
      switch (transfer.kind) {
        case 'bulk-out': {
          const data = Buffer.from(transfer.data, 'hex');
          begun = true;
          tag = data.length >= 8 ? data.readUInt32LE(4) : null;
          await sendMessage(handle, transfer.endpoint, data, transfer.timeoutMs);
          sent = index;
          break;
        }
        case 'csw': {
          const status = await readCsw(handle, transfer.endpoint, transfer.length, transfer.timeoutMs, tag);
          cswStatus = status;
          csw = status === null ? 'none' : status === 0 ? 'passed' : 'failed';
          break;
        }
        case 'clear-halt':
          await handle.clearHalt(transfer.endpoint).catch(unlessGone);
          break;
        case 'wait':
          await sleep(clock, transfer.ms, signal);
          break;
      }
    }
    await handle.release(interfaceNumber).catch(unlessGone);
    return { kind: 'sent', csw, cswStatus };
  } catch (error) {
    if (!(error instanceof UsbError)) throw error;
    if (error.kind === 'gone' && sent >= lastMessage) return { kind: 'left', csw, cswStatus };
    if (error.kind === 'gone' && !begun) throw new BenchError('UNPLUGGED_BEFORE_SWITCH', {}, { cause: error });
    throw toBenchError(error, handle.sighting.portPath);
  }
}

async function takeDevice(handle: UsbHandle, interfaceNumber: number): Promise<void> {
  for (const number of new Set(activeInterfaces(handle.sighting).map((i) => i.number))) {
    if (await handle.kernelDriverActive(number)) await handle.detachKernelDriver(number);
  }
  await handle.claim(interfaceNumber);
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

/**
 * Reads a command status wrapper (Bulk-Only 1.0, 5.2: `USBS`, tag, residue, status; little-endian). Resolves to bCSWStatus, or
 * `null` where none came or what came is not one: sticks that leave at once seldom answer, and that is no failure.
 */
async function readCsw(handle: UsbHandle, endpoint: number, length: number, timeoutMs: number, tag: number | null): Promise<number | null> {
  for (const attempt of [1, 2]) {
    try {
      const csw = Buffer.from(await handle.transferIn(endpoint, length, timeoutMs));
      const valid = csw.length === 13 && csw.readUInt32LE(0) === 0x53425355 && (tag === null || csw.readUInt32LE(4) === tag);
      return valid ? csw.readUInt8(12) : null;
    } catch (error) {
      if (!(error instanceof UsbError) || error.kind === 'gone') throw error;
      // 6.7.2 of the specification: a stalled status is asked for once more.
      if (error.kind === 'stall' && attempt === 1) await handle.clearHalt(endpoint);
      else return null;
    }
  }
  return null;
}

function toBenchError(error: UsbError, port: string): BenchError {
  const code = {
    gone: 'UNPLUGGED_DURING_SWITCH',
    stall: 'SWITCH_STALLED',
    access: 'USB_ACCESS_DENIED',
    busy: 'USB_BUSY',
    timeout: 'SWITCH_STALLED',
    overflow: 'USB_TRANSFER_FAILED',
    cancelled: 'CANCELLED',
    unsupported: 'USB_TRANSFER_FAILED',
    io: 'USB_TRANSFER_FAILED',
  } as const;
  return new BenchError(code[error.kind], { port, message: error.message }, { cause: error });
}
