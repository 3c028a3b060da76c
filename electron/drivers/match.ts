import type { DriverRow, DriverTables } from '../../modem-db/drivers/index.ts';
import { weakMemo } from '../lib/memo.ts';
import type { DeviceShape } from './shape.ts';

/** What a row is compared with. */
export type MatchDevice = Pick<DeviceShape, 'vid' | 'pid' | 'bcdDevice' | 'class' | 'subclass' | 'protocol'>;
export interface MatchInterface {
  readonly number: number;
  readonly class: number;
  readonly subclass: number;
  readonly protocol: number;
}

const VENDOR_SPECIFIC = 0xff;
const same = (wanted: number | undefined, is: number) => wanted === undefined || wanted === is;

/** Linux drivers/usb/core/driver.c, usb_match_device and usb_match_one_id_intf. */
export function rowMatches(row: DriverRow, device: MatchDevice, { number, class: c, subclass, protocol }: MatchInterface): boolean {
  if (!same(row.vid, device.vid) || !same(row.pid, device.pid)) return false;
  if ((row.bcdLo ?? 0) > device.bcdDevice || (row.bcdHi ?? 0xffff) < device.bcdDevice) return false;
  if (!same(row.deviceClass, device.class) || !same(row.deviceSubclass, device.subclass) || !same(row.deviceProtocol, device.protocol))
    return false;
  // Interfaces of a device that is a vendor's as a whole mean what that vendor says.
  if (device.class === VENDOR_SPECIFIC && row.vid === undefined && namesInterface(row)) return false;
  return same(row.class, c) && same(row.subclass, subclass) && same(row.protocol, protocol) && same(row.number, number);
}

function namesInterface(row: DriverRow): boolean {
  return row.class !== undefined || row.subclass !== undefined || row.protocol !== undefined || row.number !== undefined;
}

interface Ranked {
  readonly row: DriverRow;
  /** Place of its driver among those that are asked. */
  readonly rank: number;
}

/** Rows by the narrowest key that every interface they fit must have. */
interface Index {
  readonly byId: ReadonlyMap<number, readonly Ranked[]>;
  readonly byVendor: ReadonlyMap<number, readonly Ranked[]>;
  readonly byClass: ReadonlyMap<number, readonly Ranked[]>;
  readonly rest: readonly Ranked[];
}

const idOf = ({ vid, pid }: { readonly vid: number; readonly pid: number }) => vid * 0x10000 + pid;

const indexOf = weakMemo((tables: DriverTables): Index => {
  const byId = new Map<number, Ranked[]>();
  const byVendor = new Map<number, Ranked[]>();
  const byClass = new Map<number, Ranked[]>();
  const rest: Ranked[] = [];
  for (const [rank, driver] of tables.registration.entries())
    for (const row of tables.drivers.get(driver) ?? []) {
      const { vid, pid } = row;
      if (vid !== undefined && pid !== undefined) push(byId, idOf({ vid, pid }), { row, rank });
      else if (vid !== undefined) push(byVendor, vid, { row, rank });
      else if (row.class !== undefined) push(byClass, row.class, { row, rank });
      else rest.push({ row, rank });
    }
  return { byId, byVendor, byClass, rest };
});

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** The row that counts for each driver that would be asked for this interface, in the order in which the kernel asks them. */
export function matchingRows(tables: DriverTables, device: MatchDevice, setting: MatchInterface): DriverRow[] {
  const { byId, byVendor, byClass, rest } = indexOf(tables);
  const first: Ranked[] = [];
  const look = (list: readonly Ranked[] | undefined) => {
    if (list) for (const ranked of list) if (rowMatches(ranked.row, device, setting)) keep(first, ranked);
  };
  look(byId.get(idOf(device)));
  look(byVendor.get(device.vid));
  look(byClass.get(setting.class));
  look(rest);
  if (first.length > 1) first.sort((a, b) => a.rank - b.rank);
  return first.map(({ row }) => row);
}

/** Keeps one row a driver, the first in its table. */
function keep(first: Ranked[], ranked: Ranked): void {
  for (const [at, before] of first.entries())
    if (before.rank === ranked.rank) {
      if (ranked.row.order < before.row.order) first[at] = ranked;
      return;
    }
  first.push(ranked);
}
