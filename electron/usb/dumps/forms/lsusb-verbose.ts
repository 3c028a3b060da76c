import type { Before, Desk, FormReader } from '../desk.ts';
import type { Draft } from '../draft.ts';
import { BYTE, bcd, number, WORD } from '../numbers.ts';
import { CdcDescriptor, cdcKeys } from './cdc-fields.ts';
import { type Section, titleOf } from './verbose-titles.ts';

/**
 * `lsusb -v`: a title for each descriptor and below it a key and a value for each field (usbutils lsusb.c, 001 to 019). Read by
 * titles and keys alone, so that indentation and line ends do not matter. Class-specific descriptors of communications interfaces come
 * in words (`CDC Union:`), those of vendors' interfaces in bytes (`** UNRECOGNIZED: 05 24 …`): both become `extra` again. Drivers and
 * the configuration in force are not told.
 */
const deviceKeys = {
  bDeviceClass: 'class',
  bDeviceSubClass: 'subclass',
  bDeviceProtocol: 'protocol',
  bNumConfigurations: 'counted',
} as const;
const interfaceKeys = {
  bAlternateSetting: 'alternate',
  bNumEndpoints: 'counted',
  bInterfaceClass: 'class',
  bInterfaceSubClass: 'subclass',
  bInterfaceProtocol: 'protocol',
} as const;
const associationKeys = { bFunctionClass: 'class', bFunctionSubClass: 'subclass', bFunctionProtocol: 'protocol' } as const;
const stringKeys = { iManufacturer: 'manufacturer', iProduct: 'product', iSerial: 'serial' } as const;

/** Keys whose values say nothing of how drivers bind. */
const passed: readonly string[] = [
  'bLength',
  'bDescriptorType',
  'bcdUSB',
  'bMaxPacketSize0',
  'wTotalLength',
  'iConfiguration',
  'MaxPower',
  'iInterface',
  'iFunction',
  'bMaxBurst',
  'bRefresh',
  'bSynchAddress',
];

const keys: ReadonlySet<string> = new Set([
  ...Object.keys(deviceKeys),
  ...Object.keys(interfaceKeys),
  ...Object.keys(associationKeys),
  ...Object.keys(stringKeys),
  ...['idVendor', 'idProduct', 'bcdDevice', 'bNumInterfaces', 'bConfigurationValue', 'bFirstInterface', 'bInterfaceCount'],
  ...['bInterfaceNumber', 'bEndpointAddress', 'bmAttributes', 'wMaxPacketSize', 'bInterval'],
  ...passed,
  ...cdcKeys,
]);

/** First words of lines that explain the value above them. */
const explanations: ReadonlySet<string> = new Set([
  ...['Transfer', 'Synch', 'Usage', 'Self', '(Bus', 'Remote', 'Battery', 'call', 'use', 'connection', 'sends', 'line', 'get/set/clear'],
  ...['8-byte', 'crc', 'max', 'encapsulated', 'net', 'packet', 'Negotiated', "Couldn't", "can't", 'cannot'],
]);

const endpointTypes = ['control', 'isochronous', 'bulk', 'interrupt'] as const;
const within = <T extends object>(table: T, key: string): key is Extract<keyof T, string> => Object.hasOwn(table, key);

export class LsusbVerbose implements FormReader {
  readonly #desk: Desk;
  #section: Section = 'none';
  #pending: string | null = null;
  #text: { key: keyof typeof stringKeys; index: number; words: string[] } | null = null;
  #cdc: CdcDescriptor | null = null;
  #bytes: number[] | null = null;
  #lineBegan = false;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  word(word: string, before: Before): boolean {
    const first = !this.#lineBegan;
    this.#lineBegan = true;
    if (this.#bytes && this.#byte(this.#bytes, word)) return true;
    const title = titleOf(word, before);
    if (title !== null) return this.#title(title);
    if (keys.has(word)) {
      this.#endText();
      this.#pending = word;
      return this.#open() !== null;
    }
    if (this.#text) {
      this.#text.words.push(word);
      return true;
    }
    if (this.#pending !== null) return this.#value(this.#pending, word);
    if (first && explanations.has(word)) return this.#open() !== null || this.#desk.current?.form === 'lsusb';
    // What follows the descriptors is of no concern, and is the device's own.
    return this.#open() !== null && (this.#section === 'tail' || this.#section === 'other');
  }

  endLine(): void {
    this.#endText();
    this.#lineBegan = false;
    // A list of interfaces or bytes may be wrapped, but a number at the beginning of a line is no part of it for sure.
    if (this.#pending === 'bSlaveInterface') this.#pending = null;
  }

  /** The text, or the device, came to its end. */
  close(): void {
    this.#endText();
    this.#endDescriptor();
    this.#section = 'none';
    this.#pending = null;
  }

  #open(): Draft | null {
    const { current } = this.#desk;
    return current?.form === 'lsusb-v' ? current : null;
  }

  /** Its head line may have opened it as one of the plain list. */
  #device(): Draft {
    const { current } = this.#desk;
    if (current?.form === 'lsusb') current.form = 'lsusb-v';
    return this.#open() ?? this.#desk.open('lsusb-v');
  }

