import type { textForms, toldRoles } from '../../contract/drivers.ts';
import type { Mode } from '../../contract/words.ts';
import type { EndpointDescriptor } from '../../seams/usb-bus.ts';

/** Which program or file a device was read from. */
export type DumpForm = (typeof textForms)[number];

/** What a port is for, as a text says it. */
export type ToldRole = (typeof toldRoles)[number];

/** A port that the text names. */
export interface ToldPort {
  /** On the computer where the text was made: `ttyUSB2`, `cdc-wdm0`, `COM5`. */
  readonly node: string;
  /** `null`: the text does not tell. */
  readonly role: ToldRole | null;
  /** bInterfaceNumber; `null`: the text does not tell. */
  readonly interface: number | null;
}

/** What a port is for, of what two say: whoever leaves it alone does not know. */
export const roleOfBoth = (role: ToldRole | null, other: ToldRole | null): ToldRole | null =>
  role === null || role === 'ignored' ? (other ?? role) : role;

/** A question to a modem, without its line end, and the lines of the answer; no answer at all has none. */
export interface Exchange {
  readonly command: string;
  readonly lines: readonly string[];
}

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
  /** Interface associations: `count` interfaces from `first` on are one function, of that class; `null` where the text does not tell one. */
  readonly associations: readonly DumpAssociation[];
}

export interface DumpAssociation {
  readonly first: number;
  readonly count: number;
  readonly class: number | null;
  readonly subclass: number | null;
  readonly protocol: number | null;
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
  /** The port as the kernel names it, `1-1.2`; `null` where the text does not tell. */
  readonly port: string | null;
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
  /** What the modem answers to be, and its firmware; at most 126 characters. */
  readonly model: string | null;
  readonly firmware: string | null;
  /** Drivers that the text names without saying of which interface. */
  readonly drivers: readonly string[];
  /** How the text says that the network is reached; `null`: it does not say. */
  readonly mode: Mode | null;
  /** Ports that the text names. */
  readonly ports: readonly ToldPort[];
  /** What the text asked the modem. */
  readonly exchanges: readonly Exchange[];
  /** Its ids are those of what was in the same port before: a log that tells none. */
  readonly idsOfPort: boolean;
  /** Lines of a log that tell of a fault or of its being unplugged, each cut to 120 characters; at most 20. */
  readonly events: readonly string[];
  /** bConfigurationValue in force; `null` where the form does not tell. */
  readonly activeConfiguration: number | null;
  /** Driver by interface number as the text has it, `null` for none; an interface that is not in here: the text does not tell. */
  readonly seen: ReadonlyMap<number, string | null>;
  readonly complete: DumpComplete;
  /** Lines in the midst of this device that were not understood, each cut to 120 characters; at most 20. */
  readonly notes: readonly string[];
}

/** A posted text, read. */
export interface PostedText {
  /** In the order of the text; what several forms show of one device is one. */
  readonly devices: readonly DumpDevice[];
  /** Lines of OpenWrt's configuration that stand in it, as they are. */
  readonly configuration: readonly string[];
  /** Lines that nobody understood and that are not about something else for sure, each cut to 120 characters; at most 20. */
  readonly notes: readonly string[];
  /** How many such lines there are in all. */
  readonly unread: number;
  /** True: it is longer than MOST_TEXT, and was read up to there. */
  readonly cut: boolean;
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
/** Of one device. */
export const MOST_PORTS = 64;
export const MOST_EXCHANGES = 200;
export const MOST_ANSWER_LINES = 60;
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
