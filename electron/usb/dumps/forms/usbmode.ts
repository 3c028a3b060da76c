import { type Desk, type Line, type LineReader, taken } from '../desk.ts';
import type { Draft } from '../draft.ts';
import { number, WORD } from '../numbers.ts';

/**
 * What programs that switch say of a device: OpenWrt's `usbmode -l` and `-s` (usbmode, main.c), and the log of usb_modeswitch and its dispatcher
 * (usb_modeswitch.c; usb_modeswitch.tcl).
 */
const FOUND = /\bFound device: ([0-9a-f]{4}):([0-9a-f]{4})\b(.*)$/i;
const STRINGS = /\b(Manufacturer|Product|Serial): "([^"]{0,130})"/g;
/** `usb_modeswitch: switch device 12d1:1446 on 001/004`, `usb_modeswitch: switched to 12d1:1506 on 001/005`. */
const SWITCHED = /\bswitch(?:ed)? (?:device|to) ([0-9a-f]{4}):([0-9a-f]{4})(?: on (\d{1,3})\/(\d{1,3}))?/i;
/** `DefaultVendor=  0x12d1`: its columns are aligned. */
const DEFAULT = /^\s*Default(Vendor|Product) {0,4}= {0,4}(?:0x)?([0-9a-f]{4})\b/i;
const PLACE = /^\s*Access device (\d{1,3}) on bus (\d{1,3})\b/i;
const DESCRIBED = /^\s*USB description data\b/i;
const STRING = /^\s*(Manufacturer|Product|Serial No\.): (.{1,130})$/;
const NO_STRING = /^(?:read error|not provided|not available)$/i;
const ABOUT =
  /^\s*(?:Failed to send switch message|(?:Default|Target)(?:Vendor|Product)(?:List)? {0,4}=|(?:Message(?:Content|Endpoint)|ResponseEndpoint|NeedResponse|ReleaseDelay|[A-Z][A-Za-z]{2,20}(?:Mode|Class)) {0,4}=|found USB ID|(?:vendor|product) ID matched|with class \d|Take all parameters|\* (?:Version|Based on)|! PLEASE REPORT|Get the current device|Use interface|Using standard|Looking for active|OK, (?:driver|message)|Reset message|-> Run lsusb|Look for (?:default|target) devices?|Found devices? in|Access device|Using (?:interface|endpoints)|Current configuration|Inquire device|SCSI inquiry|USB description data|Set up interface|Use endpoint|Trying to send|Resetting response|Reset(?:ting)? |Bulk message sent|The response|Device is gone|Search(?:ing)? for target|No (?:default|target) device|Read config file|\* usb_modeswitch|Message successfully|Checking for target|ok:|usb_modeswitch[:[ ])/i;

/** Longer ones are of another form. */
const MOST_LINE = 2000;

export class UsbModeLog implements LineReader {
  readonly #desk: Desk;
  /** The disc whose ids are told in two lines. */
  #asked: Draft | null = null;
  /** Within the lines that show its strings. */
  #describes = false;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  line({ text }: Line) {
    if (text.length > MOST_LINE) return null;
    const [, vid, pid, rest = ''] = FOUND.exec(text) ?? [];
    if (vid !== undefined && pid !== undefined) {
      const draft = this.#desk.add('usbmode');
      draft.vid = Number.parseInt(vid, 16);
      draft.pid = Number.parseInt(pid, 16);
      for (const [, key, value] of rest.slice(0, 600).matchAll(STRINGS)) {
        if (key === 'Manufacturer') draft.manufacturer = value ?? null;
        else if (key === 'Product') draft.product = value ?? null;
        else draft.serial = value ?? null;
      }
      return taken;
    }
    const [, vendor, product, bus, address] = SWITCHED.exec(text) ?? [];
    if (vendor !== undefined && product !== undefined) {
      const draft = this.#of(Number.parseInt(vendor, 16), Number.parseInt(product, 16));
      draft.bus = number(bus ?? '', WORD);
      draft.address = number(address ?? '', WORD);
      return taken;
    }
    const [, which, digits] = DEFAULT.exec(text) ?? [];
    if (which !== undefined && digits !== undefined) {
      this.#asked ??= this.#desk.add('usb_modeswitch');
      this.#asked[which.toLowerCase() === 'vendor' ? 'vid' : 'pid'] = Number.parseInt(digits, 16);
      return taken;
    }
    return this.#described(text) || ABOUT.test(text) ? taken : null;
  }

  /** What it reads of the device: its place, and below a heading its strings. */
  #described(text: string): boolean {
    const [, address, bus] = PLACE.exec(text) ?? [];
    if (address !== undefined && bus !== undefined && this.#asked) {
      this.#asked.address = number(address.replace(/^0+(?=\d)/, ''), WORD);
      this.#asked.bus = number(bus.replace(/^0+(?=\d)/, ''), WORD);
      return true;
    }
    if (DESCRIBED.test(text)) {
      this.#describes = true;
      return true;
    }
    const [, key, given] = this.#describes ? (STRING.exec(text) ?? []) : [];
    if (key === undefined || given === undefined) {
      this.#describes &&= /^\s*-{5,}\s*$/.test(text);
      return false;
    }
    const value = NO_STRING.test(given.trim()) ? null : given;
    if (!this.#asked) return true;
    if (key === 'Manufacturer') this.#asked.manufacturer = value;
    else if (key === 'Product') this.#asked.product = value;
    else this.#asked.serial = value;
    return true;
  }

  /** The same device, told of once more. */
  #of(vid: number, pid: number): Draft {
    const known = this.#desk.drafts.find((draft) => draft.form === 'usb_modeswitch' && draft.vid === vid && draft.pid === pid);
    const draft = known ?? this.#desk.add('usb_modeswitch');
    draft.vid = vid;
    draft.pid = pid;
    return draft;
  }

  close(): void {}
}
