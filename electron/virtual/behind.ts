import { AtEngine, type AtTable } from './at-engine/engine.ts';
import { CdcControl } from './cdc-control.ts';
import type { VirtualIdentity } from './identity.ts';
import { MbimFunction, type MbimOptions } from './mbim/mbim-function.ts';
import { VirtualMbim } from './mbim/virtual-mbim.ts';
import type { MbimAbilities } from './mbim-abilities.ts';
import type { ModemBody } from './modem.ts';
import { macBytes } from './network/packets.ts';
import { QmiDataFunction } from './network/qmi-data-function.ts';
import { TinyNetwork, type TinyNetworkOptions } from './network/tiny-network.ts';
import { qmiControl, VirtualQmi } from './qmi/virtual-qmi.ts';
import type { UsbFunction } from './usb-function.ts';

/** What answers behind the network interfaces of the models. */

/** The modem's own address on the link: that of the host with the last bit the other way. */
function gatewayMac(hostMac: string): string {
  const bytes = macBytes(hostMac);
  const last = bytes.length - 1;
  bytes[last] = (bytes[last] ?? 0) ^ 1;
  return Buffer.from(bytes).toString('hex');
}

/** What a carrier's network is to a card: DHCP and ARP unless told otherwise, and up while `up` says so. */
export type CarrierOptions = Pick<TinyNetworkOptions, 'dhcp' | 'arp'> & { readonly up?: () => boolean };

/** The carrier's network, whose address the host has itself: up while a data session is, unless told otherwise. */
export function carrierNetwork({ ip, mac }: VirtualIdentity, body: ModemBody, options: CarrierOptions = {}): TinyNetwork {
  return new TinyNetwork({ ...ip, mac: gatewayMac(mac), up: () => body.memory.get('connected') === true, ...options });
}

/**
 * A stick that is a router of its own, 192.168.8.1 as Huawei's HiLink sticks are: its network is there whatever the SIM does; what
 * lies behind answers while `online`.
 */
export function hilinkNetwork({ mac }: VirtualIdentity, online: () => boolean): TinyNetwork {
  const lease = { address: '192.168.8.100', mask: '255.255.255.0', gateway: '192.168.8.1', dns: ['192.168.8.1'] };
  return new TinyNetwork({ ...lease, mac: gatewayMac(mac), up: () => true, online });
}

/** Addresses between a router in a modem and its host, both in the same /24. */
export interface Lan {
  /** What the host is given. */
  readonly address: string;
  readonly gateway: string;
}

/** What an EC25 gives out: `dnsmasq -i bridge0 --dhcp-range=bridge0,192.168.` (Osmocom wiki), 192.168.225.1 in Quectel's ECM guide. */
const EC25_LAN: Lan = { address: '192.168.225.20', gateway: '192.168.225.1' };

/** A modem that is a router towards the host: there while `up`; what lies behind it answers while `online`, which is always unless told. */
export function routerNetwork(
  identity: VirtualIdentity,
  up: () => boolean,
  { lan = EC25_LAN, online }: { lan?: Lan; online?: () => boolean } = {},
): TinyNetwork {
  const lease = { ...lan, mask: '255.255.255.0', dns: [lan.gateway] };
  return new TinyNetwork({ ...lease, mac: gatewayMac(identity.mac), up, ...(online ? { online } : {}) });
}

/** AT over a control channel: no echo, as a Huawei stick has it there. */
export function atControl(
  options: { interfaceNumber: number; interrupt: number; identity: VirtualIdentity; tables: readonly AtTable[] },
  body: ModemBody,
): UsbFunction {
  const { interfaceNumber, interrupt, identity, tables } = options;
  const engine = new AtEngine({ identity, body, tables, echo: false, send: (data) => channel.push(data) });
  const channel = new CdcControl({
    interfaceNumber,
    interruptEndpoint: interrupt,
    stream: true,
    onMessage: (message) => engine.feed(message),
  });
  return channel;
}

export function qmiFunctions(
  options: {
    control: number;
    interrupt: number;
    data: number;
    input: number;
    output: number;
    rawIpOnly: boolean;
    identity: VirtualIdentity;
  },
  body: ModemBody,
): UsbFunction[] {
  const { control, interrupt, data, input, output, rawIpOnly, identity } = options;
  return [
    qmiControl(new VirtualQmi(identity, body, { rawIpOnly }), { interfaceNumber: control, interruptEndpoint: interrupt }),
    new QmiDataFunction({ interfaces: data === control ? [] : [data], input, output, rawIpOnly, network: carrierNetwork(identity, body) }),
  ];
}

export function mbimFunctions(
  options: Omit<MbimOptions, 'mbim' | 'network'> & { maxControlMessage: number; identity: VirtualIdentity; abilities: MbimAbilities },
  body: ModemBody,
): UsbFunction[] {
  const { maxControlMessage, identity, abilities, ...rest } = options;
  const qmi = abilities.qmi ? { qmi: new VirtualQmi(identity, body) } : {};
  const mbim = new VirtualMbim(identity, body, { maxControlMessage, abilities, ...qmi });
  return [new MbimFunction({ ...rest, mbim, network: carrierNetwork(identity, body) })];
}
