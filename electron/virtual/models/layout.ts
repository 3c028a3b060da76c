import type { AtTable } from '../at-engine/engine.ts';
import { qmiFunctions } from '../behind.ts';
import { cdc, type DeviceSpec } from '../descriptors.ts';
import type { VirtualIdentity } from '../identity.ts';
import type { Composition, ModemBody } from '../modem.ts';
import { EcmFunction } from '../network/ecm-function.ts';
import type { TinyNetwork } from '../network/tiny-network.ts';
import { bulk, interrupt, type Part, serialPart } from './parts.ts';

/**
 * Compositions written down in the order of their interfaces: `layout([diag(), at(speaks), qmi(identity)])`. Interface and
 * endpoint numbers are given out as they come, which is how modem firmware does it too.
 */

/** Gives out the next free numbers of one configuration. */
export interface Numbers {
  interface(): number;
  /** Address of an IN endpoint, with the direction bit. */
  input(): number;
  output(): number;
}

/** A part of a composition that has no numbers yet. */
export type Piece = (numbers: Numbers) => Part;

/** USB 2.0 has fifteen endpoints in each direction beside endpoint 0 (5.3.1). */
const MOST_ENDPOINTS = 15;

function numbers(firstInterface: number): Numbers {
  let next = firstInterface;
  let inputs = 0;
  let outputs = 0;
  const bounded = (n: number) => {
    if (n > MOST_ENDPOINTS) throw new Error('more endpoints than a device can have');
    return n;
  };
  return {
    interface: () => next++,
    input: () => 0x80 | bounded(++inputs),
    output: () => bounded(++outputs),
  };
}

/** The parts of one configuration. `firstInterface` for firmware that does not begin at 0. */
export function layout(pieces: readonly Piece[], firstInterface = 0): Part[] {
  const n = numbers(firstInterface);
  return pieces.map((piece) => piece(n));
}

export interface Speaks {
  readonly identity: VirtualIdentity;
  readonly tables: readonly AtTable[];
}

export interface PortOptions {
  /** Class, subclass, protocol; ff/00/00 unless told. */
  readonly triple?: readonly [number, number, number];
  /** An interrupt endpoint beside the bulk ones; default true, as Qualcomm's modem ports have it. */
  readonly notifies?: boolean;
  /** What Linux binds; `option` unless told, `null` for nothing. */
  readonly driver?: string | null;
}

/** A vendor's serial interface: an AT port where something speaks, else a mute one (diagnosis, position). */
export function port(speaks: Speaks | 'mute', { triple = [0xff, 0, 0], notifies = true, driver = 'option' }: PortOptions = {}): Piece {
  return (n) => {
    const number = n.interface();
    const input = n.input();
    const endpoints = { input, output: n.output(), ...(notifies ? { interrupt: n.input() } : {}) };
    const part = serialPart({ number, triple, endpoints, speaks });
    return {
      ...part,
      bindings: [driver === null ? { interfaceNumber: number, driver } : { interfaceNumber: number, driver, node: 'ttyUSB' }],
    };
  };
}

/** Qualcomm's diagnosis port: two endpoints, ff/ff/ff. */
export const diag = (options: PortOptions = {}): Piece => port('mute', { triple: [0xff, 0xff, 0xff], notifies: false, ...options });

/** A number that the firmware leaves out. */
export function gap(): Piece {
  return (n) => {
    n.interface();
    return { interfaces: [], functions: () => [], bindings: [] };
  };
}

/** QMI control and data in one interface, raw IP as all of Qualcomm's LTE firmware since the MDM9x07. */
export function qmi(
  identity: VirtualIdentity,
  { triple = [0xff, 0xff, 0xff], rawIpOnly = true }: { triple?: PortOptions['triple']; rawIpOnly?: boolean } = {},
): Piece {
  return (n) => {
    const number = n.interface();
    const net = { interrupt: n.input(), input: n.input(), output: n.output() };
    return {
      interfaces: [
        {
          number,
          class: triple[0],
          subclass: triple[1],
          protocol: triple[2],
          endpoints: [interrupt(net.interrupt, 8, 9), bulk(net.input), bulk(net.output)],
        },
      ],
      functions: (body) => qmiFunctions({ control: number, data: number, ...net, rawIpOnly, identity }, body),
      bindings: [{ interfaceNumber: number, driver: 'qmi_wwan', node: 'cdc-wdm', net: 'wwan' }],
    };
  };
}

/**
 * CDC ECM: control 02/06 and data 0a, with an association. The MAC address is string 4 of the device (`moreStrings`). `net` is `wwan`
 * where cdc_ether.c has a row of the device's own, with wwan_info.
 */
export function ecm(network: (body: ModemBody) => TinyNetwork, net: 'usb' | 'eth' | 'wwan' = 'usb'): Piece {
  return (n) => {
    const control = n.interface();
    const data = n.interface();
    const endpoints = { interrupt: n.input(), input: n.input(), output: n.output() };
    const second = { number: data, class: 0x0a, subclass: 0, protocol: 0 };
    return {
      interfaces: [
        {
          number: control,
          class: 2,
          subclass: 6,
          protocol: 0,
          endpoints: [interrupt(endpoints.interrupt, 16, 9)],
          extra: [cdc.header(), cdc.union(control, data), cdc.ethernet(4)],
          association: { count: 2, class: 2, subclass: 6, protocol: 0 },
        },
        { ...second, endpoints: [] },
        { ...second, alternate: 1, endpoints: [bulk(endpoints.input), bulk(endpoints.output)] },
      ],
      functions: (body) => [new EcmFunction({ controlInterface: control, dataInterface: data, ...endpoints, network: network(body) })],
      bindings: [
        { interfaceNumber: control, driver: 'cdc_ether', net },
        { interfaceNumber: data, driver: 'cdc_ether' },
      ],
    };
  };
}

/** Several configurations of one device, each with its own parts; bConfigurationValue counts from 1. */
export function composeConfigurations(
  spec: Omit<DeviceSpec, 'configurations'>,
  configurations: readonly (readonly Part[])[],
  body: ModemBody,
): Composition {
  return {
    spec: { ...spec, configurations: configurations.map((parts) => parts.flatMap((p) => p.interfaces)) },
    functions: [],
    configurationFunctions: configurations.map((parts) => parts.flatMap((p) => p.functions(body))),
  };
}
