import { answerDhcp, type Lease } from './dhcp.ts';
import {
  buildEthernet,
  buildIpv4,
  buildUdp,
  checksum,
  ETHERNET_HEADER,
  equal,
  type Ipv4Packet,
  ipv4Bytes,
  macBytes,
  parseIpv4,
  TYPE_ARP,
  TYPE_IPV4,
} from './packets.ts';

const ICMP = 1;
const UDP = 17;
const BROADCAST_MAC = new Uint8Array(6).fill(0xff);
const BROADCAST_IP = new Uint8Array(4).fill(0xff);

export interface TinyNetworkOptions extends Lease {
  /** The modem's own hardware address, twelve hex digits; not the one that its descriptor gives to the host. */
  readonly mac: string;
  /** Whether a data session is up; while not, nothing is answered. */
  up(): boolean;
  /** Whether what lies behind the gateway answers too; default always. */
  online?(): boolean;
  /** False for a modem that has no DHCP server: the host takes its address from AT. */
  readonly dhcp?: boolean;
  /** False for a modem that answers no ARP: the host has to have it off. */
  readonly arp?: boolean;
}

/**
 * All that is behind a virtual modem: a gateway that answers ARP for everybody but the host, a DHCP server, and echoes from
 * every address, so that a host can see that its data path works; of the first two a model may leave out either. Nothing leaves this
 * process.
 */
export class TinyNetwork {
  readonly #options: TinyNetworkOptions;
  readonly #mac: Uint8Array;
  readonly #client: Uint8Array;

  constructor(options: TinyNetworkOptions) {
    this.#options = options;
    this.#mac = macBytes(options.mac);
    this.#client = ipv4Bytes(options.address);
  }

  /** Six bytes: the address of the host's end of the link, which is the modem's with the last bit the other way. */
  get hostMac(): Uint8Array {
    return this.#mac.map((byte, i) => (i === this.#mac.length - 1 ? byte ^ 1 : byte));
  }

  /** Answers one Ethernet frame. */
  ethernet(frame: Uint8Array): Uint8Array[] {
    if (!this.#options.up() || frame.length < ETHERNET_HEADER) return [];
    const source = frame.subarray(6, 12);
    const type = ((frame[12] ?? 0) << 8) | (frame[13] ?? 0);
    const payload = frame.subarray(ETHERNET_HEADER);
    if (type === TYPE_ARP) return this.#arp(payload, source);
    if (type !== TYPE_IPV4) return [];
    const answer = this.#answer(payload);
    if (!answer) return [];
    return [buildEthernet(answer.broadcast ? BROADCAST_MAC : source, this.#mac, TYPE_IPV4, answer.packet)];
  }

  /** Answers one IP packet without a frame (raw IP). */
  ip(packet: Uint8Array): Uint8Array[] {
    if (!this.#options.up()) return [];
    const answer = this.#answer(packet);
    return answer ? [answer.packet] : [];
  }

  /** RFC 826: a request for IPv4 over Ethernet, 28 bytes. */
  #arp(arp: Uint8Array, source: Uint8Array): Uint8Array[] {
    if (this.#options.arp === false) return [];
    if (arp.length < 28 || !equal(arp.subarray(0, 8), Uint8Array.of(0, 1, 8, 0, 6, 4, 0, 1))) return [];
    const target = arp.subarray(24, 28);
    // A host asks for its own address to see whether it is free; an answer would tell it that it is not.
    if (equal(target, this.#client)) return [];
    const reply = new Uint8Array(28);
    reply.set([0, 1, 8, 0, 6, 4, 0, 2]);
    reply.set(this.#mac, 8);
    reply.set(target, 14);
    reply.set(arp.subarray(8, 18), 18);
    return [buildEthernet(source, this.#mac, TYPE_ARP, reply)];
  }

  #answer(data: Uint8Array): { packet: Uint8Array; broadcast: boolean } | null {
    const packet = parseIpv4(data);
    if (!packet) return null;
    if (packet.protocol === ICMP) {
      const beyond = packet.destination.join('.') !== this.#options.gateway;
      if (beyond && this.#options.online?.() === false) return null;
      const payload = echoReply(packet.payload);
      return payload ? { packet: backTo(packet, ICMP, payload), broadcast: false } : null;
    }
    return packet.protocol === UDP && this.#options.dhcp !== false ? this.#dhcp(packet.payload) : null;
  }

  #dhcp(datagram: Uint8Array): { packet: Uint8Array; broadcast: boolean } | null {
    if (datagram.length < 8) return null;
    const view = new DataView(datagram.buffer, datagram.byteOffset, datagram.byteLength);
    const length = view.getUint16(4);
    if (view.getUint16(2) !== 67 || length < 8 || length > datagram.length) return null;
    const reply = answerDhcp(datagram.subarray(8, length), this.#options);
    if (!reply) return null;
    const packet = buildIpv4({
      protocol: UDP,
      source: ipv4Bytes(this.#options.gateway),
      destination: reply.broadcast ? BROADCAST_IP : this.#client,
      payload: buildUdp(67, 68, reply.payload),
    });
    return { packet, broadcast: reply.broadcast };
  }
}

/** RFC 792: type 8 becomes type 0, the rest stays; `null` where it is no whole echo request. */
function echoReply(icmp: Uint8Array): Uint8Array | null {
  if (icmp.length < 8 || icmp[0] !== 8 || icmp[1] !== 0 || checksum(icmp) !== 0) return null;
  const reply = Uint8Array.from(icmp);
  reply.set([0, 0, 0, 0]);
  const sum = checksum(reply);
  reply.set([sum >> 8, sum & 0xff], 2);
  return reply;
}

function backTo(packet: Ipv4Packet, protocol: number, payload: Uint8Array): Uint8Array {
  return buildIpv4({ protocol, source: packet.destination, destination: packet.source, payload });
}
