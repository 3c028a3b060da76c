import { commonTable } from '../at-engine/common.ts';
import { fibocomFccTable } from '../at-engine/fcc-lock.ts';
import { fibocomTable } from '../at-engine/fibocom.ts';
import { fm350CallTable } from '../at-engine/fibocom-fm350.ts';
import { practiceNetwork, type VirtualIdentity } from '../identity.ts';
import type { ModemModel } from '../modem.ts';
import { fibocomModel } from './fibocom-model.ts';
import { type Piece, port } from './layout.ts';
import { adb, bridged } from './modem-pieces.ts';
import { rndis } from './net-pieces.ts';

/**
 * A Fibocom FM350-GL on MediaTek's T700. Revision: that of the fixtures that `at-engine/fibocom-fm350.ts` names, which have +CGEV lines; of
 * another, 29.19.16, it was told that it sends none (SuperKali/BananaWRT, issue 106).
 */
export const fibocomFm350Identity: VirtualIdentity = {
  ...practiceNetwork,
  manufacturer: 'Fibocom Wireless Inc.',
  model: 'FM350-GL',
  revision: '81600.0000.00.29.24.02',
  hardware: 'V1.0',
  imei: '863982080196060',
  imsi: '001010000000086',
  iccid: '8901010000000000086',
  mac: '024ba8c5d286',
  ip: { address: '10.64.86.65', mask: '255.255.255.252', gateway: '10.64.86.66', dns: ['10.64.86.66', '192.0.2.53'], mtu: 1500 },
  ip6: { address: '2001:db8:0:86:0:0:0:2', dns: ['2001:db8:0:86:0:0:0:53', '2001:db8:0:86:0:0:0:54'] },
};

const modes = { list: '(40,41)', values: [40, 41], fresh: 41 } as const;
const speaks = {
  identity: fibocomFm350Identity,
  tables: [commonTable, fibocomTable(modes, { gtact: '20,6,3,1,101,5078' }), fibocomFccTable, fm350CallTable],
};
const two = { notifies: false } as const;
const mute = () => port('mute', two);
const at = () => port(speaks, two);

/**
 * Control 02/02/ff under an association that says e0/01/03, as the listing has it. Without a call nothing answers; with one there is no DHCP
 * server either. Programs differ in whether ARP has to be off: it is answered here, as those that leave it on are used too.
 */
const network: Piece = (numbers) => {
  const part = rndis(bridged(fibocomFm350Identity, { dhcp: false }), { triple: [2, 2, 0xff] })(numbers);
  const association = { count: 2, class: 0xe0, subclass: 1, protocol: 3 };
  return { ...part, interfaces: part.interfaces.map((i) => (i.association ? { ...i, association } : i)) };
};

/** Listings of 40 and 41: Linux commit "USB: serial: option: add Fibocom FM350-GL". AT is on ttyUSB1 and ttyUSB3 of 41 (field notes on an H5000M). */
export const fibocomFm350: ModemModel = fibocomModel({
  name: 'fibocom-fm350',
  title: 'Fibocom FM350-GL 5G module (USB adapter)',
  identity: fibocomFm350Identity,
  bcdDevice: 0x0001,
  product: 'FM350-GL',
  serial: '0123456789ABCDEF',
  compositions: {
    short: { vid: 0x0e8d, pid: 0x7126, miscellaneous: true, pieces: [network, mute(), adb(), at(), mute(), mute(), mute()] },
    rndis: { vid: 0x0e8d, pid: 0x7127, miscellaneous: true, pieces: [network, mute(), at(), mute(), adb(), at(), mute(), mute(), mute()] },
  },
  modes: { 40: 'short', 41: 'rndis' },
  fresh: modes.fresh,
});
