import { type DriverTables, driverTables } from '../../../modem-db/drivers/index.ts';
import type { DriverForecast, InterfaceForecast, JudgedBy } from '../../contract/drivers.ts';
import type { Phrase } from '../../contract/plan.ts';
import { forecast, type InterfaceVerdict } from '../../drivers/forecast.ts';
import type { ForecastNode, MeantWay } from '../../drivers/nodes.ts';
import type { DeviceShape } from '../../drivers/shape.ts';
import { type KnownUse, newIdForecast, newIdLine } from './new-ids.ts';
import { rowFits } from './rows.ts';

/** All of a `DriverForecast` that follows from descriptors and tables alone. */
export type DriverVerdict = Omit<DriverForecast, 'routerSwitch' | 'notes'>;

const SNAPSHOT = 'snapshot';
const MOST_INTERFACES = 64;
const MOST_NODES = 8;

/** Who judges for a release (`24.10.8`): its own tables, or those nearest to it. */
export function judgedBy({ release, judgedBy: judge, kernel, reconstructed, source }: DriverTables): JudgedBy {
  const caveats = [
    ...(release === SNAPSHOT ? [{ key: 'drivers.caveats.snapshot', values: { kernel } }] : []),
    ...(reconstructed ? [{ key: 'drivers.caveats.reconstructed', values: { kernel, source: source.slice(0, 400) } }] : []),
  ];
  return { release, judgedBy: judge, kernel, caveats };
}

/** What is known of a device beside its descriptors. */
export interface VerdictContext {
  readonly meant?: MeantWay | null;
  /** What it is used for; without it no id is given to a driver that lacks it. */
  readonly use?: KnownUse | null;
  /** Not all of its shape is told. */
  readonly assumed?: boolean;
}

/**
 * What a router of a release binds to a device, with the file for the router, in words that both page and command line show. Pure; the
 * tables are read at first use.
 */
export function driverVerdict(
  device: DeviceShape,
  release: string,
  { meant = null, use = null, assumed = false }: VerdictContext = {},
): DriverVerdict {
  const tables = driverTables(release);
  const { ids, foretold } = use
    ? newIdForecast(device, tables, use, meant, assumed)
    : { ids: [], foretold: forecast(device, tables, meant) };
  const { configuration, interfaces, nodes, way } = foretold;
  return {
    ...judgedBy(tables),
    configuration,
    interfaces: interfaces.slice(0, MOST_INTERFACES).map((verdict) => interfaceForecast(verdict, nodes)),
    way: way && { proto: way.proto, device: way.device, net: way.net, dial: null },
    newIds: ids.map(newIdLine),
  };
}

/** Why an interface has the driver that it has, or none. */
function whyOf({ rule, values, driver, runnerUp, given }: InterfaceVerdict): Phrase {
  return { key: `drivers.rules.${given ? 'new-id' : rule}`, values: { by: driver ?? runnerUp?.driver ?? '', ...values } };
}

/** A verdict in phrases, with those of the device's nodes that are its own. */
export function interfaceForecast(verdict: InterfaceVerdict, nodes: readonly ForecastNode[]): InterfaceForecast {
  const { number, driver, kmod, given } = verdict;
  return {
    number,
    driver,
    kmod,
    newId: given,
    why: whyOf(verdict),
    row: rowOf(verdict),
    runnerUp: runnerUpOf(verdict),
    nodes: nodes
      .filter((node) => node.interfaceNumber === number)
      .slice(0, MOST_NODES)
      .map(nodeName),
  };
}

function rowOf({ row, given }: InterfaceVerdict): Phrase | null {
  if (!row || given) return null;
  const { driver, info } = row;
  const values = { driver, fits: rowFits(row) };
  // A bare driver_info of 0 or the name of the driver's own structure says nothing to a person.
  return /^[A-Z]/.test(info) ? { key: 'drivers.row.marked', values: { ...values, info } } : { key: 'drivers.row.plain', values };
}

/** Of an interface that nobody takes, who was asked stands in `why` already. */
function runnerUpOf({ driver, runnerUp }: InterfaceVerdict): Phrase | null {
  if (driver === null || runnerUp === null) return null;
  return { key: 'drivers.runner-up.other', values: { rule: runnerUp.why, by: runnerUp.driver, ...runnerUp.values } };
}

const nodeName = ({ node, net, orNet }: ForecastNode) => node ?? [net, orNet].filter((name) => name !== null).join('|');
