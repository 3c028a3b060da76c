import type { InterfaceDescriptor, Sighting } from '../../electron/seams/usb-bus.ts';

/** Short spelling of interfaces: `[number, class, subclass, protocol, ...endpoint addresses]`; IN endpoints from 0x8a on are interrupt. */
export function interfaces(...specs: readonly (readonly number[])[]): InterfaceDescriptor[] {
  return specs.map(([number = 0, cls = 0, subclass = 0, protocol = 0, ...addresses]) => ({
    number,
    alternate: 0,
    class: cls,
    subclass,
    protocol,
    extra: new Uint8Array(),
    endpoints: addresses.map((address) => ({
      address,
      type: (address & 0x7f) >= 0x0a ? ('interrupt' as const) : ('bulk' as const),
      maxPacketSize: 512,
      interval: 0,
    })),
  }));
}

export function sighting(vid: number, pid: number, list: readonly InterfaceDescriptor[], rest: Partial<Sighting> = {}): Sighting {
  return {
    portPath: '1-1',
    enumeration: 1,
    address: 2,
    vid,
    pid,
    bcdDevice: 0x0102,
    class: 0,
    subclass: 0,
    protocol: 0,
    manufacturer: null,
    product: null,
    serial: null,
    configurations: [{ value: 1, interfaces: list }],
    activeConfiguration: 1,
    ...rest,
  };
}

export const huaweiDisc = sighting(0x12d1, 0x1446, interfaces([0, 8, 6, 0x50, 0x81, 0x01]));
export const huaweiNcm = sighting(
  0x12d1,
  0x1506,
  interfaces([0, 0xff, 3, 0x10, 0x81, 0x01, 0x8a], [1, 0xff, 3, 0x12, 0x82, 0x02], [2, 0xff, 3, 0x16, 0x8b], [3, 8, 6, 0x50, 0x83, 0x03]),
);
export const huaweiQmi = sighting(
  0x12d1,
  0x1506,
  interfaces([0, 0xff, 1, 2, 0x81, 0x01], [1, 0xff, 1, 9, 0x8a], [2, 0xff, 1, 8, 0x82, 0x02]),
);
const quectelSerial = [0, 1, 2, 3].map((n) => [n, 0xff, 0xff, 0xff, 0x81 + n, 0x01 + n]);
export const quectelEcm = sighting(0x2c7c, 0x0125, interfaces(...quectelSerial, [4, 2, 6, 0, 0x8a], [5, 0x0a, 0, 0, 0x85, 0x05]));
export const quectelQmi = sighting(0x2c7c, 0x0125, interfaces(...quectelSerial, [4, 0xff, 0xff, 0xff, 0x8a, 0x85, 0x05]));
