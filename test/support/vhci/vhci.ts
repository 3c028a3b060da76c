import { spawn } from 'node:child_process';
import { Duplex } from 'node:stream';
import { BenchError } from '../../../electron/contract/errors.ts';
import { type Clock, systemClock } from '../../../electron/seams/clock.ts';
import { poll } from '../../../electron/seams/poll.ts';
import type { ModemEvent, VirtualModem } from '../../../electron/virtual/modem.ts';
import type { VirtualUsbDevice } from '../../../electron/virtual/usb-device.ts';
import { UrbStream } from '../../../electron/virtual/usbip/urb-stream.ts';
import { devicePath, highSpeedPorts, isFree, portIsFree, VHCI } from './vhci-status.ts';

/** enum usb_device_speed of the kernel. */
const HIGH_SPEED = 3;

/** Time that the kernel gets to let go of a port after its device left. */
const FREE_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 10;

export interface VhciOptions {
  /** Port of the controller, 0 to 14. Default: the first that is free. */
  readonly port?: number;
  readonly clock?: Clock;
  /** Folder of the controller in sysfs. */
  readonly folder?: string;
  /** What a plugged modem did on the wire; errors that nobody waits for among it. */
  readonly onEvent?: (event: VhciEvent) => void;
}

export type VhciEvent =
  /** Handed to the kernel, which now enumerates it. */
  | { readonly kind: 'attached' | 'detached'; readonly composition: string; readonly port: number }
  | { readonly kind: 'failed'; readonly error: Error };

export interface VhciPlug {
  readonly port: number;
  /** Pulls the modem out; resolves when the kernel has freed the port. */
  unplug(): Promise<void>;
}

/**
 * Puts a modem that is plugged in, or will be, on a port of this kernel's virtual host controller, and each of its
 * re-enumerations on the same port. Resolves once the present enumeration is handed to the kernel. Needs root and vhci-hcd.
 * The modem lives in this process: nothing here may wait for the kernel synchronously (a read of bConfigurationValue waits for
 * the device, that is for us).
 * Throws USB_UNAVAILABLE.
 */
export async function plugIntoVhci(modem: VirtualModem, options: VhciOptions = {}): Promise<VhciPlug> {
  const folder = options.folder ?? VHCI;
  const ports = await highSpeedPorts(folder);
  const port = options.port ?? ports.find(isFree)?.port;
  if (port === undefined || !ports.some((p) => p.port === port)) throw new BenchError('USB_UNAVAILABLE', { message: 'no free vhci port' });
  const path = await devicePath(folder, port);
  const plug = new Plug(modem, path, { clock: systemClock, onEvent: () => undefined, ...options, folder, port });
  await plug.start();
  return plug;
}

class Plug implements VhciPlug {
  readonly port: number;
  readonly #modem: VirtualModem;
  readonly #path: string;
  readonly #options: Required<VhciOptions>;
  /** Attaches and waits, one after the other. */
  #work: Promise<void> = Promise.resolve();
  #stream: UrbStream | null = null;
  #stop: () => void = () => undefined;
  #enumerations = 0;

  /** `path`: where sysfs shows what is on the port. */
  constructor(modem: VirtualModem, path: string, options: Required<VhciOptions>) {
    this.#modem = modem;
    this.#path = path;
    this.#options = options;
    this.port = options.port;
  }

  async start(): Promise<void> {
    this.#stop = this.#modem.on((event) => this.#follow(event));
    const { device, composition } = this.#modem;
    if (device) await this.#attach(device, composition ?? '');
  }

  async unplug(): Promise<void> {
    this.#modem.unplug();
    this.#stop();
    await this.#work;
    await this.#untilFree();
  }

  #follow({ kind, device, composition }: ModemEvent): void {
    if (kind === 'detached') {
      this.#stream?.leave(this.#options.clock);
      this.#stream = null;
      this.#options.onEvent({ kind: 'detached', composition, port: this.port });
      return;
    }
    this.#work = this.#work
      .then(() => this.#attach(device, composition))
      .catch((error: unknown) =>
        this.#options.onEvent({ kind: 'failed', error: error instanceof Error ? error : new Error(String(error)) }),
      );
  }

  async #attach(device: VirtualUsbDevice, composition: string): Promise<void> {
    await this.#untilFree();
    if (!device.present) return;
    // The kernel takes the low half for the address it shows in `status`; it gives the device one of its own.
    const deviceId = (1 << 16) | (2 + (this.#enumerations++ % 120));
    const handOver = handToKernel(this.#options.folder, this.port, deviceId);
    const stream = new UrbStream(handOver.socket, device);
    this.#stream = stream;
    stream.onClose((error) => {
      if (error) this.#options.onEvent({ kind: 'failed', error });
    });
    try {
      await handOver.done;
    } catch (error) {
      stream.close();
      throw error;
    }
    if (device.present) this.#options.onEvent({ kind: 'attached', composition, port: this.port });
  }

  async #untilFree(): Promise<void> {
    const { clock, folder } = this.#options;
    const freeing = { every: LOOK_EVERY_MS, within: FREE_WITHIN_MS };
    const isFree = await poll(
      clock,
      freeing,
      () => portIsFree(folder, this.port, this.#path),
      (free) => free,
    );
    if (!isFree) throw new BenchError('USB_UNAVAILABLE', { message: `vhci port ${this.port} is not freed` });
  }
}

/**
 * Makes a pair of connected sockets, gives one end to the kernel and returns the other, served from the start: the kernel speaks
 * before `done` is resolved. The writer of `attach` names a file descriptor of its own; a child has its end of a socket pair as
 * descriptor 3 and may go once the kernel has it.
 */
function handToKernel(folder: string, port: number, deviceId: number): { readonly socket: Duplex; readonly done: Promise<void> } {
  const line = `${port} 3 ${deviceId} ${HIGH_SPEED}`;
  const child = spawn('/bin/sh', ['-c', 'echo "$1" > "$2"', 'attach', line, `${folder}/attach`], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const { stderr } = child;
  const socket = child.stdio[3];
  if (stderr === null || !(socket instanceof Duplex)) throw new BenchError('USB_UNAVAILABLE', { message: 'vhci attach: no socket pair' });
  const done = new Promise<void>((resolve, reject) => {
    const fail = (message: string, cause?: unknown) =>
      reject(new BenchError('USB_UNAVAILABLE', { message: `vhci attach: ${message}` }, { cause }));
    let complaint = '';
    stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(0, 500);
    });
    child.on('error', (error) => fail(error.message, error));
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else stderr.on('close', () => fail(complaint.trim() || `status ${code}`));
    });
  });
  return { socket, done };
}
