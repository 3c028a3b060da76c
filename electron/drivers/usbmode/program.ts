import type { UsbModeEntry, UsbModeFile, UsbModeProgram } from '../../../modem-db/openwrt/usbmode/index.ts';
import { usbId } from './ids.ts';
import { type Endpoints, modes } from './modes.ts';
import { asciiString, firstBulk, firstInterface, type RouterDevice } from './router-device.ts';
import { RouterKernel } from './router-kernel.ts';

/** What `usbmode -s` did with one device. */
export interface UsbModeRun {
  /**
   * - `unlisted`: its id is not in the file, it was not even opened;
   * - `no-match`: no entry of the id fits its strings;
   * - `class`: the entry wants another class of the first interface;
   * - `carried-out`: the entry was carried out, whatever came of it.
   */
  readonly end: 'unlisted' | 'no-match' | 'class' | 'carried-out';
  /** Key of the entry below the id. */
  readonly match: string | null;
  readonly entry: UsbModeEntry | null;
  readonly kernel: RouterKernel;
}

/**
 * What OpenWrt's usbmode does with a device that it finds on the bus, by main.c and switch.c of the usbmode project. Checked
 * against recordings of the program on a real kernel, `test/field/openwrt-usbmode-recordings.json`.
 */
export function runUsbMode(file: UsbModeFile, program: UsbModeProgram, device: RouterDevice): UsbModeRun {
  const kernel = new RouterKernel(device);
  const matches = file.devices[usbId(device.vid, device.pid)];
  if (!matches) return { end: 'unlisted', match: null, entry: null, kernel };
  const found = Object.entries(matches).find(([match]) => taken(match, device));
  if (!found) return { end: 'no-match', match: null, entry: null, kernel };
  const [match, entry] = found;
  const first = firstInterface(device);
  // The reference program stops where the class IS reached. This one stops where the class is any other.
  if (entry.t_class !== undefined && entry.t_class > 0 && first?.class !== entry.t_class) return { end: 'class', match, entry, kernel };
  const endpoints: Endpoints = {
    interface: entry.interface ?? first?.number ?? -1,
    message: entry.msg_endpoint ?? firstBulk(first?.endpoints ?? [], 'out') ?? 0,
    response: entry.response_endpoint ?? firstBulk(first?.endpoints ?? [], 'in') ?? 0,
  };
  modes[entry.mode ?? 'Generic']({ entry, messages: file.messages, at: endpoints, device, kernel });
  if (entry.config !== undefined && (kernel.configuration ?? 0) !== entry.config) {
    if (program.unconfiguresFirst) kernel.setConfiguration(0);
    kernel.setConfiguration(entry.config);
  }
  if (entry.alt !== undefined && kernel.claim(endpoints.interface)) {
    kernel.setAlternate(endpoints.interface, entry.alt);
    kernel.release(endpoints.interface);
  }
  kernel.close();
  return { end: 'carried-out', match, entry, kernel };
}

/**
 * Whether an entry is the device's. Strings must be equal. A key that does not begin with one of the three known words is taken
 * whatever it says, and the converter writes every match with a colon before it: so the first entry of an id wins.
 */
function taken(match: string, { manufacturer, product, serial }: RouterDevice): boolean {
  if (match === '*') return true;
  const at = match.indexOf('=');
  if (at < 0) return false;
  const wanted = match.slice(at + 1);
  if (match.startsWith('uMa')) return asciiString(manufacturer) === wanted;
  if (match.startsWith('uPr')) return asciiString(product) === wanted;
  if (match.startsWith('uSe')) return asciiString(serial) === wanted;
  return true;
}
