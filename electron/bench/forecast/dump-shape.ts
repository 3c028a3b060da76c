import { type Db, usbId } from '../../../modem-db/db.ts';
import type { DriverTables } from '../../../modem-db/drivers/index.ts';
import type { SwitchEntry } from '../../../modem-db/schema.ts';
import type { Phrase } from '../../contract/plan.ts';
import { chosenConfiguration, type DeviceShape, type ShapeConfiguration, type ShapeInterface } from '../../drivers/shape.ts';
import { unswitchedDevice } from '../../drivers/usbmode.ts';
import type { Sighting } from '../../seams/usb-bus.ts';
import type { DumpConfiguration, DumpDevice, DumpInterface } from '../../usb/dumps/index.ts';
import { meantWay, recogniseDevice } from '../identity/recognise.ts';
import { type Associated, withAssociated } from './associated.ts';
import { byDrivers } from './by-drivers.ts';
import { type KnownInterfaces, knownInterfaces } from './known-composition.ts';
import { newIdForecast } from './new-ids.ts';
import { withUsualAlternates, withUsualEndpoints, withUsualUnions } from './usual.ts';

/** A device of a text as a driver would see it, with what had to be taken for granted. */
export interface AssumedShape {
  readonly shape: DeviceShape;
  /** The same for those who look at sightings; the bus and its address mean nothing. */
  readonly sighting: Sighting;
  readonly assumed: readonly Phrase[];
  /** Whether enough is known of an interface for a verdict. */
  readonly judged: (number: number) => boolean;
  /** Interfaces whose subclass and protocol nobody told: the shape's are a driver's, and are not shown. */
  readonly open: ReadonlySet<number>;
}

interface Interfaces {
  readonly configurations: readonly ShapeConfiguration[];
  readonly assumed: readonly Phrase[];
  readonly judged: (number: number) => boolean;
  readonly open?: ReadonlySet<number>;
  /** True: codes of `open` are rows of drivers that the text names, which say nothing of what such a port is for. */
  readonly codesOfRows?: boolean;
}

/** Fills in what the form of a text leaves out, and says so. Pure. */
export function assumedShape(given: DumpDevice, db: Db, tables: DriverTables): AssumedShape {
  const { device, added } = withAssociated(given);
  const {
    configurations,
    assumed,
    judged,
    open = new Set<number>(),
    codesOfRows = false,
  } = interfacesOf({ device, added, given }, db, tables);
  const { vid, pid, bcdDevice, class: c, subclass, protocol, manufacturer, product, serial, activeConfiguration } = device;
  const shape = { vid, pid, bcdDevice, class: c, subclass, protocol, configurations, activeConfiguration };
  return {
    shape,
    sighting: {
      ...shape,
      ...{ portPath: 'text', enumeration: 0, address: 0, manufacturer, product, serial },
      activeConfiguration: chosenConfiguration(shape)?.value ?? null,
      configurations: configurations.map(({ value, interfaces }) => ({
        value,
        interfaces: interfaces.map((i) => ({
          ...i,
          ...(codesOfRows && open.has(i.number) ? anyCodes : {}),
          extra: i.extra ?? new Uint8Array(),
        })),
      })),
    },
    assumed: [
      ...(added.size > 0 ? [says('association', { interfaces: [...added].join(', ') })] : []),
      ...aboutDevice(device, shape, tables),
      ...aboutDisc(device, assumed, db),
      ...assumed,
    ],
    judged,
    open,
  };
}

/** What a port of a vendor's own has that nobody knows more of. */
const anyCodes = { subclass: 0xff, protocol: 0xff };

const says = (key: string, values: Phrase['values'] = {}): Phrase => ({ key: `drivers.assumed.${key}`, values });

