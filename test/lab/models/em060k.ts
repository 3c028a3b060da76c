import { commonTable } from '../../../electron/virtual/at-engine/common.ts';
import { quectelTable } from '../../../electron/virtual/at-engine/quectel.ts';
import { practiceNetwork, type VirtualIdentity } from '../../../electron/virtual/identity.ts';
import { diag, layout, port, qmi } from '../../../electron/virtual/models/layout.ts';
import { bindingsOf, compose } from '../../../electron/virtual/models/parts.ts';
import type { ModemModel } from '../../../electron/virtual/modem.ts';

/**
 * The EM060K as it meets OpenWrt 24.10: option has rows for its ports, qmi_wwan none for it (openwrt/openwrt 16165). Debian's kernel has
 * that row for 2c7c:030b; of 2c7c:0128, another id of that module, it has the very rows of option, and none of qmi_wwan. Ports and codes:
 * usb-devices in Linux commit f766f3abe6db "USB: serial: option: add Quectel EM060K modem"; QMI behind them as in the issue. Revision assumed.
 */
const identity: VirtualIdentity = {
  ...practiceNetwork,
  manufacturer: 'Quectel',
  model: 'EM060K-GL',
  revision: 'EM060KGLAAR01A05M2G',
  hardware: 'EM060K-GL',
  imei: '861536030196063',
  imsi: '001010000000063',
  iccid: '8901010000000000063',
  mac: '024ba8c5d163',
  ip: { address: '10.64.63.65', mask: '255.255.255.252', gateway: '10.64.63.66', dns: ['10.64.63.66', '192.0.2.53'], mtu: 1500 },
};

const speaks = { identity, tables: [commonTable, quectelTable] };
const parts = () =>
  layout([
    diag({ triple: [0xff, 0xff, 0x30] }),
    port('mute', { triple: [0xff, 0, 0x40] }),
    port(speaks, { triple: [0xff, 0xff, 0x40] }),
    port(speaks, { triple: [0xff, 0xff, 0x40] }),
    qmi(identity),
  ]);

export const labEm060k: ModemModel = {
  name: 'lab-em060k',
  title: 'Quectel EM060K under an id that qmi_wwan lacks',
  compositions: ['qmi'],
  factory: () => ({}),
  powerUp: () => 'qmi',
  compose: (_composition, body) =>
    compose(
      {
        vid: 0x2c7c,
        pid: 0x0128,
        bcdUsb: 0x0200,
        bcdDevice: 0x0504,
        manufacturer: 'Quectel',
        product: 'EM060K-GL',
        attributes: 0xa0,
        maxPower: 500,
      },
      parts(),
      body,
    ),
  bindings: () =>
    bindingsOf(parts()).map((binding) =>
      binding.driver === 'qmi_wwan' ? { interfaceNumber: binding.interfaceNumber, driver: null } : binding,
    ),
};
