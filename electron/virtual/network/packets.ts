/** Frames and packets as bytes. All multi-byte fields are big-endian (network order). Layouts: IEEE 802.3, RFC 826, 791, 792, 768. */

export const ETHERNET_HEADER = 14;
export const TYPE_IPV4 = 0x0800;
export const TYPE_ARP = 0x0806;

export interface Ipv4Packet {
  readonly protocol: number;
  readonly source: Uint8Array;
  readonly destination: Uint8Array;
  readonly payload: Uint8Array;
}

/** An IPv4 packet taken apart; `null` for anything that is not a whole, unfragmented one. Bytes after its total length are ignored. */
export function parseIpv4(data: Uint8Array): Ipv4Packet | null {
  if (data.length < 20) return null;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const header = (view.getUint8(0) & 0x0f) * 4;
  const total = view.getUint16(2);
  if (view.getUint8(0) >> 4 !== 4 || header < 20 || total < header || total > data.length) return null;
  // More fragments, or not the first.
  if ((view.getUint16(6) & 0x3fff) !== 0) return null;
  if (checksum(data.subarray(0, header)) !== 0) return null;
  return {
    protocol: view.getUint8(9),
    source: data.subarray(12, 16),
    destination: data.subarray(16, 20),
    payload: data.subarray(header, total),
  };
}

export function buildIpv4({ protocol, source, destination, payload }: Ipv4Packet): Uint8Array {
  const packet = new Uint8Array(20 + payload.length);
  const view = new DataView(packet.buffer);
  view.setUint8(0, 0x45);
  view.setUint16(2, packet.length);
  view.setUint8(8, 64);
  view.setUint8(9, protocol);
  packet.set(source, 12);
  packet.set(destination, 16);
  view.setUint16(10, checksum(packet.subarray(0, 20)));
  packet.set(payload, 20);
  return packet;
}

/** UDP without checksum, which IPv4 allows (RFC 768). */
export function buildUdp(sourcePort: number, destinationPort: number, payload: Uint8Array): Uint8Array {
  const datagram = new Uint8Array(8 + payload.length);
  const view = new DataView(datagram.buffer);
  view.setUint16(0, sourcePort);
  view.setUint16(2, destinationPort);
  view.setUint16(4, datagram.length);
  datagram.set(payload, 8);
  return datagram;
}

export function buildEthernet(destination: Uint8Array, source: Uint8Array, type: number, payload: Uint8Array): Uint8Array {
  const frame = new Uint8Array(ETHERNET_HEADER + payload.length);
  frame.set(destination, 0);
  frame.set(source, 6);
  frame.set([type >> 8, type & 0xff], 12);
  frame.set(payload, ETHERNET_HEADER);
  return frame;
}

/** The Internet checksum, RFC 1071; 0 over data that contains a right one. */
export function checksum(data: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < data.length; i += 2) sum += ((data[i] ?? 0) << 8) | (data[i + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

/** Four bytes of a dotted address. */
export function ipv4Bytes(dotted: string): Uint8Array {
  return Uint8Array.from(dotted.split('.').map(Number));
}

/** Six bytes of twelve hex digits. */
export function macBytes(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}

export function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
