import { routerNetwork } from '../../../electron/virtual/behind.ts';
import { practiceNetwork, type VirtualIdentity } from '../../../electron/virtual/identity.ts';
import { layout } from '../../../electron/virtual/models/layout.ts';
import { ncm, netName } from '../../../electron/virtual/models/net-pieces.ts';
import { bindingsOf, compose } from '../../../electron/virtual/models/parts.ts';
import type { ModemModel } from '../../../electron/virtual/modem.ts';

/**
 * NCM by itself, as Linux' own gadget is (f_ncm.c, 0525:a4a1 of legacy/ncm.c), to prove the piece that models put into their
 * compositions. No dongle that anyone sells, so it is none of the practice bench.
 */
const identity: VirtualIdentity = {
  ...practiceNetwork,
  manufacturer: 'Linux',
  model: 'NCM Gadget',
  revision: '1',
  hardware: '1',
  imei: '860123031234592',
  imsi: '001010000000058',
  iccid: '8901010000000000058',
  mac: '025a8d33c07e',
  ip: { address: '10.64.68.65', mask: '255.255.255.252', gateway: '10.64.68.66', dns: ['10.64.68.66', '192.0.2.53'], mtu: 1500 },
};

const parts = () => layout([ncm(() => routerNetwork(identity, () => true), netName(identity.mac))]);

export const labNcm: ModemModel = {
  name: 'lab-ncm',
  title: 'NCM gadget',
  compositions: ['ncm'],
  factory: () => ({}),
  powerUp: () => 'ncm',
  compose: (_composition, body) =>
    compose(
      {
        vid: 0x0525,
        pid: 0xa4a1,
        bcdDevice: 0x0601,
        class: 0xef,
        subclass: 2,
        protocol: 1,
        manufacturer: 'Linux',
        product: 'NCM Gadget',
        moreStrings: [identity.mac.toUpperCase()],
        attributes: 0xc0,
      },
      parts(),
      body,
    ),
  bindings: () => bindingsOf(parts()),
};
