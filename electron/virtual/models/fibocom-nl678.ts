import { commonTable } from '../at-engine/common.ts';
import { fibocomTable } from '../at-engine/fibocom.ts';
import { fibocomCallTable } from '../at-engine/fibocom-dial.ts';
import { practiceNetwork, type VirtualIdentity } from '../identity.ts';
import type { ModemModel } from '../modem.ts';
import { fibocomModel } from './fibocom-model.ts';
import { diag, ecm, type Piece, port, qmi } from './layout.ts';
import { adb, natted } from './modem-pieces.ts';

/** A Fibocom NL678-E. Strings: usb devices of one on forum.openwrt.org, 211077. */
export const fibocomNl678Identity: VirtualIdentity = {
  ...practiceNetwork,
  manufacturer: 'Fibocom',
  model: 'NL678-E',
  revision: '19006.1000.00.01.01.08',
  hardware: 'V1.0.4',
  imei: '863982040196022',
  imsi: '001010000000082',
  iccid: '8901010000000000082',
  mac: '024ba8c5d282',
  ip: { address: '10.64.82.65', mask: '255.255.255.252', gateway: '10.64.82.66', dns: ['10.64.82.66', '192.0.2.53'], mtu: 1500 },
};

const modes = { list: '(17,18,22)', values: [17, 18, 22], fresh: 18, atOnce: true } as const;
/** As an NL668T-GL in DJI's dongle has it (reports on github.com): quotes, ERROR where there is no card, 192.168.225.2 of .1 for the host. */
const call = fibocomCallTable({ fresh: modes.fresh, binds: [18] });
const speaks = { identity: fibocomNl678Identity, tables: [commonTable, fibocomTable(modes, { gtact: '10,3,2' }), call] };
const network = natted(fibocomNl678Identity, { lan: { address: '192.168.225.2', gateway: '192.168.225.1' }, leases: 'with-call' });

/** Diagnosis, modem, AT, and one that the port table calls PIPE (forum.openwrt.org, 211077). */
const serial: readonly Piece[] = [diag(), port(speaks), port(speaks), port('mute')];

/**
 * 18 is 2cb7:0105, diagnosis, three serial ports, ECM and ADB; 17 the same with QMI in place of ECM (Linux 6.1 option.c reserves 4 and
 * 5, and 6); 22 is 2cb7:0109, two serial ports and QMI without a driver in Linux 6.1 (forum.openwrt.org, 213785).
 */
export const fibocomNl678: ModemModel = fibocomModel({
  name: 'fibocom-nl678',
  title: 'Fibocom NL678-E module (USB adapter)',
  identity: fibocomNl678Identity,
  bcdDevice: 0x0310,
  product: 'Fibocom NL678-E Modem',
  serial: '12345678',
  compositions: {
    ecm: { vid: 0x2cb7, pid: 0x0105, pieces: [...serial, ecm(network), adb()] },
    qmi: { vid: 0x2cb7, pid: 0x0104, pieces: [...serial, qmi(fibocomNl678Identity), adb()] },
    unbound: {
      vid: 0x2cb7,
      pid: 0x0109,
      pieces: [port(speaks, { driver: null }), port(speaks, { driver: null }), unboundQmi()],
    },
  },
  modes: { 17: 'qmi', 18: 'ecm', 22: 'unbound' },
  fresh: modes.fresh,
});

function unboundQmi(): Piece {
  return (numbers) => ({ ...qmi(fibocomNl678Identity)(numbers), bindings: [{ interfaceNumber: 2, driver: null }] });
}
