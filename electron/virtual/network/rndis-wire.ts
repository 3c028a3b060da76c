/**
 * Messages and packets of RNDIS: Remote NDIS Specification 5.0 (also [MS-RNDIS]). Everything is 32-bit words, little-endian;
 * offsets in a message count from its byte 8, behind type and length.
 */

/** Message types; a completion has bit 31 set. */
export const MESSAGE = {
  packet: 1,
  initialize: 2,
  halt: 3,
  query: 4,
  set: 5,
  reset: 6,
  indicateStatus: 7,
  keepalive: 8,
} as const;
const COMPLETION = 0x80000000;

export const STATUS = {
  success: 0,
  failure: 0xc0000001,
  notSupported: 0xc00000bb,
  invalidData: 0xc0010015,
} as const;

/** What offsets count from. */
const OFFSET_BASE = 8;
/** Head of a data packet: eleven words. */
export const PACKET_HEADER = 44;
/** More packets than that in one transfer is no traffic. */
const MAX_PACKETS = 64;

/** Words as a message, its length put into the second of them, with bytes behind. */
export function message(words: readonly number[], tail: Uint8Array = new Uint8Array()): Uint8Array {
  const bytes = new Uint8Array(words.length * 4 + tail.length);
  const view = new DataView(bytes.buffer);
  for (const [i, word] of words.entries()) view.setUint32(i * 4, word, true);
  view.setUint32(4, bytes.length, true);
  bytes.set(tail, words.length * 4);
  return bytes;
}

/** A completion: type, length, id of the request, status, and what else its kind has. */
export function completion(
  type: number,
  requestId: number,
  status: number,
  more: readonly number[] = [],
  tail: Uint8Array = new Uint8Array(),
): Uint8Array {
  return message([(type | COMPLETION) >>> 0, 0, requestId, status, ...more], tail);
}

/** A control message from the host, cut to the length it states; `null` where that is not there or the head is not whole. */
export interface ControlMessage {
  readonly type: number;
  /** 0 for a reset, which has none. */
  readonly requestId: number;
  /** Word `index` of the message, the type being 0; `null` behind its end. */
  word(index: number): number | null;
  /** `length` bytes at `offset` from byte 8; `null` where they are not all inside. */
  bytes(offset: number, length: number): Uint8Array | null;
}

export function parseControl(data: Uint8Array): ControlMessage | null {
  if (data.length < 12) return null;
  const whole = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const length = whole.getUint32(4, true);
  if (length < 12 || length > data.length) return null;
  const view = new DataView(data.buffer, data.byteOffset, length);
  return {
    type: view.getUint32(0, true),
    requestId: view.getUint32(8, true),
    word: (index) => (index * 4 + 4 <= length ? view.getUint32(index * 4, true) : null),
    bytes: (offset, count) =>
      OFFSET_BASE + offset + count <= length ? data.subarray(OFFSET_BASE + offset, OFFSET_BASE + offset + count) : null,
  };
}

/**
 * The Ethernet frames of one transfer (REMOTE_NDIS_PACKET_MSG, several in a row). A packet that is broken ends the reading,
 * what came before it counts; so do the bytes with which hosts fill a transfer up so that it is no multiple of a USB packet.
 */
export function parsePackets(transfer: Uint8Array): Uint8Array[] {
  const view = new DataView(transfer.buffer, transfer.byteOffset, transfer.byteLength);
  const frames: Uint8Array[] = [];
  let at = 0;
  while (at + PACKET_HEADER <= transfer.length && frames.length < MAX_PACKETS) {
    const length = view.getUint32(at + 4, true);
    if (view.getUint32(at, true) !== MESSAGE.packet || length < PACKET_HEADER || length > transfer.length - at) break;
    const start = OFFSET_BASE + view.getUint32(at + 8, true);
    const count = view.getUint32(at + 12, true);
    if (start < PACKET_HEADER || start + count > length) break;
    frames.push(transfer.subarray(at + start, at + start + count));
    at += length;
  }
  return frames;
}

/** One frame as a packet message, without out-of-band data. */
export function buildPacket(frame: Uint8Array): Uint8Array {
  return message([MESSAGE.packet, 0, PACKET_HEADER - OFFSET_BASE, frame.length, 0, 0, 0, 0, 0, 0, 0], frame);
}
