import type { Before, Desk, FormReader } from '../desk.ts';
import type { Draft } from '../draft.ts';
import { BYTE, number, WORD } from '../numbers.ts';
import { classOfWord } from './class-words.ts';

/** Class names have at most four words. */
const MOST_CLASS_WORDS = 8;
/** Behind the driver: `480M`, `20000M/x2`. */
const SPEED = /^\d{1,6}(?:\.\d)?M(?:\/[\w+]{1,12})?$/;
const DRIVER = /^[A-Za-z0-9_.-]{1,64}$/;

/**
 * `lsusb -t`, one row an interface (usbutils lsusb-t.c, 005 to 019):
 * `|__ Port 2: Dev 3, If 1, Class=Vendor Specific Class, Driver=option, 480M`. No driver is `Driver=` in the older and
 * `Driver=[none]` in the newer; without usb.ids, as on OpenWrt, the class is empty or `[unknown]`. Subclass, protocol and endpoints
 * are not told, ids only with `-v` below the row.
 */
export class LsusbTree implements FormReader {
  readonly #desk: Desk;
  #bus: number | null = null;
  /** The row that is being read. */
  #row: { draft: Draft; interface: number | null } | null = null;
  #classWords: string[] | null = null;
  #text: { key: 'manufacturer' | 'product' | 'serial'; words: string[] } | null = null;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  word(word: string, before: Before): boolean {
    if (this.#classWords && !word.includes('=') && word !== '|__') return this.#classWord(word);
    this.#classWords = null;
    if (before[0] === 'Dev') return this.#device(word, before);
    const row = this.#row;
    if (!row || this.#desk.current !== row.draft) return false;
    if (before[0] === 'If' && before[2] === 'Dev') return this.#interface(row, word);
    if (word.startsWith('Class=')) {
      this.#classWords = [];
      return this.#classWord(word.slice('Class='.length));
    }
    if (word.startsWith('Driver=')) return this.#driver(row, word.slice('Driver='.length));
    return this.#strings(row.draft, word);
  }

  endLine(): void {
    this.#endText();
  }

  #device(word: string, [, portNumber, port, bus]: Before): boolean {
    const address = number(withoutComma(word), WORD);
    if (address === null || !/^\d{1,5}:$/.test(portNumber)) return false;
    const root = /^(\d{1,5})\.Port$/.exec(port);
    if (root && bus === 'Bus') this.#bus = number(root[1] ?? '', WORD);
    else if (port !== 'Port') return false;
    const { current } = this.#desk;
    const same = current?.form === 'lsusb-t' && current.address === address && current.bus === this.#bus;
    const draft = same ? current : this.#desk.open('lsusb-t');
    draft.bus = this.#bus;
    draft.address = address;
    this.#row = { draft, interface: null };
    return true;
  }

  #interface(row: { draft: Draft; interface: number | null }, word: string): boolean {
    const value = number(withoutComma(word), BYTE);
    if (value === null) return false;
    row.interface = value;
    row.draft.beginSetting(value);
    return true;
  }

  #classWord(word: string): boolean {
    const words = this.#classWords ?? [];
    words.push(withoutComma(word));
    if (!word.endsWith(',') && words.length < MOST_CLASS_WORDS) return true;
    this.#classWords = null;
    const { draft, interface: inRow } = this.#row ?? {};
    const value = classOfWord(words.join(' '));
    if (draft && inRow !== null && draft.setting) draft.setting.class = value;
    else if (draft) draft.class = value;
    return true;
  }

  #driver({ draft, interface: inRow }: { draft: Draft; interface: number | null }, text: string): boolean {
    if (inRow === null) return true;
    // A hub's driver has its ports behind it: `hub/4p`.
    const name = withoutComma(text).split('/')[0] ?? '';
    if (name === '' || name === '[none]' || name === '(none)') draft.seen.set(inRow, null);
    else if (DRIVER.test(name)) draft.seen.set(inRow, name);
    else return false;
    return true;
  }

  /** What `-tvvv` puts below a row. */
  #strings(draft: Draft, word: string): boolean {
    const equals = word.indexOf('=');
    const name = word.slice(0, Math.max(equals, 0));
    const key = name === 'Manufacturer' ? 'manufacturer' : name === 'Product' ? 'product' : name === 'Serial' ? 'serial' : null;
    if (key === null) {
      this.#text?.words.push(word);
      return this.#text !== null || SPEED.test(word) || word.startsWith('/sys/bus/usb/') || word.startsWith('/dev/bus/usb/');
    }
    this.#endText();
    draft[key] = null;
    this.#text = { key, words: [word.slice(equals + 1)] };
    return true;
  }

  #endText(): void {
    const draft = this.#row?.draft;
    if (this.#text && draft) draft[this.#text.key] = this.#text.words.join(' ');
    this.#text = null;
  }
}

function withoutComma(word: string): string {
  return word.endsWith(',') ? word.slice(0, -1) : word;
}
