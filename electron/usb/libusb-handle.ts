import { type Device, usb } from 'usb';
import { type ControlSetup, type Sighting, UsbError, type UsbErrorKind, type UsbHandle } from '../seams/usb-bus.ts';

const SETUP_BYTES = 8;
const GONE_PATIENCE_MS = 150;
/** How long a close waits for what is under way; what ends later is tidied up then. */
const CLOSE_PATIENCE_MS = 2000;

/** Transfer status (positive) and library errors (negative) share `errno` in the binding. Numbers: libusb.h. */
const kinds: Readonly<Record<number, UsbErrorKind>> = {
  [usb.LIBUSB_TRANSFER_ERROR]: 'io',
  [usb.LIBUSB_TRANSFER_TIMED_OUT]: 'timeout',
  [usb.LIBUSB_TRANSFER_CANCELLED]: 'cancelled',
  [usb.LIBUSB_TRANSFER_STALL]: 'stall',
  [usb.LIBUSB_TRANSFER_NO_DEVICE]: 'gone',
  [usb.LIBUSB_TRANSFER_OVERFLOW]: 'overflow',
  [usb.LIBUSB_ERROR_IO]: 'io',
  [usb.LIBUSB_ERROR_ACCESS]: 'access',
  [usb.LIBUSB_ERROR_NO_DEVICE]: 'gone',
  [usb.LIBUSB_ERROR_NOT_FOUND]: 'unsupported',
  [usb.LIBUSB_ERROR_BUSY]: 'busy',
  [usb.LIBUSB_ERROR_TIMEOUT]: 'timeout',
  [usb.LIBUSB_ERROR_OVERFLOW]: 'overflow',
  [usb.LIBUSB_ERROR_PIPE]: 'stall',
  [usb.LIBUSB_ERROR_NOT_SUPPORTED]: 'unsupported',
};

/** One open device. The binding's own endpoint objects exist only for the configuration at open, so transfers are made here. */
export class LibusbHandle implements UsbHandle {
  readonly sighting: Sighting;
  readonly #device: Device;
  readonly #claimed = new Set<number>();
  /** Interfaces whose kernel driver was taken off, to be given back at the end. */
  readonly #detached = new Set<number>();
  readonly #pending = new Set<InstanceType<typeof usb.Transfer>>();
  #calls = 0;
  #whenIdle: (() => void) | null = null;
  #closing: Promise<void> | null = null;
  #reconfigured = false;
  #keepsDetached = false;
  readonly #onClosed: (reconfigured: boolean) => void;

  private constructor(device: Device, sighting: Sighting, onClosed: (reconfigured: boolean) => void) {
    this.#device = device;
    this.sighting = sighting;
    this.#onClosed = onClosed;
  }

  /** `onClosed` is told whether another configuration was set meanwhile. */
  static async open(
    device: Device,
    sighting: Sighting,
    onClosed: (reconfigured: boolean) => void = () => undefined,
  ): Promise<LibusbHandle> {
    attempt(() => device.open(false));
    return new LibusbHandle(device, sighting, onClosed);
  }

