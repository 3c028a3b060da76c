import type { NamedDevice } from '../../../electron/drivers/compare.ts';
import type { DeviceShape, ShapeInterface } from '../../../electron/drivers/shape.ts';
import type { EndpointDescriptor } from '../../../electron/seams/usb-bus.ts';
import { bulkIn, bulkOut, face, interruptIn, shape } from '../shapes.ts';

/** Class descriptors and endpoints that the rules' devices are made of. */

export const bytes = (...parts: readonly (readonly number[])[]) => Uint8Array.from(parts.flat());

/** Functional descriptors: CDC 1.2 section 5.2.3, NCM 1.0 section 5.2, MBIM 1.0 section 6.4. */
export const header = [5, 0x24, 0x00, 0x10, 0x01];
export const call = (data: number) => [5, 0x24, 0x01, 0, data];
export const acm = (capabilities: number) => [4, 0x24, 0x02, capabilities];
export const union = (master: number, slave: number) => [5, 0x24, 0x06, master, slave];
export const ether = (mac = 4) => [13, 0x24, 0x0f, mac, 0, 0, 0, 0, 0xea, 0x05, 0, 0, 0];
export const ncm = [6, 0x24, 0x1a, 0x00, 0x01, 0x00];
export const mbim = [12, 0x24, 0x1b, 0x00, 0x01, 0x00, 0x10, 32, 192, 0xdc, 0x05, 0x20];
/** A mobile direct line model with the GUID of Ericsson's modules, and with another. */
export const mdlm = (first = 0xa3) => [
  ...[21, 0x24, 0x12, 0x00, 0x01],
  ...[first, 0x17, 0xa8, 0x8b, 0x04, 0x5e, 0x4f, 0x01, 0xa6, 0x07, 0xc0, 0xff, 0xcb, 0x7e, 0x39, 0x2a],
];
export const mdlmDetail = [6, 0x24, 0x13, 0x00, 0x01, 0x02];

/** The same with a last byte less: its length says so too. */
export const shorter = ([length = 0, ...rest]: readonly number[]) => [length - 1, ...rest.slice(0, -1)];
/** The same with one byte more. */
export const longer = ([length = 0, ...rest]: readonly number[]) => [length + 1, ...rest, 0];

const interruptOut: EndpointDescriptor = { address: 0x01, type: 'interrupt', maxPacketSize: 16, interval: 9 };

/** `n` interrupt to the host, `N` from it, `i` bulk to the host, `o` from it; addresses are given when it is built. */
export function endpoints(kinds: string): EndpointDescriptor[] {
  return [...kinds].map((kind) => (kind === 'n' ? interruptIn(1) : kind === 'N' ? interruptOut : kind === 'i' ? bulkIn(1) : bulkOut(1)));
}

/** An interface: number, `ff/ff/ff`, kinds of endpoints, class descriptors, alternate setting. */
export function part(number: number, triple: string, kinds = 'io', extra: Uint8Array = new Uint8Array(), alternate = 0): ShapeInterface {
  return face(number, triple, { endpoints: endpoints(kinds), extra, alternate });
}

export function device(name: string, id: string, interfaces: readonly ShapeInterface[], more: Partial<DeviceShape> = {}): NamedDevice {
  return { name, shape: shape(id, interfaces, more) };
}
