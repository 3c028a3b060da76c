import type { Role } from '../../../modem-db/db.ts';
import { type DriverTables, everyTables } from '../../../modem-db/drivers/index.ts';
import type { Mode } from '../../contract/words.ts';
import { cautiousShape } from '../../drivers/cautious-shape.ts';
import { type DeviceForecast, forecast } from '../../drivers/forecast.ts';
import type { WantedBindings } from '../../drivers/id-references.ts';
import { matchingRows } from '../../drivers/match.ts';
import { type NewId, newIds } from '../../drivers/new-id.ts';
import type { MeantWay } from '../../drivers/nodes.ts';
import { chosenConfiguration, type DeviceShape, type ShapeInterface } from '../../drivers/shape.ts';
import type { RouterNewId } from '../../openwrt/index.ts';

/** What a router does with the file of the bundle, which gives ids to drivers that lack them. */
export interface NewIdForecast {
  /** None: the release's own tables do, or no id helps. */
  readonly ids: readonly NewId[];
  readonly foretold: DeviceForecast;
}

/** An id as people are told of it: `qmi_wwan: 2c7c 030b ff 2c7c 0125`. */
export const newIdLine = ({ driver, text }: Pick<NewId, 'driver' | 'text'>) => `${driver}: ${text}`;

/** What the bundle has to know of them. */
export const forBundle = (ids: readonly NewId[]): RouterNewId[] =>
  ids.map(({ driver, text, only, kmod }) => ({ driver, text, only, kmod }));

/** What a modem is, as far as its drivers follow from it. */
export interface KnownUse {
  readonly mode: Mode | null;
  readonly roles: ReadonlyMap<number, Role>;
}

const QMI_WWAN = 'qmi_wwan';
const OPTION = 'option';
const serialDrivers: ReadonlySet<string> = new Set([OPTION, 'qcserial', 'sierra']);
const isPort = (role: Role | undefined) => role === 'at' || role === 'modem' || role === 'diag' || role === 'gps';
const isNetwork = (role: Role | undefined) => role === 'control' || role === 'net';
const VENDOR_SPECIFIC = 0xff;

/**
 * What a release binds to a device that is used so, with the ids that its drivers are given: for QMI and for serial ports, each where
 * nobody takes it. `assumed`: the device is known by the database alone. Pure.
 */
export function newIdForecast(
  device: DeviceShape,
  tables: DriverTables,
  use: KnownUse,
  meant: MeantWay | null = null,
  assumed = false,
): NewIdForecast {
  const before = forecast(device, tables, meant);
  const none = { ids: [], foretold: before };
  // In a mode that nobody knows there is no bundle that would give anything.
  if (use.mode === null || !lacksDriver(device, before, use)) return none;
  const wanted = wantedBindings(device, tables, before, use);
  const shapes = [device, ...(assumed ? [cautiousShape(device)] : [])] as const;
  const ids = newIds(shapes, tables, wanted) ?? [];
  return ids.length === 0 ? none : { ids, foretold: forecast(device, tables, meant, { ids: ids.map(({ given }) => given) }) };
}

/** Whether an interface of the vendor's own has none though it is known what it is for. */
function lacksDriver(device: DeviceShape, { interfaces }: DeviceForecast, use: KnownUse): boolean {
  const unbound = new Set(interfaces.flatMap(({ number, driver }) => (driver === null ? [number] : [])));
  return [...portsOf(device, use), ...controlsOf(device, use)].some(({ number }) => unbound.has(number));
}

/**
 * Interfaces of the vendor's own with the driver that each should have, `null` for another network's, which is no port; those are left out
 * that have another one, or that such a driver knows and refuses, since no id changes that.
 */
function wantedBindings(device: DeviceShape, tables: DriverTables, { interfaces }: DeviceForecast, use: KnownUse): WantedBindings {
  const had = new Map(interfaces.map(({ number, driver }) => [number, driver]));
  const meant = meantDrivers(device, use);
  return new Map(
    [...meant].flatMap(([setting, driver]) => {
      const own = had.get(setting.number) ?? null;
      const alike = driver === QMI_WWAN ? new Set([driver]) : serialDrivers;
      const isRefused = own === null && driver !== null && matchingRows(tables, device, setting).some((row) => alike.has(row.driver));
      return isRefused || (own !== null && own !== driver) ? [] : [[setting.number, driver] as const];
    }),
  );
}

function meantDrivers(device: DeviceShape, use: KnownUse): ReadonlyMap<ShapeInterface, string | null> {
  const ports = portsOf(device, use);
  const foretold = ports.length === 0 ? [] : everyTables().map((tables) => forecast(device, tables).interfaces);
  /** The one that any kernel has for this very interface, the newest first. */
  const known = (number: number) => {
    const drivers = foretold.map((interfaces) => interfaces.find((one) => one.number === number)?.driver ?? '');
    return drivers.find((driver) => serialDrivers.has(driver));
  };
  return new Map<ShapeInterface, string | null>([
    ...networksOf(device, use).map((setting) => [setting, null] as const),
    ...ports.map((setting) => [setting, known(setting.number) ?? OPTION] as const),
    ...controlsOf(device, use).map((setting) => [setting, QMI_WWAN] as const),
  ]);
}

const portsOf = (device: DeviceShape, { roles }: KnownUse) => ownSettings(device).filter(({ number }) => isPort(roles.get(number)));
const controlsOf = (device: DeviceShape, { mode, roles }: KnownUse) =>
  mode === 'qmi' ? ownSettings(device).filter(({ number }) => roles.get(number) === 'control') : [];
const networksOf = (device: DeviceShape, { roles }: KnownUse) => ownSettings(device).filter(({ number }) => isNetwork(roles.get(number)));

/** The first setting of each interface of the vendor's own class. */
function ownSettings(device: DeviceShape): readonly ShapeInterface[] {
  const interfaces = chosenConfiguration(device)?.interfaces ?? [];
  return interfaces.filter(
    (one, at) => one.class === VENDOR_SPECIFIC && interfaces.findIndex(({ number }) => number === one.number) === at,
  );
}
