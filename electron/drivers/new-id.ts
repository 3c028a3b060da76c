import { hex2, hex4 } from '../../modem-db/db.ts';
import type { DriverTables } from '../../modem-db/drivers/index.ts';
import { type DeviceForecast, forecast } from './forecast.ts';
import { type GivenId, givings } from './given-id.ts';
import { type IdReference, idReferences, type WantedBindings } from './id-references.ts';
import type { DeviceShape } from './shape.ts';

/** What is written on the router so that a driver takes a device that its table lacks. */
export interface NewId {
  /** As sysfs names what takes it: `option1`, `qmi_wwan` (`Giving`). */
  readonly driver: string;
  /** What its `new_id` gets: `2c7c 030b ff 2c7c 0121` (Linux Documentation/ABI/testing/sysfs-bus-usb). */
  readonly text: string;
  /** bInterfaceNumber of those that it is meant for; empty: whatever it takes. */
  readonly only: readonly number[];
  /** Package of OpenWrt that holds the driver. */
  readonly kmod: string | null;
  /** What the kernel makes of it. */
  readonly given: GivenId;
}

const VENDOR_SPECIFIC = 0xff;
/** What takes every interface that looks like its own. */
const GREEDY = 'qmi_wwan';
/** What takes every port, and leaves those to others that its reference reserves. */
const GUARD = 'option';

/**
 * The ids to be given to drivers, in this order, so that each of the wanted interfaces has its driver: none where the release's own tables
 * do it, `null` where no id does it. What a driver has by its own table it keeps, and qmi_wwan gets nothing but what is wanted of it: where
 * other interfaces are left, option is given the id before it, with a reference that reserves what is QMI. All of it holds when the
 * device is plugged in for the first time and again, and of each shape: the first is what the device is known to be, others what it may be
 * as well. Pure.
 */
export function newIds(
  shapes: readonly [DeviceShape, ...DeviceShape[]],
  tables: DriverTables,
  wanted: WantedBindings,
): readonly NewId[] | null {
  const [device] = shapes;
  const before = shapes.map((shape) => ({ shape, drivers: driversOf(forecast(shape, tables)) }));
  const own = before[0]?.drivers;
  const lacking = new Set([...wanted].flatMap(([number, driver]) => (driver === null || own?.get(number) === driver ? [] : [driver])));
  if (lacking.size === 0) return [];
  const inOrder = [...givings.keys()].filter((driver) => lacking.has(driver));
  if (inOrder.length < lacking.size) return null;
  const guarded = [...givings.keys()].filter((driver) => lacking.has(driver) || driver === GUARD);
  const sets = lacking.has(GREEDY) && guarded.length > inOrder.length ? [inOrder, guarded] : [inOrder];
  for (const drivers of sets)
    for (const ids of choices(drivers.map((driver) => givenIds(driver, device, tables, wanted)))) {
      const given = ids.map((id) => id.given);
      if (before.every(({ shape, drivers: had }) => isRight(shape, tables, given, had, wanted))) return ids;
    }
  return null;
}

type Drivers = ReadonlyMap<number, string | null>;

const driversOf = ({ interfaces }: Pick<DeviceForecast, 'interfaces'>): Drivers =>
  new Map(interfaces.map(({ number, driver }) => [number, driver]));

function isRight(shape: DeviceShape, tables: DriverTables, ids: readonly GivenId[], had: Drivers, wanted: WantedBindings): boolean {
  return [false, true].every((again) => {
    const { interfaces } = forecast(shape, tables, null, { ids, again });
    const has = driversOf({ interfaces });
    const isKept = interfaces.every(({ number, driver, given }) => {
      const own = had.get(number) ?? null;
      if (own !== null) return driver === own && !given;
      return driver === null || driver !== GREEDY || wanted.get(number) === GREEDY;
    });
    return isKept && [...wanted].every(([number, driver]) => (has.get(number) ?? null) === driver);
  });
}

function givenIds(driver: string, device: DeviceShape, tables: DriverTables, wanted: WantedBindings): readonly NewId[] {
  return idReferences(driver, device, tables, wanted).map((reference) => ({
    ...newId(driver, device, reference, wanted),
    kmod: tables.kmodOf(driver),
  }));
}

function newId(driver: string, { vid, pid }: DeviceShape, { info, id }: IdReference, wanted: WantedBindings): Omit<NewId, 'kmod'> {
  const reference = id ? [hex4(id.vid), hex4(id.pid)] : [];
  return {
    driver: givings.get(driver)?.folder ?? driver,
    text: [hex4(vid), hex4(pid), hex2(VENDOR_SPECIFIC), ...reference].join(' '),
    only: driver === GREEDY ? [...wanted].flatMap(([number, one]) => (one === driver ? [number] : [])) : [],
    given: { driver, vid, pid, class: VENDOR_SPECIFIC, info },
  };
}

/** One of each list, all together; those that begin with the first lists' best come first. */
function choices<T>(lists: readonly (readonly T[])[]): T[][] {
  return lists.reduce<T[][]>((made, list) => made.flatMap((chosen) => list.map((one) => [...chosen, one])), [[]]);
}
