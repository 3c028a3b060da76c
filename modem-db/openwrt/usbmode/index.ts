import { StockFile, type StorageInit, StorageInitFile, type UsbModeEntry, type UsbModeFile, type UsbModeProgram } from './schema.ts';
import stockJson from './stock.json' with { type: 'json' };
import storageJson from './storage-init.json' with { type: 'json' };

export type { StorageInit, UsbModeEntry, UsbModeFile, UsbModeProgram } from './schema.ts';
export { usbModeNames } from './schema.ts';

const stock = StockFile.parse(stockJson);
const storage = StorageInitFile.parse(storageJson);
const files = new Map<string, UsbModeFile>();

/** Methods of usb_modeswitch that OpenWrt's package leaves out, though its program knows them. */
export const leftOutMethods: ReadonlySet<string> = new Set(stock.leftOut);

/** The usbmode that a release packages: `24.10.8`, or `snapshot` for what is newer than all of them. Older ones than the first known get the first. */
export function usbModeProgram(release: string): UsbModeProgram {
  const [first, ...later] = stock.programs;
  if (!first) throw new Error('no usbmode program is known');
  return later.reduce((found, program) => (atLeast(release, program.from) ? program : found), first);
}

/**
 * `/etc/usb-mode.json` as a release has it. Matches of one id stand as the converter sorts them: by their bytes, so that `*`
 * comes before any string match. Frozen in form only: one object for each distinct table.
 */
export function stockUsbModeFile(release: string): UsbModeFile {
  const missing = Object.keys(stock.since).filter((id) => !atLeast(release, stock.since[id] ?? 'snapshot'));
  const key = missing.join(' ');
  const known = files.get(key);
  if (known) return known;
  const made = unfold(new Set(missing));
  files.set(key, made);
  return made;
}

/** What usb-storage does by itself to a device before it looks at its disc; undefined: nothing. */
export function storageInit(vid: number, pid: number, bcdDevice: number): StorageInit['init'] | undefined {
  return storage.rows.find(({ id, to, bcd: [low, high] }) => {
    const first = Number.parseInt(id.slice(5), 16);
    const last = to === undefined ? first : Number.parseInt(to, 16);
    return Number.parseInt(id.slice(0, 4), 16) === vid && pid >= first && pid <= last && bcdDevice >= low && bcdDevice <= high;
  })?.init;
}

function unfold(missing: ReadonlySet<string>): UsbModeFile {
  const messages: string[] = [];
  const indexOf = (message: string) => {
    const at = messages.indexOf(message);
    return at >= 0 ? at : messages.push(message) - 1;
  };
  const rows = stock.groups.flatMap(({ entry: { msg = [], ...rest }, ids }) => {
    const entry: UsbModeEntry = { ...rest, msg: msg.map(indexOf) };
    return ids.filter((id) => !missing.has(id)).map((id) => ({ id: id.slice(0, 9), match: id.slice(9) || '*', entry }));
  });
  rows.sort((a, b) => bytewise(a.id, b.id) || bytewise(a.match, b.match));
  const devices: Record<string, Record<string, UsbModeEntry>> = {};
  for (const { id, match, entry } of rows) {
    devices[id] ??= {};
    Object.assign(devices[id], { [match]: entry });
  }
  return { messages, devices };
}

const bytewise = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Whether a release is another one or a later one. What is no version is newer than any. */
function atLeast(release: string, from: string): boolean {
  const [a, b] = [weight(release), weight(from)];
  return a >= b;
}

function weight(version: string): number {
  const parts = /(\d{2})\.(\d{2})(?:\.(\d{1,2}))?/.exec(version);
  if (!parts) return Number.POSITIVE_INFINITY;
  return Number(parts[1]) * 10_000 + Number(parts[2]) * 100 + Number(parts[3] ?? 99);
}
