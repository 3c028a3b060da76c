import { commonTable } from '../at-engine/common.ts';
import type { AtTable } from '../at-engine/engine.ts';
import { meigAsrCallTable, meigQualcommCallTable, meigTable, type Ser } from '../at-engine/meig.ts';
import { practiceNetwork, type VirtualIdentity } from '../identity.ts';
import type { ModemModel } from '../modem.ts';
import { diag, ecm, layout, type Piece, port, qmi } from './layout.ts';
import { adb, bridged, natted } from './modem-pieces.ts';
import { rndis } from './net-pieces.ts';
import { unbound } from './numbered.ts';
import { bindingsOf, compose, type Part } from './parts.ts';

/** Manufacturer: strings of the device. Revision and hardware are made up: no answer of one was found. */
export const meigSrm825Identity: VirtualIdentity = {
  ...practiceNetwork,
  manufacturer: 'MEIG',
  model: 'SRM825L',
  revision: 'SRM825L_3.0.15_EQ100',
  hardware: 'SRM825L_V1.01',
  imei: '866207050196057',
  imsi: '001010000000067',
  iccid: '8901010000000000067',
  mac: '024ba8c5d167',
  ip: { address: '10.64.69.65', mask: '255.255.255.252', gateway: '10.64.69.66', dns: ['10.64.69.66', '192.0.2.53'], mtu: 1500 },
};

/** Revision: README of trackIT-Systems/modemmanager-meig-asr on github.com. */
export const meigSlm770aIdentity: VirtualIdentity = {
  ...practiceNetwork,
  manufacturer: 'MEIG',
  model: 'SLM770A',
  revision: 'SLM770A_A.57.3_EQ102',
  hardware: 'SLM770A_V1.00',
  imei: '866207060196055',
  imsi: '001010000000068',
  iccid: '8901010000000000068',
  mac: '024ba8c5d168',
  ip: { address: '10.64.79.65', mask: '255.255.255.252', gateway: '10.64.79.66', dns: ['10.64.79.66', '192.0.2.53'], mtu: 1500 },
};

interface Module {
  readonly name: string;
  readonly title: string;
  readonly identity: VirtualIdentity;
  readonly strings: { readonly manufacturer: string; readonly product: string; readonly serial: string };
  readonly bcdDevice: number;
  readonly attributes: number;
  /** Class triple of a device with interface associations. */
  readonly associated: boolean;
  readonly shipped: string;
  /** By the number of +SER. */
  readonly compositions: Readonly<Record<string, { readonly pid: number; readonly pieces: readonly Piece[] }>>;
}

/** Compositions are named by the number of +SER. */
function module(m: Module): ModemModel {
  const of = (number: string) => m.compositions[number] ?? m.compositions[m.shipped];
  const partsOf = (number: string): Part[] => layout(of(number)?.pieces ?? []);
  return {
    name: m.name,
    title: m.title,
    compositions: Object.keys(m.compositions),
    factory: () => ({ ser: Number(m.shipped) }),
    powerUp: (flash) => String(flash['ser'] ?? m.shipped),
    compose: (number, body) => {
      const spec = {
        vid: 0x2dee,
        pid: of(number)?.pid ?? 0,
        bcdDevice: m.bcdDevice,
        ...(m.associated ? { class: 0xef, subclass: 2, protocol: 1 } : {}),
        ...m.strings,
        moreStrings: [m.identity.mac.toUpperCase()],
        attributes: m.attributes,
        maxPower: 500,
      };
      return compose(spec, partsOf(number), body);
    },
    bindings: (number) => bindingsOf(partsOf(number)),
  };
}

const speaks = (identity: VirtualIdentity, ser: Ser, ...more: readonly AtTable[]) => ({
  identity,
  tables: [commonTable, meigTable(ser), ...more],
});

const srm825 = speaks(meigSrm825Identity, { numbers: [1, 3], restarts: 'later' }, meigQualcommCallTable);
const at = port(srm825, { triple: [0xff, 0xff, 0x40] });
const dm = diag({ triple: [0xff, 0xff, 0x30] });
const nmea = port('mute', { triple: [0xff, 0xff, 0x60] });

/**
 * A MeiG SRM825L. `1`, 2dee:4d22: usb-devices in Linux commit 1ca645a2f74a. `3`, 2dee:4d38: usb-devices of an SRM825WN in the patch that
 * became Linux commit e8d0ed37bd51. Linux 6.1.192 has rows for the serial
 * ports of both, 6.1.166 for those of 4d22 alone.
 */
export const meigSrm825 = module({
  name: 'meig-srm825',
  title: 'MeiG SRM825L module (USB adapter)',
  identity: meigSrm825Identity,
  strings: { manufacturer: 'MEIG', product: 'LTE-A Module', serial: '6f345e48' },
  bcdDevice: 0x0414,
  attributes: 0x80,
  associated: false,
  shipped: '1',
  compositions: {
    '1': { pid: 0x4d22, pieces: [dm, at, at, nmea, adb(), qmi(meigSrm825Identity, { triple: [0xff, 0xff, 0x50] })] },
    '3': { pid: 0x4d38, pieces: [rndis(natted(meigSrm825Identity, { leases: 'with-call' })), dm, at, at, nmea] },
  },
});

const slm770a = speaks(meigSlm770aIdentity, { numbers: [2, 3], restarts: 'by-itself' }, meigAsrCallTable);
/** The operator's address, from AT and by DHCP alike; that there is no lease without the call is assumed. */
const slm770aNetwork = bridged(meigSlm770aIdentity);
const asrPorts = [port('mute', { notifies: false }), port(slm770a), port(slm770a), port('mute', { notifies: false })];

/**
 * A MeiG SLM770A on an ASR chip. `3`, 2dee:4d57: usb-devices in Linux commit 724d461e44df. `2`, 2dee:4d58: the same ports behind ECM, which
 * no table of option has (README of trackIT-Systems/modemmanager-meig-asr on github.com).
 */
export const meigSlm770a = module({
  name: 'meig-slm770a',
  title: 'MeiG SLM770A dongle',
  identity: meigSlm770aIdentity,
  strings: { manufacturer: 'Marvell', product: 'Mobile Composite Device Bus', serial: '200806006809080000' },
  bcdDevice: 0x0100,
  attributes: 0xc0,
  associated: true,
  shipped: '3',
  compositions: {
    '3': { pid: 0x4d57, pieces: [rndis(slm770aNetwork), ...asrPorts] },
    '2': { pid: 0x4d58, pieces: [ecm(slm770aNetwork), ...asrPorts.map(unbound)] },
  },
});
