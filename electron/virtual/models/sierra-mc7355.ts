import { commonTable } from '../at-engine/common.ts';
import { sierraTable, udusbcompTable } from '../at-engine/sierra.ts';
import { cdc } from '../descriptors.ts';
import { practiceNetwork, type VirtualIdentity } from '../identity.ts';
import type { ModemModel } from '../modem.ts';
import { composeConfigurations, diag, layout, type Piece, port, qmi } from './layout.ts';
import { mbim } from './net-pieces.ts';
import { numbered } from './numbered.ts';
import { bindingsOf, type Part } from './parts.ts';

const common = {
  ...practiceNetwork,
  manufacturer: 'Sierra Wireless, Incorporated',
  // An MC7354 in public sources on github.com.
  revision: 'SWI9X15C_05.05.16.03 r22385 carmd-fwbuild1 2014/06/04 15:01:26',
  hardware: 'J8341600150310',
} as const;

/** A Sierra Wireless MC7355 in a USB adapter. */
export const sierraMc7355Identity: VirtualIdentity = {
  ...common,
  model: 'MC7355',
  imei: '359225050024801',
  imsi: '001010000000071',
  iccid: '8901010000000000071',
  mac: '024ba8c5d171',
  ip: { address: '10.64.71.65', mask: '255.255.255.252', gateway: '10.64.71.66', dns: ['10.64.71.66', '192.0.2.53'], mtu: 1500 },
};

/** A Sierra Wireless MC7304 in a USB adapter. */
export const sierraMc7304Identity: VirtualIdentity = {
  ...common,
  model: 'MC7304',
  imei: '356853050196087',
  imsi: '001010000000070',
  iccid: '8901010000000000070',
  mac: '024ba8c5d170',
  ip: { address: '10.64.70.65', mask: '255.255.255.252', gateway: '10.64.70.66', dns: ['10.64.70.66', '192.0.2.53'], mtu: 1500 },
};

interface Mc73 {
  readonly name: string;
  readonly title: string;
  readonly identity: VirtualIdentity;
  readonly pid: number;
  /** Index of !UDUSBCOMP as shipped. */
  readonly shipped: number;
}

/** NMEA and AT carry a modem's functional descriptors in a vendor's class, the union naming interface 0 (lsusb, see below). */
function swiPort(number: number, identity: VirtualIdentity | null): Piece {
  const who = identity === null ? 'mute' : { identity, tables: [commonTable, sierraTable, udusbcompTable] };
  const piece = numbered(number, port(who, { driver: 'qcserial' }));
  return (numbers) => {
    const part = piece(numbers);
    const extra = [cdc.header(), cdc.callManagement(0, 0), cdc.acm(2), cdc.union(0, 0)];
    return { ...part, interfaces: part.interfaces.map((i) => ({ ...i, extra })) };
  };
}

/**
 * Functions of the single configurations, by the index of !UDUSBCOMP; `dual` names two of them. Order and numbers of the interfaces: lsusb
 * of an MC7355, `1199:9041`, two configurations, the first of 160 bytes and beginning with interface 2 (libqmi-devel, June 2014, message 863).
 */
const single: Readonly<Record<string, string>> = {
  '6': 'nmea at dm qmi',
  '8': 'nmea at dm mbim',
  '9': 'mbim',
  '10': 'nmea mbim',
  '11': 'dm mbim',
  '12': 'nmea dm mbim',
};
const dual: Readonly<Record<string, readonly [string, string]>> = {
  '13': ['6', '8'],
  '14': ['6', '9'],
  '15': ['6', '10'],
  '16': ['6', '11'],
  '17': ['6', '12'],
};

/**
 * What Linux takes (usb_choose_configuration): the first configuration whose first interface is no vendor's, else the first. MBIM by
 * itself is the only one that begins so.
 */
const chosen = (composition: string): number => (dual[composition]?.[1] === '9' ? 2 : 1);

function configurationsOf(identity: VirtualIdentity, composition: string): Part[][] {
  const pieces: Readonly<Record<string, Piece>> = {
    nmea: swiPort(2, null),
    at: swiPort(3, identity),
    dm: numbered(0, diag({ driver: 'qcserial' })),
    // Ethernet frames unless told otherwise, unlike the MDM9x30 (johnofleek/mdot2usbc_notes, configmdot2.md).
    qmi: numbered(8, qmi(identity, { rawIpOnly: false })),
    mbim: numbered(12, mbim(identity)),
  };
  return (dual[composition] ?? [composition]).map((index) =>
    layout((single[index] ?? '').split(' ').flatMap((name) => pieces[name] ?? [])),
  );
}

/** Compositions are named by the index of !UDUSBCOMP. The product id stays in all of them. */
function mc73(modem: Mc73): ModemModel {
  return {
    name: modem.name,
    title: modem.title,
    compositions: [...Object.keys(single), ...Object.keys(dual)],
    factory: () => ({ udusbcomp: modem.shipped, selrat: '00' }),
    powerUp: (flash) => String(flash['udusbcomp'] ?? modem.shipped),
    compose: (composition, body) => {
      const withMbimFirst = dual[composition] === undefined && composition !== '6';
      const spec = {
        vid: 0x1199,
        pid: modem.pid,
        bcdDevice: 0x0006,
        ...(withMbimFirst ? { class: 0xef, subclass: 2, protocol: 1 } : {}),
        manufacturer: 'Sierra Wireless, Incorporated',
        product: modem.identity.model,
        serial: modem.identity.imei,
        attributes: 0xe0,
        maxPower: 500,
      };
      return composeConfigurations(spec, configurationsOf(modem.identity, composition), body);
    },
    bindings: (composition, configuration = chosen(composition)) =>
      bindingsOf(configurationsOf(modem.identity, composition)[configuration - 1] ?? []),
  };
}

/** `14` as shipped: QMI with serial ports in configuration 1, MBIM in configuration 2, which is the one that Linux takes. */
export const sierraMc7355: ModemModel = mc73({
  name: 'sierra-mc7355',
  title: 'Sierra Wireless MC7355 module (USB adapter)',
  identity: sierraMc7355Identity,
  pid: 0x9041,
  shipped: 14,
});

/** `6` as shipped, one configuration: !UDUSBCOMP? of an MC73xx in johnofleek/mdot2usbc_notes, configmdot2.md; id: RooterSource, protochnge.sh. */
export const sierraMc7304: ModemModel = mc73({
  name: 'sierra-mc7304',
  title: 'Sierra Wireless MC7304 module (USB adapter)',
  identity: sierraMc7304Identity,
  pid: 0x68c0,
  shipped: 6,
});
