import type { Clock } from '../../seams/clock.ts';
import { type ControlSetup, UsbError } from '../../seams/usb-bus.ts';
import type { VirtualUsbDevice } from '../usb-device.ts';
import { ENDPOINT_IN, type Transfer, type TransferResult } from '../usb-function.ts';

/** Whoever issues transfers: a program's handle or a driver of the practice kernel. Its transfers end with it. */
export class TransferOwner {
  readonly #pending = new Set<(error: UsbError) => void>();
  #closed = false;

  /** Cancels all that is under way; what comes later fails at once. */
  close(): void {
    this.#closed = true;
    const error = new UsbError('cancelled', 'the device was closed');
    for (const end of [...this.#pending]) end(error);
  }

  get closed(): boolean {
    return this.#closed;
  }

  add(end: (error: UsbError) => void): void {
    this.#pending.add(end);
  }

  remove(end: (error: UsbError) => void): void {
    this.#pending.delete(end);
  }
}

/** The host's end of the cable to one enumeration of a virtual device: transfers as promises, with time limits. */
export class DeviceWire {
  readonly device: VirtualUsbDevice;
  readonly #clock: Clock;
  readonly #kernel = new TransferOwner();
  readonly #pending = new Set<(error: UsbError) => void>();

  constructor(device: VirtualUsbDevice, clock: Clock) {
    this.device = device;
    this.#clock = clock;
  }

  /** The device left: everything under way fails with `gone`. */
  left(): void {
    const error = gone();
    for (const end of [...this.#pending]) end(error);
  }

  /** A class, vendor or standard request; IN by bit 7 of the type. `data` is sent, or `length` bytes are asked for. */
  async control(
    setup: ControlSetup,
    data: Uint8Array | number,
    timeoutMs: number,
    owner = this.#kernel,
  ): Promise<TransferResult & { status: 'ok' }> {
    const length = typeof data === 'number' ? data : data.length;
    const packet = new DataView(new ArrayBuffer(8));
    packet.setUint8(0, setup.requestType);
    packet.setUint8(1, setup.request);
    packet.setUint16(2, setup.value, true);
    packet.setUint16(4, setup.index, true);
    packet.setUint16(6, length, true);
    return this.#submit(0, new Uint8Array(packet.buffer), typeof data === 'number' ? new Uint8Array() : data, length, timeoutMs, owner);
  }

  async out(endpoint: number, data: Uint8Array, timeoutMs: number, owner = this.#kernel): Promise<number> {
    const result = await this.#submit(endpoint, null, data, 0, timeoutMs, owner);
    return result.actual ?? data.length;
  }

  async in(endpoint: number, length: number, timeoutMs: number, owner = this.#kernel): Promise<Uint8Array> {
    const result = await this.#submit(endpoint | ENDPOINT_IN, null, new Uint8Array(), length, timeoutMs, owner);
    return Uint8Array.from(result.data ?? []);
  }

  #submit(
    endpoint: number,
    setup: Uint8Array | null,
    data: Uint8Array,
    length: number,
    timeoutMs: number,
    owner: TransferOwner,
  ): Promise<TransferResult & { status: 'ok' }> {
    return new Promise((resolve, reject) => {
      if (owner.closed) return reject(new UsbError('cancelled', 'the device was closed'));
      if (!this.device.present) return reject(gone());
      let timer: unknown;
      const settle = (run: () => void) => {
        this.#clock.clearTimeout(timer);
        owner.remove(end);
        this.#pending.delete(end);
        run();
      };
      const end = (error: UsbError) => {
        this.device.cancel(transfer);
        settle(() => reject(error));
      };
      const transfer: Transfer = {
        endpoint,
        setup,
        // The device sees its own copy, as it would over a cable.
        data: Uint8Array.from(data),
        length,
        cancelled: false,
        complete: (result) =>
          settle(() =>
            result.status === 'ok' ? resolve(result) : reject(new UsbError('stall', `endpoint 0x${endpoint.toString(16)} refused`)),
          ),
      };
      owner.add(end);
      this.#pending.add(end);
      if (timeoutMs > 0) timer = this.#clock.setTimeout(() => end(new UsbError('timeout', `no answer within ${timeoutMs} ms`)), timeoutMs);
      this.device.submit(transfer);
    });
  }
}

export function gone(): UsbError {
  return new UsbError('gone', 'the dongle was unplugged');
}
