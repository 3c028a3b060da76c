/** Writes USB descriptors. Layouts: USB 2.0 table 9-8 to 9-16; CDC 1.2 section 5.2.3. All multi-byte fields little-endian. */

export interface EndpointSpec {
  readonly address: number;
  readonly type: 'bulk' | 'interrupt';
  readonly maxPacketSize: number;
  readonly interval?: number;
}

export interface InterfaceSpec {
  readonly number: number;
  readonly alternate?: number;
  readonly class: number;
  readonly subclass: number;
  readonly protocol: number;
  readonly endpoints: readonly EndpointSpec[];
  /** Class-specific descriptors, in order, each whole. */
  readonly extra?: readonly Uint8Array[];
  /** Interface association to be written before this interface. */
  readonly association?: { readonly count: number; readonly class: number; readonly subclass: number; readonly protocol: number };
  readonly name?: string;
}

export interface DeviceSpec {
  readonly vid: number;
  readonly pid: number;
  readonly bcdDevice: number;
  readonly bcdUsb?: number;
  readonly class?: number;
  readonly subclass?: number;
  readonly protocol?: number;
  readonly manufacturer?: string;
  readonly product?: string;
  readonly serial?: string;
  /** String descriptors that class descriptors point to (a MAC address), from index 4 on. */
  readonly moreStrings?: readonly string[];
  readonly attributes?: number;
  /** Binary object store, whole; what a device with bcdUsb above 2.00 is asked for. */
  readonly bos?: Uint8Array;
  /** In mA. */
  readonly maxPower?: number;
  readonly configurations: readonly (readonly InterfaceSpec[])[];
  /** Descriptors byte for byte, of a device that was captured: given out in place of what would be made from the rest. */
  readonly captured?: CapturedDescriptors;
}

export interface CapturedDescriptors {
  readonly device: Uint8Array;
  /** One for each of `configurations`. */
  readonly configurations: readonly Uint8Array[];
  readonly strings: ReadonlyMap<number, string>;
  /** bConfigurationValue that its host had chosen. */
  readonly chosen: number;
}

const low = (n: number) => n & 0xff;
const high = (n: number) => (n >> 8) & 0xff;

export function deviceDescriptor(spec: DeviceSpec): Uint8Array {
  if (spec.captured) return spec.captured.device;
  const usb = spec.bcdUsb ?? 0x0200;
  return Uint8Array.from([
    18,
    1,
    low(usb),
    high(usb),
    spec.class ?? 0,
    spec.subclass ?? 0,
    spec.protocol ?? 0,
    64,
    low(spec.vid),
    high(spec.vid),
    low(spec.pid),
    high(spec.pid),
    low(spec.bcdDevice),
    high(spec.bcdDevice),
    spec.manufacturer === undefined ? 0 : 1,
    spec.product === undefined ? 0 : 2,
    spec.serial === undefined ? 0 : 3,
    spec.configurations.length,
  ]);
}

/** bConfigurationValue of configuration `index` (0-based): one more, but for a captured device that counts otherwise. */
export function configurationValue(spec: DeviceSpec, index: number): number {
  return spec.captured?.configurations[index]?.[5] ?? index + 1;
}

/** Configuration `index` (0-based) with everything under it. */
export function configurationDescriptor(spec: DeviceSpec, index: number): Uint8Array {
  const captured = spec.captured?.configurations[index];
  if (captured) return captured;
  const interfaces = spec.configurations[index] ?? [];
  const names = interfaceNames(spec);
  const body: number[] = [];
  for (const i of interfaces) {
    if (i.association)
      body.push(8, 11, i.number, i.association.count, i.association.class, i.association.subclass, i.association.protocol, 0);
    const name = i.name === undefined ? 0 : firstNameIndex(spec) + names.indexOf(i.name);
    body.push(9, 4, i.number, i.alternate ?? 0, i.endpoints.length, i.class, i.subclass, i.protocol, name);
    for (const extra of i.extra ?? []) body.push(...extra);
    for (const e of i.endpoints)
      body.push(
        7,
        5,
        e.address,
        e.type === 'bulk' ? 2 : 3,
        low(e.maxPacketSize),
        high(e.maxPacketSize),
        e.interval ?? (e.type === 'bulk' ? 0 : 5),
      );
  }
  const total = 9 + body.length;
  const count = new Set(interfaces.map((i) => i.number)).size;
  return Uint8Array.from([
    9,
    2,
    low(total),
    high(total),
    count,
    configurationValue(spec, index),
    0,
    spec.attributes ?? 0x80,
    Math.round((spec.maxPower ?? 500) / 2),
    ...body,
  ]);
}

const firstNameIndex = (spec: DeviceSpec) => 4 + (spec.moreStrings?.length ?? 0);
const interfaceNames = (spec: DeviceSpec): string[] => [
  ...new Set(spec.configurations.flat().flatMap((i) => (i.name === undefined ? [] : [i.name]))),
];

/** String descriptor `index`; `null` where the device has none. Index 0 lists US English. */
export function stringDescriptor(spec: DeviceSpec, index: number): Uint8Array | null {
  if (index === 0) return Uint8Array.from([4, 3, 9, 4]);
  const strings = [undefined, spec.manufacturer, spec.product, spec.serial, ...(spec.moreStrings ?? []), ...interfaceNames(spec)];
  const text = spec.captured ? spec.captured.strings.get(index) : strings[index];
  if (text === undefined) return null;
  const bytes = Buffer.from(text, 'utf16le');
  return Uint8Array.from([bytes.length + 2, 3, ...bytes]);
}

/** CDC functional descriptors (bDescriptorType CS_INTERFACE 0x24). */
export const cdc = {
  header: () => Uint8Array.from([5, 0x24, 0x00, 0x10, 0x01]),
  callManagement: (capabilities: number, dataInterface: number) => Uint8Array.from([5, 0x24, 0x01, capabilities, dataInterface]),
  acm: (capabilities: number) => Uint8Array.from([4, 0x24, 0x02, capabilities]),
  union: (control: number, data: number) => Uint8Array.from([5, 0x24, 0x06, control, data]),
  /** `macString`: index of the string descriptor with the MAC address, twelve hex digits. */
  ethernet: (macString: number, maxSegment = 1514) =>
    Uint8Array.from([13, 0x24, 0x0f, macString, 0, 0, 0, 0, low(maxSegment), high(maxSegment), 0, 0, 0]),
  /** NCM 1.0 section 5.2.1. */
  ncm: (capabilities = 0) => Uint8Array.from([6, 0x24, 0x1a, 0x00, 0x01, capabilities]),
  /** MBIM 1.0 section 6.4: 32 filters of 192 bytes; bit 5 of the capabilities: block sizes of eight bytes. */
  mbim: (maxControl: number, maxSegment: number, capabilities = 0x20) =>
    Uint8Array.from([
      12,
      0x24,
      0x1b,
      0x00,
      0x01,
      low(maxControl),
      high(maxControl),
      32,
      192,
      low(maxSegment),
      high(maxSegment),
      capabilities,
    ]),
  /** MBIM 1.0 section 6.5: so many commands at once. */
  mbimExtended: (commands: number, mtu: number) => Uint8Array.from([8, 0x24, 0x1c, 0x00, 0x01, commands, low(mtu), high(mtu)]),
} as const;
