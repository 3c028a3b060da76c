import type { ModemBody } from './modem.ts';
import type { ScsiDrive } from './scsi.ts';
import type { ControlReply, ControlRequest, FunctionPort, UsbFunction } from './usb-function.ts';

/**
 * USB Mass Storage Class, Bulk-Only Transport 1.0: command wrapper (CBW), data, status wrapper (CSW). Little-endian. What a
 * host does wrong is answered as section 6.6 says, by halts until the reset recovery.
 */
const CBW_BYTES = 31;
const CSW_BYTES = 13;
const CBW_SIGNATURE = 0x43425355;
const CSW_SIGNATURE = 0x53425355;
/** Section 3.1 and 3.2. */
const RESET = 0xff;
const GET_MAX_LUN = 0xfe;

const PASSED = 0;
const FAILED = 1;
const PHASE_ERROR = 2;

/** What the switch hook says of a command: `null`, an ordinary one; else what a dongle does on the switch message. */
export type CommandHook = (commandBlock: Uint8Array) => SwitchVerdict | null;
export type SwitchVerdict =
  /** Refused by a halt, the wrapper itself. */
  | { readonly kind: 'stall' }
  /** Pulled out: not a byte more. */
  | { readonly kind: 'gone' }
  /** Answered with this bCSWStatus; `after` runs after the answer is queued. */
  | { readonly kind: 'answer'; readonly status: number; readonly after: () => void };

export interface DiscOptions {
  readonly interfaceNumber: number;
  /** Address of the bulk IN endpoint, with the direction bit. */
  readonly input: number;
  readonly output: number;
  readonly drive: ScsiDrive;
  readonly onCommand?: CommandHook;
}

interface PendingWrite {
  readonly tag: number;
  left: number;
}

/** A mass storage interface with one drive. */
export class Disc implements UsbFunction {
  readonly interfaces: readonly number[];
  readonly outEndpoints: readonly number[];
  readonly #options: DiscOptions;
  #port: FunctionPort | null = null;
  /** A CSW that waits until the host has cleared the halt which ended the data phase. */
  #afterHalt: Uint8Array | null = null;
  /** Data that the host announced and that goes nowhere: the drives are read-only. */
  #write: PendingWrite | null = null;
  /** After an invalid CBW every transfer is refused until the reset (6.6.1). */
  #broken = false;

  constructor(options: DiscOptions) {
    this.#options = options;
    this.interfaces = [options.interfaceNumber];
    this.outEndpoints = [options.output];
  }

  attach(port: FunctionPort): void {
    this.#port = port;
  }

  detach(): void {
    this.#port = null;
  }

  control(request: ControlRequest): ControlReply {
    if (request.requestType === 0xa1 && request.request === GET_MAX_LUN) return Uint8Array.of(0);
    if (request.requestType === 0x21 && request.request === RESET) {
      this.#broken = false;
      this.#afterHalt = null;
      this.#write = null;
      return 'ack';
    }
    return 'stall';
  }

