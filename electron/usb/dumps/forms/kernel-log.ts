import { type Desk, type Line, type LineReader, taken } from '../desk.ts';
import type { Draft } from '../draft.ts';
import { BYTE, bcd, number, WORD } from '../numbers.ts';

/**
 * What Linux prints of USB devices: `dmesg`, `logread`, `journalctl -k`, `/var/log/messages`, with whatever these put before it (Linux
 * drivers/usb/core/hub.c, message.c, generic.c; drivers/usb/serial/usb-serial.c, drivers/net/usb/usbnet.c, drivers/usb/class/cdc-*.c). One device a time of
 * being plugged in: what was unplugged and came again is another, with what it showed then.
 */

/** Before the message: a level, a date, a facility, a host, a time since the start, in this order, each or none. */
const HEADS: readonly RegExp[] = [
  /^<\d{1,3}>/,
  // `dmesg -T`.
  /^\[(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) +(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\d{1,2} +\d{1,2}:\d\d:\d\d +\d{4}\] */,
  /^(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\d{1,2} +\d{1,2}:\d\d:\d\d(?:\.\d{1,9})?(?: +\d{4})? +/,
  /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)? +/,
  /^[a-z]{1,10}\d?\.[a-z]{1,10} +/,
  /^(?:[\w.-]{1,64} +)?kernel: */,
  /^\[ {0,9}\d{1,9}\.\d{1,9}\] */,
  /^(?:[\w.-]{1,64} +)?kernel: */,
];
const PORT = '(\\d{1,3}-\\d{1,3}(?:\\.\\d{1,3}){0,6})';
const OF_DEVICE = new RegExp(`^usb ${PORT}: (.*)$`);
const OF_INTERFACE = new RegExp(`^([A-Za-z][\\w-]{0,40}) ${PORT}:(\\d{1,3})\\.(\\d{1,3})(?: ([\\w.-]{1,20}))?: (.*)$`);
const PROBE_FAILED = new RegExp(`^([A-Za-z][\\w-]{0,40}): probe of ${PORT}:\\d{1,3}\\.\\d{1,3} failed with error (-?\\d{1,5})`);
const GONE_PORT = /^[A-Za-z][\w-]{0,40} (tty\w{1,12}): .{0,80} now disconnected from/;
const NODE = /^(tty[A-Z]{3,4}\d{1,3}|cdc-wdm\d{1,3}|ww[\w.]{1,16}|usb\d{1,3}|eth\d{1,3}|en[\w.]{1,16})(?=: )/;
/** Faults that a device shows before it has a driver. */
const FAULT =
  /\b(?:error -?\d+|device descriptor read|not accepting address|can't (?:set config|read)|unable to (?:enumerate|read)|over-current|not enough (?:power|bandwidth)|no configuration|invalid|timed? ?out|failed|firmware changed)\b/i;
/** A message that says that an interface is let go, or was not taken. */
const LET_GO = /\b(?:unregister|disconnected|device disconnected|probe (?:of|with)|failed|error|invalid)\b/i;
/** What Linux's log says about modems elsewhere; the rest of a log is about other things. */
const ABOUT_MODEMS = /\b(?:usb|tty(?:USB|ACM)\d|wwan\d|cdc|qmi|mbim|rndis|ncm|modem|xhci|ehci|dwc2)/i;

/** Longer ones are of another form. */
const MOST_LINE = 2000;

export class KernelLog implements LineReader {
  readonly #desk: Desk;
  /** What is in each port now. */
  readonly #ports = new Map<string, Draft>();
  /** The interface that a serial driver was last said to look at, whose port is named next. */
  #last: { readonly draft: Draft; readonly interface: number } | null = null;
  /** A message that nobody understood, and may go on in the next line. */
  #torn: string | null = null;
  #lastScsi: Draft | null = null;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  line({ text }: Line) {
    if (text.length > MOST_LINE) return null;
    const { message, isLog } = messageOf(text.trim());
    const torn = this.#torn;
    this.#torn = null;
    if (this.#message(message)) return taken;
    if (!isLog) {
      // A line that was broken at a blank, or in a word.
      const whole = torn === null ? null : [`${torn} ${message}`, `${torn}${message}`].find((joined) => this.#message(joined));
      return whole === undefined || whole === null ? null : taken;
    }
    this.#torn = message;
    return ABOUT_MODEMS.test(message) ? 'unclear' : 'foreign';
  }

  #message(message: string): boolean {
    const [, port, told] = OF_DEVICE.exec(message) ?? [];
    if (port !== undefined && told !== undefined) return this.#ofDevice(port, told);
    const [, driver, at, configuration, index, net, said] = OF_INTERFACE.exec(message) ?? [];
    if (driver !== undefined && at !== undefined && said !== undefined)
      return this.#ofInterface(at, { driver, configuration: configuration ?? '', number: index ?? '', net: net ?? null, said });
    const [, refusing, where, error] = PROBE_FAILED.exec(message) ?? [];
    if (refusing !== undefined && where !== undefined) {
      this.#at(where).event(`${refusing}: error ${error}`);
      return true;
    }
    if (GONE_PORT.test(message) || /^usbcore: registered new/.test(message) || /^usbserial: /.test(message)) return true;
    return this.#ofDisk(message);
  }

  #at(port: string): Draft {
    const known = this.#ports.get(port);
    return known ?? this.#comes(port);
  }

  /** Something is plugged into that port; what was there is not there any more. */
  #comes(port: string): Draft {
    const draft = this.#desk.add('kernel-log');
    draft.port = port;
    draft.bus = number(port.split('-')[0] ?? '', WORD);
    this.#ports.set(port, draft);
    return draft;
  }

  #ofDevice(port: string, told: string): boolean {
    const [, address] = /\bUSB device (?:number|using [\w-]+ and address) (\d{1,5})\b/i.exec(told) ?? [];
    if (/^new\b/i.test(told) && address !== undefined) {
      this.#comes(port).address = number(address, WORD);
      return true;
    }
    const [, vid, pid, revision] =
      /^New USB device found, idVendor=([0-9a-f]{4}), idProduct=([0-9a-f]{4})(?:, bcdDevice= ?([0-9a-f.]{4,5}))?/i.exec(told) ?? [];
    if (vid !== undefined && pid !== undefined) {
      const before = this.#at(port);
      // The line that says that it came was lost.
      const draft = before.vid === null && before.seen.size === 0 ? before : this.#comes(port);
      draft.vid = Number.parseInt(vid, 16);
      draft.pid = Number.parseInt(pid, 16);
      draft.bcdDevice = bcd(revision ?? '');
      return true;
    }
    const [, name, value] = /^(Product|Manufacturer|SerialNumber|Serial Number): (.*)$/.exec(told) ?? [];
    if (name !== undefined && value !== undefined) {
      const draft = this.#at(port);
      if (name === 'Product') draft.product = value;
      else if (name === 'Manufacturer') draft.manufacturer = value;
      else draft.serial = value;
      return true;
    }
    if (/^USB disconnect\b/.test(told)) {
      this.#at(port).event(`usb ${port}: ${told}`);
      this.#ports.delete(port);
      return true;
    }
    const [, node] = /\bconverter now attached to (tty\w{1,12})$/.exec(told) ?? [];
    if (node !== undefined) {
      const draft = this.#at(port);
      draft.tellPort({ node, role: null, interface: this.#last?.draft === draft ? this.#last.interface : null });
      return true;
    }
    if (FAULT.test(told)) {
      this.#at(port).event(`usb ${port}: ${told}`);
      return true;
    }
    return /^(?:New USB device strings|reset|Warning!|configuration #|usb_|.*converter now disconnected|USB controller|Quirk)/i.test(told);
  }

  #ofInterface(port: string, line: { driver: string; configuration: string; number: string; net: string | null; said: string }): boolean {
    const { driver, said, net } = line;
    const interfaceNumber = number(line.number, BYTE);
    // Hubs (`hub 1-0:1.0`) are of no concern.
    if (interfaceNumber === null || driver === 'hub') return true;
    const draft = this.#at(port);
    if (LET_GO.test(said)) {
      if (FAULT.test(said)) draft.event(`${driver} ${port}:${line.configuration}.${line.number}: ${said}`);
      return true;
    }
    const name = driver.replace(/^(option|sierra|qcserial)\d$/, '$1');
    const before = draft.seen.get(interfaceNumber);
    if (before === undefined || before === name) draft.seen.set(interfaceNumber, name);
    const active = number(line.configuration, BYTE);
    if (active !== null) draft.active ??= active;
    this.#last = { draft, interface: interfaceNumber };
    const node = net ?? NODE.exec(said)?.[1];
    if (node !== undefined && !/^scsi/.test(node)) draft.tellPort({ node, role: null, interface: interfaceNumber });
    if (name === 'usb-storage' || name === 'uas') this.#lastScsi = draft;
    return true;
  }

  /** What is in a drive: a dongle in its disc state has nothing else. */
  #ofDisk(message: string): boolean {
    const [, kind] = /^scsi \d+:\d+:\d+:\d+: (CD-ROM|Direct-Access) /.exec(message) ?? [];
    if (kind !== undefined) {
      this.#lastScsi?.event(message.replace(/ {2,}/g, ' '));
      return true;
    }
    return /^(?:scsi host\d|sr \d|sd \d|scsi \d)/.test(message);
  }

  /** A device of which the text tells no ids has those of what was in the same port before: the same stick, which came again. */
  close(): void {
    const ofPort = new Map<string, Draft>();
    for (const draft of this.#desk.drafts) {
      if (draft.form !== 'kernel-log' || draft.port === null) continue;
      const before = ofPort.get(draft.port);
      if (draft.vid !== null) ofPort.set(draft.port, draft);
      else if (before && draft.seen.size > 0) {
        draft.vid = before.vid;
        draft.pid = before.pid;
        draft.idsOfPort = true;
      }
    }
  }
}

/** The message without what a log puts before it. */
function messageOf(line: string): { readonly message: string; readonly isLog: boolean } {
  let message = line;
  for (const head of HEADS) message = message.replace(head, '');
  return { message, isLog: message !== line };
}
