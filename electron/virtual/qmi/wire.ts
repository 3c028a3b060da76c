/**
 * QMI as the modem's side writes it. Written apart from `electron/qmi` on purpose: the two check each other, and the real peers
 * (libqmi, ModemManager) check this one. Layouts: libqmi's message definitions. Little-endian.
 */

export interface QmiRequest {
  readonly service: number;
  readonly client: number;
  readonly transaction: number;
  readonly message: number;
  readonly tlvs: ReadonlyMap<number, Uint8Array>;
}

/** `null` for what is no request at all; firmwares drop it. `'malformed'` TLVs deserve an answer. */
export function readRequest(
  frame: Uint8Array,
): (Omit<QmiRequest, 'tlvs'> & { readonly tlvs: ReadonlyMap<number, Uint8Array> | 'malformed' }) | null {
  if (frame.length < 12 || frame[0] !== 1) return null;
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const service = view.getUint8(4);
  const head = service === 0 ? 12 : 13;
  if (view.getUint16(1, true) !== frame.length - 1 || frame.length < head) return null;
  if (view.getUint16(head - 2, true) !== frame.length - head) return null;
  return {
    service,
    client: view.getUint8(5),
    transaction: service === 0 ? view.getUint8(7) : view.getUint16(7, true),
    message: view.getUint16(head - 4, true),
    tlvs: readTlvs(frame.subarray(head)) ?? 'malformed',
  };
}

function readTlvs(bytes: Uint8Array): Map<number, Uint8Array> | null {
  const tlvs = new Map<number, Uint8Array>();
  for (let at = 0; at < bytes.length; ) {
    const [type, low, high] = bytes.subarray(at, at + 3);
    if (type === undefined || low === undefined || high === undefined) return null;
    const end = at + 3 + (low | (high << 8));
    if (end > bytes.length) return null;
    tlvs.set(type, bytes.subarray(at + 3, end));
    at = end;
  }
  return tlvs;
}

/** One TLV of numbers, texts and bytes in a row. */
export function tlv(type: number, ...parts: readonly (Uint8Array | string)[]): Uint8Array {
  const body = bytesOf(...parts);
  return Uint8Array.from([type, body.length & 0xff, body.length >> 8, ...body]);
}

export function bytesOf(...parts: readonly (Uint8Array | string)[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'utf8')] : [...part])));
}

export const u8 = (...numbers: number[]): Uint8Array => Uint8Array.from(numbers);
export const u16 = (n: number): Uint8Array => u8(n, n >> 8);
export const u32 = (n: number): Uint8Array => u8(n, n >> 8, n >> 16, n >> 24);
export function u64(n: bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, n, true);
  return bytes;
}
/** Three bytes, the highest first: tracking areas of 5G. */
export const u24be = (n: number): Uint8Array => u8(n >> 16, n >> 8, n);

/** Behind an 8-bit length. */
export function sized8(part: Uint8Array | string): Uint8Array {
  const body = bytesOf(part);
  return bytesOf(u8(body.length), body);
}
/** Behind a 16-bit length. */
export function sized16(part: Uint8Array | string): Uint8Array {
  const body = bytesOf(part);
  return bytesOf(u16(body.length), body);
}

/** Reads a little-endian number of up to four bytes; 0 where it is missing. */
export function numberOf(value: Uint8Array | undefined, at = 0, size = value?.length ?? 0): number {
  let n = 0;
  for (let i = Math.min(size, 4) - 1; i >= 0; i--) n = n * 256 + (value?.[at + i] ?? 0);
  return n;
}

const FROM_MODEM = 0x80;

/** `error` 0: success. Every response carries its result in TLV 0x02. */
export function writeResponse(request: Omit<QmiRequest, 'tlvs'>, error: number, tlvs: readonly Uint8Array[]): Uint8Array {
  const body = bytesOf(tlv(0x02, u16(error === 0 ? 0 : 1), u16(error)), ...tlvs);
  const transaction = request.service === 0 ? u8(0x01, request.transaction) : bytesOf(u8(0x02), u16(request.transaction));
  return writeFrame(request.service, request.client, bytesOf(transaction, u16(request.message), u16(body.length), body));
}

/** `client` 255: to all. */
export function writeIndication(service: number, client: number, message: number, tlvs: readonly Uint8Array[]): Uint8Array {
  const body = bytesOf(...tlvs);
  const transaction = service === 0 ? u8(0x02, 0) : bytesOf(u8(0x04), u16(0));
  return writeFrame(service, client, bytesOf(transaction, u16(message), u16(body.length), body));
}

function writeFrame(service: number, client: number, message: Uint8Array): Uint8Array {
  return bytesOf(u8(1), u16(message.length + 5), u8(FROM_MODEM, service, client), message);
}
