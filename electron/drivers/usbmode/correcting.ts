import type { UsbModeEntry, UsbModeFile } from '../../../modem-db/openwrt/usbmode/index.ts';
import type { StringMatch, SwitchEntry } from '../../../modem-db/schema.ts';
import { announcedBytes, huaweiAltMode, isCommandBlock, standardEject } from '../../../modem-db/switch-messages.ts';
import { asciiString, firstInterface, isIn, mbimConfiguration, type RouterDevice } from './router-device.ts';

type Mode = NonNullable<UsbModeEntry['mode']>;

/** Methods that usbmode has built in, under its own names. */
const builtIn: Readonly<Partial<Record<SwitchEntry['method']['name'], Mode>>> = {
  HuaweiMode: 'Huawei',
  HuaweiNewMode: 'HuaweiNew',
  OptionMode: 'Option',
  SierraMode: 'Sierra',
  SequansMode: 'Sequans',
  SonyMode: 'Sony',
  GCTMode: 'GCT',
  KobilMode: 'Kobil',
  QisdaMode: 'Qisda',
  QuantaMode: 'Quanta',
  BlackberryMode: 'Blackberry',
  MobileActionMode: 'MobileAction',
  CiscoMode: 'Cisco',
};

/** What the technician wishes of a dongle that has MBIM in one of several configurations. */
export interface MbimWish {
  /** False where it is another mode: the entry's own method is what leads there. Default true, as usb_modeswitch's dispatcher. */
  readonly preferMbim?: boolean;
}

const STORAGE_CLASS = 0x08;
const HID_CLASS = 0x03;
const VENDOR_CLASS = 0xff;
/** What usb_modeswitch's dispatcher makes of 1, "switches by itself", where the system has qmi_wwan, as a router for such a dongle has. */
const PANTECH_WITH_QMI = 4;

/**
 * The usb-mode.json with which the unchanged usbmode of every release does for an entry what usb_modeswitch does: one id, one
 * entry, its own messages from index 0. `device` is the dongle in the state that is to be left, where it is known: then the entry
 * has its own class and strings, and where it holds MBIM in one of several configurations, that one is chosen, as usb_modeswitch's
 * dispatcher does. Without it a string match is only right for a dongle whose string is no longer than the match. Names of the SCSI
 * drive cannot be asked for: such an entry is for every dongle of the id.
 *
 * What has to be written otherwise than the stock file does, as recorded (`test/field/openwrt-usbmode-recordings.json`):
 * `t_class` is the class BEFORE the switch; a match key has no leading colon; a configuration for MBIM is the mode MBIM, never
 * `config` 0; eject with messages is a plain list of all of them.
 */
export function correctingEntry(entry: SwitchEntry, device?: RouterDevice, { preferMbim = true }: MbimWish = {}): UsbModeFile {
  const chosen = preferMbim && device !== undefined && mbimConfiguration(device) !== null;
  const mbim = chosen || entry.method.name === 'MbimOrNothing';
  const messages = mbim ? [] : messagesOf(entry);
  const work: UsbModeEntry = mbim ? { mode: 'MBIM' } : workOf(entry, messages);
  const corrected: UsbModeEntry = {
    ...work,
    ...(entry.target.class === undefined ? {} : { t_class: classBefore(entry, messages, device) }),
  };
  return { messages: [...messages], devices: { [entry.id]: { [matchKey(entry, device)]: corrected } } };
}

/**
 * A file with corrections put in: the ids that they name have their entries alone, or none, all others are as before. Corrections of one id
 * stand together, `*` last, since the first that fits is taken. Messages get new indexes. Without corrections, the file itself: a
 * router's table is large, and most dongles need none.
 */
