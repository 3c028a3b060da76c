import { isCommandBlock } from '../../../modem-db/switch-messages.ts';

/**
 * What a patient drive has to say on its bulk IN endpoint: each command block wrapper is passed at once. USB Mass Storage
 * Bulk-Only 1.0: the wrapper's tag is bytes 4 to 7, the length that it expects 8 to 11 (little-endian), its command from 15; the
 * status is `USBS`, the tag, the part of that length that was not sent, and 0 for "passed".
 */
export class Answers {
  readonly #waiting: string[] = [];
  readonly #vendor: string;
  readonly #statusOnly: boolean;

  constructor({ vendor, statusOnly }: { readonly vendor: string; readonly statusOnly: boolean }) {
    this.#vendor = vendor;
    this.#statusOnly = statusOnly;
  }

  /** A message arrived; in hex. Only a command block wrapper is answered. */
  hear(message: string): void {
    const wrapper = Buffer.from(message, 'hex');
    if (!isCommandBlock(message) || wrapper.length < 31) return;
    const wanted = wrapper.readUInt32LE(8);
    const data = this.#statusOnly ? null : this.#data(wrapper.readUInt8(15), wanted);
    if (data !== null) this.#waiting.push(data.toString('hex'));
    const status = Buffer.alloc(13);
    status.write('USBS', 'latin1');
    wrapper.copy(status, 4, 4, 8);
    status.writeUInt32LE(wanted - (data?.length ?? 0), 8);
    this.#waiting.push(status.toString('hex'));
  }

  /** The next packet, in hex; `null`: the device has nothing to say. */
  next(): string | null {
    return this.#waiting.shift() ?? null;
  }

  /** Commands that any drive answers with data. SPC-4: INQUIRY 12h, REQUEST SENSE 03h. */
  #data(operation: number, wanted: number): Buffer | null {
    if (wanted === 0) return null;
    if (operation === 0x12) return inquiry(this.#vendor).subarray(0, wanted);
    if (operation === 0x03) return senseAfterReset.subarray(0, wanted);
    return null;
  }
}

/** A removable CD-ROM drive, 36 bytes. */
function inquiry(vendor: string): Buffer {
  const header = Buffer.from([0x05, 0x80, 0x02, 0x02, 0x1f, 0, 0, 0]);
  return Buffer.concat([header, Buffer.from(vendor.padEnd(28).slice(0, 28), 'latin1')]);
}

/** Fixed format, UNIT ATTENTION: what a drive says after power-on. */
const senseAfterReset = Buffer.from('700006000000000a00000000290000000000', 'hex');
