import type { DeviceShape, ShapeConfiguration, ShapeInterface } from '../../../electron/drivers/shape.ts';
import { type DeviceSpec, deviceDescriptor } from '../../../electron/virtual/descriptors.ts';
import { MAC_STRING } from './well-made.ts';

const ENDPOINT_TYPES = { control: 0, isochronous: 1, bulk: 2, interrupt: 3 } as const;
const MAC = '020000000042';
/** Any index that a class descriptor may name as that of its address. */
const LAST_STRING = 8;
const BUS_POWERED = 0x80;
/** In units of 2 mA. */
const POWER = 250;

/** Descriptors byte for byte as the shape has them; USB 2.0 tables 9-8 to 9-13. */
export function shapeDescriptors(shape: DeviceShape): DeviceSpec {
  const { vid, pid, bcdDevice, class: c, subclass, protocol } = shape;
  const spec = { vid, pid, bcdDevice, class: c, subclass, protocol, product: 'shape', configurations: shape.configurations.map(() => []) };
  const strings = new Map([[2, 'shape']]);
  for (let index = MAC_STRING; index <= LAST_STRING; index++) strings.set(index, MAC);
  // Index 1 is the address that a descriptor of `assumedCdc` names.
  strings.set(1, MAC);
  const captured = {
    device: deviceDescriptor(spec),
    configurations: shape.configurations.map(configurationBytes),
    strings,
    chosen: shape.configurations[0]?.value ?? 1,
  };
  return { ...spec, captured };
}

const word = (n: number) => [n & 0xff, (n >> 8) & 0xff];

function configurationBytes({ value, interfaces, associations = [] }: ShapeConfiguration): Uint8Array {
  const body: number[] = [];
  const begun = new Set<number>();
  for (const setting of interfaces) {
    const association = begun.has(setting.number) ? undefined : associations.find(({ first }) => first === setting.number);
    begun.add(setting.number);
    if (association) body.push(8, 11, association.first, association.count, setting.class, setting.subclass, setting.protocol, 0);
    body.push(...interfaceBytes(setting));
  }
  return Uint8Array.from([9, 2, ...word(9 + body.length), begun.size, value, 0, BUS_POWERED, POWER, ...body]);
}

function interfaceBytes({ number, alternate, class: c, subclass, protocol, endpoints, extra }: ShapeInterface): number[] {
  const each = endpoints.flatMap((e) => [7, 5, e.address, ENDPOINT_TYPES[e.type], ...word(e.maxPacketSize), e.interval]);
  return [9, 4, number, alternate, endpoints.length, c, subclass, protocol, 0, ...(extra ?? []), ...each];
}
