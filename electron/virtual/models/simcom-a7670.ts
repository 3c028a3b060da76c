import { commonTable } from '../at-engine/common.ts';
import { A7670_CONTEXTS, a7670Table, simcomTable } from '../at-engine/simcom.ts';
import { routerNetwork } from '../behind.ts';
import { isAttached } from '../call.ts';
import { practiceNetwork, type VirtualIdentity } from '../identity.ts';
import type { ModemBody, ModemModel } from '../modem.ts';
import { ecm, gap, layout, type Piece, port } from './layout.ts';
import { rndis } from './net-pieces.ts';
import { bindingsOf, compose, type Part } from './parts.ts';

/** A SIMCom A7670E in a USB dongle. */
export const simcomA7670Identity: VirtualIdentity = {
  ...practiceNetwork,
  manufacturer: 'INCORPORATED',
  model: 'A7670E-LASE',
  revision: 'A7670M7_V1.11.1',
  hardware: 'A110B05A7670M7',
  imei: '862205050196084',
  imsi: '001010000000076',
  iccid: '8901010000000000076',
  mac: '024ba8c5d176',
  ip: { address: '10.64.76.65', mask: '255.255.255.252', gateway: '10.64.76.66', dns: ['10.64.76.66', '192.0.2.53'], mtu: 1500 },
};

const speaks = { identity: simcomA7670Identity, tables: [commonTable, simcomTable, a7670Table] };

/**
 * It gives its host an address at all times; with +DIALMODE 1 it forwards nothing all the same. 192.168.0.100 of 192.168.0.1: notes and logs of
 * A76xx on github.com.
 */
function network(body: ModemBody) {
  const calls = body.flash['dialmode'] !== 1;
  const lan = { address: '192.168.0.100', gateway: '192.168.0.1' };
  return routerNetwork(simcomA7670Identity, () => true, { lan, online: () => calls && isAttached(body) });
}

/**
 * The adapter first, then serial ports 2, 4 and 5 (option; a runbook of a Waveshare A7670E-LASE on github.com), of which 2 is a log, 4 AT and 5
 * PPP (ModemManager 1.25.95-dev, 77-mm-simtech-port-types.rules, 1e0e:9011). RNDIS is e0/01/03: OpenWrt's patch 781 for ASR modules. Both keep the id.
 */
function partsOf(composition: string): Part[] {
  const adapter: Piece = composition === 'ecm' ? ecm(network) : rndis(network);
  return layout([adapter, port('mute', { notifies: false }), gap(), port(speaks, { notifies: false }), port(speaks, { notifies: false })]);
}

/** Compositions `rndis` (as shipped) and `ecm`, both 1e0e:9011. What $MYCONFIG 2 chooses depends on the host; here, RNDIS. */
export const simcomA7670: ModemModel = {
  name: 'simcom-a7670',
  title: 'SIMCom A7670E dongle',
  compositions: ['rndis', 'ecm'],
  factory: () => ({ usbnetmode: 0, dialmode: 0, cnmp: 2, contexts: A7670_CONTEXTS }),
  powerUp: (flash) => (flash['usbnetmode'] === 1 ? 'ecm' : 'rndis'),
  compose: (composition, body) => {
    const spec = {
      vid: 0x1e0e,
      pid: 0x9011,
      bcdDevice: 0x0100,
      class: 0xef,
      subclass: 2,
      protocol: 1,
      manufacturer: 'SIMCom Wireless Solution',
      product: 'A76XX Series LTE Module',
      serial: '200806006809080000',
      moreStrings: [simcomA7670Identity.mac.toUpperCase()],
      attributes: 0xc0,
      maxPower: 500,
    };
    return compose(spec, partsOf(composition), body);
  },
  bindings: (composition) => bindingsOf(partsOf(composition)),
};
