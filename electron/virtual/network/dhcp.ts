import { ipv4Bytes } from './packets.ts';

/** DHCP as a modem's little server speaks it: RFC 2131, options of RFC 2132. One client, one address. */

export interface Lease {
  readonly address: string;
  readonly mask: string;
  readonly gateway: string;
  readonly dns: readonly string[];
}

export interface DhcpReply {
  readonly payload: Uint8Array;
  /** Client hardware address, for the frame. */
  readonly hardware: Uint8Array;
  /** The client cannot take unicast yet. */
  readonly broadcast: boolean;
}

const FIXED = 236;
const COOKIE = 0x63825363;
const LEASE_SECONDS = 7200;

const DISCOVER = 1;
const OFFER = 2;
const REQUEST = 3;
const DECLINE = 4;
const ACK = 5;
const NAK = 6;
const INFORM = 8;

/** The answer to a client's message; `null` for what is no request or wants none. */
export function answerDhcp(payload: Uint8Array, lease: Lease): DhcpReply | null {
  if (payload.length < FIXED + 4 || payload.length > 1500) return null;
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  // BOOTREQUEST, Ethernet, six bytes of address.
  if (view.getUint8(0) !== 1 || view.getUint8(2) !== 6 || view.getUint32(FIXED) !== COOKIE) return null;
  const options = readOptions(payload.subarray(FIXED + 4));
  const kind = answerKind(options, payload.subarray(12, 16), lease);
  if (kind === null) return null;
  const reply = new Uint8Array(FIXED);
  const out = new DataView(reply.buffer);
  reply.set([2, 1, 6, 0]);
  out.setUint32(4, view.getUint32(4));
  out.setUint16(10, view.getUint16(10));
  if (kind !== NAK) reply.set(payload.subarray(12, 16), 12);
  if (kind !== NAK && options.get(53)?.[0] !== INFORM) reply.set(ipv4Bytes(lease.address), 16);
  reply.set(ipv4Bytes(lease.gateway), 20);
  reply.set(payload.subarray(28, 44), 28);
  return {
    payload: Uint8Array.from([...reply, 0x63, 0x82, 0x53, 0x63, ...replyOptions(kind, lease)]),
    hardware: Uint8Array.from(payload.subarray(28, 34)),
    broadcast: kind === NAK || (view.getUint16(10) & 0x8000) !== 0,
  };
}

function answerKind(options: ReadonlyMap<number, Uint8Array>, clientAddress: Uint8Array, lease: Lease): number | null {
  switch (options.get(53)?.[0]) {
    case DISCOVER:
      return OFFER;
    case REQUEST: {
      const server = options.get(54);
      if (server && dotted(server) !== lease.gateway) return null;
      const wanted = options.get(50) ?? clientAddress;
      return dotted(wanted) === lease.address ? ACK : NAK;
    }
    case INFORM:
      return ACK;
    case DECLINE:
      return null;
    default:
      return null;
  }
}

/** Options by code, the first of each; stops at the end mark, at a cut and after 64. */
function readOptions(bytes: Uint8Array): Map<number, Uint8Array> {
  const options = new Map<number, Uint8Array>();
  let at = 0;
  while (at < bytes.length && options.size < 64) {
    const code = bytes[at] ?? 255;
    if (code === 255) break;
    if (code === 0) {
      at++;
      continue;
    }
    const length = bytes[at + 1] ?? 0;
    const end = at + 2 + length;
    if (end > bytes.length) break;
    if (!options.has(code)) options.set(code, bytes.subarray(at + 2, end));
    at = end;
  }
  return options;
}

function replyOptions(kind: number, lease: Lease): number[] {
  const option = (code: number, ...data: number[]) => [code, data.length, ...data];
  const head = [...option(53, kind), ...option(54, ...ipv4Bytes(lease.gateway))];
  if (kind === NAK) return [...head, 255];
  const seconds = [24, 16, 8, 0].map((shift) => (LEASE_SECONDS >>> shift) & 0xff);
  const dns = lease.dns.flatMap((server) => [...ipv4Bytes(server)]);
  return [
    ...head,
    ...option(51, ...seconds),
    ...option(1, ...ipv4Bytes(lease.mask)),
    ...option(3, ...ipv4Bytes(lease.gateway)),
    ...option(6, ...dns),
    255,
  ];
}

function dotted(address: Uint8Array): string {
  return address.join('.');
}
