import type { AtTable } from '../at-engine/engine.ts';
import { AtPort, MutePort } from '../at-engine/port.ts';
import { cdc, type DeviceSpec, type EndpointSpec, type InterfaceSpec } from '../descriptors.ts';
import type { VirtualIdentity } from '../identity.ts';
import type { Composition, ModemBody, PracticeBinding } from '../modem.ts';
import type { UsbFunction } from '../usb-function.ts';

/** Pieces that models are put together from. */

/** High speed bulk endpoints have 512 bytes (USB 2.0, 5.8.3). */
export const bulk = (address: number): EndpointSpec => ({ address, type: 'bulk', maxPacketSize: 512 });

export const interrupt = (address: number, maxPacketSize: number, interval: number): EndpointSpec => ({
  address,
  type: 'interrupt',
  maxPacketSize,
  interval,
});

/** A serial interface's endpoints: bulk both ways, and an interrupt endpoint where it is a modem port. */
export interface SerialEndpoints {
  readonly input: number;
  readonly output: number;
  readonly interrupt?: number;
}

/** An interface of a composition with what answers behind it and what a Linux kernel binds to it. */
export interface Part {
  readonly interfaces: readonly InterfaceSpec[];
  readonly functions: (body: ModemBody) => readonly UsbFunction[];
  readonly bindings: readonly PracticeBinding[];
}

export interface SerialOptions {
  readonly number: number;
  readonly triple: readonly [number, number, number];
  readonly endpoints: SerialEndpoints;
  readonly extra?: readonly Uint8Array[];
  /** `mute` for a port that speaks no AT (diagnosis, position). */
  readonly speaks: 'mute' | { readonly identity: VirtualIdentity; readonly tables: readonly AtTable[] };
}

/** A vendor's serial interface, bound by option. */
export function serialPart({ number, triple, endpoints, extra, speaks }: SerialOptions): Part {
  const { input, output } = endpoints;
  const list = [...(endpoints.interrupt === undefined ? [] : [interrupt(endpoints.interrupt, 10, 9)]), bulk(input), bulk(output)];
  return {
    interfaces: [{ number, class: triple[0], subclass: triple[1], protocol: triple[2], endpoints: list, ...(extra ? { extra } : {}) }],
    functions: (body) => [
      speaks === 'mute'
        ? new MutePort({ interfaceNumber: number, output })
        : new AtPort({ interfaceNumber: number, input, output, body, ...speaks }),
    ],
    bindings: [{ interfaceNumber: number, driver: 'option', node: 'ttyUSB' }],
  };
}

/** The CDC descriptors that Huawei's and Quectel's serial interfaces carry although their class is a vendor's. */
export const serialDescriptors = {
  /** E3372s, `lsusb -vvv` on morfikov's blog: the union names interface 0 whatever the interface. */
  huawei: (number: number) => [cdc.header(), cdc.acm(2), cdc.callManagement(0, number), cdc.union(0, 0)],
  /** EC25, lsusb on the Osmocom wiki. */
  quectel: () => [cdc.header(), cdc.callManagement(0, 0), cdc.acm(2), cdc.union(0, 0)],
} as const;

/** Parts as one configuration of one device. */
export function compose(spec: Omit<DeviceSpec, 'configurations'>, parts: readonly Part[], body: ModemBody): Composition {
  return {
    spec: { ...spec, configurations: [parts.flatMap((p) => p.interfaces)] },
    functions: parts.flatMap((p) => p.functions(body)),
  };
}

export function bindingsOf(parts: readonly Part[]): PracticeBinding[] {
  return parts.flatMap((p) => p.bindings);
}
