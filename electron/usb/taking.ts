import { type UsbHandle, unlessGone } from '../seams/usb-bus.ts';

/** What every use of an interface over libusb begins with, for hosts whose kernel has no driver for it, or another one. */

/** CDC PSTN 1.2, 6.3.12: bit 0 DTR, bit 1 RTS. */
const SET_CONTROL_LINE_STATE = 0x22;
export const DTR = 1;
export const RTS = 2;

/** Runs `open` on a handle that is its own from now on: where it throws, the handle is closed. */
export async function ownHandle<T>(handle: UsbHandle, open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    await handle.close().catch(() => undefined);
    throw error;
  }
}

/** Takes the kernel's driver off an interface and claims it. Throws UsbError `busy` where another program holds it. */
export async function takeInterface(handle: UsbHandle, number: number): Promise<void> {
  if (await handle.kernelDriverActive(number)) await handle.detachKernelDriver(number);
  await handle.claim(number);
}

/** Raises lines that modems want before they speak. One that does not know the request refuses it, which does no harm. Throws UsbError `gone`. */
export async function raiseLines(handle: UsbHandle, number: number, lines: number): Promise<void> {
  await handle
    .controlOut({ requestType: 0x21, request: SET_CONTROL_LINE_STATE, value: lines, index: number }, new Uint8Array(), 1000)
    .catch(unlessGone);
}
