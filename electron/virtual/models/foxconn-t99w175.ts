import { commonTable } from '../at-engine/common.ts';
import { foxconnTable } from '../at-engine/foxconn.ts';
import { practiceNetwork, type VirtualIdentity } from '../identity.ts';
import type { ModemModel } from '../modem.ts';
import { diag, layout, type Piece, port, qmi } from './layout.ts';
import { adb } from './modem-pieces.ts';
import { mbim } from './net-pieces.ts';
import { bindingsOf, compose, type Part } from './parts.ts';

/** A Foxconn T99W175 (Dell DW5930e) in a USB adapter. Names: 4IceG/luci-app-3ginfo-lite, issue 92. */
export const foxconnT99w175Identity: VirtualIdentity = {
  ...practiceNetwork,
  manufacturer: 'Qualcomm',
  model: 'T99W175',
  revision: 'T99W175.F0.1.0.0.5.GC.004  1  [Feb 25 2021 10:00:00]',
  hardware: 'T99W175',
  imei: '015829000196084',
  imsi: '001010000000088',
  iccid: '8901010000000000088',
  mac: '024ba8c5d288',
  ip: { address: '10.64.88.65', mask: '255.255.255.252', gateway: '10.64.88.66', dns: ['10.64.88.66', '192.0.2.53'], mtu: 1500 },
};

const speaks = { identity: foxconnT99w175Identity, tables: [commonTable, foxconnTable] };
/** Linux 6.1's option has no row for either id: whoever wants a tty writes new_id. */
const none = { driver: null } as const;
const ff30 = { triple: [0xff, 0xff, 0x30], ...none } as const;

/** 90d5: the notification interface 3 of the MV31's listing, one endpoint in (Linux commit e478d6029dca). */
const notifier: Piece = (n) => {
  const number = n.interface();
  const endpoints = [{ address: n.input(), type: 'interrupt' as const, maxPacketSize: 64, interval: 9 }];
  return {
    interfaces: [{ number, class: 0xff, subclass: 0xff, protocol: 0xff, endpoints }],
    functions: () => [],
    bindings: [{ interfaceNumber: number, driver: null }],
  };
};

/**
 * 9025: six interfaces, diagnosis ff/ff/30 first (4IceG/luci-app-modemband, issue 48), QMI fourth (qmi_wwan.c), ADB second as its
 * rebrand 2692:9025 has it (option.c reserves 1 and 4), AT in the third (ttyUSB2 of usbserial_generic); the last one is shown by no
 * listing found and is mute here. 90d5: as the same module lists itself under 1e2d:00b3, and
 * with QMI inside MBIM (ModemManager 1.25.95, data/dispatcher-fcc-unlock/105b, which is run for 05c6:90d5).
 */
const compositions: Readonly<Record<string, readonly Piece[]>> = {
  qmi: [diag(ff30), adb(), port(speaks, none), port('mute', none), qmi(foxconnT99w175Identity), port('mute', none)],
  mbim: [mbim(foxconnT99w175Identity, { abilities: { qmi: true } }), port(speaks, none), notifier, port('mute', none), diag(ff30)],
};

const partsOf = (composition: string): Part[] => layout(compositions[composition] ?? []);

/** Compositions: `mbim` (05c6:90d5, as shipped) and `qmi` (05c6:9025). With ^PCIEMODE 1 nothing comes on USB: `gone` is a device that says nothing. */
export const foxconnT99w175: ModemModel = {
  name: 'foxconn-t99w175',
  title: 'Foxconn T99W175 5G module (USB adapter)',
  compositions: [...Object.keys(compositions), 'gone'],
  factory: () => ({ usbswitch: '90D5', pciemode: 0 }),
  powerUp: (flash) => (flash['pciemode'] === 1 ? 'gone' : flash['usbswitch'] === '9025' ? 'qmi' : 'mbim'),
  compose: (composition, body) => {
    const spec = {
      vid: 0x05c6,
      pid: composition === 'qmi' ? 0x9025 : 0x90d5,
      bcdDevice: 0x0414,
      ...(composition === 'mbim' ? { class: 0xef, subclass: 2, protocol: 1 } : {}),
      manufacturer: 'Microsoft',
      product: 'Generic Mobile Broadband Adapter',
      serial: 'e7bbb663',
      attributes: 0xa0,
      maxPower: 500,
    };
    return compose(spec, partsOf(composition), body);
  },
  bindings: (composition) => bindingsOf(partsOf(composition)),
};