  async claim(interfaceNumber: number): Promise<void> {
    attempt(() => this.#device.__claimInterface(interfaceNumber));
    this.#claimed.add(interfaceNumber);
  }

  async release(interfaceNumber: number): Promise<void> {
    if (!this.#claimed.delete(interfaceNumber)) return;
    await this.#call((done) => this.#device.__releaseInterface(interfaceNumber, done));
  }

  async kernelDriverActive(interfaceNumber: number): Promise<boolean> {
    try {
      return this.#device.__isKernelDriverActive(interfaceNumber);
    } catch (error) {
      const mapped = toUsbError(error);
      if (mapped.kind === 'unsupported') return false;
      throw mapped;
    }
  }

  async detachKernelDriver(interfaceNumber: number): Promise<void> {
    attempt(() => this.#device.__detachKernelDriver(interfaceNumber));
    this.#detached.add(interfaceNumber);
  }

  async attachKernelDriver(interfaceNumber: number): Promise<void> {
    attempt(() => this.#device.__attachKernelDriver(interfaceNumber));
    this.#detached.delete(interfaceNumber);
  }

  setAlternate(interfaceNumber: number, alternate: number): Promise<void> {
    return this.#call((done) => this.#device.__setInterface(interfaceNumber, alternate, done));
  }

  setConfiguration(value: number): Promise<void> {
    this.#reconfigured = true;
    return this.#call((done) => this.#device.__setConfiguration(value, done));
  }

  async controlOut(setup: ControlSetup, data: Uint8Array, timeoutMs: number): Promise<number> {
    const buffer = controlBuffer(setup, data.length);
    buffer.set(data, SETUP_BYTES);
    const { actual } = await this.#transfer(0, usb.LIBUSB_TRANSFER_TYPE_CONTROL, buffer, timeoutMs);
    return actual;
  }

  async controlIn(setup: ControlSetup, length: number, timeoutMs: number): Promise<Uint8Array> {
    const { data, actual } = await this.#transfer(0, usb.LIBUSB_TRANSFER_TYPE_CONTROL, controlBuffer(setup, length), timeoutMs);
    return Uint8Array.from(data.subarray(SETUP_BYTES, SETUP_BYTES + actual));
  }

  async transferOut(endpoint: number, data: Uint8Array, timeoutMs: number): Promise<number> {
    const { actual } = await this.#transfer(endpoint, this.#type(endpoint), Buffer.from(data), timeoutMs);
    return actual;
  }

  async transferIn(endpoint: number, length: number, timeoutMs: number): Promise<Uint8Array> {
    const { data, actual } = await this.#transfer(endpoint, this.#type(endpoint), Buffer.alloc(length), timeoutMs);
    return Uint8Array.from(data.subarray(0, actual));
  }

  clearHalt(endpoint: number): Promise<void> {
    return this.#call((done) => this.#device.__clearHalt(endpoint, done));
  }

  reset(): Promise<void> {
    return this.#call((done) => this.#device.reset(done));
  }

  /** Ends what is under way, gives interfaces and kernel drivers back, and closes. Never throws; waits two seconds at most. */
  close({ keepDetached = false }: { readonly keepDetached?: boolean } = {}): Promise<void> {
    if (keepDetached) this.#detached.clear();
    if (keepDetached) this.#keepsDetached = true;
    this.#closing ??= this.#end().finally(() => this.#onClosed(this.#reconfigured));
    return this.#closing;
  }

  async #end(): Promise<void> {
    for (const transfer of this.#pending) quietly(() => transfer.cancel());
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, CLOSE_PATIENCE_MS);
    });
    await Promise.race([this.#idle().then(() => this.#giveBack()), patience]);
    clearTimeout(timer);
  }

  /** The binding refuses to close while anything is under way, and counts it as such until its callback has returned. */
  async #idle(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#whenIdle = resolve;
      this.#ended();
    });
    await new Promise((resolve) => setImmediate(resolve));
  }

  #ended(): void {
    if (this.#pending.size === 0 && this.#calls === 0) this.#whenIdle?.();
  }