function interfacesOf({ device, added, given }: Associated & { readonly given: DumpDevice }, db: Db, tables: DriverTables): Interfaces {
  const { configurations, complete, vid, pid } = device;
  // A configuration that is said to have no interfaces is described as well.
  const described = configurations.length > 0;
  const counts = configurations.every(
    (c) => c.interfaces.length === 0 || c.interfaces.some((i) => i.counted !== null || i.endpoints.length > 0),
  );
  // What a cut text still shows is worth more than what the database knows.
  const known = complete.ids && (!described || device.form === 'lsusb-t' || !counts) ? knownInterfaces(device, db) : [];
  const [only, ...others] = known;
  if (described && complete.triples) {
    const judged = (number: number) => complete.interfaces || isWhole(given, number, added);
    return counts || !only || others.length > 0 ? { ...whole(device), judged } : { ...withEndpointsOf(only, device), judged };
  }
  // A modem in one mode is bound otherwise than in another: where the text leaves that open, each is named and none is foretold.
  const modes =
    others.length > 0 ? [says('modes', { count: known.length, modes: known.map((k) => wayIn(k, device, db, tables)).join('; ') })] : [];
  if (only && others.length === 0) {
    const { name, count, interfaces, untold, open } = only;
    const more = byDrivers(beside(device, [...interfaces.map((i) => i.number), ...untold]), tables);
    const told = [...interfaces, ...(more?.interfaces ?? [])];
    const numbers = new Set(told.map((i) => i.number));
    const all = [...told, ...[...untold, ...(more?.untold ?? [])].map(untoldInterface)].sort((a, b) => a.number - b.number);
    return {
      configurations: [{ value: device.activeConfiguration ?? 1, interfaces: all }],
      assumed: [count > 1 ? says('compositions', { name, count }) : says('composition', { name })],
      judged: (number) => numbers.has(number),
      open: new Set([...open, ...(more?.open ?? [])]),
    };
  }
  // Without a driver that speaks for a mode, what a modem has of ports says nothing of how it reaches the network.
  const tellsDrivers = !described || device.form === 'lsusb-t';
  const spoken = tellsDrivers && others.length === 0 ? byDrivers(device, tables) : null;
  if (spoken) {
    const numbers = new Set(spoken.interfaces.map((i) => i.number));
    const all = [...spoken.interfaces, ...spoken.untold.map(untoldInterface)].sort((a, b) => a.number - b.number);
    return {
      configurations: [{ value: device.activeConfiguration ?? 1, interfaces: all }],
      assumed: [says(numbers.size > 0 ? 'by-drivers' : 'triples')],
      judged: (number) => numbers.has(number),
      open: spoken.open,
      codesOfRows: true,
    };
  }
  if (described) {
    const { assumed, ...made } = whole(device);
    const judged = (number: number) => (added.has(number) || tellsTriple(given, number)) && isWhole(given, number, added);
    return { ...made, assumed: [...modes, ...assumed], judged };
  }
  if (modes.length > 0) return { configurations, assumed: modes, judged: () => true };
  const entry = complete.ids ? db.switchesOf(vid, pid).filter(leavesDisc).at(-1) : undefined;
  if (!entry) {
    return { configurations, assumed: complete.ids ? [idsAlone(vid, pid, db)] : [], judged: () => true };
  }
  return { configurations: unswitchedDevice(entry).configurations, assumed: [says('disc')], judged: () => true };
}

/** Of a text that tells all codes and no endpoints (Windows' ids): those of the composition that it shows. */
function withEndpointsOf({ name, interfaces: known }: KnownInterfaces, device: DumpDevice): Omit<Interfaces, 'judged'> {
  const { configurations } = whole(device);
  const alike = (i: ShapeInterface) => known.filter((k) => k.number === i.number && k.class === i.class);
  const filled = configurations.map((c) => ({
    ...c,
    interfaces: c.interfaces.flatMap((i) => {
      const settings = alike(i);
      if (settings.length === 0) return [i];
      // Settings that were made are those of the composition.
      return i.alternate > 0 ? [] : settings.map((k) => ({ ...k, subclass: i.subclass, protocol: i.protocol }));
    }),
  }));
  return { configurations: filled, assumed: [says('composition', { name })] };
}

/** The same device without the interfaces of these numbers. */
function beside(device: DumpDevice, numbers: readonly number[]): DumpDevice {
  const seen = new Map([...device.seen].filter(([number]) => !numbers.includes(number)));
  const without = (c: DumpConfiguration) => ({ ...c, interfaces: c.interfaces.filter((i) => !numbers.includes(i.number)) });
  return { ...device, seen, configurations: device.configurations.map(without) };
}

