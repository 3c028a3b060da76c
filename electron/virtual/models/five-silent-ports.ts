import { commonTable } from '../at-engine/common.ts';
import type { AtTable } from '../at-engine/engine.ts';
import { cme } from '../at-engine/results.ts';
import { practiceNetwork, type VirtualIdentity } from '../identity.ts';
import type { ModemModel } from '../modem.ts';
import { ecm, layout, type Piece, port } from './layout.ts';
import { routed } from './modem-pieces.ts';
import { unbound } from './numbered.ts';
import { bindingsOf, compose, type Part } from './parts.ts';

/** A modem that nobody has: the worst case for who looks for the AT port. All of it is assumed, after the pattern of an FM350-GL, which answers on one of its many ports (mrhaav/openwrt, atc/fib-fm350_gl). */
export const fiveSilentPortsIdentity: VirtualIdentity = {
  ...practiceNetwork,
  manufacturer: 'Practice',
  model: 'SIX-PORTS',
  revision: '1.0',
  hardware: '1.0',
  imei: '350000000196143',
  imsi: '001010000000105',
  iccid: '8901010000000000105',
  mac: '024ba8c5d305',
  ip: { address: '10.64.105.65', mask: '255.255.255.252', gateway: '10.64.105.66', dns: ['10.64.105.66', '192.0.2.53'], mtu: 1500 },
};

const speaks = {
  identity: fiveSilentPortsIdentity,
  tables: [
    commonTable,
    {
      I: { execute: ['Practice', 'SIX-PORTS', 'Revision: 1.0'] },
      // As the standard has it: 3GPP TS 27.007, 8.65.
      '+CPINR': { set: ({ sim }, [which = '']) => (which === 'SIM PIN' ? [`+CPINR: SIM PIN,${sim.pinTries},3`] : cme(50)), sim: 'present' },
    } satisfies AtTable,
  ],
};

/** Six ports alike, of which the last answers; no row of any driver for them. */
function parts(): Part[] {
  const silent: Piece[] = Array.from({ length: 5 }, () => unbound(port('mute')));
  return layout([...silent, unbound(port(speaks)), ecm(routed(fiveSilentPortsIdentity))]);
}

/** 1209:0010 is one of the ids that pid.codes keeps for private tests, so that no list can have it. */
export const fiveSilentPorts: ModemModel = {
  name: 'five-silent-ports',
  title: 'Unknown modem, AT on the last of six ports',
  compositions: ['ecm'],
  factory: () => ({}),
  powerUp: () => 'ecm',
  compose: (_composition, body) =>
    compose(
      {
        vid: 0x1209,
        pid: 0x0010,
        bcdDevice: 0x0100,
        class: 0xef,
        subclass: 2,
        protocol: 1,
        manufacturer: 'Practice',
        product: 'Six ports',
        serial: '0123456789ABCDEF',
        moreStrings: [fiveSilentPortsIdentity.mac.toUpperCase()],
        attributes: 0xa0,
        maxPower: 500,
      },
      parts(),
      body,
    ),
  bindings: () => bindingsOf(parts()),
};
