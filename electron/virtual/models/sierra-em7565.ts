import { practiceNetwork, type VirtualIdentity } from '../identity.ts';
import type { ModemModel } from '../modem.ts';
import { usbcompModel } from './sierra-em74.ts';

/** A Sierra Wireless EM7565 in a USB adapter. The revision has the form of that firmware's; it is no listing's. */
export const sierraEm7565Identity: VirtualIdentity = {
  ...practiceNetwork,
  manufacturer: 'Sierra Wireless, Incorporated',
  model: 'EM7565',
  revision: 'SWI9X50C_01.14.02.00 2e210b jenkins 2020/08/19 14:18:39',
  hardware: 'UF84760012020410',
  imei: '353533100196084',
  imsi: '001010000000073',
  iccid: '8901010000000000073',
  mac: '024ba8c5d173',
  ip: { address: '10.64.73.65', mask: '255.255.255.252', gateway: '10.64.73.66', dns: ['10.64.73.66', '192.0.2.53'], mtu: 1500 },
};

/** In the composition of the usb-devices listing in geerlingguy/pi-router, issue 1: 1199:9091 with DM, NMEA, AT and MBIM. */
export const sierraEm7565: ModemModel = usbcompModel({
  name: 'sierra-em7565',
  title: 'Sierra Wireless EM7565 module (USB adapter)',
  identity: sierraEm7565Identity,
  types: { 3: 'Generic' },
  app: '9091',
  boot: '9090',
  mask: 0x100d,
  product: 'EM7565-9',
  serial: '2af40a0a',
  secondNetwork: false,
});
