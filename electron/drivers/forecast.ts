import type { DriverRow, DriverTables } from '../../modem-db/drivers/index.ts';
import { type GivenId, givenFits, givenRow, givings, isGivenRow } from './given-id.ts';
import { matchingRows } from './match.ts';
import { type ForecastNode, type ForecastWay, type MeantWay, NodeCounter, wayOf } from './nodes.ts';
import { probes } from './rules/index.ts';
import { type Outcome, type ProbeContext, type Reason, type RuleName, refuse } from './rules/outcome.ts';
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
  /** Whether it was an id that was given to the driver, and no row of its own. */
  readonly given: boolean;
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

/** Ids that are given to drivers once the device has those that the kernel binds by itself, in this order. */
export interface Given {
  readonly ids: readonly GivenId[];
  /** It was plugged in before since the router started: what serial drivers were given then, they still have. */
  readonly again?: boolean;
}

/**
 * Which driver Linux binds to each interface, by its tables and by what the drivers ask at probe time. Interfaces are offered in the
 * order of their descriptors, each to the drivers in the order of their registration; one that refuses passes on to the next
 * (Linux drivers/base/dd.c, __device_attach). What a driver finds out by talking to the device is taken for granted. `meant` chooses
 * among the ways to the network that come of it.
 */
export function forecast(
  device: DeviceShape,
  tables: DriverTables,
  meant: MeantWay | null = null,
  { ids, again = false }: Given = { ids: [] },
): DeviceForecast {
  const configuration = chosenConfiguration(device);
  if (!configuration) return { configuration: null, interfaces: [], nodes: [], way: null };
  const probing = new Probing(device, configuration);
  const counter = new NodeCounter();
  const { verdicts } = probing;
  const kept = again ? ids.filter(({ driver }) => givings.get(driver)?.serial) : [];
  for (const [number, settings] of probing.groups) {
    if (!probing.turnTo(number, settings)) continue;
    const rows = withKept(matchingRows(tables, device, probing.setting), kept, probing, tables);
    const held = verdicts.get(number);
    verdicts.set(number, held ? besideHolder(held, rows) : decide(probing, rows, tables, counter));
  }
  for (const id of ids) give(id, probing, tables, counter);
  const interfaces = [...verdicts.values()].sort((a, b) => a.number - b.number);
  return { configuration: configuration.value, interfaces, nodes: counter.nodes, way: wayOf(counter.nodes, counter.modemPorts, meant) };
}

/** With the ids that serial drivers have from before; a driver with a row of its own in the table goes by that. */
function withKept(
  rows: readonly DriverRow[],
  kept: readonly GivenId[],
  { device, setting }: Probing,
  { registration }: DriverTables,
): readonly DriverRow[] {
  const more = kept.filter((id) => givenFits(id, device, setting) && rows.every(({ driver }) => driver !== id.driver)).map(givenRow);
  if (more.length === 0) return rows;
  return [...rows, ...more].sort((a, b) => registration.indexOf(a.driver) - registration.indexOf(b.driver));
}

/** Offers what has no driver to the one that an id is given to. */
function give(id: GivenId, probing: Probing, tables: DriverTables, counter: NodeCounter): void {
  for (const [number, settings] of probing.groups) {
    if (probing.holderOf(number) !== undefined || !probing.turnTo(number, settings)) continue;
    if (!givenFits(id, probing.device, probing.setting)) continue;
    const own = matchingRows(tables, probing.device, probing.setting).find(({ driver }) => driver === id.driver);
    const row = givings.get(id.driver)?.serial && own ? own : givenRow(id);
    const verdict = decide(probing, [row], tables, counter);
    if (verdict.driver !== null) probing.verdicts.set(number, verdict);
  }
}