  async #giveBack(): Promise<void> {
    for (const n of this.#claimed) await called((done) => this.#device.__releaseInterface(n, done)).catch(() => undefined);
    // A driver that was slower than we were (its module was loading) found the interface taken, and does not come again by itself.
    if (!this.#keepsDetached) for (const n of this.#claimed) this.#detached.add(n);
    this.#claimed.clear();
    // The disc, the ttys and the net device come back to the system as they were found.
    for (const n of this.#detached) quietly(() => this.#device.__attachKernelDriver(n));
    this.#detached.clear();
    quietly(() => this.#device.close());
  }

  async #call(run: (done: (error?: unknown) => void) => void): Promise<void> {
    if (this.#closing) throw new UsbError('cancelled', 'the device was closed');
    this.#calls++;
    try {
      await called(run);
    } finally {
      this.#calls--;
      this.#ended();
    }
  }

  /** A device that is pulled out in the middle of a transfer fails it first, and is missing a moment later. */
  async #ioOrGone(error: UsbError): Promise<UsbError> {
    await new Promise((resolve) => setTimeout(resolve, GONE_PATIENCE_MS));
    return usb.getDeviceList().includes(this.#device) ? error : new UsbError('gone', error.message, { cause: error });
  }

  #type(endpoint: number): number {
    for (const c of this.sighting.configurations)
      for (const i of c.interfaces)
        for (const e of i.endpoints)
          if (e.address === endpoint) return e.type === 'interrupt' ? usb.LIBUSB_TRANSFER_TYPE_INTERRUPT : usb.LIBUSB_TRANSFER_TYPE_BULK;
    throw new UsbError('unsupported', `no endpoint 0x${endpoint.toString(16)}`);
  }

  /**
   * Time limits are kept here and not by libusb: its event thread looks at a new transfer's limit only when something else
   * wakes it, which on an idle bus was seen to be a minute later.
   */
  #transfer(endpoint: number, type: number, buffer: Buffer, timeoutMs: number): Promise<{ data: Buffer; actual: number }> {
    return new Promise((resolve, reject) => {
      if (this.#closing) return reject(new UsbError('cancelled', 'the device was closed'));
      let late = false;
      let timer: NodeJS.Timeout | undefined;
      const transfer = new usb.Transfer(this.#device, endpoint, type, 0, (error, data, actual) => {
        clearTimeout(timer);
        this.#pending.delete(transfer);
        this.#ended();
        if (!error) return resolve({ data, actual });
        const mapped = toUsbError(error);
        if (late && mapped.kind === 'cancelled') reject(new UsbError('timeout', `no answer within ${timeoutMs} ms`, { cause: error }));
        else if (mapped.kind === 'io') void this.#ioOrGone(mapped).then(reject);
        else reject(mapped);
      });
      try {
        transfer.submit(buffer);
      } catch (error) {
        return reject(toUsbError(error));
      }
      this.#pending.add(transfer);
      if (timeoutMs > 0) {
        timer = setTimeout(() => {
          late = true;
          quietly(() => transfer.cancel());
        }, timeoutMs);
      }
    });
  }
}

/** Setup packet (USB 2.0 table 9-2, little-endian) with room for the data after it, as libusb wants it. */
function controlBuffer(setup: ControlSetup, length: number): Buffer {
  const buffer = Buffer.alloc(SETUP_BYTES + length);
  buffer.writeUInt8(setup.requestType, 0);
  buffer.writeUInt8(setup.request, 1);
  buffer.writeUInt16LE(setup.value, 2);
  buffer.writeUInt16LE(setup.index, 4);
  buffer.writeUInt16LE(length, 6);
  return buffer;
}

function toUsbError(error: unknown): UsbError {
  const message = error instanceof Error ? error.message : String(error);
  // The binding's exception class is declared but not exported; its errors carry libusb's number.
  const number = error instanceof Error && 'errno' in error && typeof error.errno === 'number' ? error.errno : undefined;
  return new UsbError((number !== undefined ? kinds[number] : undefined) ?? 'io', message, { cause: error });
}

/** For what may fail because the device is gone, which is as good. */
function quietly(run: () => void): void {
  try {
    run();
  } catch {
    // Nothing is left to be done to it.
  }
}

function attempt(run: () => void): void {
  try {
    run();
  } catch (error) {
    throw toUsbError(error);
  }
}

function called(run: (done: (error?: unknown) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    try {
      run((error) => (error ? reject(toUsbError(error)) : resolve()));
    } catch (error) {
      reject(toUsbError(error));
    }
  });
}
