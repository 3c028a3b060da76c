import { type Db, usbId } from '../../../modem-db/db.ts';
import { driverTables } from '../../../modem-db/drivers/index.ts';
import { stockUsbModeFile, type UsbModeFile } from '../../../modem-db/openwrt/usbmode/index.ts';
import type { SwitchEntry } from '../../../modem-db/schema.ts';
import { forecast } from '../../drivers/forecast.ts';
import type { DeviceShape } from '../../drivers/shape.ts';
import {
  correctingEntry,
  type MbimWish,
  mergeUsbModeFiles,
  type RouterDevice,
  routerSwitch,
  unswitchedDevice,
} from '../../drivers/usbmode.ts';
import type { KnownDisc } from './known-model.ts';

/** The composition that the router is to work with. */
export interface RouterFinds {
  readonly modem: RouterDevice;
  /** The same dongle as the router's kernel leaves it before any program: in the configuration that it chooses itself. */
  readonly fresh: RouterDevice;
}

/** What has to stand in a router's usb-mode.json for it to do right by a dongle. */
export interface UsbModeCorrection {
  /** `vid:pid` whose stock entries must not act. */
  readonly ids: readonly string[];
  /** The corrections alone. */
  readonly file: UsbModeFile;
}

/**
 * The corrections that a router of the release needs for this dongle: for its disc states that usbmode would not switch as
 * usb_modeswitch does, and for the state that it was brought into where usbmode would take something from it. A correction stands for
 * all entries of its id, since the stock ones are kept from acting. `null`: none is needed, or none would help.
 */
export function usbModeCorrection(release: string, discs: readonly KnownDisc[], { modem }: RouterFinds, db: Db): UsbModeCorrection | null {
  const wrong = new Map<string, KnownDisc[]>();
  for (const disc of discs) {
    const id = usbId(disc.device.vid, disc.device.pid);
    if (goesWrong(release, disc)) wrong.set(id, [...(wrong.get(id) ?? []), disc]);
  }
  const ownId = usbId(modem.vid, modem.pid);
  const ownEntry = db.findSwitch(modem.vid, modem.pid, { ...modem, scsi: null });
  // What the stock entry does to a dongle that has reached its mode is none of that entry's business.
  if (routerSwitch(modem, release, { entry: ownEntry }).outcome === 'harms') {
    const entries = db.switchesOf(modem.vid, modem.pid).map((entry) => ({ device: unswitchedDevice(entry), entry }));
    wrong.set(ownId, wrong.get(ownId) ?? entries);
  }
  const ids: string[] = [];
  const files: UsbModeFile[] = [];
  for (const [id, seen] of wrong) {
    const corrections = entriesOf(id, seen, db).map(({ entry, device, ...wish }) => correctingEntry(entry, device, wish));
    const file = mergeUsbModeFiles({ messages: [], devices: {} }, corrections);
    if (!helps(release, file, seen, id === ownId ? modem : null)) continue;
    ids.push(id);
    files.push(file);
  }
  return ids.length === 0 ? null : { ids, file: mergeUsbModeFiles({ messages: [], devices: {} }, files) };
}

/** Whether the bundle mends what a router of the release does to a dongle in this state: `entry` as the database finds it for that. */
export function mends(release: string, device: RouterDevice, entry: SwitchEntry | undefined, db: Db, wish: MbimWish = {}): boolean {
  return usbModeCorrection(release, entry ? [{ device, entry, ...wish }] : [], { modem: device, fresh: device }, db) !== null;
}

function goesWrong(release: string, { device, ...meant }: KnownDisc): boolean {
  const { outcome, needless } = routerSwitch(device, release, meant);
  return outcome !== 'switches' && !(outcome === 'nothing' && needless);
}

/** Every entry of the id: as the dongle was seen for its own, else as the entry tells. */
function entriesOf(id: string, seen: readonly KnownDisc[], db: Db): readonly KnownDisc[] {
  const [vid = '', pid = ''] = id.split(':');
  // The same strings tell that it is for the same dongles, though its method may be another than the entry's own.
  const isSeen = ({ when }: SwitchEntry) => seen.some(({ entry }) => JSON.stringify(entry.when) === JSON.stringify(when));
  const others = db.switchesOf(Number.parseInt(vid, 16), Number.parseInt(pid, 16)).filter((entry) => !isSeen(entry));
  return [...seen, ...others.map((entry) => ({ device: unswitchedDevice(entry), entry }))];
}

/** Whether the same program does right with the corrected file: better none than one that changes nothing. */
function helps(release: string, own: UsbModeFile, discs: readonly KnownDisc[], modem: RouterDevice | null): boolean {
  const file = mergeUsbModeFiles(stockUsbModeFile(release), [own]);
  const discsRight = discs.every(({ device, ...meant }) => {
    const { outcome, needless } = routerSwitch(device, release, { ...meant, file });
    return outcome === 'switches' || (outcome === 'nothing' && needless);
  });
  return discsRight && (modem === null || routerSwitch(modem, release, { file }).outcome !== 'harms');
}

/** A composition as usbmode meets it on a router of the release: with the drivers that are bound there by then. */
export function asRouterDevice(shape: DeviceShape, release: string): RouterDevice {
  const { configuration, interfaces } = forecast(shape, driverTables(release));
  const drivers = interfaces.flatMap(({ number, driver }) => (driver === null ? [] : [[`${configuration}.${number}`, driver] as const]));
  const { vid, pid, bcdDevice, configurations } = shape;
  return {
    vid,
    pid,
    bcdDevice,
    ...stringsOf(shape),
    configurations: configurations.map(({ value, interfaces: settings }) => ({
      value,
      interfaces: settings.map((setting) => ({ ...setting, extra: setting.extra ?? new Uint8Array() })),
    })),
    activeConfiguration: configuration,
    drivers: new Map(drivers),
  };
}

/** A sighting has its strings; a shape of the database has none. */
function stringsOf(shape: DeviceShape & Partial<Pick<RouterDevice, 'manufacturer' | 'product' | 'serial'>>) {
  const { manufacturer = null, product = null, serial = null } = shape;
  return { manufacturer, product, serial };
}
