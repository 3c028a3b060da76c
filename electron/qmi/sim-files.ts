import type { QmiClient, RequestOptions } from './client.ts';
import { readOf, refused } from './failures.ts';
import { type QmiRequest, requestOf } from './services.ts';
import { garbled, value } from './tlv.ts';
import { PRIMARY_SESSION, uimMessages } from './uim.ts';

/** A transparent file: its id, and the path of ids that leads to its folder. */
export interface SimFile {
  readonly id: number;
  readonly path: readonly number[];
}

/** TS 102 221, 13.2; TS 31.102, 4.2.2. */
export const simFiles = {
  iccid: { id: 0x2fe2, path: [0x3f00] },
  imsi: { id: 0x6f07, path: [0x3f00, 0x7fff] },
} as const satisfies Record<string, SimFile>;

/** Asks for a file of the SIM, whole: from 0 on, as much as there is. */
export function readSimFileRequest(file: SimFile): QmiRequest {
  const path = value.join(...file.path.map((id) => value.u16(id)));
  return requestOf(uimMessages.readTransparent, [
    PRIMARY_SESSION,
    [0x02, value.join(value.u16(file.id), value.u8(path.length), path)],
    [0x03, value.join(value.u16(0), value.u16(0))],
  ]);
}

/** Reads a file of the SIM whole. Throws QMI_ERROR (detail `sw`: the card's status word, where it gave one). */
export async function readSimFile(client: QmiClient, file: SimFile, options?: RequestOptions): Promise<Uint8Array> {
  const { message, tlvs } = readSimFileRequest(file);
  const reply = await client.exchange(message, tlvs, options);
  if (reply.error === 0) return readOf(message, reply.tlvs, (read) => read.need(0x11).bytes16());
  const sw = readOf(message, reply.tlvs, (read) => {
    const card = read.get(0x10);
    return card ? { sw: [card.u8(), card.u8()].map((b) => b.toString(16).padStart(2, '0')).join('') } : {};
  });
  throw refused(message, reply.error, sw);
}

/** Digits of EF_ICCID: two a byte, the low half first, filled up with F. */
export function iccidOf(bytes: Uint8Array): string {
  return digitsOf(bytes);
}

/** Digits of EF_IMSI: a length, then a parity half and the digits. Throws QMI_GARBLED. */
export function imsiOf(bytes: Uint8Array): string {
  const length = bytes[0] ?? 0;
  if (length < 1 || length > 8 || bytes.length < 1 + length) throw garbled('EF_IMSI');
  return digitsOf(bytes.subarray(1, 1 + length)).slice(1);
}

function digitsOf(bytes: Uint8Array): string {
  const halves = [...bytes].flatMap((byte) => [byte & 15, byte >> 4]);
  const end = halves.indexOf(15);
  const digits = end < 0 ? halves : halves.slice(0, end);
  if (digits.some((d) => d > 9)) throw garbled('digits of a SIM file');
  return digits.join('');
}
