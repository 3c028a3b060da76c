import type { DeviceShape, ShapeInterface } from '../../electron/drivers/shape.ts';
import type { EndpointDescriptor } from '../../electron/seams/usb-bus.ts';
import type { DriverRow, DriverTables } from '../../modem-db/drivers/index.ts';

export const bulkIn = (n: number): EndpointDescriptor => ({ address: 0x80 | n, type: 'bulk', maxPacketSize: 512, interval: 0 });
export const bulkOut = (n: number): EndpointDescriptor => ({ address: n, type: 'bulk', maxPacketSize: 512, interval: 0 });
export const interruptIn = (n: number): EndpointDescriptor => ({ address: 0x80 | n, type: 'interrupt', maxPacketSize: 16, interval: 9 });
export const pair = (n: number) => [bulkIn(n), bulkOut(n)];
export const trio = (n: number) => [interruptIn(n + 8), ...pair(n)];

/** `ff/ff/ff` as class, subclass, protocol; bulk both ways and no class descriptors unless given. */
export function face(number: number, triple: string, more: Partial<Omit<ShapeInterface, 'number'>> = {}): ShapeInterface {
  const [c = 0, subclass = 0, protocol = 0] = triple.split('/').map((part) => Number.parseInt(part, 16));
  return { number, alternate: 0, class: c, subclass, protocol, endpoints: pair(number + 1), extra: new Uint8Array(), ...more };
}

/** `2c7c:0125` with one configuration. */
export function shape(id: string, interfaces: readonly ShapeInterface[], more: Partial<DeviceShape> = {}): DeviceShape {
  const [vid = 0, pid = 0] = id.split(':').map((part) => Number.parseInt(part, 16));
  return { vid, pid, bcdDevice: 0x0100, class: 0, subclass: 0, protocol: 0, configurations: [{ value: 1, interfaces }], ...more };
}

/** Tables of rows that a test makes up; the drivers are asked in the order of their first row. */
export function madeTables(...rows: readonly (Partial<DriverRow> & { readonly driver: string })[]): DriverTables {
  const drivers = new Map<string, DriverRow[]>();
  for (const row of rows) {
    const list = drivers.get(row.driver) ?? [];
    list.push({ order: list.length, info: '', ...row });
    drivers.set(row.driver, list);
  }
  const registration = [...drivers.keys()];
  return {
    kernel: '0',
    release: '0',
    judgedBy: '0',
    source: 'made up',
    reconstructed: false,
    drivers,
    registration,
    kmodOf: (driver) => `kmod-${driver}`,
  };
}
