import { commonTable } from '../at-engine/common.ts';
import { dw5821eTable } from '../at-engine/foxconn.ts';
import { practiceNetwork, type VirtualIdentity } from '../identity.ts';
import type { ModemModel } from '../modem.ts';
import { composeConfigurations, diag, layout, type Piece, port, qmi } from './layout.ts';
import { mbim } from './net-pieces.ts';
import { bindingsOf, interrupt, type Part } from './parts.ts';

/** A Dell DW5821e (Foxconn T77W968) in a USB adapter. */
export const dellDw5821eIdentity: VirtualIdentity = {
  ...practiceNetwork,
  manufacturer: 'QUALCOMM INCORPORATED',
  model: 'DW5821e Snapdragon X20 LTE',
  revision: 'T77W968.F1.1.1.1.1.VF.001',
  hardware: 'T77W968',
  imei: '014746000196094',
  imsi: '001010000000089',
  iccid: '8901010000000000089',
  mac: '024ba8c5d289',
  ip: { address: '10.64.89.65', mask: '255.255.255.252', gateway: '10.64.89.66', dns: ['10.64.89.66', '192.0.2.53'], mtu: 1500 },
};

const speaks = { identity: dellDw5821eIdentity, tables: [commonTable, dw5821eTable] };

/** One interrupt endpoint and nothing that a driver takes: the HID of configuration 1, the sixth interface of configuration 2. */
function lone(triple: readonly [number, number, number], driver: string | null, extra: readonly Uint8Array[] = []): Piece {
  return (n) => {
    const number = n.interface();
    const [cls, subclass, protocol] = triple;
    return {
      interfaces: [{ number, class: cls, subclass, protocol, endpoints: [interrupt(n.input(), 8, 16)], extra }],
      functions: () => [],
      bindings: [{ interfaceNumber: number, driver }],
    };
  };
}

/** AT, AT, position, diagnosis: interfaces 2 to 5 of both configurations (ModemManager 1.25.95, 77-mm-dell-port-types.rules). */
const serial: readonly Piece[] = [port(speaks), port(speaks), port('mute'), diag()];

/**
 * Configurations 1 (QMI) and 2 (MBIM): Linux commit f0797095423e on the T77W968, which is the same module, and usb devices of a
 * DW5821e with all endpoints in 4IceG/luci-app-3ginfo-lite, issue 46. The HID of configuration 1 has no report descriptor here, so
 * nothing binds it.
 */
const configurations = (): Part[][] => [
  layout([qmi(dellDw5821eIdentity), lone([3, 0, 0], null), ...serial]),
  layout([mbim(dellDw5821eIdentity), ...serial, lone([0xff, 0xff, 0xff], null)]),
];

/** One composition, 413c:81d7; what it is, is chosen by SET_CONFIGURATION. Linux takes the first whose first interface is no vendor's: 2. */
export const dellDw5821e: ModemModel = {
  name: 'dell-dw5821e',
  title: 'Dell DW5821e module (USB adapter)',
  compositions: ['modem'],
  factory: () => ({}),
  powerUp: () => 'modem',
  compose: (_composition, body) => {
    const spec = {
      vid: 0x413c,
      pid: 0x81d7,
      bcdUsb: 0x0200,
      bcdDevice: 0x0318,
      class: 0xef,
      subclass: 2,
      protocol: 1,
      manufacturer: 'Dell Inc.',
      product: 'DW5821e Snapdragon X20 LTE',
      serial: '0123456789ABCDEF',
      attributes: 0xa0,
      maxPower: 500,
    };
    return composeConfigurations(spec, configurations(), body);
  },
  bindings: (_composition, configuration = 2) => bindingsOf(configurations()[configuration - 1] ?? []),
};
