import { type Db, hex4 } from '../../../modem-db/db.ts';
import { type DriverTables, driverTables } from '../../../modem-db/drivers/index.ts';
import { isListedHub, isOtherDevice } from '../../../modem-db/ids/id-lists.ts';
import {
  type InterfaceForecast,
  type JudgedBy,
  mostReported,
  type ReportedDevice,
  type ReportedInterface,
} from '../../contract/drivers.ts';
import type { Text } from '../../contract/text.ts';
import type { Language, Mode } from '../../contract/words.ts';
import { activeInterfaces } from '../../seams/usb-bus.ts';
import { type DumpDevice, isHub, readDumps } from '../../usb/dumps/index.ts';
import { identify } from '../identify.ts';
import { quirkViews } from '../quirks.ts';
import { meantWay } from '../recognise.ts';
import { withDial } from './dial.ts';
import { type AssumedShape, assumedShape } from './dump-shape.ts';
import { atPort, reportedPorts } from './ports.ts';
import { routerSwitchForecast } from './router-switch.ts';
import { type DriverVerdict, driverVerdict, judgedBy } from './view.ts';
import { reasonOf, wordsOf } from './words.ts';

export interface DumpReport {
  readonly router: JudgedBy;
  /** Modems first, those that the database knows before the others; empty where the text shows no device but hubs. */
  readonly devices: ReportedDevice[];
}

const MOST_ASSUMED = 10;

/**
 * What a router of a release would make of the devices in a text that somebody posted. Never throws, whatever the text; the first
 * MOST_TEXT characters are read. Nothing is sent anywhere.
 */
export function readDump(text: string, release: string, language: Language, db: Db): DumpReport {
  const tables = driverTables(release);
  const context: Context = { tables, release, words: wordsOf(language), db };
  const devices = readDumps(text).filter((device) => !isHub(device) && !isHubByIds(device));
  const reported = devices.map((device) => report(device, context));
  const sorted = reported.sort((a, b) => a.rank - b.rank).slice(0, mostReported);
  return { router: judgedBy(tables), devices: sorted.map(({ device }) => device) };
}

/** A plain list of `lsusb` has hubs as well, and no word of what they are. */
const isHubByIds = ({ vid, pid, complete, configurations }: DumpDevice) =>
  complete.ids && configurations.length === 0 && isListedHub(vid, pid);

interface Context {
  readonly tables: DriverTables;
  readonly release: string;
  readonly words: Text;
  readonly db: Db;
}

function report(device: DumpDevice, all: Context): { readonly rank: number; readonly device: ReportedDevice } {
  const { db, tables, release, words } = all;
  const { complete } = device;
  const assumed = assumedShape(device, db, tables);
  const { sighting } = assumed;
  const identified = identify(sighting, db);
  const bootState = identified.kind === 'no-modem' ? identified.state.kind : null;
  const disc = identified.kind === 'disc';
  const shape = withoutUnjudged(assumed);
  const context = disc
    ? {}
    : { meant: meantWay(shape, identified.recognised), use: bootState ? null : identified.recognised, assumed: assumed.assumed.length > 0 };
  const verdict = withToldNodes(driverVerdict(shape, release, context), assumed);
  const { vid, pid } = device;
  const isOther = complete.ids && isOtherDevice(vid, pid);
  const known = complete.ids && !isOther && db.knownId(vid, pid) !== undefined;
  const listed = disc || identified.recognised.listed || known;
  const { mode, ownWay } = disc || bootState || isOther ? { mode: null, ownWay: null } : reached(identified.recognised.mode, verdict);
  const ports =
    disc || bootState
      ? { ports: [], at: null }
      : reportedPorts(
          activeInterfaces(sighting).filter((i) => assumed.judged(i.number)),
          identified.recognised,
          sighting,
          verdict.interfaces,
        );
  const named = complete.ids || device.product !== null ? identified.name : words.word('drivers.unnamed');
  return {
    rank: listed ? 0 : mode !== null ? 1 : 2,
    device: {
      forms: [device.form, ...device.alsoIn].slice(0, 5),
      bus: device.bus,
      address: device.address,
      vid: complete.ids ? hex4(vid) : null,
      pid: complete.ids ? hex4(pid) : null,
      name: named.slice(0, 300),
      listed,
      disc,
      bootState,
      mode,
      ownWay,
      interfaces: interfacesOf(device, assumed, verdict, all).map((i) => (bootState ? ofBootCode(i, words) : i)),
      ...ports,
      way: bootState ? null : withDial(verdict.way, { vid, pid, mode, name: named, product: device.product }, atPort(ports)),
      routerSwitch:
        !bootState && complete.ids && sighting.configurations.length > 0 ? routerSwitchForecast(sighting, release, db, null) : null,
      quirks: complete.ids && !bootState ? quirkViews({ vid, pid, name: named, product: device.product, mode, release }) : [],
      newIds: verdict.newIds,
      assumed: bootState ? [] : assumed.assumed.slice(0, MOST_ASSUMED),
      notes: device.notes.slice(0, 20).map((note) => note.slice(0, 120)),
    },
  };
}

