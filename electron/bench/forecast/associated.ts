import type { DumpAssociation, DumpConfiguration, DumpDevice, DumpInterface } from '../../usb/dumps/index.ts';

const COMMUNICATIONS = 0x02;
const CDC_DATA = 0x0a;
const MBIM = 0x0e;
const NCM = 0x0d;

/** A device with the interfaces that only an association tells of: a cut text. `added`: their numbers. */
export interface Associated {
  readonly device: DumpDevice;
  readonly added: ReadonlySet<number>;
}

/**
 * An association says of which class a function is, and which interfaces it has (Interface Association Descriptors, USB ECN): of a network
 * function of the communications class that is enough to know both, also where the lines about them were cut away. The first is its
 * control, the next its data. Pure; the same device comes back where nothing is missing.
 */
export function withAssociated(device: DumpDevice): Associated {
  const added = new Set<number>();
  const configurations = device.configurations.map((configuration) => {
    const made = configuration.associations.flatMap((association) => lacking(configuration, association));
    for (const { number } of made) added.add(number);
    if (made.length === 0) return configuration;
    // Stable: settings of one interface stay in their order.
    return { ...configuration, interfaces: [...configuration.interfaces, ...made].sort((a, b) => a.number - b.number) };
  });
  return added.size === 0 ? { device, added } : { device: { ...device, configurations }, added };
}

function lacking({ interfaces }: DumpConfiguration, { first, count, class: c, subclass, protocol }: DumpAssociation): DumpInterface[] {
  if (c !== COMMUNICATIONS || subclass === null || count !== 2) return [];
  const shown = (number: number) => interfaces.some((i) => i.number === number);
  const made = (number: number, codes: readonly [number, number, number], counted: number): DumpInterface => ({
    ...{ number, alternate: 0, class: codes[0], subclass: codes[1], protocol: codes[2] },
    ...{ endpoints: [], counted, extra: null },
  });
  const dataProtocol = subclass === MBIM ? 0x02 : subclass === NCM ? 0x01 : 0x00;
  // Idle in setting 0, where it has another.
  const endpoints = subclass === MBIM || subclass === NCM ? 0 : 2;
  return [
    ...(shown(first) ? [] : [made(first, [c, subclass, protocol ?? 0], 1)]),
    ...(shown(first + 1) ? [] : [made(first + 1, [CDC_DATA, 0x00, dataProtocol], endpoints)]),
  ];
}
