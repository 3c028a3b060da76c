import { decodeTlvs, encodeTlvs, garbled, type Tlv, type Tlvs } from './tlv.ts';

/**
 * QMUX: one byte of frame type, 16 bits of length (of all that follows the type), flags, service, client id; then the message:
 * flags, transaction (8 bits for CTL, else 16), message id, length of the TLVs, TLVs. All little-endian.
 */
const FRAME_TYPE = 0x01;
const HEADER = 6;
const CTL = 0;

export type MessageKind = 'request' | 'response' | 'indication';

export interface QmiFrame {
  readonly service: number;
  /** Client id; 0 for CTL, 255 for an indication to every client. */
  readonly client: number;
  readonly kind: MessageKind;
  readonly transaction: number;
  readonly message: number;
  /** TLVs as they came; `decodeTlvs` reads them. */
  readonly body: Uint8Array;
  /** From the host to the modem, or back. */
  readonly from: 'host' | 'modem';
}

/** Message flags: CTL counts its bits from 0, the services from 1. */
const flagsOf = { request: 0, response: 1, indication: 2 } as const;

/** Throws RangeError for a message over 65535 bytes, which is a bug of the caller. */
export function encodeFrame(frame: Omit<QmiFrame, 'body'> & { readonly tlvs: readonly Tlv[] }): Uint8Array {
  const body = encodeTlvs(frame.tlvs);
  const ctl = frame.service === CTL;
  const head = HEADER + (ctl ? 6 : 7);
  const total = head + body.length;
  if (total - 1 > 0xffff) throw new RangeError('QMI message is too long');
  const bytes = new Uint8Array(total);
  const view = new DataView(bytes.buffer);
  bytes[0] = FRAME_TYPE;
  view.setUint16(1, total - 1, true);
  bytes[3] = frame.from === 'modem' ? 0x80 : 0x00;
  bytes[4] = frame.service;
  bytes[5] = frame.client;
  const flag = flagsOf[frame.kind];
  if (ctl) {
    bytes[6] = flag;
    bytes[7] = frame.transaction;
  } else {
    bytes[6] = flag << 1;
    view.setUint16(7, frame.transaction, true);
  }
  view.setUint16(head - 4, frame.message, true);
  view.setUint16(head - 2, body.length, true);
  bytes.set(body, head);
  return bytes;
}

/**
 * Reads what one read of a channel brought. The channel keeps message borders, but cdc-wdm hands over all that came since the last
 * read, so there may be several frames, never a part of one. Stops at the first that makes no sense and says what; never throws.
 */
export function decodeFrames(bytes: Uint8Array): { readonly frames: readonly QmiFrame[]; readonly garbled: string | null } {
  const frames: QmiFrame[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at < bytes.length) {
    if (bytes[at] !== FRAME_TYPE) return { frames, garbled: 'no QMUX frame' };
    if (bytes.length - at < HEADER) return { frames, garbled: 'QMUX header cut off' };
    const end = at + 1 + view.getUint16(at + 1, true);
    if (end > bytes.length || end < at + HEADER) return { frames, garbled: 'QMUX length leads out of the message' };
    const frame = decodeOne(bytes.subarray(at, end));
    if (typeof frame === 'string') return { frames, garbled: frame };
    frames.push(frame);
    at = end;
  }
  return { frames, garbled: null };
}

function decodeOne(bytes: Uint8Array): QmiFrame | string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const service = view.getUint8(4);
  const ctl = service === CTL;
  const head = HEADER + (ctl ? 6 : 7);
  if (bytes.length < head) return 'QMI message header cut off';
  if (view.getUint16(head - 2, true) !== bytes.length - head) return 'QMI message length does not fit its frame';
  const flags = view.getUint8(6) >> (ctl ? 0 : 1);
  return {
    service,
    client: view.getUint8(5),
    kind: flags & 1 ? 'response' : flags & 2 ? 'indication' : 'request',
    transaction: ctl ? view.getUint8(7) : view.getUint16(7, true),
    message: view.getUint16(head - 4, true),
    body: bytes.subarray(head),
    from: view.getUint8(3) & 0x80 ? 'modem' : 'host',
  };
}

/** A response's TLVs and its result (TLV 0x02: status, error). `error` 0: success. Throws QMI_GARBLED. */
export function decodeResponse(frame: QmiFrame): { readonly error: number; readonly tlvs: Tlvs } {
  const tlvs = decodeTlvs(frame.body);
  const result = tlvs.need(0x02);
  const status = result.u16();
  const error = result.u16();
  if (status !== 0 && error === 0) throw garbled('failed without an error');
  return { error: status === 0 ? 0 : error, tlvs };
}
