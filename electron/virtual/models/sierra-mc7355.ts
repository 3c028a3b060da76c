import { commonTable } from '../at-engine/common.ts';
import { sierraTable, udusbcompTable } from '../at-engine/sierra.ts';
import { cdc } from '../descriptors.ts';
import { practiceNetwork, type VirtualIdentity } from '../identity.ts';
import type { ModemModel } from '../modem.ts';
import { composeConfigurations, diag, layout, type Piece, port, qmi } from './layout.ts';
import { mbim } from './net-pieces.ts';
import { numbered } from './numbered.ts';
import { bindingsOf, type Part } from './parts.ts';

/** A Sierra Wireless MC7355 in a USB adapter. Revision: an MC7354 of the same firmware in public sources on github.com. */
export const sierraMc7355Identity: VirtualIdentity = {
  ...practiceNetwork,
  manufacturer: 'Sierra Wireless, Incorporated',
  model: 'MC7355',
  revision: 'SWI9X15C_05.05.16.03 r22385 carmd-fwbuild1 2014/06/04 15:01:26',
  hardware: 'J8341600150310',
  imei: '359225050024801',
  imsi: '001010000000071',
  iccid: '8901010000000000071',
  mac: '024ba8c5d171',
  ip: { address: '10.64.71.65', mask: '255.255.255.252', gateway: '10.64.71.66', dns: ['10.64.71.66', '192.0.2.53'], mtu: 1500 },
};

const speaks = { identity: sierraMc7355Identity, tables: [commonTable, sierraTable, udusbcompTable] };

/** NMEA and AT carry a modem's functional descriptors in a vendor's class, the union naming interface 0 (lsusb, see below). */
function swiPort(number: number, who: typeof speaks | 'mute'): Piece {
  const piece = numbered(number, port(who, { driver: 'qcserial' }));
  return (numbers) => {
    const part = piece(numbers);
    const extra = [cdc.header(), cdc.callManagement(0, 0), cdc.acm(2), cdc.union(0, 0)];
    return { ...part, interfaces: part.interfaces.map((i) => ({ ...i, extra })) };
  };
}

const dm = numbered(0, diag({ driver: 'qcserial' }));
const nmea = swiPort(2, 'mute');
const at = swiPort(3, speaks);
const control = numbered(8, qmi(sierraMc7355Identity, { rawIpOnly: false }));
const mbimControl = numbered(12, mbim(sierraMc7355Identity));

/**
 * Configurations of each composition that this firmware has, by the index of !UDUSBCOMP. Order and numbers of the interfaces: lsusb of an
 * MC7355, `1199:9041`, two configurations, the first 160 bytes and beginning with interface 2 (libqmi-devel, June 2014, message 863).
 */
const single: Readonly<Record<string, readonly Piece[]>> = {
  '6': [nmea, at, dm, control],
  '8': [nmea, at, dm, mbimControl],
  '9': [mbimControl],
  '10': [nmea, mbimControl],
  '11': [dm, mbimControl],
  '12': [nmea, dm, mbimControl],
};
const dual: Readonly<Record<string, readonly [string, string]>> = {
  '13': ['6', '8'],
  '14': ['6', '9'],
  '15': ['6', '10'],
  '16': ['6', '11'],
  '17': ['6', '12'],
};

function configurationsOf(composition: string): Part[][] {
  const indexes = dual[composition] ?? [composition];
  return indexes.map((index) => layout(single[index] ?? single['6'] ?? []));
}

/** Compositions are named by the index of !UDUSBCOMP: `14` as shipped (QMI, and MBIM in configuration 2). The id stays 1199:9041. */
export const sierraMc7355: ModemModel = {
  name: 'sierra-mc7355',
  title: 'Sierra Wireless MC7355 module (USB adapter)',
  factory: () => ({ udusbcomp: 14, selrat: '00' }),
  powerUp: (flash) => String(flash['udusbcomp'] ?? 14),
  compose: (composition, body) => {
    const withMbimFirst = dual[composition] === undefined && composition !== '6';
    const spec = {
      vid: 0x1199,
      pid: 0x9041,
      bcdDevice: 0x0006,
      ...(withMbimFirst ? { class: 0xef, subclass: 2, protocol: 1 } : {}),
      manufacturer: 'Sierra Wireless, Incorporated',
      product: 'MC7355',
      serial: '359225050024801',
      attributes: 0xe0,
      maxPower: 500,
    };
    return composeConfigurations(spec, configurationsOf(composition), body);
  },
  bindings: (composition, configuration = 1) => bindingsOf(configurationsOf(composition)[configuration - 1] ?? []),
};