export function mergeUsbModeFiles(base: UsbModeFile, corrections: readonly UsbModeFile[]): UsbModeFile {
  if (corrections.length === 0) return base;
  const messages = [...base.messages];
  const devices = { ...base.devices };
  const named: Record<string, Record<string, UsbModeEntry>> = {};
  for (const file of corrections)
    for (const [id, matches] of Object.entries(file.devices)) {
      const own = Object.entries(matches).map(([match, entry]) => [match, moved(entry, file.messages, messages)] as const);
      named[id] = { ...named[id], ...Object.fromEntries(own) };
    }
  for (const [id, matches] of Object.entries(named))
    devices[id] = Object.fromEntries(Object.entries(matches).sort(([a], [b]) => Number(a === '*') - Number(b === '*')));
  return { messages, devices };
}

function moved(entry: UsbModeEntry, from: readonly string[], to: string[]): UsbModeEntry {
  if (entry.msg === undefined) return entry;
  return { ...entry, msg: entry.msg.flatMap((index) => from[index] ?? []).map((message) => place(to, message)) };
}

function place(messages: string[], message: string): number {
  const at = messages.indexOf(message);
  return at >= 0 ? at : messages.push(message) - 1;
}

function workOf(entry: SwitchEntry, messages: readonly string[]): UsbModeEntry {
  const { method } = entry;
  const mode =
    method.name === 'PantechMode'
      ? 'Pantech'
      : method.name === 'StandardEject' && messages.length === 0
        ? 'StandardEject'
        : builtIn[method.name];
  return {
    ...(mode === undefined ? { msg: messages.map((_, index) => index) } : { mode }),
    ...(method.name === 'PantechMode' ? { modeval: method.value === 1 ? PANTECH_WITH_QMI : method.value } : {}),
    ...(messages.length > 0 && mayBeRead(entry, messages) ? { response: true } : {}),
    ...(entry.interface === undefined ? {} : { interface: entry.interface }),
    ...(entry.messageEndpoint === undefined ? {} : { msg_endpoint: entry.messageEndpoint }),
    ...(entry.responseEndpoint === undefined ? {} : { response_endpoint: entry.responseEndpoint }),
    ...(entry.configuration === undefined ? {} : { config: entry.configuration }),
    ...(method.name === 'AltSetting' ? { alt: method.alternate } : {}),
  };
}

function messagesOf({ method }: SwitchEntry): readonly string[] {
  if (method.name === 'MessageContent') return method.messages;
  if (method.name === 'HuaweiAltMode') return [huaweiAltMode];
  if (method.name === 'StandardEject' && method.messages !== undefined) return [...standardEject, ...method.messages];
  return [];
}

/**
 * Whether usbmode may read after each message. A read on an OUT endpoint would send its memory to the device; after what is no
 * command block nothing comes; and data in place of a status ends the list.
 */
function mayBeRead({ responseEndpoint }: SwitchEntry, messages: readonly string[]): boolean {
  if (responseEndpoint !== undefined && !isIn(responseEndpoint)) return false;
  return messages.every(isCommandBlock) && messages.slice(0, -1).every((message) => announcedBytes(message) === 0);
}

/** bInterfaceClass of interface 0 before the switch. */
function classBefore(entry: SwitchEntry, messages: readonly string[], device?: RouterDevice): number {
  const seen = device && firstInterface(device)?.class;
  if (seen !== undefined && seen !== Number.parseInt(entry.target.class ?? '', 16)) return seen;
  if (entry.method.name === 'MobileActionMode') return HID_CLASS;
  return messages.length > 0 && !messages.every(isCommandBlock) ? VENDOR_CLASS : STORAGE_CLASS;
}

const matchWords: Readonly<Partial<Record<StringMatch['key'], { word: string; of: 'manufacturer' | 'product' | 'serial' }>>> = {
  manufacturer: { word: 'uMa', of: 'manufacturer' },
  product: { word: 'uPr', of: 'product' },
  serial: { word: 'uSe', of: 'serial' },
};

function matchKey({ when = [] }: SwitchEntry, device?: RouterDevice): string {
  for (const { key, contains } of when) {
    const known = matchWords[key];
    // The underscore is the data's way of writing a blank.
    if (known) return `${known.word}=${asciiString(device?.[known.of] ?? contains.replaceAll('_', ' '))}`;
  }
  return '*';
}
