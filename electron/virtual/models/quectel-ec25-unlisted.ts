import { practiceNetwork, type VirtualIdentity } from '../identity.ts';
import type { ModemModel } from '../modem.ts';
import { ec25Model } from './quectel-ec25.ts';

/**
 * A module of the EC25's family under another maker's id, which no table of Linux knows: the first 4G module for DJI's drones,
 * 2ca3:4006, an EG25-G inside (MengMengCode/VoCat, pull requests 32 and 54; revision: Godles-lab/usb-modem-sms, issue 1). Answers to
 * ATI and +CGMM of it were found nowhere: assumed as an EG25-G's.
 */
export const quectelEc25UnlistedIdentity: VirtualIdentity = {
  ...practiceNetwork,
  manufacturer: 'Quectel',
  model: 'EG25',
  revision: 'QDC507GLEFM21',
  hardware: 'EG25-G',
  imei: '861536030196126',
  imsi: '001010000000101',
  iccid: '8901010000000000101',
  mac: '024ba8c5d301',
  ip: { address: '10.64.101.65', mask: '255.255.255.252', gateway: '10.64.101.66', dns: ['10.64.101.66', '192.0.2.53'], mtu: 1500 },
};

/**
 * Five interfaces of a vendor's class and no driver for any: serial 0 to 3, AT on 2, QMI on 4 once somebody writes new_id
 * (VoCat, pull request 54). Classes and endpoints are assumed to be the EC25's. `Baiwang` is what lsusb calls it; that it is
 * the manufacturer's string, and that the product has the same, is assumed.
 */
export const quectelEc25Unlisted: ModemModel = ec25Model({
  name: 'quectel-ec25-unlisted',
  title: 'Quectel EC25 family module with an id of its own (DJI 4G module)',
  identity: quectelEc25UnlistedIdentity,
  vid: 0x2ca3,
  pid: 0x4006,
  manufacturer: 'Baiwang',
  product: 'Baiwang',
  usbnet: 0,
  listed: false,
});