/** What a claimed interface would have been otherwise. */
function besideHolder(held: InterfaceVerdict, rows: readonly DriverRow[]): InterfaceVerdict {
  const { number, driver } = held;
  const other = rows.find((row) => row.driver !== driver);
  return other ? { ...held, runnerUp: { driver: other.driver, why: 'data-taken', values: { number, driver: driver ?? '' } } } : held;
}

type Settings = ReadonlyMap<number, readonly ShapeInterface[]>;

/** A setting that is described twice counts as it is described first; drivers/usb/core/config.c, usb_parse_interface. */
function groupSettings({ interfaces }: ShapeConfiguration): Settings {
  const groups = new Map<number, ShapeInterface[]>();
  for (const setting of interfaces) {
    const group = groups.get(setting.number);
    if (!group) groups.set(setting.number, [setting]);
    else if (group.every((s) => s.alternate !== setting.alternate)) group.push(setting);
  }
  return groups;
}

/** Alternate setting 0, or the first where there is no 0; drivers/usb/core/message.c, usb_set_configuration. */
const currentOf = (settings: readonly ShapeInterface[]) => settings.find((s) => s.alternate === 0) ?? settings[0];

/** The device while its interfaces are offered one by one. */
class Probing implements ProbeContext {
  readonly device: DeviceShape;
  readonly configuration: ShapeConfiguration;
  readonly groups: Settings;
  readonly verdicts = new Map<number, InterfaceVerdict>();
  readonly count: number;
  settings: readonly ShapeInterface[] = [];
  #setting: ShapeInterface | undefined;
  #row: DriverRow | undefined;

  constructor(device: DeviceShape, configuration: ShapeConfiguration) {
    this.device = device;
    this.configuration = configuration;
    this.groups = groupSettings(configuration);
    this.count = Math.max(this.groups.size, configuration.counted ?? 0);
  }

  turnTo(number: number, settings: readonly ShapeInterface[]): boolean {
    this.settings = settings;
    this.#setting = this.currentOf(number);
    return this.#setting !== undefined;
  }

  ask(driver: string, row: DriverRow): Outcome {
    this.#row = row;
    return probes[driver]?.(this) ?? refuse('no-row');
  }

  get setting(): ShapeInterface {
    if (!this.#setting) throw new Error('no interface is being offered');
    return this.#setting;
  }

  get row(): DriverRow {
    if (!this.#row) throw new Error('no driver is being asked');
    return this.#row;
  }

  settingsOf(number: number): readonly ShapeInterface[] {
    return this.groups.get(number) ?? [];
  }

  currentOf(number: number): ShapeInterface | undefined {
    return currentOf(this.settingsOf(number));
  }

  holderOf(number: number): string | undefined {
    return this.verdicts.get(number)?.driver ?? undefined;
  }
}

function decide(probing: Probing, rows: readonly DriverRow[], tables: DriverTables, counter: NodeCounter): InterfaceVerdict {
  const { setting, verdicts } = probing;
  const { number } = setting;
  let runnerUp: RunnerUp | null = null;
  for (const [index, row] of rows.entries()) {
    const { driver } = row;
    const outcome = probing.ask(driver, row);
    const { rule, values } = outcome.reason;
    if (!outcome.taken) {
      runnerUp = { driver, why: rule, values };
      continue;
    }
    const kmod = tables.kmodOf(driver);
    for (const claimed of outcome.claims)
      verdicts.set(claimed, {
        number: claimed,
        driver,
        kmod,
        row,
        rule: 'data-of',
        values: { number },
        runnerUp: null,
        given: isGivenRow(row),
      });
    counter.add(setting, driver, outcome);
    const later = rows[index + 1];
    runnerUp ??= later ? { driver: later.driver, why: 'asked-later', values: { driver } } : null;
    return { number, driver, kmod, row, rule, values, runnerUp, given: isGivenRow(row) };
  }
  const { why: rule = 'no-row', values = {} } = runnerUp ?? {};
  return { number, driver: null, kmod: null, row: null, rule, values, runnerUp, given: false };
}
