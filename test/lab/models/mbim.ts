import { practiceNetwork, type VirtualIdentity } from '../../../electron/virtual/identity.ts';
import { layout } from '../../../electron/virtual/models/layout.ts';
import { mbim } from '../../../electron/virtual/models/net-pieces.ts';
import { bindingsOf, compose } from '../../../electron/virtual/models/parts.ts';
import type { ModemModel } from '../../../electron/virtual/modem.ts';

/**
 * MBIM by itself with all that the virtual function can beyond 1.0, to prove it: no public source tells of a practice dongle that it has
 * the extensions, or is locked. No dongle that anyone sells, so it is none of the practice bench.
 */
export const labMbimIdentity: VirtualIdentity = {
  ...practiceNetwork,
  manufacturer: 'Linux',
  model: 'MBIM Gadget',
  revision: '1',
  hardware: '1',
  imei: '860123031234691',
  imsi: '001010000000059',
  iccid: '8901010000000000059',
  mac: '025a8d33c07f',
  ip: { address: '10.64.69.65', mask: '255.255.255.252', gateway: '10.64.69.66', dns: ['10.64.69.66', '192.0.2.53'], mtu: 1500 },
};

const parts = (locked: boolean) =>
  layout([mbim(labMbimIdentity, { abilities: { extensions: true, qmi: true, quectelRadio: locked ? 'locked' : 'unlocked' } })]);

/** Compositions: `mbim`, and `locked`, which starts with the FCC lock on. */
export const labMbim: ModemModel = {
  name: 'lab-mbim',
  title: 'MBIM gadget',
  compositions: ['mbim', 'locked'],
  factory: () => ({}),
  powerUp: () => 'mbim',
  compose: (composition, body) =>
    compose(
      {
        vid: 0x1d6b,
        pid: 0x0104,
        bcdDevice: 0x0601,
        class: 0xef,
        subclass: 2,
        protocol: 1,
        manufacturer: 'Linux',
        product: 'MBIM Gadget',
        attributes: 0xc0,
      },
      parts(composition === 'locked'),
      body,
    ),
  bindings: (composition) => bindingsOf(parts(composition === 'locked')),
};
