import { commonTable } from '../at-engine/common.ts';
import { fibocomTable } from '../at-engine/fibocom.ts';
import { type FibocomCall, fibocomCallTable } from '../at-engine/fibocom-dial.ts';
import { practiceNetwork, type VirtualIdentity } from '../identity.ts';
import type { ModemModel } from '../modem.ts';
import { fibocomModel } from './fibocom-model.ts';
import { diag, ecm, type Piece, port, qmi } from './layout.ts';
import { adb, routed } from './modem-pieces.ts';
import { mbim } from './net-pieces.ts';

/** A Fibocom FM160-CN. Revision and what =? answers: fm160d (OpenWrt package on github.com). */
export const fibocomFm160Identity: VirtualIdentity = {
  ...practiceNetwork,
  manufacturer: 'Fibocom Wireless Inc.',
  model: 'FM160-CN',
  revision: '89614.1000.00.04.01.02',
  hardware: 'V1.0',
  imei: '863982050196037',
  imsi: '001010000000083',
  iccid: '8901010000000000083',
  mac: '024ba8c5d283',
  ip: { address: '10.64.83.65', mask: '255.255.255.252', gateway: '10.64.83.66', dns: ['10.64.83.66', '192.0.2.53'], mtu: 1500 },
  ip6: { address: '2001:db8:0:83:0:0:0:2', dns: ['2001:db8:0:83:0:0:0:53', '2001:db8:0:83:0:0:0:54'] },
};

const values = [17, 18, 20, 21, 24, 29, 30, 31, 32, 33];
const modes = { list: '(17-18,20-21,24,29-33)', values, fresh: 32 } as const;
/** With QMI (17, 32) +GTRNDIS is taken; with ECM (18, 33) both verbs are refused while the card works without either: measured by fm160d on 32 and 33. */
const call: FibocomCall = { fresh: modes.fresh, binds: [17, 32], bound: [18, 33], wwan: true };
const speaks = {
  identity: fibocomFm160Identity,
  tables: [commonTable, fibocomTable(modes, { gtact: '20,6,3,1,8,101,103,5078' }), fibocomCallTable(call)],
};
/** Its own network towards the host, as fm160d had it: 192.168.1.30 of 192.168.1.1. */
const network = routed(fibocomFm160Identity, { address: '192.168.1.30', gateway: '192.168.1.1' });

/** DIAG, MODEM, AT, PIPE of the port table; classes as Fibocom's other SDX modules have them in Linux 6.1 option.c (ff/ff/30, ff/00/00). */
const serial: readonly Piece[] = [diag({ triple: [0xff, 0xff, 0x30] }), port(speaks), port(speaks), port('mute')];

const ff40 = { triple: [0xff, 0xff, 0x40] } as const;

/**
 * By the port table of the dial-up guide: 32 and 17 are 2cb7:0104 (17 with ADB), 18 and 33 are 2cb7:0105, 30 is 2cb7:0111, whose
 * listing is in Linux commit "USB: serial: option: add Fibocom FM160 0x0111 composition". 20, 24 and 31 have no AT port; they bring
 * the modem port alone, 2cb7:0107, here.
 */
export const fibocomFm160: ModemModel = fibocomModel({
  name: 'fibocom-fm160',
  title: 'Fibocom FM160-CN 5G module (USB adapter)',
  identity: fibocomFm160Identity,
  bcdDevice: 0x0504,
  product: 'Fibocom FM160 Modem_SN:12345678',
  serial: '12345678',
  compositions: {
    qmi: { vid: 0x2cb7, pid: 0x0104, pieces: [...serial, qmi(fibocomFm160Identity)] },
    'qmi-adb': { vid: 0x2cb7, pid: 0x0104, pieces: [...serial, qmi(fibocomFm160Identity), adb()] },
    ecm: { vid: 0x2cb7, pid: 0x0105, pieces: [...serial, ecm(network)] },
    'ecm-adb': { vid: 0x2cb7, pid: 0x0105, pieces: [...serial, ecm(network), adb()] },
    mbim: {
      vid: 0x2cb7,
      pid: 0x0111,
      pieces: [mbim(fibocomFm160Identity), port(speaks, ff40), diag({ triple: [0xff, 0xff, 0x30] }), port(speaks, ff40)],
    },
    mute: { vid: 0x2cb7, pid: 0x0107, pieces: [port('mute', { driver: null })] },
  },
  modes: { 17: 'qmi-adb', 18: 'ecm-adb', 20: 'mute', 24: 'mute', 30: 'mbim', 31: 'mute', 32: 'qmi', 33: 'ecm' },
  fresh: modes.fresh,
});
