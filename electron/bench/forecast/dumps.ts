import { type Db, hex4, usbId } from '../../../modem-db/db.ts';
import { type DriverTables, driverTables } from '../../../modem-db/drivers/index.ts';
import { isListedHub, isOtherDevice } from '../../../modem-db/ids/id-lists.ts';
import {
  type InterfaceForecast,
  type JudgedBy,
  mostForms,
  mostReported,
  type ReportedDevice,
  type ReportedInterface,
  type UnreadLines,
} from '../../contract/drivers.ts';
import { createText, type Text } from '../../contract/text.ts';
import type { Language, Mode } from '../../contract/words.ts';
import type { DeviceShape } from '../../drivers/shape.ts';
import { activeInterfaces } from '../../seams/usb-bus.ts';
import { type DumpConfiguration, type DumpDevice, isHub, readText } from '../../usb/dumps/index.ts';
import { type Identified, identify } from '../identity/identify.ts';
import { quirkViews } from '../identity/quirks.ts';
import { meantWay } from '../identity/recognise.ts';
import { withNamedIds } from './by-name.ts';
import { withDial } from './dial.ts';
import { type AssumedShape, assumedShape } from './dump-shape.ts';
import { atPort, reportedPorts } from './ports.ts';
import { withoutPersonal } from './private.ts';
import { routerSwitchForecast } from './router-switch.ts';
import { toldModes } from './told-modes.ts';
import { type DriverVerdict, driverVerdict, judgedBy } from './view.ts';
import { reasonOf } from './words.ts';

export interface DumpReport {
  readonly router: JudgedBy;
  /** Modems first, those that the database knows before the others; empty where the text shows no device but hubs. */
  readonly devices: ReportedDevice[];
  /** Lines that nobody understood: how many, and the first of them. */
  readonly unread: UnreadLines;
  /** Lines of OpenWrt's configuration in the text. */
  readonly configuration: number;
}

const MOST_ASSUMED = 10;
const MOST_LINE = 120;
const MOST_ANSWERS = 40;

/** A device of a text, with what was made of it on the way to its report. */
export interface PostedDevice {
  readonly reported: ReportedDevice;
  /** As a driver sees it: without what the text tells too little of. */
  readonly shape: DeviceShape;
  readonly identified: Identified;
  /** False: its interfaces are not the text's, but the database's for its ids. */
  readonly described: boolean;
}

export interface PostedReport extends Omit<DumpReport, 'devices'> {
  readonly devices: readonly PostedDevice[];
}

/**
 * What a router of a release would make of the devices in a text that somebody posted. Never throws, whatever the text; the first
 * MOST_TEXT characters are read. Nothing is sent anywhere.
 */
export function readDump(text: string, release: string, language: Language, db: Db): DumpReport {
  const { devices, ...rest } = readPosted(text, release, language, db);
  return { ...rest, devices: devices.map(({ reported }) => reported) };
}

/** The same with what a bundle is made of. */
export function readPosted(text: string, release: string, language: Language, db: Db): PostedReport {
  const tables = driverTables(release);
  const context: Context = { tables, release, words: createText(language), db };
  const { devices: found, notes, unread, configuration } = readText(text);
  const devices = found.filter((device) => !isHub(device) && !isHubByIds(device) && (device.form !== 'ids' || isKnown(device, db)));
  const proto = protoIn(configuration);
  // Whose interface it is, only one alone can be told.
  const alone = devices.length === 1 && proto !== null;
  const reported = devices.map((device) => report(alone ? { ...device, mode: device.mode ?? proto } : device, context));
  return {
    router: judgedBy(tables),
    devices: reported.sort((a, b) => a.rank - b.rank).slice(0, mostReported),
    unread: { count: unread, lines: notes.map((line) => withoutPersonal(line).slice(0, MOST_LINE)) },
    configuration: configuration.length,
  };
}

