import type { DriverRow, DriverTables } from '../../modem-db/drivers/index.ts';
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

/** Rows of one driver by the vendor that they name; those that name none under `null`. */
type ByVendor = ReadonlyMap<number | null, readonly DriverRow[]>;

const indexes = new WeakMap<DriverTables['drivers'], readonly (readonly [string, ByVendor])[]>();

function indexOf(tables: DriverTables): readonly (readonly [string, ByVendor])[] {
  const known = indexes.get(tables.drivers);
  if (known) return known;
  const made = tables.registration.map((driver) => [driver, byVendor(tables.drivers.get(driver) ?? [])] as const);
  indexes.set(tables.drivers, made);
  return made;
}

function byVendor(rows: readonly DriverRow[]): ByVendor {
  const map = new Map<number | null, DriverRow[]>();
  for (const row of rows) {
    const list = map.get(row.vid ?? null);
    if (list) list.push(row);
    else map.set(row.vid ?? null, [row]);
  }
  return map;
}

/** The row that counts for each driver that would be asked for this interface, in the order in which the kernel asks them. */
export function matchingRows(tables: DriverTables, device: MatchDevice, setting: MatchInterface): DriverRow[] {
  const found: DriverRow[] = [];
  for (const [, rows] of indexOf(tables)) {
    const fits = (row: DriverRow) => rowMatches(row, device, setting);
    const own = rows.get(device.vid)?.find(fits);
    const any = rows.get(null)?.find(fits);
    const first = own && any ? (own.order < any.order ? own : any) : (own ?? any);
    if (first) found.push(first);
  }
  return found;
}
