import { buildEthernet, buildIpv4, buildUdp, TYPE_IPV4 } from '../../electron/virtual/network/packets.ts';

/** What the tests of the network functions send and read. */

export const hex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('hex');

/** Frame of a DHCPDISCOVER with this transaction number. */
export function discover(mac: Uint8Array, transaction: number): Uint8Array {
  const bootp = Buffer.alloc(244);
  bootp.set([1, 1, 6, 0]);
  bootp.writeUInt32BE(transaction, 4);
  bootp.set(mac, 28);
  bootp.writeUInt32BE(0x63825363, 236);
  bootp.set([53, 1, 1, 255], 240);
  const nowhere = new Uint8Array(4);
  const packet = buildIpv4({
    protocol: 17,
    source: nowhere,
    destination: nowhere.map(() => 255),
    payload: buildUdp(68, 67, bootp),
  });
  return buildEthernet(new Uint8Array(6).fill(0xff), mac, TYPE_IPV4, packet);
}

/** Transaction number and address of the offer in a frame. */
export function offer(frame: Uint8Array | undefined): [transaction: number, address: string] {
  const bootp = Buffer.from(frame ?? []).subarray(14 + 20 + 8);
  return [bootp.readUInt32BE(4), bootp.subarray(16, 20).join('.')];
}
