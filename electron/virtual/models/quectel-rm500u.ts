import { commonTable } from '../at-engine/common.ts';
import { flashContexts } from '../at-engine/pdp-contexts.ts';
import { quectelUnisocTable } from '../at-engine/quectel.ts';
import { practiceNetwork, type VirtualIdentity } from '../identity.ts';
import type { ModemBody, ModemModel } from '../modem.ts';
import { ecm, layout, type Piece, port } from './layout.ts';
import { bridged, natted } from './modem-pieces.ts';
import { ncm, rndis } from './net-pieces.ts';
import { addressed } from './numbered.ts';
import { bindingsOf, compose, type Part } from './parts.ts';

/** A Quectel RM500U-CN on Unisoc's chip, in a USB adapter. Revision: +CGMR in a log of quectel-CM in one of Forlinx' manuals. */
export const quectelRm500uIdentity: VirtualIdentity = {
  ...practiceNetwork,
  manufacturer: 'Quectel',
  model: 'RM500U-CN',
  revision: 'RM500UCNAAR03A03M2G_01.001.01.001',
  hardware: 'RM500U-CN',
  imei: '869263050196173',
  imsi: '001010000000107',
  iccid: '8901010000000000107',
  mac: '024ba8c5d307',
  ip: { address: '10.64.107.65', mask: '255.255.255.252', gateway: '10.64.107.66', dns: ['10.64.107.66', '192.0.2.53'], mtu: 1500 },
  ip6: { address: '2001:db8:0:107:0:0:0:2', dns: ['2001:db8:0:107:0:0:0:53', '2001:db8:0:107:0:0:0:54'] },
};

const speaks = { identity: quectelRm500uIdentity, tables: [commonTable, quectelUnisocTable] };

/** With `nat` 1 the host is behind 192.168.42.1, with 0 it has the operator's address by DHCP (logs there). Assumed: nothing is given without the call, and a restart for `nat` to be in force. */
const router = natted(quectelRm500uIdentity, { lan: { address: '192.168.42.2', gateway: '192.168.42.1' }, leases: 'with-call' });
const bridge = bridged(quectelRm500uIdentity);
const network = (body: ModemBody) => (body.flash['nat'] === 1 ? router : bridge)(body);

/**
 * Network, five ports: usb-devices of all three in Linux commit 7708a3858e69. Of the ports 2 is diagnosis, 3 a log, 4 AT, 5 the modem and 6
 * position (Quectel's words in Ysurac/openmptcprouter, issue 2555).
 */
const two = { notifies: false } as const;
const ports: readonly Piece[] = (['mute', 'mute', speaks, speaks, 'mute'] as const).map((who, i) =>
  addressed([0x83 + i], [0x02 + i], port(who, two)),
);

/** By `usbnet`: 1 ECM, 3 RNDIS, 5 NCM. MBIM, which it has as well, is not built in: no listing of it with its MBIM driver was found. */
const compositions: Readonly<Record<string, readonly Piece[]>> = {
  ncm: [addressed([0x82, 0x81], [0x01], ncm(network)), ...ports],
  ecm: [addressed([0x82, 0x81], [0x01], ecm(network)), ...ports],
  rndis: [addressed([0x81, 0x82], [0x01], rndis(network)), ...ports],
};
const byUsbnet: Readonly<Record<string, string>> = { '1': 'ecm', '3': 'rndis', '5': 'ncm' };

const partsOf = (composition: string): Part[] => layout(compositions[composition] ?? []);

/** Compositions: `ncm` (as shipped), `ecm`, `rndis`; the id is 2c7c:0900 in all of them. */
export const quectelRm500u: ModemModel = {
  name: 'quectel-rm500u',
  title: 'Quectel RM500U-CN 5G module (USB adapter)',
  compositions: Object.keys(compositions),
  factory: () => ({
    usbnet: 5,
    nat: 0,
    contexts: flashContexts({ '1': { type: 'IPV4V6', apn: '' }, '11': { type: 'IPV4V6', apn: 'IMS' } }),
  }),
  powerUp: (flash) => byUsbnet[String(flash['usbnet'])] ?? 'ncm',
  compose: (composition, body) => {
    const spec = {
      vid: 0x2c7c,
      pid: 0x0900,
      bcdUsb: 0x0210,
      bcdDevice: 0x0404,
      // USB 2.0 extension with link power management, which a device of USB 2.10 has to have.
      bos: Uint8Array.from([5, 15, 12, 0, 1, 7, 16, 2, 2, 0, 0, 0]),
      manufacturer: 'Quectel',
      product: 'RM500U-CN',
      serial: '0123456789ABCDEF',
      moreStrings: [quectelRm500uIdentity.mac.toUpperCase()],
      attributes: 0xc0,
      maxPower: 500,
    };
    return compose(spec, partsOf(composition), body);
  },
  bindings: (composition) => bindingsOf(partsOf(composition)),
};
