import { commonTable } from '../at-engine/common.ts';
import { UUSBCONF_FRESH, ubloxTable } from '../at-engine/u-blox.ts';
import { practiceNetwork, type VirtualIdentity } from '../identity.ts';
import type { ModemBody, ModemModel } from '../modem.ts';
import { ecm, layout, type Piece } from './layout.ts';
import { acm, bridged, natted } from './modem-pieces.ts';
import { rndis } from './net-pieces.ts';
import { bindingsOf, compose, type Part } from './parts.ts';

/** A u-blox TOBY-L2 in a USB adapter. */
export const ubloxTobyL2Identity: VirtualIdentity = {
  ...practiceNetwork,
  manufacturer: 'u-blox',
  model: 'TOBY-L210',
  revision: '15.90',
  hardware: '256',
  imei: '352848080196105',
  imsi: '001010000000091',
  iccid: '8901010000000000091',
  mac: '024ba8c5d291',
  ip: { address: '10.64.91.65', mask: '255.255.255.252', gateway: '10.64.91.66', dns: ['10.64.91.66', '192.0.2.53'], mtu: 1500 },
};

const speaks = { identity: ubloxTobyL2Identity, tables: [commonTable, ubloxTable] };
/**
 * Router: 192.168.1.100 of 192.168.1.1 by DHCP; that it is there with the call alone is assumed. Bridge: the host has the operator's address
 * from AT, and ARP off (ModemManager 1.25.95, plugins/ublox/README).
 */
const router = natted(ubloxTobyL2Identity, { lan: { address: '192.168.1.100', gateway: '192.168.1.1' }, leases: 'with-call' });
const bridge = bridged(ubloxTobyL2Identity, { dhcp: false, arp: false });
const network = (body: ModemBody) => (body.flash['ubmconf'] === 2 ? bridge : router)(body);

interface Profile {
  readonly pid: number;
  readonly pieces: readonly Piece[];
}

/**
 * RNDIS: usb-devices of a 1546:1146 in an Ubuntu forum question (RNDIS, then one ACM). Of 1143 no listing was found: the ids are
 * those of cdc_ether.c and ModemManager, that ACM ports stand behind the network as in 1146 is assumed. 1141 has the ports alone.
 */
const profiles: Readonly<Record<string, Profile>> = {
  rndis: { pid: 0x1146, pieces: [rndis(network), acm(speaks, 1)] },
  // cdc_ether.c has a row for 1546:1143, with wwan_info.
  ecm: { pid: 0x1143, pieces: [ecm(network, 'wwan'), acm(speaks, 1)] },
  serial: { pid: 0x1141, pieces: [acm(speaks, 1)] },
};
const byNumber: Readonly<Record<string, string>> = { '0': 'serial', '2': 'ecm', '3': 'rndis' };

const profileOf = (composition: string): Profile => profiles[composition] ?? { pid: 0x1141, pieces: [acm(speaks, 1)] };
const partsOf = (composition: string): Part[] => layout(profileOf(composition).pieces);

/** Compositions: `rndis` (1546:1146, as shipped), `ecm` (1546:1143), `serial` (1546:1141). */
export const ubloxTobyL2: ModemModel = {
  name: 'ublox-toby-l2',
  title: 'u-blox TOBY-L210 module (USB adapter)',
  compositions: Object.keys(profiles),
  factory: () => ({ uusbconf: UUSBCONF_FRESH, ubmconf: 1 }),
  powerUp: (flash) => byNumber[String(flash['uusbconf'])] ?? 'rndis',
  compose: (composition, body) => {
    const spec = {
      vid: 0x1546,
      pid: profileOf(composition).pid,
      bcdDevice: 0x0100,
      class: 0xef,
      subclass: 2,
      protocol: 1,
      manufacturer: 'u-blox',
      product: 'MODEM-LTE',
      serial: '000000000100',
      moreStrings: [ubloxTobyL2Identity.mac.toUpperCase()],
      attributes: 0xe0,
      maxPower: 500,
    };
    return compose(spec, partsOf(composition), body);
  },
  bindings: (composition) => bindingsOf(partsOf(composition)),
};
