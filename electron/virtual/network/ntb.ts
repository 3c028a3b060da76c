/** NCM transfer blocks of 16 bits: USB CDC NCM 1.0, 3.2.1 (NTH16) and 3.3.1 (NDP16). Little-endian. MBIM has them too (MBIM 1.0, 7). */

const NTH_SIGNATURE = 0x484d434e;
/** What a pointer table holds: Ethernet frames without CRC (`NCM0`), or IP packets of MBIM's session 0 (`IPS` and the session). */
export const signatures = { ncm: 0x304d434e, ips0: 0x00535049 } as const;
const NTH_BYTES = 12;
/** Header, one pointer, the end mark. */
const NDP_HEAD = 8;
const POINTER = 4;

/** More pointer tables or datagrams than that in one block of 16 kB is no traffic. */
const MAX_NDPS = 16;
const MAX_DATAGRAMS = 400;

/**
 * The datagrams of a block; `null` where it is no block. A table that is broken, or of another signature, ends the reading, what
 * came before it counts.
 */
export function parseNtb16(block: Uint8Array, signature: number = signatures.ncm): Uint8Array[] | null {
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  if (block.length < NTH_BYTES || view.getUint32(0, true) !== NTH_SIGNATURE || view.getUint16(4, true) !== NTH_BYTES) return null;
  // A block length of 0 means: as long as the transfer (3.2.1).
  const stated = view.getUint16(8, true);
  const length = stated === 0 ? block.length : stated;
  if (length > block.length) return null;
  const datagrams: Uint8Array[] = [];
  let ndp = view.getUint16(10, true);
  for (let tables = 0; ndp !== 0 && tables < MAX_NDPS; tables++) {
    if (ndp % 4 !== 0 || ndp + NDP_HEAD > length || view.getUint32(ndp, true) !== signature) break;
    const size = view.getUint16(ndp + 4, true);
    if (size < NDP_HEAD + 2 * POINTER || ndp + size > length) break;
    for (let at = ndp + NDP_HEAD; at + POINTER <= ndp + size && datagrams.length < MAX_DATAGRAMS; at += POINTER) {
      const index = view.getUint16(at, true);
      const bytes = view.getUint16(at + 2, true);
      if (index === 0 || bytes === 0) break;
      if (index + bytes > length) return datagrams;
      datagrams.push(block.subarray(index, index + bytes));
    }
    ndp = view.getUint16(ndp + 6, true);
  }
  return datagrams;
}

/** A block with one table at its end, as Huawei's firmwares want it and make it. Datagrams start at multiples of four. */
export function buildNtb16(sequence: number, datagrams: readonly Uint8Array[], signature: number = signatures.ncm): Uint8Array {
  const places: { index: number; data: Uint8Array }[] = [];
  let at = NTH_BYTES;
  for (const data of datagrams) {
    places.push({ index: at, data });
    at += data.length + ((4 - (data.length % 4)) % 4);
  }
  const ndp = at;
  const size = NDP_HEAD + POINTER * (datagrams.length + 1);
  const block = new Uint8Array(ndp + size);
  const view = new DataView(block.buffer);
  view.setUint32(0, NTH_SIGNATURE, true);
  view.setUint16(4, NTH_BYTES, true);
  view.setUint16(6, sequence & 0xffff, true);
  view.setUint16(8, block.length, true);
  view.setUint16(10, ndp, true);
  view.setUint32(ndp, signature, true);
  view.setUint16(ndp + 4, size, true);
  for (const [i, { index, data }] of places.entries()) {
    block.set(data, index);
    view.setUint16(ndp + NDP_HEAD + i * POINTER, index, true);
    view.setUint16(ndp + NDP_HEAD + i * POINTER + 2, data.length, true);
  }
  return block;
}