/** Stands for an interface of a vendor's own that is there, and of which no more is known. */
function untoldInterface(number: number): ShapeInterface {
  return { number, alternate: 0, class: 0xff, subclass: 0xff, protocol: 0xff, endpoints: [], extra: null };
}

/** Of a text that tells nothing but ids: what is known of them. */
function idsAlone(vid: number, pid: number, db: Db): Phrase {
  if (db.compositionsOf([usbId(vid, pid)]).length > 0) return says('ids-listed');
  const known = db.knownId(vid, pid);
  if (!known) return says('ids-only');
  return known.drivers.length > 0 ? says('ids-drivers', { drivers: known.drivers.join(', ') }) : says('ids-named');
}

/**
 * Some dongles keep their id when they leave their disc, or the data give them one id for both: what the database has for the modem is
 * then only one of two. An entry that chooses among configurations is for a modem already.
 */
function aboutDisc({ complete, configurations, vid, pid, seen }: DumpDevice, assumed: readonly Phrase[], db: Db): Phrase[] {
  const forModem = assumed.some(({ key }) => modemsOwn.has(key));
  // What drivers have taken is what it is.
  if (!complete.ids || configurations.length > 0 || seen.size > 0 || !forModem) return [];
  return db.switchesOf(vid, pid).some(leavesDisc) ? [says('maybe-disc', { id: usbId(vid, pid) })] : [];
}

/** Whether an entry is about a drive; some only choose among the configurations of a modem. */
const leavesDisc = ({ method: { name } }: SwitchEntry) => name !== 'Configuration' && name !== 'MbimOrNothing';

const modemsOwn: ReadonlySet<string> = new Set(['modes', 'composition', 'compositions'].map((key) => says(key).key));

/** `QMI: proto qmi, /dev/cdc-wdm0`: a mode and what OpenWrt needs in it. */
function wayIn({ mode, interfaces }: KnownInterfaces, { vid, pid, bcdDevice }: DumpDevice, db: Db, tables: DriverTables): string {
  const shape = { vid, pid, bcdDevice, class: 0, subclass: 0, protocol: 0, configurations: [{ value: 1, interfaces }] };
  const { roles, ...recognised } = recogniseDevice(shape, db);
  const meant = { ...meantWay(shape, { roles, ...recognised }), mode };
  const { ids, foretold } = newIdForecast(shape, tables, { mode, roles }, meant, true);
  const { way } = foretold;
  const by = ids.length > 0 ? ' (new_id)' : '';
  return `${mode?.toUpperCase()}: ${way ? `proto ${way.proto}, ${way.device}${by}` : '-'}`;
}

/** Of a text that describes interfaces: the alternate settings and descriptors that its form leaves out. */
function whole({ configurations: told, complete, activeConfiguration, vid }: DumpDevice): Omit<Interfaces, 'judged'> {
  const configurations = told.map(withUsualEndpoints);
  const settings = complete.alternates && complete.interfaces ? configurations : configurations.map((c) => withUsualAlternates(c, vid));
  const made = complete.extra ? settings : settings.map((c) => withUsualUnions(c, vid));
  const inForce = configurations.filter((c) => activeConfiguration === null || c.value === activeConfiguration);
  const network = inForce.some(isNetwork) || made.some((c, i) => c !== settings[i]);
  const assumed: Phrase[] = [];
  if (!complete.interfaces) assumed.push(says('cut'));
  if (!complete.triples) assumed.push(says('triples'));
  else if (!complete.endpoints) assumed.push(says(configurations.some((c, i) => c !== told[i]) ? 'endpoints-counted' : 'endpoints'));
  if (settings.some((c, i) => c !== configurations[i])) assumed.push(says('alternates'));
  if (!complete.extra && network) assumed.push(says('extra'));
  return { configurations: made, assumed };
}

const COMMUNICATIONS = 0x02;
const WIRELESS = 0xe0;
const MISCELLANEOUS = 0xef;
const CDC_DATA = 0x0a;
const NETWORKS: readonly number[] = [COMMUNICATIONS, WIRELESS, MISCELLANEOUS];

