import type { ScsiNames } from '../seams/host.ts';
import { type Sighting, UsbError, type UsbHandle } from '../seams/usb-bus.ts';
import { storageInterface } from './plan-switch.ts';

/**
 * INQUIRY (SPC-3, 6.4) over Bulk-Only 1.0: how dongles that share a vid:pid and every string tell themselves apart. It reads, and
 * changes nothing.
 */
const LENGTH = 36;
const TAG = 0x4d42_0001;
const TIMEOUT_MS = 3000;

/** 31 bytes: CBW with bmCBWFlags 80h (to the host) and a command block of six bytes. */
function wrapper(): Buffer {
  const cbw = Buffer.alloc(31);
  cbw.write('USBC', 'latin1');
  cbw.writeUInt32LE(TAG, 4);
  cbw.writeUInt32LE(LENGTH, 8);
  cbw.writeUInt8(0x80, 12);
  cbw.writeUInt8(6, 14);
  cbw.writeUInt8(0x12, 15);
  cbw.writeUInt8(LENGTH, 19);
  return cbw;
}

/** Vendor, model and revision of standard inquiry data (bytes 8 to 35, padded with blanks); `null` where it is too short. */
export function inquiryNames(data: Uint8Array): ScsiNames | null {
  if (data.length < LENGTH) return null;
  const text = (from: number, to: number) =>
    Buffer.from(data.subarray(from, to))
      .toString('latin1')
      .replace(/[^ -~]/g, '')
      .trim();
  return { vendor: text(8, 16), model: text(16, 32), revision: text(32, 36) };
}

/**
 * Asks the storage interface of an open device. A driver that holds it is taken off; closing the handle gives it back. Resolves
 * to `null` where there is no storage interface or no sensible answer. Throws UsbError `gone`, `access` and `busy`.
 */
export async function inquire(handle: UsbHandle, sighting: Sighting): Promise<ScsiNames | null> {
  const storage = storageInterface(sighting);
  const output = storage?.endpoints.find((e) => e.type === 'bulk' && !(e.address & 0x80))?.address;
  const input = storage?.endpoints.find((e) => e.type === 'bulk' && e.address & 0x80)?.address;
  if (!storage || output === undefined || input === undefined) return null;
  if (await handle.kernelDriverActive(storage.number)) await handle.detachKernelDriver(storage.number);
  await handle.claim(storage.number);
  try {
    await handle.transferOut(output, wrapper(), TIMEOUT_MS);
    const data = await handle.transferIn(input, LENGTH, TIMEOUT_MS);
    await handle.transferIn(input, 13, TIMEOUT_MS);
    return inquiryNames(data);
  } catch (error) {
    if (!(error instanceof UsbError) || ['gone', 'access', 'busy'].includes(error.kind)) throw error;
    await handle.clearHalt(input).catch(() => undefined);
    return null;
  } finally {
    await handle.release(storage.number).catch(() => undefined);
  }
}
