import { practiceNetwork, type VirtualIdentity } from '../identity.ts';
import type { ModemModel } from '../modem.ts';
import { layout, qmi } from './layout.ts';
import { mbim } from './net-pieces.ts';
import { numbered } from './numbered.ts';
import { bindingsOf, compose, type Part } from './parts.ts';
import { sierraEm7455Identity } from './sierra-em7455.ts';

/** EM7455s that show their network function and nothing else: no AT port leads to them, and none back. */

export const sierraEm7455QmiOnlyIdentity: VirtualIdentity = {
  ...practiceNetwork,
  manufacturer: sierraEm7455Identity.manufacturer,
  model: sierraEm7455Identity.model,
  revision: sierraEm7455Identity.revision,
  hardware: 'LF72860012020411',
  imei: '014582000196122',
  imsi: '001010000000102',
  iccid: '8901010000000000102',
  mac: '024ba8c5d302',
  ip: { address: '10.64.102.65', mask: '255.255.255.252', gateway: '10.64.102.66', dns: ['10.64.102.66', '192.0.2.53'], mtu: 1500 },
};

export const sierraEm7455MbimOnlyIdentity: VirtualIdentity = {
  ...sierraEm7455QmiOnlyIdentity,
  hardware: 'LF72860012020412',
  imei: '014582000196130',
  imsi: '001010000000103',
  iccid: '8901010000000000103',
  mac: '024ba8c5d303',
  ip: { address: '10.64.103.65', mask: '255.255.255.252', gateway: '10.64.103.66', dns: ['10.64.103.66', '192.0.2.53'], mtu: 1500 },
};

interface Alone {
  readonly name: string;
  readonly title: string;
  readonly pid: number;
  readonly product: string;
  readonly serial: string;
  /** By composition, the one of its power-up first. */
  readonly parts: Readonly<Record<string, () => Part[]>>;
}

function alone({ name, title, pid, product, serial, parts }: Alone): ModemModel {
  const compositions = Object.keys(parts);
  const partsOf = (composition: string) => parts[composition]?.() ?? [];
  return {
    name,
    title,
    compositions,
    factory: () => ({}),
    powerUp: () => compositions[0] ?? '',
    compose: (composition, body) => {
      const spec = {
        vid: 0x1199,
        pid,
        bcdDevice: 0x0006,
        manufacturer: 'Sierra Wireless, Incorporated',
        product,
        serial,
        attributes: 0xa0,
        maxPower: 500,
      };
      return compose(spec, partsOf(composition), body);
    },
    bindings: (composition) => bindingsOf(partsOf(composition)),
  };
}

/**
 * Mask 00000100 of AT!USBCOMP (bits: Osmocom wiki, Sierra Wireless Modems), generic ids. Interface 8 with QMI as usb-devices of
 * an EM7455 shows it beside the serial ports (danielewood/sierra-wireless-modems, issue 156). That the firmware takes the bit
 * alone is assumed: no listing of one was found.
 */
export const sierraEm7455QmiOnly: ModemModel = alone({
  name: 'sierra-em7455-qmi-only',
  title: 'Sierra Wireless EM7455 module, QMI alone',
  pid: 0x9071,
  product: 'EM7455',
  serial: sierraEm7455QmiOnlyIdentity.hardware,
  parts: { qmi: () => layout([numbered(8, qmi(sierraEm7455QmiOnlyIdentity))]) },
});

/** With Qualcomm's service for QMI, over which it is unlocked (modemmanager-devel, June 2016, message 3008). */
const mbimAlone = mbim(sierraEm7455MbimOnlyIdentity, { abilities: { qmi: true } });

/**
 * Composition 9, MBIM, which laptop cards come with (list of qmicli on an EM7455: polprog.net, blog/sierra; one without an AT port:
 * forum.openwrt.org, 196112); Lenovo's id 1199:9079 (ModemManager, data/dispatcher-fcc-unlock). `mbim`: interfaces 0 and 1, as a
 * MC7455 lists itself with MBIM alone (forum.sierrawireless.com, 8499). `mbim-12`: the numbers that the function has beside the
 * serial ports, assumed for firmware that keeps them. The device's class is 00, as in that listing.
 */
export const sierraEm7455MbimOnly: ModemModel = alone({
  name: 'sierra-em7455-mbim-only',
  title: 'Sierra Wireless EM7455 laptop card, MBIM alone',
  pid: 0x9079,
  product: 'Sierra Wireless EM7455 Qualcomm Snapdragon X7 LTE-A',
  serial: sierraEm7455MbimOnlyIdentity.hardware,
  parts: {
    mbim: () => layout([mbimAlone]),
    'mbim-12': () => layout([numbered(12, mbimAlone)]),
  },
});
