/**
 * USB/IP 1.1.1, the transfer phase, as in the kernel's Documentation/usb/usbip_protocol.rst. Every field of a header is
 * big-endian; the setup packet in it is as on a USB wire, little-endian.
 */

/** Of each of the four kinds of header. */
export const HEADER_BYTES = 48;

const CMD_SUBMIT = 1;
const CMD_UNLINK = 2;
const RET_SUBMIT = 3;
const RET_UNLINK = 4;

/**
 * Linux error numbers, as the status of a transfer carries them. `unanswered` is what a host controller says of a device that was
 * pulled out before its hub noticed (the kernel's Documentation/driver-api/usb/error-codes.rst: EPROTO).
 */
export const status = { ok: 0, stall: -32, unanswered: -71, cancelled: -104, shortRead: -121 } as const;

/** URB_SHORT_NOT_OK of include/linux/usb.h: less than was asked for is an error. */
const SHORT_NOT_OK = 1;

/** Most that one transfer may carry: what Linux lends to all programs' transfers together unless told otherwise (usbfs_memory_mb). */
export const MAX_TRANSFER = 16 << 20;

export interface SubmitCommand {
  readonly kind: 'submit';
  readonly sequence: number;
  readonly toHost: boolean;
  /** Endpoint number without its direction bit, 0 to 15. */
  readonly endpoint: number;
  readonly shortIsError: boolean;
  /** Bytes of the host's buffer: room for an IN transfer, the data's length for an OUT transfer. */
  readonly length: number;
  /** Eight bytes; they mean something on endpoint 0 only. */
  readonly setup: Uint8Array;
  /** OUT data. */
  readonly data: Uint8Array;
}

export interface UnlinkCommand {
  readonly kind: 'unlink';
  readonly sequence: number;
  /** Sequence number of the transfer that is not wanted any more. */
  readonly victim: number;
}

export type Command = SubmitCommand | UnlinkCommand;

/** The other end does not speak USB/IP, or asks for what is not served here. The connection is of no use after it. */
export class UsbipError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsbipError';
  }
}

/**
 * Reads one header. `dataBytes` of OUT data follow it on the wire.
 * Throws UsbipError on an unknown command, an endpoint or a length out of range, and an isochronous transfer.
 */
export function parseHeader(header: Uint8Array): { readonly command: Command; readonly dataBytes: number } {
  const view = new DataView(header.buffer, header.byteOffset, HEADER_BYTES);
  const code = view.getUint32(0);
  const sequence = view.getUint32(4);
  if (code === CMD_UNLINK) return { command: { kind: 'unlink', sequence, victim: view.getUint32(20) }, dataBytes: 0 };
  if (code !== CMD_SUBMIT) throw new UsbipError(`unknown command ${code}`);
  const direction = view.getUint32(12);
  const endpoint = view.getUint32(16);
  const length = view.getInt32(24);
  // 0 or -1 (the document and the kernel differ) for what is not isochronous.
  const packets = view.getInt32(32);
  if (direction > 1 || endpoint > 15) throw new UsbipError(`endpoint ${endpoint}, direction ${direction}`);
  if (packets !== 0 && packets !== -1) throw new UsbipError('isochronous transfers are not served');
  if (length < 0 || length > MAX_TRANSFER) throw new UsbipError(`a transfer of ${length} bytes`);
  const toHost = direction === 1;
  const command: SubmitCommand = {
    kind: 'submit',
    sequence,
    toHost,
    endpoint,
    shortIsError: (view.getUint32(20) & SHORT_NOT_OK) !== 0,
    length,
    setup: header.slice(40, HEADER_BYTES),
    data: new Uint8Array(),
  };
  return { command, dataBytes: toHost ? 0 : length };
}

/** What ended a transfer: the header, and the data of an IN transfer after it. `actual`: bytes taken, for OUT. */
export function encodeSubmitReply(sequence: number, state: number, actual: number, data: Uint8Array | null): Uint8Array {
  const reply = new Uint8Array(HEADER_BYTES + (data?.length ?? 0));
  const view = new DataView(reply.buffer);
  view.setUint32(0, RET_SUBMIT);
  view.setUint32(4, sequence);
  view.setInt32(20, state);
  view.setUint32(24, data?.length ?? actual);
  if (data) reply.set(data, HEADER_BYTES);
  return reply;
}

export function encodeUnlinkReply(sequence: number, state: number): Uint8Array {
  const reply = new Uint8Array(HEADER_BYTES);
  const view = new DataView(reply.buffer);
  view.setUint32(0, RET_UNLINK);
  view.setUint32(4, sequence);
  view.setInt32(20, state);
  return reply;
}

/** Cuts a byte stream into commands. */
export class CommandReader {
  #chunks: Uint8Array[] = [];
  #bytes = 0;
  #waiting: { readonly command: Command; readonly dataBytes: number } | null = null;

  /** Adds what came; returns the commands that are now whole. Throws UsbipError, after which the reader is of no use. */
  *push(chunk: Uint8Array): Generator<Command> {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    for (;;) {
      if (!this.#waiting) {
        const header = this.#take(HEADER_BYTES);
        if (!header) return;
        this.#waiting = parseHeader(header);
      }
      const { command, dataBytes } = this.#waiting;
      const data = this.#take(dataBytes);
      if (!data) return;
      this.#waiting = null;
      yield command.kind === 'submit' ? { ...command, data } : command;
    }
  }

  #take(length: number): Uint8Array | null {
    if (this.#bytes < length) return null;
    const all = this.#chunks.length === 1 ? (this.#chunks[0] ?? new Uint8Array()) : Buffer.concat(this.#chunks);
    this.#chunks = [all.subarray(length)];
    this.#bytes -= length;
    return all.subarray(0, length);
  }
}
