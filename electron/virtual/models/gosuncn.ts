import { commonTable } from '../at-engine/common.ts';
import { zswitchTable, zteTable } from '../at-engine/zte.ts';
import { practiceNetwork, type VirtualIdentity } from '../identity.ts';
import type { ModemModel } from '../modem.ts';
import { diag, ecm, layout, type Piece, port, qmi } from './layout.ts';
import { adb, bridged } from './modem-pieces.ts';
import { rndis } from './net-pieces.ts';
import { unbound } from './numbered.ts';
import { bindingsOf, compose, type Part } from './parts.ts';

/** Revision and hardware are made up: no answer of one was found. */
export const gosuncnMe3630Identity: VirtualIdentity = {
  ...practiceNetwork,
  manufacturer: 'GOSUNCN',
  model: 'ME3630-W',
  revision: 'ME3630U1AV1.0B15',
  hardware: 'ME3630-V1.0',
  imei: '864863040196044',
  imsi: '001010000000065',
  iccid: '8901010000000000065',
  mac: '024ba8c5d165',
  ip: { address: '10.64.65.69', mask: '255.255.255.252', gateway: '10.64.65.70', dns: ['10.64.65.70', '192.0.2.53'], mtu: 1500 },
};

export const gosuncnGm800Identity: VirtualIdentity = {
  ...practiceNetwork,
  manufacturer: 'GSW',
  model: 'GM800',
  revision: 'GM800V1.0.0B01',
  hardware: 'GM800-V1.0',
  imei: '864863050196042',
  imsi: '001010000000066',
  iccid: '8901010000000000066',
  mac: '024ba8c5d166',
  ip: { address: '10.64.68.65', mask: '255.255.255.252', gateway: '10.64.68.66', dns: ['10.64.68.66', '192.0.2.53'], mtu: 1500 },
};

interface Module {
  readonly name: string;
  readonly title: string;
  readonly identity: VirtualIdentity;
  readonly vid: number;
  readonly strings: { readonly manufacturer: string; readonly product: string; readonly serial: string };
  readonly bcdDevice: number;
  /** By letter of +ZSWITCH. */
  readonly compositions: Readonly<Record<string, { readonly pid: number; readonly pieces: readonly Piece[] }>>;
  readonly shipped: string;
}

/** Compositions are named by the letter of +ZSWITCH. */
function module({ name, title, identity, vid, strings, bcdDevice, compositions, shipped }: Module): ModemModel {
  const of = (letter: string) => compositions[letter] ?? compositions[shipped];
  const partsOf = (letter: string): Part[] => layout(of(letter)?.pieces ?? []);
  return {
    name,
    title,
    compositions: Object.keys(compositions),
    factory: () => ({ zswitch: shipped }),
    powerUp: (flash) => String(flash['zswitch'] ?? shipped),
    compose: (letter, body) => {
      const spec = {
        vid,
        pid: of(letter)?.pid ?? 0,
        bcdDevice,
        ...strings,
        moreStrings: [identity.mac.toUpperCase()],
        attributes: 0xa0,
        maxPower: 500,
      };
      return compose(spec, partsOf(letter), body);
    },
    bindings: (letter) => bindingsOf(partsOf(letter)),
  };
}

/** Nothing flows until +ZECMCALL was sent; that of the GM800, which QModem sends it to as well, is assumed to be the same. */
const network = (identity: VirtualIdentity) => bridged(identity);
const speaks = (identity: VirtualIdentity, letters: readonly string[], lists = false) => ({
  identity,
  tables: [commonTable, zteTable, zswitchTable(letters, { lists })],
});

const me3630 = speaks(gosuncnMe3630Identity, ['L', 'r']);
const me3630Ports = [diag(), port(me3630), port(me3630)];

/** Interfaces: usb-devices in Linux commits 70a7444c550a (ECM, 19d2:1476) and aed2a2628352 (RNDIS, 19d2:0601). */
export const gosuncnMe3630 = module({
  name: 'gosuncn-me3630',
  title: 'Gosuncn ME3630 module (USB adapter)',
  identity: gosuncnMe3630Identity,
  vid: 0x19d2,
  strings: { manufacturer: 'Android', product: 'Android', serial: 'b950269c' },
  bcdDevice: 0x0318,
  compositions: {
    L: { pid: 0x1476, pieces: [...me3630Ports, ecm(network(gosuncnMe3630Identity))] },
    r: { pid: 0x0601, pieces: [rndis(network(gosuncnMe3630Identity)), ...me3630Ports] },
  },
  shipped: 'L',
});

const gm800 = speaks(gosuncnGm800Identity, ['E', 'r', 'x'], true);
const dm = diag({ triple: [0xff, 0xff, 0x30] });

/**
 * Interfaces: usb-devices in the Linux patch «USB: serial: option: add GosunCn GM800 series», July 2025. Linux 6.1 takes every vendor
 * interface of 1404 and 1406 for option and has no row for 1421.
 */
export const gosuncnGm800 = module({
  name: 'gosuncn-gm800',
  title: 'Gosuncn GM800 module (USB adapter)',
  identity: gosuncnGm800Identity,
  vid: 0x305a,
  strings: { manufacturer: 'QCOM', product: 'SDXPRAIRIE-MTP _SN:12345678', serial: '12345678' },
  bcdDevice: 0x0414,
  compositions: {
    x: { pid: 0x1421, pieces: [dm, port(gm800), port(gm800), qmi(gosuncnGm800Identity), adb()].map(unbound) },
    r: {
      pid: 0x1404,
      pieces: [rndis(network(gosuncnGm800Identity), { triple: [0xef, 4, 1] }), dm, port(gm800), port(gm800), adb('option')],
    },
    E: { pid: 0x1406, pieces: [dm, port(gm800), port(gm800), ecm(network(gosuncnGm800Identity)), adb('option')] },
  },
  shipped: 'E',
});