/** That a port could be given to a driver by hand is no advice for boot code. */
function ofBootCode(i: ReportedInterface, words: Text): ReportedInterface {
  if (i.why.key !== 'drivers.rules.no-row') return i;
  const boot = { ...i, why: { key: 'drivers.rules.boot-code', values: {} } };
  return { ...boot, reason: reasonOf(boot, words) };
}

/** What is not told whole is offered to no driver, lest a guess stands there as a verdict. */
function withoutUnjudged({ shape, judged }: AssumedShape): AssumedShape['shape'] {
  return {
    ...shape,
    configurations: shape.configurations.map((c) => ({ ...c, interfaces: c.interfaces.filter((i) => judged(i.number)) })),
  };
}

/** Serial ports are numbered in their order: behind one of which nobody knows whether it is bound, no number is told. */
function withToldNodes(verdict: DriverVerdict, { shape, judged }: AssumedShape): DriverVerdict {
  const numbers = shape.configurations.flatMap(({ interfaces }) => interfaces.map((i) => i.number));
  const untold = Math.min(...numbers.filter((number) => !judged(number)));
  const behind = verdict.interfaces.flatMap(({ number, nodes }) => (number < untold ? [] : nodes));
  const told = (node: string) => (behind.includes(node) ? node.replace(/^(\/dev\/tty[A-Z]+)\d+$/i, '$1N') : node);
  return {
    ...verdict,
    interfaces: verdict.interfaces.map((one) => ({ ...one, nodes: one.nodes.map(told) })),
    way: verdict.way && { ...verdict.way, device: told(verdict.way.device) },
  };
}

/** What leads to the network, where the interfaces alone do not say it: what the drivers make of them. */
function reached(mode: Mode | null, { way, interfaces }: DriverVerdict): Pick<ReportedDevice, 'mode' | 'ownWay'> {
  if (mode !== null && mode !== 'ppp') return { mode, ownWay: null };
  if (way?.proto === 'directip') return { mode: null, ownWay: 'directip' };
  if (interfaces.some(({ driver }) => driver === 'hso')) return { mode: null, ownWay: 'hso' };
  return { mode: mode ?? (way?.proto === '3g' ? 'ppp' : null), ownWay: null };
}

const MOST_INTERFACES = 64;
const MOST_DRIVER = 60;

/** Interfaces of the configuration that was judged, and those that the text shows but says too little of. */
function interfacesOf(
  device: DumpDevice,
  { shape, judged, open }: AssumedShape,
  verdict: DriverVerdict,
  context: Context,
): ReportedInterface[] {
  const configuration = shape.configurations.find((c) => c.value === verdict.configuration) ?? shape.configurations[0];
  const told = device.configurations.length === 1 ? (device.configurations[0]?.interfaces ?? []) : [];
  const shown = [...(configuration?.interfaces ?? []), ...told.filter((i) => !judged(i.number))];
  const triples = new Map(shown.toReversed().map((i) => [i.number, i]));
  const foretold = new Map(verdict.interfaces.map((one) => [one.number, one]));
  return [...triples.values()]
    .sort((a, b) => a.number - b.number)
    .slice(0, MOST_INTERFACES)
    .map(({ number, class: c, subclass, protocol }) => {
      const forecast = foretold.get(number) ?? notTold(number);
      const codes = open.has(number) ? { subclass: null, protocol: null } : { subclass, protocol };
      return { ...compared(forecast, device.seen.get(number), context), class: c, ...codes };
    });
}

function notTold(number: number): InterfaceForecast {
  const why = { key: 'drivers.rules.not-told', values: {} };
  return { number, driver: null, kmod: null, newId: false, why, row: null, runnerUp: null, nodes: [] };
}

/** `seen`: the driver in the text, `null` for none, undefined where the text does not tell. */
function compared(foretold: InterfaceForecast, seen: string | null | undefined, { tables, words }: Context) {
  const untold = foretold.why.key === 'drivers.rules.not-told';
  // Where a text breaks off, so may the driver's name.
  const foreign =
    seen != null && foretold.driver === null && !tables.drivers.has(nameOf(seen, tables)) && !(untold && begins(seen, tables));
  const forecast = foreign
    ? { ...foretold, why: { key: 'drivers.rules.other-driver', values: { by: seen.slice(0, MOST_DRIVER) } } }
    : foretold;
  const judged = seen !== undefined && !foreign && !untold;
  return {
    ...forecast,
    seen: seen?.slice(0, MOST_DRIVER) ?? null,
    told: seen !== undefined,
    agrees: judged && !(forecast.newId && seen === null) ? (seen === null ? null : nameOf(seen, tables)) === forecast.driver : null,
    reason: reasonOf(forecast, words),
  };
}

/** Some programs write `cdc-acm` for `cdc_acm`, or `usb_storage`. */
function nameOf(seen: string, { drivers }: DriverTables): string {
  const plain = (name: string) => name.replaceAll('-', '_');
  return [...drivers.keys()].find((driver) => plain(driver) === plain(seen)) ?? seen;
}

const begins = (seen: string, { drivers }: DriverTables) => [...drivers.keys()].some((driver) => driver.startsWith(seen));
