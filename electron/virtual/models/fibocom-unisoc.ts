import { commonTable } from '../at-engine/common.ts';
import { fibocomTable } from '../at-engine/fibocom.ts';
import { fibocomCallTable } from '../at-engine/fibocom-dial.ts';
import { error } from '../at-engine/results.ts';
import { practiceNetwork, type VirtualIdentity } from '../identity.ts';
import type { ModemModel } from '../modem.ts';
import { fibocomModel } from './fibocom-model.ts';
import { ecm, type Piece, port } from './layout.ts';
import { natted } from './modem-pieces.ts';
import { mbim, ncm, rndis } from './net-pieces.ts';

/** Fibocom's modules on Unisoc chips. */

/** What both give to their host: a board's notes on an FM650, a helper for an L610 (github.com). That it is there with the call alone is assumed. */
const card = { lan: { address: '192.168.225.2', gateway: '192.168.225.1' }, leases: 'with-call' } as const;

const ip = (third: number) =>
  ({
    address: `10.64.${third}.65`,
    mask: '255.255.255.252',
    gateway: `10.64.${third}.66`,
    dns: [`10.64.${third}.66`, '192.0.2.53'],
    mtu: 1500,
  }) as const;

export const fibocomFm650Identity: VirtualIdentity = {
  ...practiceNetwork,
  manufacturer: 'Fibocom Wireless Inc.',
  model: 'FM650-CN',
  revision: '82200.1000.00.01.05.10',
  hardware: 'V1.0',
  imei: '863982060196041',
  imsi: '001010000000084',
  iccid: '8901010000000000084',
  mac: '024ba8c5d284',
  ip: ip(84),
  ip6: { address: '2001:db8:0:84:0:0:0:1', dns: ['2001:db8:0:84:0:0:0:53', '2001:db8:0:84:0:0:0:54'] },
};

const fm650Modes = { list: '(34-41)', values: [34, 36, 38, 40], fresh: 34 } as const;
/** A board's dial script ends the call before it makes one, whatever the answer: that it is ERROR where there is none is assumed. */
const fm650Call = fibocomCallTable({
  fresh: fm650Modes.fresh,
  binds: [34, 36, 38],
  ip6: '1,0,1,0',
  idleEnd: error,
  saysSimReady: true,
  lowest: 0,
});
const fm650 = { identity: fibocomFm650Identity, tables: [commonTable, fibocomTable(fm650Modes, { gtrat: '10,6,3' }), fm650Call] };
const fm650Network = natted(fibocomFm650Identity, card);
const two = { notifies: false } as const;
const fm650Serial = (count: number): Piece[] => [port(fm650, two), ...Array.from({ length: count - 1 }, () => port('mute', two))];

/**
 * Listings of all four compositions: Linux commit "USB: serial: option: add support for Fibocom FM650/FG650". Interface 2 is AT:
 * device table of Fibocom's log tool. 35, 37, 39 and 41 are not built in: they have no published result.
 */
export const fibocomFm650: ModemModel = fibocomModel({
  name: 'fibocom-fm650',
  title: 'Fibocom FM650-CN 5G module (USB adapter)',
  identity: fibocomFm650Identity,
  bcdDevice: 0x0404,
  product: 'FG650 Module',
  serial: '0123456789ABCDEF',
  attributes: 0xc0,
  compositions: {
    ecm: { vid: 0x2cb7, pid: 0x0a04, pieces: [ecm(fm650Network), ...fm650Serial(3)] },
    ncm: { vid: 0x2cb7, pid: 0x0a05, pieces: [ncm(fm650Network), ...fm650Serial(4)] },
    rndis: { vid: 0x2cb7, pid: 0x0a06, pieces: [rndis(fm650Network), ...fm650Serial(4)] },
    mbim: { vid: 0x2cb7, pid: 0x0a07, pieces: [mbim(fibocomFm650Identity), ...fm650Serial(4)] },
  },
  modes: { 34: 'ecm', 36: 'ncm', 38: 'rndis', 40: 'mbim' },
  fresh: fm650Modes.fresh,
});

export const fibocomL610Identity: VirtualIdentity = {
  ...practiceNetwork,
  manufacturer: 'Fibocom',
  model: 'L610-EU',
  revision: '16000.1000.00.27.01.01',
  hardware: 'V1.0',
  imei: '863982070196056',
  imsi: '001010000000085',
  iccid: '8901010000000000085',
  mac: '024ba8c5d285',
  ip: ip(85),
};

const l610Modes = { list: '(31-33)', values: [31, 32, 33], fresh: 32 } as const;
/** No quotes, as an L718 was seen to have it; of an L610 no reply was found. */
const l610Call = fibocomCallTable({ fresh: l610Modes.fresh, binds: [32, 33], quotes: false });
const l610 = { identity: fibocomL610Identity, tables: [commonTable, fibocomTable(l610Modes), l610Call] };
const l610Network = natted(fibocomL610Identity, card);
/** AT first and in the last two, by ModemManager 1.25.95's 77-mm-fibocom-port-types.rules. */
const l610Serial: readonly Piece[] = [
  port(l610, two),
  ...Array.from({ length: 4 }, () => port('mute', two)),
  port(l610, two),
  port(l610, two),
];

/** Listings of 31, 32 and 33: Linux commit "USB: serial: option: add Fibocom L610 modem". */
export const fibocomL610: ModemModel = fibocomModel({
  name: 'fibocom-l610',
  title: 'Fibocom L610-EU module (USB adapter)',
  identity: fibocomL610Identity,
  bcdDevice: 0x0000,
  product: 'L610',
  serial: '0123456789ABCDEF',
  attributes: 0xe0,
  compositions: {
    serial: { vid: 0x1782, pid: 0x4d10, pieces: l610Serial },
    ecm: { vid: 0x1782, pid: 0x4d11, pieces: [ecm(l610Network), ...l610Serial] },
    rndis: { vid: 0x1782, pid: 0x4d11, pieces: [rndis(l610Network), ...l610Serial] },
  },
  modes: { 31: 'serial', 32: 'ecm', 33: 'rndis' },
  fresh: l610Modes.fresh,
});
