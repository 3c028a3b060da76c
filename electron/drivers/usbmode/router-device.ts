import type { ConfigurationDescriptor, EndpointDescriptor, InterfaceDescriptor } from '../../seams/usb-bus.ts';

/** A dongle on the router as usbmode and the kernel meet it. A `Sighting` is one. */
export interface RouterDevice {
  readonly vid: number;
  readonly pid: number;
  /** Binary-coded decimal. */
  readonly bcdDevice: number;
  /** `null` where the device has none. */
  readonly manufacturer: string | null;
  readonly product: string | null;
  readonly serial: string | null;
  /** In the order of the device. */
  readonly configurations: readonly ConfigurationDescriptor[];
  readonly activeConfiguration: number | null;
  /** What its drive answers to INQUIRY, where somebody asked. */
  readonly scsi?: { readonly vendor: string } | null;
  /**
   * The kernel's driver of each interface, under `<configuration>.<interface>` as Linux names it, for every configuration that
   * might come to be in force. Left out: no driver is bound.
   */
  readonly drivers?: ReadonlyMap<string, string>;
  /** True: INQUIRY and REQUEST SENSE are answered with the status alone, without data. */
  readonly statusOnly?: boolean;
}

const IN = 0x80;
const MBIM = { class: 0x02, subclass: 0x0e } as const;

export const isIn = (address: number) => (address & IN) !== 0;

/** Alternate settings of a configuration, in descriptor order. */
export function interfacesOf({ configurations }: RouterDevice, value: number | null): readonly InterfaceDescriptor[] {
  return configurations.find((c) => c.value === value)?.interfaces ?? [];
}

/** What usbmode looks at: the first alternate setting of the first interface of the FIRST configuration, in force or not. */
export function firstInterface({ configurations }: RouterDevice): InterfaceDescriptor | undefined {
  return configurations[0]?.interfaces[0];
}

/** The first bulk endpoint of a direction. */
export function firstBulk(endpoints: readonly EndpointDescriptor[], direction: 'in' | 'out'): number | undefined {
  return endpoints.find((e) => e.type === 'bulk' && isIn(e.address) === (direction === 'in'))?.address;
}

/** The first configuration whose first alternate settings hold an MBIM control interface, where there are several configurations. */
export function mbimConfiguration({ configurations }: RouterDevice): number | null {
  if (configurations.length < 2) return null;
  const found = configurations.find((c) => firstAlternates(c).some((i) => i.class === MBIM.class && i.subclass === MBIM.subclass));
  return found?.value ?? null;
}

function firstAlternates({ interfaces }: ConfigurationDescriptor): readonly InterfaceDescriptor[] {
  return interfaces.filter((one, at) => interfaces.findIndex((other) => other.number === one.number) === at);
}

/** A string as libusb hands it on: what is not ASCII is a question mark, and what is not there is empty. */
export function asciiString(text: string | null): string {
  return (text ?? '').replace(/[^ -~]/gu, '?').slice(0, 126);
}
