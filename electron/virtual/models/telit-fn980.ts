import { commonTable } from '../at-engine/common.ts';
import { telitCallTable, telitTable } from '../at-engine/telit.ts';
import { practiceNetwork, type VirtualIdentity } from '../identity.ts';
import type { ModemModel } from '../modem.ts';
import { diag, ecm, layout, type Piece, port, qmi } from './layout.ts';
import { natted } from './modem-pieces.ts';
import { mbim, rndis } from './net-pieces.ts';
import { unbound } from './numbered.ts';
import { bindingsOf, compose, type Part } from './parts.ts';

/** A Telit FN980m in a USB adapter. */
export const telitFn980Identity: VirtualIdentity = {
  ...practiceNetwork,
  manufacturer: 'Telit',
  model: 'FN980m',
  revision: '38.02.000',
  hardware: '1.10',
  imei: '357164090196081',
  imsi: '001010000000078',
  iccid: '8901010000000000078',
  mac: '024ba8c5d178',
  ip: { address: '10.64.78.65', mask: '255.255.255.252', gateway: '10.64.78.66', dns: ['10.64.78.66', '192.0.2.53'], mtu: 1500 },
};

const usbcfg = telitTable({ highest: 3, restarts: 'by-itself', ws46: [22, 28, 31, 36, 37, 38, 40], fresh: 38 });
const speaks = (hasCard: boolean) => ({
  identity: telitFn980Identity,
  tables: [commonTable, usbcfg, telitCallTable({ by: 'auto', hasCard })],
});
/** The addresses, and that there is none without the call, are assumed. */
const network = natted(telitFn980Identity, { leases: 'with-call' });

/** Interfaces of all four: usb-devices in the patch that added them to option.c (linux-usb, 23 September 2019, Telit FN980 compositions). */
const dm = diag({ triple: [0xff, 0xff, 0x30] });
const adb = unbound(port('mute', { triple: [0xff, 0x42, 1], notifies: false }));
const portsOf = (hasCard: boolean) => [port('mute'), port(speaks(hasCard)), port(speaks(hasCard)), port('mute')];
const ports = portsOf(false);
const besideCard = portsOf(true);

const compositions: Readonly<Record<string, readonly Piece[]>> = {
  '1052': [rndis(network, { triple: [0xef, 0x04, 0x01] }), dm, adb, ...besideCard],
  '1050': [dm, adb, qmi(telitFn980Identity), ...ports],
  '1051': [dm, adb, mbim(telitFn980Identity), ...ports],
  // cdc_ether.c: every ECM of Telit's is WWAN.
  '1053': [dm, adb, ecm(network, 'wwan'), ...besideCard],
};

/** By index of #USBCFG: QModem, vendor/telit.sh (FN990A40); 1 and 3 of an FN980: sixfab/atcom; 2: MikroTik's list of peripherals. */
const byIndex = ['1052', '1050', '1051', '1053'];

function partsOf(pid: string): Part[] {
  return layout(compositions[pid] ?? compositions['1050'] ?? []);
}

/** Compositions are named by product id, `1050` as shipped. */
export const telitFn980: ModemModel = {
  name: 'telit-fn980',
  title: 'Telit FN980m module (USB adapter)',
  compositions: byIndex,
  factory: () => ({ usbcfg: 1 }),
  powerUp: (flash) => byIndex[Number(flash['usbcfg'] ?? 1)] ?? '1050',
  compose: (composition, body) => {
    const spec = {
      vid: 0x1bc7,
      pid: Number.parseInt(composition, 16),
      bcdUsb: 0x0210,
      bcdDevice: 0x0414,
      // USB 2.0 extension with link power management, which a device of USB 2.10 has to have.
      bos: Uint8Array.from([5, 15, 12, 0, 1, 7, 16, 2, 2, 0, 0, 0]),
      ...(composition === '1051' ? { class: 0xef, subclass: 2, protocol: 1 } : {}),
      manufacturer: 'Telit Wireless Solutions',
      product: 'FN980m',
      serial: '270b8241',
      moreStrings: [telitFn980Identity.mac.toUpperCase()],
      attributes: composition === '1051' ? 0xa0 : 0x80,
      maxPower: 500,
    };
    return compose(spec, partsOf(composition), body);
  },
  bindings: (composition) => bindingsOf(partsOf(composition)),
};
