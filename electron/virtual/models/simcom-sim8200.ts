import { commonTable } from '../at-engine/common.ts';
import { sim8200Table, simcomTable } from '../at-engine/simcom.ts';
import { practiceNetwork, type VirtualIdentity } from '../identity.ts';
import type { ModemModel } from '../modem.ts';
import { diag, layout, type Piece, port, qmi } from './layout.ts';
import { routed } from './modem-pieces.ts';
import { mbim, rndis } from './net-pieces.ts';
import { unbound } from './numbered.ts';
import { bindingsOf, compose, type Part } from './parts.ts';

/** A SIMCom SIM8200EA-M2 in a USB adapter. Names as the SIM82xx of public logs on github.com form them. */
export const simcomSim8200Identity: VirtualIdentity = {
  ...practiceNetwork,
  manufacturer: 'SIMCOM INCORPORATED',
  model: 'SIMCOM_SIM8200EA-M2',
  revision: 'SIM8200EA-M2_V2.0.1',
  hardware: 'LE13B07SIM8200M44A-M2',
  imei: '869710030196085',
  imsi: '001010000000075',
  iccid: '8901010000000000075',
  mac: '024ba8c5d175',
  ip: { address: '10.64.75.65', mask: '255.255.255.252', gateway: '10.64.75.66', dns: ['10.64.75.66', '192.0.2.53'], mtu: 1500 },
};

const speaks = { identity: simcomSim8200Identity, tables: [commonTable, simcomTable, sim8200Table] };

/** It calls by itself (QModem). */
const network = routed(simcomSim8200Identity);

/** Diagnosis ff/ff/30 and RNDIS ef/04/01: usb-devices of another SDX55 module, GSW GM800 (linux-usb, option: add GosuncnWelink GM800). */
const dm = diag({ triple: [0xff, 0xff, 0x30] });

/**
 * Compositions by product id. QMI at interface 5: Linux 6.1 qmi_wwan.c; the reserved numbers of option.c (5 of 9001, 7 of 9011) leave five
 * serial ports, AT the third of them (ModemManager 1.25.95-dev, 77-mm-simtech-port-types.rules). 901E: diagnosis and MBIM without one (devhide.com,
 * 75840041: cdc_mbim at interface 2).
 */
const compositions: Readonly<Record<string, readonly Piece[]>> = {
  '9001': [dm, port('mute'), port(speaks), port(speaks), port('mute'), qmi(simcomSim8200Identity)],
  '9003': [dm, port('mute'), port(speaks), port(speaks), port('mute'), mbim(simcomSim8200Identity)],
  '9011': [rndis(network, { triple: [0xef, 0x04, 0x01] }), dm, port('mute'), port(speaks), port(speaks), port('mute')],
  '901E': [unbound(dm), unbound(port('mute', { triple: [0xff, 0xff, 0x70], notifies: false })), mbim(simcomSim8200Identity)],
};

function partsOf(pid: string): Part[] {
  return layout(compositions[pid] ?? compositions['9001'] ?? []);
}

/** Compositions are named by product id, `9001` as shipped. */
export const simcomSim8200: ModemModel = {
  name: 'simcom-sim8200',
  title: 'SIMCom SIM8200EA-M2 module (USB adapter)',
  compositions: Object.keys(compositions),
  factory: () => ({ usbpid: '9001', usbadb: 0, cnmp: 2 }),
  powerUp: (flash) => String(flash['usbpid'] ?? '9001'),
  compose: (composition, body) => {
    const spec = {
      vid: 0x1e0e,
      pid: Number.parseInt(composition, 16),
      bcdDevice: 0x0414,
      ...(composition === '9001' ? {} : { class: 0xef, subclass: 2, protocol: 1 }),
      manufacturer: 'QCOM',
      product: 'SDXPRAIRIE-MTP _SN:20D0AD04',
      serial: '0123456789ABCDEF',
      moreStrings: [simcomSim8200Identity.mac.toUpperCase()],
      attributes: 0xa0,
      maxPower: 500,
    };
    return compose(spec, partsOf(composition), body);
  },
  bindings: (composition) => bindingsOf(partsOf(composition)),
};
