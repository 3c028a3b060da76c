import { commonTable } from '../at-engine/common.ts';
import { sierraTable } from '../at-engine/sierra.ts';
import { practiceNetwork, type VirtualIdentity } from '../identity.ts';
import type { ModemModel } from '../modem.ts';
import { diag, gap, layout, port } from './layout.ts';
import { mbim } from './net-pieces.ts';
import { bindingsOf, compose, type Part } from './parts.ts';

/** A Sierra Wireless EM9191, 5G. Revision and serial number are assumed. */
export const sierraEm9191Identity: VirtualIdentity = {
  ...practiceNetwork,
  manufacturer: 'Sierra Wireless, Incorporated',
  model: 'EM9191',
  revision: 'SWIX55C_03.10.07.00 001.026_000',
  hardware: '8W0463003002A104',
  imei: '351913120196158',
  imsi: '001010000000104',
  iccid: '8901010000000000104',
  mac: '024ba8c5d304',
  ip: { address: '10.64.104.65', mask: '255.255.255.252', gateway: '10.64.104.66', dns: ['10.64.104.66', '192.0.2.53'], mtu: 1500 },
};

const speaks = { identity: sierraEm9191Identity, tables: [commonTable, sierraTable] };

/**
 * MBIM on 0 and 1, nothing on 2, AT on 3, diagnosis on 4; the AT port is ff/ff/40 in newer firmware and ff/00/00 before (usb-devices
 * in Linux commits 064f6e2ba9eb and df3414b0a245). Endpoint numbers, and
 * QMI within MBIM as other modems with an SDX55 have it, are assumed.
 */
function parts(composition: string): Part[] {
  const at = port(speaks, { triple: composition === 'mbim' ? [0xff, 0xff, 0x40] : [0xff, 0, 0] });
  return layout([mbim(sierraEm9191Identity, { abilities: { qmi: true } }), gap(), at, diag({ triple: [0xff, 0xff, 0x30] })]);
}

/** Compositions: `mbim`, and `mbim-2022` of the firmware before. Class triple 00/00/00 of the device, as those listings have it. */
export const sierraEm9191: ModemModel = {
  name: 'sierra-em9191',
  title: 'Sierra Wireless EM9191 5G module (USB adapter)',
  compositions: ['mbim', 'mbim-2022'],
  factory: () => ({ selrat: '00' }),
  powerUp: () => 'mbim',
  compose: (composition, body) => {
    const spec = {
      vid: 0x1199,
      pid: 0x90d3,
      bcdDevice: 0x0006,
      manufacturer: 'Sierra Wireless, Incorporated',
      product: 'Sierra Wireless EM9191',
      serial: sierraEm9191Identity.hardware,
      attributes: 0xa0,
      maxPower: 500,
    };
    return compose(spec, parts(composition), body);
  },
  bindings: (composition) => bindingsOf(parts(composition)),
};
