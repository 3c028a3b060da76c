import type { DriverRow, DriverTables } from '../../modem-db/drivers/index.ts';
import { matchingRows } from './match.ts';
import { type ForecastNode, type ForecastWay, NodeCounter, wayOf } from './nodes.ts';
import { isInterruptIn } from './rules/endpoints.ts';
import { probes } from './rules/index.ts';
import { type ProbeContext, type Reason, type RuleName, refuse } from './rules/outcome.ts';
import { chosenConfiguration, type DeviceShape, type ShapeConfiguration, type ShapeInterface } from './shape.ts';

/** What becomes of one interface. */
export interface InterfaceVerdict extends Reason {
  readonly number: number;
  readonly driver: string | null;
  /** Package of OpenWrt that holds the driver. */
  readonly kmod: string | null;
  /** The row that made the driver look at it; of a claimed data interface, its control's. */
  readonly row: DriverRow | null;
  /** Of those that were asked and do not have it, the one that came nearest. */
  readonly runnerUp: RunnerUp | null;
}

export interface RunnerUp {
  readonly driver: string;
  readonly why: RuleName;
  readonly values: Reason['values'];
}

export interface DeviceForecast {
  /** bConfigurationValue that the verdicts are about; `null` where there is none. */
  readonly configuration: number | null;
  /** In the order of the interfaces' numbers. */
  readonly interfaces: readonly InterfaceVerdict[];
  readonly nodes: readonly ForecastNode[];
  readonly way: ForecastWay | null;
}

/**
 * Which driver Linux binds to each interface, by its tables and by what the drivers ask at probe time. Interfaces are offered in the
 * order of their descriptors, each to the drivers in the order of their registration; one that refuses passes on to the next
 * (Linux drivers/base/dd.c, __device_attach). What a driver finds out by talking to the device is taken for granted.
 */
export function forecast(device: DeviceShape, tables: DriverTables): DeviceForecast {
  const configuration = chosenConfiguration(device);
  if (!configuration) return { configuration: null, interfaces: [], nodes: [], way: null };
  const settings = groupSettings(configuration);
  const verdicts = new Map<number, InterfaceVerdict>();
  const counter = new NodeCounter();
  for (const [number, own] of settings) {
    const setting = currentOf(own);
    if (!setting) continue;
    const rows = matchingRows(tables, device, setting);
    const held = verdicts.get(number);
    if (held) {
      const other = rows.find(({ driver }) => driver !== held.driver);
      if (other)
        verdicts.set(number, {
          ...held,
          runnerUp: { driver: other.driver, why: 'data-taken', values: { number, driver: held.driver ?? '' } },
        });
      continue;
    }
    const context = { device, configuration, setting, settings: own, ...surroundings(settings, verdicts) };
    verdicts.set(number, decide(context, rows, tables, verdicts, counter));
  }
  const interfaces = [...verdicts.values()].sort((a, b) => a.number - b.number);
  const dials = counter.nodes.filter(({ node, interfaceNumber }) => {
    return /^\/dev\/ttyUSB/.test(node ?? '') && currentOf(settings.get(interfaceNumber) ?? [])?.endpoints.some(isInterruptIn);
  });
  const modemPorts = dials.flatMap(({ node }) => node ?? []);
  return { configuration: configuration.value, interfaces, nodes: counter.nodes, way: wayOf(counter.nodes, modemPorts) };
}

type Settings = ReadonlyMap<number, readonly ShapeInterface[]>;

function groupSettings({ interfaces }: ShapeConfiguration): Settings {
  const groups = new Map<number, ShapeInterface[]>();
  for (const setting of interfaces) {
    const group = groups.get(setting.number);
    if (group) group.push(setting);
    else groups.set(setting.number, [setting]);
  }
  return groups;
}

/** Alternate setting 0, or the first where there is no 0; drivers/usb/core/message.c, usb_set_configuration. */
const currentOf = (settings: readonly ShapeInterface[]) => settings.find((s) => s.alternate === 0) ?? settings[0];

function surroundings(settings: Settings, verdicts: ReadonlyMap<number, InterfaceVerdict>) {
  return {
    count: settings.size,
    settingsOf: (number: number) => settings.get(number) ?? [],
    currentOf: (number: number) => currentOf(settings.get(number) ?? []),
    holderOf: (number: number) => verdicts.get(number)?.driver ?? undefined,
  };
}

function decide(
  context: Omit<ProbeContext, 'row'>,
  rows: readonly DriverRow[],
  tables: DriverTables,
  verdicts: Map<number, InterfaceVerdict>,
  counter: NodeCounter,
): InterfaceVerdict {
  const { number } = context.setting;
  let runnerUp: RunnerUp | null = null;
  for (const [index, row] of rows.entries()) {
    const { driver } = row;
    const outcome = probes[driver]?.({ ...context, row }) ?? refuse('no-row');
    if (!outcome.taken) {
      runnerUp = { driver, why: outcome.reason.rule, values: outcome.reason.values };
      continue;
    }
    const kmod = tables.kmodOf(driver);
    for (const claimed of outcome.claims)
      verdicts.set(claimed, { number: claimed, driver, kmod, row, rule: 'data-of', values: { number }, runnerUp: null });
    counter.add(number, driver, outcome);
    const later = rows[index + 1];
    runnerUp ??= later ? { driver: later.driver, why: 'asked-later', values: { driver } } : null;
    return { number, driver, kmod, row, ...outcome.reason, runnerUp };
  }
  return { number, driver: null, kmod: null, row: null, rule: runnerUp?.why ?? 'no-row', values: runnerUp?.values ?? {}, runnerUp };
}
