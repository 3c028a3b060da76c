import { practiceNetwork, type VirtualIdentity } from '../identity.ts';
import type { ModemModel } from '../modem.ts';
import { usbcompModel } from './sierra-em74.ts';

/** A Sierra Wireless EM7455 in a USB adapter. Revision: a public table of EM7455s on Raspberry Pis on github.com. */
export const sierraEm7455Identity: VirtualIdentity = {
  ...practiceNetwork,
  manufacturer: 'Sierra Wireless, Incorporated',
  model: 'EM7455',
  revision: 'SWI9X30C_02.32.11.00 r8042 CARMD-EV-FRMWR2 2019/05/15 21:52:20',
  hardware: 'LF72860012020410',
  imei: '014582000196087',
  imsi: '001010000000072',
  iccid: '8901010000000000072',
  mac: '024ba8c5d172',
  ip: { address: '10.64.72.65', mask: '255.255.255.252', gateway: '10.64.72.66', dns: ['10.64.72.66', '192.0.2.53'], mtu: 1500 },
};

/** As shipped without a laptop maker's settings: all serial ports and both networks, mask 0000050D; ids 9071 and 9070 (danielewood/sierra-wireless-modems). */
export const sierraEm7455: ModemModel = usbcompModel({
  name: 'sierra-em7455',
  title: 'Sierra Wireless EM7455 module (USB adapter)',
  identity: sierraEm7455Identity,
  types: { 1: 'Generic' },
  app: '9071',
  boot: '9070',
  mask: 0x50d,
  product: 'EM7455',
  serial: 'LF72860012020410',
  secondNetwork: true,
});