/** Of a text that was cut: whether an interface, and the other half of its function, are before the cut. `added`: those that an association tells of. */
function isWhole(device: DumpDevice, number: number, added: ReadonlySet<number> = new Set()): boolean {
  // Of such a function the half that is there has to be whole.
  if (added.has(number)) return [number - 1, number + 1].every((n) => added.has(n) || !isHalf(device, n) || isWhole(device, n, added));
  return device.configurations.every(({ interfaces }) => {
    const settings = interfaces.filter((i) => i.number === number);
    const networks = (n: number) => interfaces.some((i) => i.number === n && NETWORKS.includes(i.class));
    const told = (n: number) =>
      added.has(n) || (interfaces.some((i) => i.number === n) && (device.complete.triples || tellsTriple(device, n)));
    const bulk = settings.some((i) => i.endpoints.some((e) => e.type === 'bulk'));
    // Huawei's control interfaces are a vendor's, and have notifications alone.
    const control = networks(number) || settings.some((i) => i.endpoints.length > 0);
    if (control && !bulk && (!told(number + 1) || (!added.has(number + 1) && isTorn(device, interfaces, number + 1)))) return false;
    if (settings.some((i) => i.class === CDC_DATA) && !networks(number - 1) && !added.has(number - 1)) return false;
    return !isTorn(device, interfaces, number);
  });
}

/** Whether an interface is shown that a network function may have. */
const isHalf = ({ configurations }: DumpDevice, number: number) =>
  configurations.some(({ interfaces }) =>
    interfaces.some((i) => i.number === number && (i.class === COMMUNICATIONS || i.class === CDC_DATA)),
  );

/** The last one that a text shows, with less than the text counts: the driver stands at the end of its line, the endpoints below it. */
function isTorn({ form, seen }: DumpDevice, interfaces: readonly DumpInterface[], number: number): boolean {
  if (interfaces.at(-1)?.number !== number) return false;
  if ((form === 'debugfs' || form === 'usb-devices') && !seen.has(number)) return true;
  const lacking = interfaces.some((i) => i.number === number && i.counted !== null && i.counted > i.endpoints.length);
  // Older usb-devices show none of any.
  return lacking && interfaces.some((i) => i.number !== number && i.endpoints.length > 0);
}

const isNetwork = ({ interfaces }: DumpConfiguration) => interfaces.some((i) => i.class === COMMUNICATIONS || i.class === WIRELESS);

/** Of a text that was cut, the last interface may have lost its end; what is missing stands there as 0. */
function tellsTriple({ configurations, form }: DumpDevice, number: number): boolean {
  if (form === 'lsusb-t') return false;
  const last = configurations.at(-1)?.interfaces.at(-1);
  return last?.number !== number && configurations.every((c) => c.interfaces.every((i) => i.number !== number || i.class !== 0));
}

function aboutDevice({ complete, vid, pid, configurations, activeConfiguration }: DumpDevice, shape: DeviceShape, tables: DriverTables) {
  const said: Phrase[] = [];
  // Of what is known by its name alone nothing is judged.
  if (!complete.ids && configurations.length === 0) return said;
  if (!complete.ids) said.push(says('ids'));
  else if (!complete.revision && asksRevision(tables, usbId(vid, pid))) said.push(says('revision'));
  // Where the database had to say what the interfaces are, little is lost by the rest.
  if (!complete.triples || !configurations.some((c) => c.interfaces.length > 0)) return said;
  if (!complete.deviceClass) said.push(says('device-class'));
  const chosen = chosenConfiguration({ ...shape, activeConfiguration: null })?.value;
  if (!complete.configurations) said.push(says('configurations'));
  else if (activeConfiguration !== null && chosen !== undefined && chosen !== activeConfiguration)
    said.push(says('configuration', { configuration: activeConfiguration, chosen }));
  return said;
}

function asksRevision({ drivers }: DriverTables, id: string): boolean {
  const asks = [...drivers.values()].flatMap((rows) => rows.filter((row) => row.bcdLo !== undefined || row.bcdHi !== undefined));
  return asks.some((row) => row.vid !== undefined && row.pid !== undefined && usbId(row.vid, row.pid) === id);
}