  /** The device that an id is of: not the one in whose list line another stands. Then that was the last of a plain list. */
  #owner(draft: Draft, key: 'vid' | 'pid', value: number): Draft {
    if (draft[key] === null || draft[key] === value || draft.configurations.length > 0) return draft;
    const owner = this.#desk.open('lsusb-v');
    for (const field of ['vid', 'class', 'subclass', 'protocol'] as const) if (field !== key) owner[field] = draft[field];
    Object.assign(draft, { form: 'lsusb', class: null, subclass: null, protocol: null });
    this.#section = 'device';
    return owner;
  }

  #title(title: NonNullable<ReturnType<typeof titleOf>>): boolean {
    this.#endText();
    this.#endDescriptor();
    this.#pending = null;
    if (title.section === 'device') {
      if (this.#open() && this.#section !== 'none') this.#desk.open('lsusb-v');
      else this.#device();
    } else if (this.#open() === null) return false;
    // Behind the descriptors, byte lines belong to other things.
    if (this.#section === 'tail' && (title.section === 'bytes' || title.section === 'cdc')) return true;
    if (title.section === 'bytes') {
      this.#bytes = [];
      return true;
    }
    this.#section = title.section;
    if (title.section === 'configuration') this.#device().beginConfiguration();
    if (title.section === 'cdc') {
      this.#cdc = CdcDescriptor.of(title.name);
      const draft = this.#open();
      if (!this.#cdc && draft) draft.extraMissing = true;
    }
    return true;
  }

  /** False where the word is no byte of the descriptor: then it ended before its length was reached. */
  #byte(bytes: number[], word: string): boolean {
    if (!/^[0-9a-f]{2}$/i.test(word)) {
      this.#endDescriptor();
      return false;
    }
    bytes.push(Number.parseInt(word, 16));
    if (bytes.length >= Math.max(bytes[0] ?? 0, 2)) this.#endDescriptor();
    return true;
  }

  #endDescriptor(): void {
    const draft = this.#open();
    const described = this.#cdc?.bytes();
    const bytes = this.#bytes;
    this.#cdc = null;
    this.#bytes = null;
    if (!draft) return;
    if (described) {
      draft.addExtra(described.bytes);
      if (!described.whole) draft.extraMissing = true;
    }
    if (!bytes) return;
    if (bytes.length >= 2 && bytes.length === bytes[0]) draft.addExtra(bytes);
    else draft.extraMissing = true;
  }

  #endText(): void {
    const text = this.#text;
    const draft = this.#open();
    this.#text = null;
    if (!text || !draft) return;
    const value = text.words.join(' ');
    if (value === '' || value === '(error)') draft.stringMissing ||= text.index > 0;
    else draft[stringKeys[text.key]] = value;
  }

  /** False where the value does not fit the key. */
  #value(key: string, word: string): boolean {
    this.#pending = null;
    if (this.#cdc) {
      const taken = this.#cdc.take(key, word);
      if (taken === 'more') this.#pending = key;
      if (taken !== 'no') return true;
      if (cdcKeys.has(key)) return false;
    }
    if (this.#section === 'tail' || this.#section === 'other') return this.#open() !== null;
    const value = key === 'bcdDevice' ? bcd(word) : number(word, key.startsWith('id') || key.startsWith('w') ? WORD : BYTE);
    if (passed.includes(key)) return this.#open() !== null;
    return value !== null && this.#field(key, value);
  }

  #field(key: string, value: number): boolean {
    const draft = this.#device();
    const { setting, endpoint } = draft;
    if (within(deviceKeys, key)) draft[deviceKeys[key]] = value;
    else if (within(stringKeys, key)) this.#text = { key, index: value, words: [] };
    else if (within(interfaceKeys, key)) {
      if (!setting) return false;
      setting[interfaceKeys[key]] = value;
    } else if (key === 'idVendor') this.#owner(draft, 'vid', value).vid = value;
    else if (key === 'idProduct') this.#owner(draft, 'pid', value).pid = value;
    else if (key === 'bcdDevice') draft.bcdDevice = value;
    else if (key === 'bNumInterfaces') draft.configuration.counted = value;
    else if (key === 'bConfigurationValue') draft.configuration.value ??= value;
    else if (key === 'bFirstInterface') draft.associate(value);
    else if (key === 'bInterfaceCount') {
      const association = draft.configurations.at(-1)?.associations.at(-1);
      if (association) association.count = value;
    } else if (within(associationKeys, key)) {
      const association = draft.configurations.at(-1)?.associations.at(-1);
      if (association && this.#section === 'association') association[associationKeys[key]] = value;
    } else if (key === 'bInterfaceNumber') draft.beginSetting(value);
    else if (key === 'bEndpointAddress') draft.beginEndpoint(value);
    else if (key === 'bmAttributes' && this.#section === 'endpoint' && endpoint) endpoint.type = endpointTypes[value & 3] ?? null;
    // Bits 11 and 12 say how often in a microframe.
    else if (key === 'wMaxPacketSize' && endpoint) endpoint.maxPacketSize = value & 0x7ff;
    else if (key === 'bInterval' && endpoint) endpoint.interval = value;
    else return key === 'bmAttributes';
    return true;
  }
}