  haltCleared(endpoint: number): void {
    if (endpoint !== this.#options.input) return;
    if (this.#broken) this.#port?.stall(this.#options.input);
    else if (this.#afterHalt) {
      const csw = this.#afterHalt;
      this.#afterHalt = null;
      this.#send(csw);
    }
  }

  out(_endpoint: number, data: Uint8Array): 'stall' | undefined {
    if (this.#broken) return 'stall';
    if (this.#write) {
      this.#takeWrite(this.#write, data);
      return undefined;
    }
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    if (data.length !== CBW_BYTES || view.getUint32(0, true) !== CBW_SIGNATURE) {
      this.#broken = true;
      this.#port?.stall(this.#options.input);
      return 'stall';
    }
    return this.#command(view, data);
  }

  #command(view: DataView, cbw: Uint8Array): 'stall' | undefined {
    const tag = view.getUint32(4, true);
    const length = view.getUint32(8, true);
    const toHost = (view.getUint8(12) & 0x80) !== 0;
    // The block's length: Huawei's switch message says 0 and is taken all the same, so the hook sees all sixteen bytes.
    const block = cbw.subarray(15, 15 + Math.min(16, view.getUint8(14) & 0x1f));
    const verdict = this.#options.onCommand?.(cbw.subarray(15)) ?? null;
    if (verdict) return this.#switch(verdict, tag, length);
    if (view.getUint8(13) !== 0 || block.length < 1) {
      this.#end(tag, length, FAILED, toHost && length > 0);
      return undefined;
    }
    const result = this.#options.drive.run(block);
    if (result.kind === 'check') this.#end(tag, length, FAILED, toHost && length > 0, !toHost);
    else if (toHost || length === 0) this.#reply(tag, length, result.data);
    else this.#write = { tag, left: length };
    return undefined;
  }

  #switch(verdict: SwitchVerdict, tag: number, length: number): 'stall' | undefined {
    if (verdict.kind === 'stall') return 'stall';
    if (verdict.kind === 'gone') {
      this.#port?.leave();
      return undefined;
    }
    this.#send(statusWrapper(tag, length, verdict.status));
    verdict.after();
    return undefined;
  }

  /** Data in, then status. Less than was asked for ends in a short packet; nothing at all in a halt (6.7.2, cases 4 and 5). */
  #reply(tag: number, length: number, data: Uint8Array): void {
    // Case 2: the host expects nothing, the device wants to send.
    if (length === 0 && data.length > 0) {
      this.#send(statusWrapper(tag, 0, PHASE_ERROR));
      return;
    }
    const part = data.subarray(0, length);
    if (part.length > 0) this.#send(part);
    this.#end(tag, length - part.length, PASSED, part.length === 0 && length > 0);
  }

  #end(tag: number, residue: number, status: number, halt: boolean, swallow = false): void {
    const csw = statusWrapper(tag, residue, status);
    if (halt) {
      this.#afterHalt = csw;
      this.#port?.stall(this.#options.input);
    } else if (swallow && residue > 0) {
      this.#write = { tag, left: residue };
      this.#writeStatus = status;
    } else this.#send(csw);
  }

  /** Status of a write whose data is still to come. */
  #writeStatus = PASSED;

  #takeWrite(write: PendingWrite, data: Uint8Array): void {
    write.left -= Math.min(write.left, data.length);
    if (write.left > 0) return;
    this.#write = null;
    this.#send(statusWrapper(write.tag, 0, this.#writeStatus));
    this.#writeStatus = PASSED;
  }

  #send(data: Uint8Array): void {
    this.#port?.send(this.#options.input, data);
  }
}

function statusWrapper(tag: number, residue: number, status: number): Uint8Array {
  const csw = new DataView(new ArrayBuffer(CSW_BYTES));
  csw.setUint32(0, CSW_SIGNATURE, true);
  csw.setUint32(4, tag, true);
  csw.setUint32(8, residue, true);
  csw.setUint8(12, status);
  return new Uint8Array(csw.buffer);
}

/**
 * Hook of Huawei's disc: operation 11h, 06h, then 00h, 10h or 20h for what the host runs (Windows, Mac OS, Linux: X. Fang of
 * Huawei on linux-usb, March 2013); where a stick takes usb_modeswitch's HuaweiAltMode otherwise, 30h leads to `alternative`. Faults of the dongle decide what becomes of it. A status other than 0 means that the
 * dongle refused: it stays.
 */
export function huaweiSwitchHook(body: ModemBody, composition: string, alternative?: string): CommandHook {
  return (block) => {
    const target = block[2] === 0x30 ? alternative : [0x00, 0x10, 0x20].includes(block[2] ?? -1) ? composition : undefined;
    if (block[0] !== 0x11 || block[1] !== 0x06 || target === undefined) return null;
    const { faults, memory } = body;
    if (faults.unplugOnSwitch === true) return { kind: 'gone' };
    const stalled = Number(memory.get('switchStalls') ?? 0);
    if (stalled < (faults.stallSwitch ?? 0)) {
      memory.set('switchStalls', stalled + 1);
      return { kind: 'stall' };
    }
    const status = faults.cswStatus ?? PASSED;
    return {
      kind: 'answer',
      status,
      after: () => (status === PASSED && faults.ignoreSwitch !== true ? switchOnce(body, target) : undefined),
    };
  };
}

/** A host that repeats the message while the dongle is on its way out must not send it twice. */
function switchOnce(body: ModemBody, composition: string): void {
  if (body.memory.get('switching') === true) return;
  body.memory.set('switching', true);
  body.reenumerate(composition);
}
