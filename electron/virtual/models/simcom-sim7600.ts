import { commonTable } from '../at-engine/common.ts';
import { contextsOf } from '../at-engine/pdp-contexts.ts';
import { SIM7600_CONTEXTS, sim7600Table, simcomTable } from '../at-engine/simcom.ts';
import { routerNetwork } from '../behind.ts';
import { isAttached } from '../call.ts';
import { practiceNetwork, type VirtualIdentity } from '../identity.ts';
import type { ModemBody, ModemModel } from '../modem.ts';
import { diag, ecm, layout, type Piece, port, qmi } from './layout.ts';
import { mbim, rndis } from './net-pieces.ts';
import { boundBy, unbound } from './numbered.ts';
import { bindingsOf, compose, type Part } from './parts.ts';

/** A SIMCom SIM7600G-H in a USB dongle. Model and versions: ATI, +CGMR in public logs on github.com. */
export const simcomSim7600Identity: VirtualIdentity = {
  ...practiceNetwork,
  manufacturer: 'SIMCOM INCORPORATED',
  model: 'SIMCOM_SIM7600G-H',
  revision: 'SIM7600G_V2.0.2',
  hardware: 'LE20B04SIM7600G22',
  imei: '868822040196086',
  imsi: '001010000000074',
  iccid: '8901010000000000074',
  mac: '024ba8c5d174',
  ip: { address: '10.64.74.65', mask: '255.255.255.252', gateway: '10.64.74.66', dns: ['10.64.74.66', '192.0.2.53'], mtu: 1500 },
};

const speaks = { identity: simcomSim7600Identity, tables: [commonTable, simcomTable, sim7600Table] };

/** It calls by itself with context 6. An address for the host is there at all times, without a SIM as well (miltschek.de's page on it). */
const online = (body: ModemBody) => isAttached(body) && contextsOf(body)['6'] !== undefined;
const network = (body: ModemBody) => routerNetwork(simcomSim7600Identity, () => true, { online: () => online(body) });

/** The functions of the manual's list, by its words in lower case. */
const functions: Readonly<Record<string, Piece>> = {
  diag: diag(),
  nmea: port('mute'),
  at: port(speaks),
  modem: port(speaks),
  audio: port('mute'),
  gnss: port('mute'),
  rmnet: qmi(simcomSim7600Identity),
  mbim: mbim(simcomSim7600Identity),
  ecm: ecm(network),
  rndis: rndis(network, { triple: [0x02, 0x02, 0xff], association: false }),
  adb: unbound(port('mute', { triple: [0xff, 0x42, 1], notifies: false })),
};

/**
 * Compositions by product id: SIM7500_SIM7600 Series AT Command Manual V1.12, 4.23, in its order. ADB at the end of 9011: usb-devices in
 * Linux commit 5417a7e48296; none in 9001: usb-devices of a SIM7600G-H on github.com.
 */
const compositions: Readonly<Record<string, string>> = {
  '9000': 'diag nmea at modem audio rmnet',
  '9001': 'diag nmea at modem audio rmnet',
  '9002': 'diag nmea at modem audio rmnet',
  '9003': 'diag nmea at modem audio mbim',
  '9004': 'diag nmea at modem audio gnss rmnet',
  '9005': 'diag nmea at modem audio gnss mbim',
  '9006': 'diag nmea at modem',
  '9011': 'rndis diag nmea at modem audio adb',
  '9016': 'diag rmnet',
  '9018': 'diag nmea at modem audio ecm',
  '9019': 'rndis',
  '901A': 'diag nmea at rmnet',
  '901B': 'nmea at rmnet',
  '9020': 'diag at modem',
  '9021': 'diag modem',
  '9022': 'diag modem rmnet',
  '9023': 'modem',
  '9024': 'at modem',
  '9025': 'modem rmnet',
  '9026': 'modem audio',
  '9027': 'modem audio rmnet',
  '9028': 'diag modem audio rmnet',
  '9029': 'diag modem audio',
  '902A': 'at',
};

/**
 * Rows of Linux 6.1's option.c for 1e0e; qmi_wwan.c has one for interface 5 of 9001 alone. That for 9000 keeps no interface free, so
 * that the network becomes a serial port. Adapters of a standard class need no row.
 */
const optionRows = ['9000', '9001', '9003', '9011'];
const standard = ['mbim', 'ecm', 'rndis'];

function partsOf(pid: string): Part[] {
  const names = (compositions[pid] ?? compositions['9001'] ?? '').split(' ');
  return layout(
    names.flatMap((name) => {
      const piece = functions[name];
      if (!piece) return [];
      if (standard.includes(name) || (name === 'rmnet' ? pid === '9001' : optionRows.includes(pid))) return [piece];
      return [name === 'rmnet' && pid === '9000' ? boundBy(piece, { driver: 'option', node: 'ttyUSB' }) : unbound(piece)];
    }),
  );
}

/** Compositions are named by product id, `9001` as shipped. */
export const simcomSim7600: ModemModel = {
  name: 'simcom-sim7600',
  title: 'SIMCom SIM7600G-H dongle',
  compositions: Object.keys(compositions),
  factory: () => ({ usbpid: '9001', cnmp: 2, contexts: SIM7600_CONTEXTS }),
  powerUp: (flash) => String(flash['usbpid'] ?? '9001'),
  compose: (composition, body) => {
    const associated = /\b(?:mbim|ecm)\b/.test(compositions[composition] ?? '');
    const spec = {
      vid: 0x1e0e,
      pid: Number.parseInt(composition, 16),
      bcdDevice: 0x0318,
      ...(associated ? { class: 0xef, subclass: 2, protocol: 1 } : {}),
      manufacturer: 'SimTech, Incorporated',
      product: 'SimTech, Incorporated',
      serial: '0123456789ABCDEF',
      moreStrings: [simcomSim7600Identity.mac.toUpperCase()],
      attributes: 0xa0,
      maxPower: 500,
    };
    return compose(spec, partsOf(composition), body);
  },
  bindings: (composition) => bindingsOf(partsOf(composition)),
};
