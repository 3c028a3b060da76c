import { commonTable } from '../at-engine/common.ts';
import { telitCallTable, telitTable } from '../at-engine/telit.ts';
import { practiceNetwork, type VirtualIdentity } from '../identity.ts';
import type { ModemModel } from '../modem.ts';
import { diag, ecm, layout, type Piece, port, qmi } from './layout.ts';
import { natted } from './modem-pieces.ts';
import { mbim, rndis } from './net-pieces.ts';
import { unbound } from './numbered.ts';
import { bindingsOf, compose, type Part } from './parts.ts';

/** A Telit LE910C4-NF in a USB adapter. Model and revision: mmcli of one in public notes on github.com. */
export const telitLe910c4Identity: VirtualIdentity = {
  ...practiceNetwork,
  manufacturer: 'Telit',
  model: 'LE910C4-NF',
  revision: '25.21.660',
  hardware: '1.30',
  imei: '354345090196083',
  imsi: '001010000000077',
  iccid: '8901010000000000077',
  mac: '024ba8c5d177',
  ip: { address: '10.64.77.65', mask: '255.255.255.252', gateway: '10.64.77.66', dns: ['10.64.77.66', '192.0.2.53'], mtu: 1500 },
};

const usbcfg = telitTable({ highest: 7, restarts: 'on-reboot', ws46: [22, 28, 31], fresh: 31 });
const speaks = (hasCard: boolean) => ({
  identity: telitLe910c4Identity,
  tables: [commonTable, usbcfg, telitCallTable({ by: 'ecm', hasCard })],
});

/** It leases and answers for itself at all times, and forwards nothing before #ECM: the README that `at-engine/telit.ts` names, on an LE910C4-NF. */
const network = natted(telitLe910c4Identity, { leases: 'always' });

const adb = unbound(port('mute', { triple: [0xff, 0x42, 1], notifies: false }));
const nmea = port('mute');
const sap = port('mute');
const portsOf = (hasCard: boolean) => [nmea, port(speaks(hasCard)), port(speaks(hasCard)), sap];
const atPorts = portsOf(false);
const besideCard = portsOf(true);
const mbimPiece = mbim(telitLe910c4Identity);
const rndisPiece = rndis(network, { triple: [0x02, 0x02, 0xff], association: false });

/**
 * Compositions by product id: `tty, adb, mbim, tty, tty, tty, tty` of 1204 (Linux commit f5a8a07edafe) and ports of 1201 and 1204 (ModemManager 1.25.95-dev,
 * 77-mm-telit-port-types.rules); 1203 and 1206 by the reserved numbers of option.c; 1250 to 1252 (Linux commits 100201d349ed and 8af4274ab599).
 */
const compositions: Readonly<Record<string, readonly Piece[]>> = {
  '1201': [diag(), adb, qmi(telitLe910c4Identity), ...atPorts],
  '1203': [rndisPiece, diag(), adb, ...besideCard],
  '1204': [diag(), adb, mbimPiece, ...atPorts],
  '1205': [mbimPiece],
  // cdc_ether.c: every ECM of Telit's is WWAN.
  '1206': [diag(), adb, ecm(network, 'wwan'), ...besideCard],
  '1250': [qmi(telitLe910c4Identity), ...atPorts],
  '1251': [rndisPiece, ...besideCard],
  '1252': [mbimPiece, ...atPorts],
};

/** By index of #USBCFG. 0: public udev rule on LE910C4; 4: sixfab/atcom and option.c's name for 1206; 7: Linux commit 8af4274ab599; the others by their order. */
const byIndex = ['1201', '1203', '1204', '1205', '1206', '1250', '1251', '1252'];

/** Linux 6.1.192 has rows for the serial ports of all; 6.1.166 had none for those of 1251. */
function partsOf(pid: string): Part[] {
  return layout(compositions[pid] ?? compositions['1201'] ?? []);
}

/** Compositions are named by product id, `1201` as shipped. */
export const telitLe910c4: ModemModel = {
  name: 'telit-le910c4',
  title: 'Telit LE910C4-NF module (USB adapter)',
  compositions: byIndex,
  factory: () => ({ usbcfg: 0 }),
  powerUp: (flash) => byIndex[Number(flash['usbcfg'] ?? 0)] ?? '1201',
  compose: (composition, body) => {
    const associated = ['1204', '1205', '1206', '1252'].includes(composition);
    const spec = {
      vid: 0x1bc7,
      pid: Number.parseInt(composition, 16),
      bcdDevice: 0x0318,
      ...(associated ? { class: 0xef, subclass: 2, protocol: 1 } : {}),
      manufacturer: 'Android',
      product: 'LE910C4-NF',
      serial: '0123456789ABCDEF',
      moreStrings: [telitLe910c4Identity.mac.toUpperCase()],
      attributes: 0xa0,
      maxPower: 500,
    };
    return compose(spec, partsOf(composition), body);
  },
  bindings: (composition) => bindingsOf(partsOf(composition)),
};
