import { commonTable } from '../at-engine/common.ts';
import { quectelNrTable } from '../at-engine/quectel.ts';
import { practiceNetwork, type VirtualIdentity } from '../identity.ts';
import type { MbimAbilities } from '../mbim-abilities.ts';
import type { ModemModel } from '../modem.ts';
import { diag, ecm, layout, type Piece, port, qmi } from './layout.ts';
import { routed } from './modem-pieces.ts';
import { mbim, netName, rndis } from './net-pieces.ts';
import { bindingsOf, compose, type Part } from './parts.ts';

/** A Quectel RM520N-GL in a USB adapter. Revision: captured ATI of one on github.com. */
export const quectelRm520nIdentity: VirtualIdentity = {
  ...practiceNetwork,
  manufacturer: 'Quectel',
  model: 'RM520N-GL',
  revision: 'RM520NGLAAR03A03M4G',
  hardware: 'RM520N-GL',
  imei: '868371050196013',
  imsi: '001010000000081',
  iccid: '8901010000000000081',
  mac: '024ba8c5d281',
  ip: { address: '10.64.81.65', mask: '255.255.255.252', gateway: '10.64.81.66', dns: ['10.64.81.66', '192.0.2.53'], mtu: 1500 },
};

const speaks = { identity: quectelRm520nIdentity, tables: [commonTable, quectelNrTable] };
const network = routed(quectelRm520nIdentity);

/** Diagnosis, NMEA, AT, modem: usb-devices in Linux commit e1091e226a2b "net: usb: qmi_wwan: add Quectel RM520N". */
const serial: readonly Piece[] = [
  diag({ triple: [0xff, 0xff, 0x30] }),
  port('mute', { triple: [0xff, 0, 0x40] }),
  port(speaks),
  port(speaks),
];

/**
 * Inside MBIM: QMI (`uqmi -m` in 4IceG/luci-app-3ginfo-lite, issue 126) and AT (ddimension/wwand, src-ucode/atcmd_mbim.uc), both seen over
 * PCIe, and Quectel's radio state (ModemManager 1.25.95, data/dispatcher-fcc-unlock/2c7c, which is run for 2c7c:0801). Those that laptops
 * are shipped with start locked.
 */
const abilities: MbimAbilities = { qmi: true, at: { maker: 'quectel', tables: speaks.tables }, quectelRadio: 'unlocked' };

/** By `usbnet`; with RNDIS the network comes first, as in an EC25 (forum.gl-inet.com, 28294). */
const compositions: Readonly<Record<string, readonly Piece[]>> = {
  qmi: [...serial, qmi(quectelRm520nIdentity)],
  ecm: [...serial, ecm(network)],
  mbim: [...serial, mbim(quectelRm520nIdentity, { abilities })],
  rndis: [rndis(network, { net: netName(quectelRm520nIdentity.mac) }), ...serial],
};
const names = ['qmi', 'ecm', 'mbim', 'rndis'] as const;

const partsOf = (composition: string): Part[] => layout(compositions[composition] ?? []);

/** Compositions: `qmi` (as shipped), `ecm`, `mbim`, `rndis`; the id is 2c7c:0801 in all of them. */
export const quectelRm520n: ModemModel = {
  name: 'quectel-rm520n',
  title: 'Quectel RM520N-GL 5G module (USB adapter)',
  compositions: names,
  factory: () => ({ usbnet: 0 }),
  powerUp: (flash) => names[Number(flash['usbnet'])] ?? 'qmi',
  compose: (composition, body) => {
    const spec = {
      vid: 0x2c7c,
      pid: 0x0801,
      bcdUsb: 0x0200,
      bcdDevice: 0x0504,
      // An interface association needs the class triple that announces it (USB ECN, Interface Association Descriptors).
      ...(composition === 'qmi' ? {} : { class: 0xef, subclass: 2, protocol: 1 }),
      manufacturer: 'Quectel',
      product: 'RM520N-GL',
      serial: '384af524',
      moreStrings: [quectelRm520nIdentity.mac.toUpperCase()],
      attributes: 0xa0,
      maxPower: 500,
    };
    return compose(spec, partsOf(composition), body);
  },
  bindings: (composition) => bindingsOf(partsOf(composition)),
};
