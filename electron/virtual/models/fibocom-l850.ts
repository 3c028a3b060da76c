import { commonTable } from '../at-engine/common.ts';
import { xmmTable } from '../at-engine/fibocom.ts';
import { flashContexts } from '../at-engine/pdp-contexts.ts';
import { xmmCallTable, xmmCarriesData } from '../at-engine/xmm-dial.ts';
import { carrierNetwork } from '../behind.ts';
import { practiceNetwork, type VirtualIdentity } from '../identity.ts';
import type { ModemModel } from '../modem.ts';
import { fibocomModel } from './fibocom-model.ts';
import type { Piece } from './layout.ts';
import { acm } from './modem-pieces.ts';
import { mbim, ncm } from './net-pieces.ts';

/** A Fibocom L850-GL on Intel's XMM 7360. Names as a public log of its AT port has them: `"L850 LTE Module","L850"`, `18500.5001.00.05.27.30`. */
export const fibocomL850Identity: VirtualIdentity = {
  ...practiceNetwork,
  manufacturer: 'Fibocom',
  model: 'L850 LTE Module',
  revision: '18500.5001.00.05.27.30',
  hardware: 'D1M2LG1EA3',
  imei: '015550000196075',
  imsi: '001010000000087',
  iccid: '8901010000000000087',
  // The address that the real one gives out (FUjr/QModem, pull request 218).
  mac: '000011121314',
  ip: { address: '10.64.87.65', mask: '255.255.255.252', gateway: '10.64.87.66', dns: ['10.64.87.66', '192.0.2.53'], mtu: 1500 },
};

const modes = { list: null, values: [0, 7], fresh: 7 } as const;
const speaks = { identity: fibocomL850Identity, tables: [commonTable, xmmTable(modes, 'L850'), xmmCallTable] };
/** Three ports; the middle one is for position (ModemManager 1.25.95, 77-mm-fibocom-port-types.rules). */
const ports: readonly Piece[] = [acm(speaks), acm('mute'), acm(speaks)];
/** Neither DHCP nor ARP; of the three functions the lowest carries data (fildunsky/luci-app-5gmodem on an L860). */
const card = (carries: boolean): Piece =>
  ncm((body) => carrierNetwork(fibocomL850Identity, body, { dhcp: false, arp: false, up: () => carries && xmmCarriesData(body) }), 'wwan');

/** 7 is 2cb7:0007, MBIM and three ACM (4IceG/luci-app-3ginfo-lite, issue 82); 0 is 8087:095a, three ACM and three NCM (issue 39). wMaxControlMessage: gammu, issue 505. */
export const fibocomL850: ModemModel = fibocomModel({
  name: 'fibocom-l850',
  title: 'Fibocom L850-GL module (USB adapter)',
  identity: fibocomL850Identity,
  bcdDevice: 0x0333,
  product: 'L850-GL',
  serial: '004999010640000',
  attributes: 0xe0,
  compositions: {
    mbim: {
      vid: 0x2cb7,
      pid: 0x0007,
      miscellaneous: true,
      strings: { manufacturer: 'Fibocom Wireless Inc.', product: 'L850-GL' },
      pieces: [mbim(fibocomL850Identity, { maxControlMessage: 512 }), ...ports],
    },
    ncm: {
      vid: 0x8087,
      pid: 0x095a,
      miscellaneous: true,
      strings: { manufacturer: 'Intel Corp.', product: 'MODEM + 2 CDC-ACM + 3 CDC-NCM + SS' },
      pieces: [...ports, card(true), card(false), card(false)],
    },
  },
  modes: { 0: 'ncm', 7: 'mbim' },
  fresh: modes.fresh,
  // 0 is that of the attach.
  contexts: flashContexts({ '0': { type: 'IP', apn: '' }, '1': { type: 'IP', apn: '' } }),
});