/** The mode of the one modem's protocol that a router's configuration has; `null`: none, or several. */
function protoIn(configuration: readonly string[]): Mode | null {
  const protos = new Map<string, Mode>([
    ['qmi', 'qmi'],
    ['mbim', 'mbim'],
    ['ncm', 'ncm'],
    ['3g', 'ppp'],
  ]);
  const told = configuration.flatMap((line) => protos.get(/(?:\.proto=|\bproto\s+)['"]?(\w{2,10})/.exec(line)?.[1] ?? '') ?? []);
  const [first, ...others] = new Set(told);
  return first !== undefined && others.length === 0 ? first : null;
}

/** Whether a pair of numbers in a sentence is that of a modem. */
const isKnown = ({ vid, pid }: DumpDevice, db: Db) =>
  db.knownId(vid, pid) !== undefined || db.switchesOf(vid, pid).length > 0 || db.compositionsOf([usbId(vid, pid)]).length > 0;

/** A plain list of `lsusb` has hubs as well, and no word of what they are. */
const isHubByIds = ({ vid, pid, complete, configurations }: DumpDevice) =>
  complete.ids && configurations.length === 0 && isListedHub(vid, pid);

interface Context {
  readonly tables: DriverTables;
  readonly release: string;
  readonly words: Text;
  readonly db: Db;
}

function report(given: DumpDevice, all: Context): PostedDevice & { readonly rank: number } {
  const { db, tables, release, words } = all;
  const { device, assumed: byName } = withNamedIds(given, db);
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
  // What is described says by itself what it is.
  const [told, ...others] = complete.ids && device.configurations.length > 0 ? [] : toldModes(device, db);
  const { mode, ownWay } =
    disc || bootState || isOther
      ? { mode: null, ownWay: null }
      : reached(modeOf(identified.recognised.mode, others.length === 0 ? (told ?? null) : null), verdict);
  // What dials is what has nothing better: of a text that breaks off, nobody knows that.
  const isCutDialUp = mode === 'ppp' && (device.configurations.some(isCutOff) || assumed.assumed.some(({ key }) => ofDrivers.has(key)));
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
    shape,
    identified,
    described: !assumed.assumed.some(({ key }) => ofDatabase.has(key)),
    reported: {
      forms: [device.form, ...device.alsoIn].slice(0, mostForms),
      bus: device.bus,
      address: device.address,
      port: device.port,
      firmware: device.firmware,
      vid: complete.ids ? hex4(vid) : null,
      pid: complete.ids ? hex4(pid) : null,
      name: named.slice(0, 300),
      listed,
      disc,
      bootState,
      mode: isCutDialUp ? null : mode,
      ownWay,
      interfaces: interfacesOf(device, assumed, verdict, all).map((i) => (bootState ? ofBootCode(i, words) : i)),
      ...ports,
      way: bootState || isCutDialUp ? null : withDial(verdict.way, { vid, pid, mode, name: named, product: device.product }, atPort(ports)),
      routerSwitch:
        !bootState && complete.ids && sighting.configurations.length > 0 ? routerSwitchForecast(sighting, release, db, null) : null,
      quirks: complete.ids && !bootState ? quirkViews({ vid, pid, name: named, product: device.product, mode, release }) : [],
      newIds: verdict.newIds,
      told: toldPorts(device),
      answers: answersOf(device),
      events: device.events.slice(0, 20).map((line) => withoutPersonal(line).slice(0, MOST_LINE)),
      assumed: bootState ? [] : [...byName, ...assumed.assumed].slice(0, MOST_ASSUMED),
      notes: device.notes.slice(0, 20).map((note) => withoutPersonal(note).slice(0, MOST_LINE)),
    },
  };
}

/** By what it is recognised; ports alone are a guess where the text speaks for a mode. */
const modeOf = (recognised: Mode | null, told: Mode | null) =>
  recognised === null || recognised === 'ppp' ? (told ?? recognised) : recognised;

/** Interfaces that the text shows by nothing but drivers and classes: there may be more. */
const ofDrivers: ReadonlySet<string> = new Set(['by-drivers', 'triples'].map((key) => `drivers.assumed.${key}`));

/** What the database had to say in the text's place. */
const ofDatabase: ReadonlySet<string> = new Set(
  ['composition', 'compositions', 'modes', 'disc', 'ids-only', 'ids-listed', 'ids-named', 'ids-drivers'].map(
    (key) => `drivers.assumed.${key}`,
  ),
);

/** The text counts more interfaces than it shows. */
const isCutOff = ({ counted, interfaces }: DumpConfiguration) =>
  counted !== null && counted > new Set(interfaces.map((i) => i.number)).size;

/** Ports as the text names them, on the computer where it was made. */
function toldPorts({ ports }: DumpDevice): ReportedDevice['told'] {
  return ports.map(({ node, role, interface: number }) => ({ node: node.slice(0, 40), role, interface: number }));
}

/** What the modem answered, without anybody's numbers: a line each, of the question where it stands there. */
function answersOf({ exchanges }: DumpDevice): string[] {
  const lines = exchanges.flatMap(({ command, lines: answer }) => {
    const masked = answer.map((line) => withoutPersonal(line, command));
    return [[withoutPersonal(command), ...masked].filter((part) => part !== '').join('  ')];
  });
  return lines.slice(0, MOST_ANSWERS).map((line) => line.slice(0, MOST_LINE));
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
