import type { Before, Desk, FormReader } from '../desk.ts';
import type { Draft } from '../draft.ts';
import { BYTE, bcd, hex, number, WORD } from '../numbers.ts';
import { placed } from '../places.ts';

/**
 * The lines that begin with T: D: P: S: C: A: I: E:, as `/sys/kernel/debug/usb/devices` (Linux drivers/usb/core/devices.c) and the
 * script `usb-devices` (usbutils 005 to 019) print them. Read by their keys alone (`If#=` begins an interface whatever stands before
 * it), so that wrapped and joined lines are read alike. Only the kernel marks what is in force with an asterisk, and only it leaves
 * `Driver=` empty: in a configuration that is not in force.
 */
type Line = 'T' | 'D' | 'P' | 'C' | 'A' | 'I' | 'E' | null;

const TAG = /^([TBDPSCAIE]):(\*?)$/;
const GLUED = /^([TBDPSCAIE]):(\*?)(?=[#A-Z])/;
const DRIVER = /^[A-Za-z0-9_.-]{1,64}$/;

/** Keys by the line that they begin or stand in; `text`: the rest of the line is the value. */
const keys: ReadonlyMap<string, 'number' | 'text' | 'attached' | 'passed'> = new Map([
  ...(
    ['Bus', 'Dev#', 'Spd', 'Cls', 'Sub', 'Prot', '#Cfgs', 'Vendor', 'ProdID', 'Rev', '#Ifs', '#IFs', 'Cfg#', 'FirstIf#', 'IfCount'] as const
  ).map((key) => [key, 'number'] as const),
  ...(['Lev', 'Prnt', 'Port', 'If#', 'Alt', '#EPs', 'Ad', 'Atr', 'MxPS', 'Ivl'] as const).map((key) => [key, 'number'] as const),
  ...(['Manufacturer', 'Product', 'SerialNumber'] as const).map((key) => [key, 'text'] as const),
  ['Driver', 'attached'] as const,
  ...(['Cnt', 'MxCh', 'Alloc', '#Int', '#Iso', 'Ver', 'MxPwr'] as const).map((key) => [key, 'passed'] as const),
]);

const endpointTypes = ['control', 'isochronous', 'bulk', 'interrupt'] as const;

export class TLines implements FormReader {
  readonly #desk: Desk;
  #line: Line = null;
  #pending: string | null = null;
  #text: { key: string; words: string[] } | null = null;
  #starred = false;
  /** Mbit/s; intervals are told in time. */
  #speed = 480;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  word(given: string, _before: Before): boolean {
    let word = given;
    const tag = word[1] === ':' ? (TAG.exec(word) ?? GLUED.exec(word)) : null;
    if (tag) {
      this.#endText();
      this.#starred = tag[2] === '*';
      word = word.slice(tag[0].length);
      if (word === '') return false;
    } else if (this.#text) {
      this.#text.words.push(word);
      return true;
    }
    const equals = word.indexOf('=');
    const key = equals < 0 ? '' : word.slice(0, equals);
    const kind = equals < 0 ? undefined : keys.get(key);
    if (kind === undefined) {
      const pending = this.#pending;
      this.#pending = null;
      return pending !== null && this.#value(pending, word);
    }
    this.#pending = null;
    const value = word.slice(equals + 1);
    if (kind === 'passed') return this.#passed(key);
    if (kind === 'text') {
      if (!this.#open()) return false;
      this.#text = { key, words: [value] };
      return true;
    }
    if (kind === 'attached') return this.#driver(value);
    if (value !== '') return this.#value(key, value);
    this.#pending = key;
    return this.#open() !== null;
  }

  endLine(): void {
    this.#endText();
  }

  #open(): Draft | null {
    const { current } = this.#desk;
    return current?.form === 'debugfs' || current?.form === 'usb-devices' ? current : null;
  }

  #device(): Draft {
    return this.#open() ?? this.#desk.open('usb-devices');
  }

  #endText(): void {
    const text = this.#text;
    this.#text = null;
    const draft = this.#open();
    if (!text || !draft) return;
    const value = text.words.join(' ');
    if (text.key === 'Manufacturer') draft.manufacturer = value;
    else if (text.key === 'Product') draft.product = value;
    else draft.serial = value;
  }

  #passed(key: string): boolean {
    if (key === 'Ver') {
      if (this.#open()?.class !== null) this.#desk.open('usb-devices');
      this.#line = 'D';
    } else if (key === 'Alloc') {
      const draft = this.#open();
      if (draft) draft.form = 'debugfs';
    }
    return this.#open() !== null;
  }

  #driver(value: string): boolean {
    const draft = this.#open();
    const setting = draft?.setting;
    if (this.#line !== 'I' || !draft || !setting) return false;
    // Old scripts print interface 9 as another 0, and people show a second run below: what came first stands.
    if (draft.repeats) return true;
    if (value === '') draft.form = 'debugfs';
    else if (value === '(none)' || value === '[none]') draft.seen.set(setting.number, null);
    else if (DRIVER.test(value)) draft.seen.set(setting.number, value);
    else return false;
    return true;
  }

  /** False where the value does not fit the key. */
  #value(key: string, text: string): boolean {
    switch (key) {
      case 'Bus': {
        const bus = decimal(text, WORD);
        if (bus === null) return false;
        this.#desk.open('usb-devices').bus = bus;
        this.#line = 'T';
        this.#speed = 480;
        return true;
      }
      case 'Vendor': {
        const vid = hex(text, WORD);
        if (vid === null) return false;
        // A device that has its ids ends where others come, if the T: line in between was lost.
        const draft = this.#open()?.vid === null ? this.#device() : this.#desk.open('usb-devices');
        draft.vid = vid;
        this.#line = 'P';
        return true;
      }
      case '#Ifs':
      // usb-devices of 2009.
      case '#IFs':
        return this.#begin('C', number(text, BYTE), (draft, count) => {
          draft.beginConfiguration().counted = count;
        });
      case 'FirstIf#':
        return this.#begin('A', number(text, BYTE), (draft, first) => draft.associate(first));
      case 'If#':
        return this.#begin('I', number(text, BYTE), (draft, interfaceNumber) => draft.beginSetting(interfaceNumber));
      case 'Ad':
        return this.#begin('E', hex(text, BYTE), (draft, address) => draft.beginEndpoint(address));
      default: {
        const draft = this.#open();
        return draft !== null && this.#field(draft, key, text);
      }
    }
  }

  #begin(line: Line, value: number | null, apply: (draft: Draft, value: number) => void): boolean {
    if (value === null) return false;
    const draft = this.#device();
    this.#line = line;
    apply(draft, value);
    if (this.#starred) draft.form = 'debugfs';
    return true;
  }

  #field(draft: Draft, key: string, text: string): boolean {
    const { setting, endpoint } = draft;
    const line = this.#line;
    const association = draft.configurations.at(-1)?.associations.at(-1);
    if (line === 'T' && placed(draft, key, text)) return true;
    if (key === 'Dev#') return given(decimal(text, WORD), (n) => (draft.address = n));
    if (key === 'Spd') return given(decimal(text.split('.')[0] ?? '', 1e6), (n) => (this.#speed = n));
    if (key === 'ProdID') return given(hex(text, WORD), (n) => (draft.pid = n));
    if (key === 'Rev') return given(bcd(text), (n) => (draft.bcdDevice = n));
    if (key === '#Cfgs') return given(decimal(text, BYTE), (n) => (draft.counted = n));
    if (key === 'Cfg#') return given(decimal(text, BYTE), (n) => this.#configurationValue(draft, n));
    if (key === 'IfCount') return association !== undefined && given(decimal(text, BYTE), (n) => (association.count = n));
    const target = line === 'D' ? draft : line === 'I' ? setting : line === 'A' ? association : undefined;
    if (key === 'Cls' || key === 'Sub' || key === 'Prot') {
      const field = key === 'Cls' ? 'class' : key === 'Sub' ? 'subclass' : 'protocol';
      return given(hex(text, BYTE), (n) => {
        if (target) target[field] = n;
      });
    }
    if (key === 'Alt') return setting !== undefined && line === 'I' && given(number(text, BYTE), (n) => (setting.alternate = n));
    if (key === '#EPs') return setting !== undefined && line === 'I' && given(number(text, BYTE), (n) => (setting.counted = n));
    if (line !== 'E' || !endpoint) return key === 'Atr' || key === 'MxPS';
    if (key === 'Atr') return given(hex(text, BYTE), (n) => (endpoint.type = endpointTypes[n & 3] ?? null));
    if (key === 'MxPS') return given(decimal(text, WORD), (n) => (endpoint.maxPacketSize = n));
    if (key === 'Ivl') endpoint.interval = endpoint.type === 'interrupt' ? interval(text, this.#speed) : 0;
    return key === 'Ivl';
  }

  #configurationValue(draft: Draft, value: number): void {
    const configuration = draft.configuration;
    if (configuration.value !== null) return;
    configuration.value = value;
    // The script shows the one in force alone.
    if (this.#starred || (draft.form === 'usb-devices' && draft.configurations.length === 1)) draft.active = value;
    else if (draft.form === 'usb-devices') draft.active = null;
  }
}

function given(value: number | null, apply: (value: number) => void): boolean {
  if (value !== null) apply(value);
  return value !== null;
}

function decimal(text: string, most: number): number | null {
  const digits = text.endsWith(',') ? text.slice(0, -1) : text;
  return digits.startsWith('0x') ? null : number(digits, most);
}

/** bInterval from the time that the kernel makes of it (drivers/usb/core/devices.c): above full speed, 2^(n-1) times 125 µs. */
function interval(text: string, speed: number): number {
  const [, digits, unit] = /^(\d{1,8})(us|ms)$/.exec(text) ?? [];
  if (digits === undefined) return 0;
  const microseconds = Number(digits) * (unit === 'ms' ? 1000 : 1);
  if (microseconds === 0) return 0;
  if (speed < 480) return Math.min(BYTE, Math.round(microseconds / 1000));
  return Math.min(BYTE, Math.max(1, Math.round(Math.log2(microseconds / 125)) + 1));
}
