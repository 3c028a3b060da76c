import { commonTable } from '../at-engine/common.ts';
import { quectelAsrTable } from '../at-engine/quectel.ts';
import { practiceNetwork, type VirtualIdentity } from '../identity.ts';
import type { ModemModel } from '../modem.ts';
import { ecm, layout, type Piece, port } from './layout.ts';
import { natted } from './modem-pieces.ts';
import { rndis } from './net-pieces.ts';
import { addressed } from './numbered.ts';
import { bindingsOf, compose, type Part } from './parts.ts';

/** A Quectel EC200A on ASR's chip, in a USB adapter. Revision: ATI of an EC200A-EU in public notes on github.com. Hardware: its model. */
export const quectelEc200aIdentity: VirtualIdentity = {
  ...practiceNetwork,
  manufacturer: 'Quectel',
  model: 'EC200A',
  revision: 'EC200AEUHAR01A30M16',
  hardware: 'EC200A-EU',
  imei: '867191080196159',
  imsi: '001010000000106',
  iccid: '8901010000000000106',
  mac: '020c29a39b06',
  ip: { address: '10.64.106.65', mask: '255.255.255.252', gateway: '10.64.106.66', dns: ['10.64.106.66', '192.0.2.53'], mtu: 1500 },
};

const speaks = { identity: quectelEc200aIdentity, tables: [commonTable, quectelAsrTable] };

/**
 * Its own network, 192.168.43.100 of 192.168.43.1: leases are given and the gateway answers before +QNETDEVCTL as well, and nothing behind it
 * (field notes on an EC200A on github.com). That this is so without a SIM too is assumed.
 */
const network = natted(quectelEc200aIdentity, { lan: { address: '192.168.43.100', gateway: '192.168.43.1' }, leases: 'always' });

/**
 * Network, diagnosis, AT, modem: usb-devices in Linux commit 857ea9005806 (ECM), all endpoints with it, and in its author's answer to the
 * question after RNDIS (linux-usb, 20 July 2023), which has none: assumed the same.
 */
const ports: readonly Piece[] = [
  addressed([0x82], [0x0b], port('mute', { notifies: false })),
  addressed([0x86, 0x89], [0x0f], port(speaks)),
  addressed([0x81, 0x88], [0x0a], port(speaks)),
];

/** By `usbnet`: 1 ECM, 3 RNDIS. */
const compositions: Readonly<Record<string, readonly Piece[]>> = {
  ecm: [addressed([0x87, 0x83], [0x0c], ecm(network)), ...ports],
  rndis: [addressed([0x83, 0x87], [0x0c], rndis(network)), ...ports],
};

const partsOf = (composition: string): Part[] => layout(compositions[composition] ?? []);

/** Compositions: `ecm` (as shipped) and `rndis`; the id is 2c7c:6005 in both. */
export const quectelEc200a: ModemModel = {
  name: 'quectel-ec200a',
  title: 'Quectel EC200A module (USB adapter)',
  compositions: Object.keys(compositions),
  factory: () => ({ usbnet: 1, nat: 0 }),
  powerUp: (flash) => (flash['usbnet'] === 3 ? 'rndis' : 'ecm'),
  compose: (composition, body) => {
    const spec = {
      vid: 0x2c7c,
      pid: 0x6005,
      bcdDevice: 0x0318,
      class: 0xef,
      subclass: 2,
      protocol: 1,
      manufacturer: 'Android',
      product: 'Android',
      serial: '0000',
      moreStrings: [quectelEc200aIdentity.mac.toUpperCase()],
      attributes: 0xe0,
      maxPower: 500,
    };
    return compose(spec, partsOf(composition), body);
  },
  bindings: (composition) => bindingsOf(partsOf(composition)),
};
