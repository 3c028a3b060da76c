import type { EndpointDescriptor } from '../../seams/usb-bus.ts';

/**
 * Which program or file a device was read from: `usb-devices` (the script of usbutils), `debugfs`
 * (`/sys/kernel/debug/usb/devices`), `lsusb-v`, `lsusb-t`, and `lsusb`, the plain list that tells ids only.
 */
export type DumpForm = 'usb-devices' | 'debugfs' | 'lsusb-v' | 'lsusb-t' | 'lsusb';

/** One alternate setting as the text has it. What the form does not tell is 0 or empty here and false in `complete`. */
export interface DumpInterface {
  readonly number: number;
  readonly alternate: number;
  readonly class: number;
  readonly subclass: number;
  readonly protocol: number;
  readonly endpoints: readonly EndpointDescriptor[];
  /** bNumEndpoints; more than `endpoints` where the text counts them and does not show them. `null`: it does not count. */
  readonly counted: number | null;
  /** Class-specific descriptors, raw; `null` where the form does not show them. */
  readonly extra: Uint8Array | null;
}

export interface DumpConfiguration {
  readonly value: number;
  /** Interfaces as the text counts them; `null` where it does not. */
  readonly counted: number | null;
  /** Alternate settings in the order of the text. */
  readonly interfaces: readonly DumpInterface[];
  /** Interface associations: `count` interfaces from `first` on are one function. */
  readonly associations: readonly { readonly first: number; readonly count: number }[];
}

/** What the text tells whole. False: it does not tell it, or was cut in it; a forecast then says what it assumed. */
export interface DumpComplete {
  readonly ids: boolean;
  /** bcdDevice. */
  readonly revision: boolean;
  /** Class, subclass and protocol of the device. */
  readonly deviceClass: boolean;
  /** Every string that the device has (or none that the form leaves out). */
  readonly strings: boolean;
  /** All configurations, not just the chosen one. */
  readonly configurations: boolean;
  /** As many interfaces as the text itself counts. */
  readonly interfaces: boolean;
  /** Class, subclass and protocol of every interface. */
  readonly triples: boolean;
  /** All alternate settings, not just the chosen ones. */
  readonly alternates: boolean;
  readonly endpoints: boolean;
  /** Class-specific descriptors. */
  readonly extra: boolean;
  /** A driver, or that there is none, for each interface of the configuration in force. */
  readonly drivers: boolean;
}

/** One device of a posted text. Shaped as a driver sees a device, so that a forecast takes it as it takes a sighting. */
export interface DumpDevice {
  readonly form: DumpForm;
  /** Other forms in the same text that show the same device and filled in what `form` leaves out. */
  readonly alsoIn: readonly DumpForm[];
  /** Bus number and device address on the computer where it was printed; `null` where the text has lost them. */
  readonly bus: number | null;
  readonly address: number | null;
  /** 0 where `complete.ids` is false. */
  readonly vid: number;
  readonly pid: number;
  /** Binary-coded decimal: 0x0102 is 1.02. */
  readonly bcdDevice: number;
  readonly class: number;
  readonly subclass: number;
  readonly protocol: number;
  /** At most 126 characters, control characters removed. */
  readonly manufacturer: string | null;
  readonly product: string | null;
  readonly serial: string | null;
  readonly configurations: readonly DumpConfiguration[];
  /** bConfigurationValue in force; `null` where the form does not tell. */
  readonly activeConfiguration: number | null;
  /** Driver by interface number as the text has it, `null` for none; an interface that is not in here: the text does not tell. */
  readonly seen: ReadonlyMap<number, string | null>;
  readonly complete: DumpComplete;
  /** Lines in the midst of this device that were not understood, each cut to 120 characters; at most 20. */
  readonly notes: readonly string[];
}

/** Longer texts are read up to here, in characters. */
export const MOST_TEXT = 4 * 1024 * 1024;
/** Devices of one text; the rest is not read. */
export const MOST_DEVICES = 256;
/** Linux 6.1: USB_MAXCONFIG, 30 endpoints a setting (drivers/usb/core/config.c); settings as `usb/descriptors.ts` has it. */
export const MOST_CONFIGURATIONS = 8;
export const MOST_SETTINGS = 256;
export const MOST_ENDPOINTS = 30;
/** Class-specific bytes of one setting. */
export const MOST_EXTRA = 4096;
export const MOST_NOTES = 20;
export const MOST_NOTE_CHARACTERS = 120;

const HUB = 9;

/** Ids of the root hubs that Linux itself makes: 1.1, 2.0 and 3.0 (drivers/usb/core/hcd.c). */
const ROOT_HUBS = { vid: 0x1d6b, pids: [1, 2, 3] } as const;

/** Hubs and root hubs, which every dump is full of. The plain list of `lsusb` tells only the latter, by their ids. */
export function isHub(device: DumpDevice): boolean {
  const interfaces = device.configurations.flatMap((c) => c.interfaces);
  const isRoot = device.vid === ROOT_HUBS.vid && ROOT_HUBS.pids.some((pid) => pid === device.pid);
  return isRoot || device.class === HUB || (interfaces.length > 0 && interfaces.every((i) => i.class === HUB));
}
