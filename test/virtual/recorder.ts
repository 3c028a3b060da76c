import type { VirtualUsbDevice } from '../../electron/virtual/usb-device.ts';
import { ENDPOINT_IN, type Transfer, type TransferResult } from '../../electron/virtual/usb-function.ts';

/**
 * Writes down what a host does with a virtual device, one line a transfer, in the order of their end: `out 01 <data>`,
 * `in 81 <data>`, `control <eight setup bytes> <data>`. Hex throughout, endpoint addresses with the direction bit. A stall ends
 * the line with `stall`; a transfer that the host gave up, with `cancelled`. Reads of descriptors are left out: every host has its
 * own habits there.
 */
export class Recorder {
  readonly lines: string[] = [];
  readonly #pending = new Map<Transfer, string>();
  #on = false;

  constructor(device: VirtualUsbDevice) {
    const before = device.tap;
    device.tap = (transfer) => {
      this.#watch(transfer);
      return before?.(transfer);
    };
  }

  /** From now on: what came before was the host's own way of getting to know the device. */
  start(): void {
    this.#on = true;
  }

  /** What ended until now, and what was still under way. */
  stop(): readonly string[] {
    this.#on = false;
    for (const [transfer, what] of this.#pending) if (transfer.cancelled) this.lines.push(`${what} cancelled`);
    this.#pending.clear();
    return this.lines;
  }

  #watch(transfer: Transfer): void {
    if (!this.#on || isDescriptorRead(transfer)) return;
    const what = describe(transfer);
    this.#pending.set(transfer, what);
    const complete = transfer.complete.bind(transfer);
    transfer.complete = (result) => {
      if (this.#pending.delete(transfer) && this.#on) this.lines.push(ended(transfer, what, result));
      complete(result);
    };
  }
}

const hex = (data: Uint8Array) => Buffer.from(data).toString('hex');

function describe({ endpoint, setup, data }: Transfer): string {
  if (setup) return ['control', hex(setup), ...(data.length > 0 ? [hex(data)] : [])].join(' ');
  const address = endpoint.toString(16).padStart(2, '0');
  return endpoint & ENDPOINT_IN ? `in ${address}` : `out ${address} ${hex(data)}`;
}

function ended(transfer: Transfer, what: string, result: TransferResult): string {
  if (result.status === 'stall') return `${what} stall`;
  const answered =
    result.data !== undefined && result.data.length > 0 && (transfer.setup !== null || (transfer.endpoint & ENDPOINT_IN) !== 0);
  return answered && result.data ? `${what} ${hex(result.data)}` : what;
}

/** GET_DESCRIPTOR, to the device or an interface. */
function isDescriptorRead({ setup }: Transfer): boolean {
  return setup !== null && ((setup[0] ?? 0) & 0xe0) === 0x80 && setup[1] === 6;
}
