import {
  type DumpConfiguration,
  type DumpDevice,
  type DumpForm,
  isHub,
  MOST_EXCHANGES,
  MOST_NOTES,
  MOST_PORTS,
  roleOfBoth,
} from './dump.ts';

/** Forms by how much they tell of a device. */
const ranks: Readonly<Record<DumpForm, number>> = {
  ...{ 'lsusb-v': 9, debugfs: 8, 'usb-devices': 7, 'lsusb-t': 6, 'kernel-log': 5, windows: 4 },
  ...{ lsusb: 3, macos: 2, usbmode: 2, usb_modeswitch: 2, mmcli: 1, pairs: 1, at: 0, ids: 0 },
};
/** What describes interfaces tells more than what does not. */
const DESCRIBED = 10;
const rankOf = ({ form, configurations }: DumpDevice) => ranks[form] + (configurations.length > 0 ? DESCRIBED : 0);

/** Classes of a configuration's interfaces by number; `null` where the class is not told. */
type Look = ReadonlyMap<number, number | null>;

interface Member {
  readonly device: DumpDevice;
  /** Of the configuration in force; of each where that is not told. */
  readonly looks: readonly Look[];
}

/** What is one device, as far as is known. */
type Group = Member[];

/**
 * People post one dongle in several forms, or the same form twice. Devices in one place (an address of a bus, a port) that show the same ids
 * and interfaces become one: the form that tells most, with what the others tell besides. What is told without a place goes to the
 * only one with its ids, and what has no ids either to the only one that may be a modem. A dongle that switched in between stays a device of
 * its own; so does one whose drivers differ, for that is how people show two computers, or a before and an after.
 */
export function joined(devices: readonly DumpDevice[]): DumpDevice[] {
  const groups: Group[] = [];
  const add = (device: DumpDevice, group: Group | undefined) => {
    const member = { device, looks: looksOf(device) };
    if (group) group.push(member);
    else groups.push([member]);
  };
  const agreeing = (device: DumpDevice) => {
    const member = { device, looks: looksOf(device) };
    return groups.filter((group) => group.every((m) => agree(m, member)));
  };
  const only = (fitting: readonly Group[]) => (fitting.length === 1 ? fitting[0] : undefined);
  const there = (fitting: readonly Group[], device: DumpDevice) =>
    fitting.findLast((group) => group.some((m) => isSamePlace(m.device, device)));
  const apart: DumpDevice[] = [];
  // What the other forms tell is one moment; a log has several.
  const [logs, others] = [true, false].map((isLog) => devices.filter((d) => hasAddress(d) && (d.form === 'kernel-log') === isLog));
  for (const device of [...(others ?? []), ...(logs ?? [])]) {
    const group = there(agreeing(device), device);
    // A log may be of another time, when it had another address.
    const moved = groups.filter((members) => members.every((m) => isMoved(m.device, device)));
    if (!group && moved.length > 0) apart.push(device);
    else add(device, group);
  }
  for (const device of apart) add(device, only(agreeing(device).filter((group) => group.every((m) => isMoved(m.device, device)))));
  for (const device of devices.filter((d) => !hasAddress(d) && d.complete.ids)) {
    const fitting = agreeing(device).filter((group) => group.every((m) => !isOtherPlace(m.device, device)));
    const same = fitting.filter((group) => group.some((m) => hasSameIds(m.device, device)));
    // A tree tells no ids: they are those of the only one in it that may be a modem.
    const nameless = fitting.filter((group) => group.every((m) => !m.device.complete.ids) && group.some((m) => mayBeModem(m.device)));
    const among = same.length > 0 || isHub(device) ? same : nameless;
    add(device, there(fitting, device) ?? only(among));
  }
  for (const device of devices.filter((d) => !hasAddress(d) && !d.complete.ids)) {
    const modems = isHub(device) ? [] : agreeing(device).filter((group) => group.some((m) => mayBeModem(m.device)));
    const named = modems.filter((group) => group.every((m) => !isOtherModem(m.device, device)));
    add(device, named.length === 1 ? named[0] : undefined);
  }
  const order = new Map(devices.map((device, at) => [device, at]));
  const firstOf = (group: Group) => Math.min(...group.map((m) => order.get(m.device) ?? 0));
  return groups
    .toSorted((a, b) => firstOf(a) - firstOf(b))
    .flatMap((members) => {
      const [best, ...others] = members.map((m) => m.device).sort((a, b) => rankOf(b) - rankOf(a));
      return best ? [others.reduce(filledIn, best)] : [];
    });
}

/** Another system counts its buses otherwise. */
const hasAddress = ({ bus, address, form }: DumpDevice) => bus !== null && address !== null && form !== 'macos';
const hasSameIds = (a: DumpDevice, b: DumpDevice) => a.complete.ids && b.complete.ids && a.vid === b.vid && a.pid === b.pid;

/** Two of a kind: in two ports, or at two addresses that one form tells. */
function isOtherPlace(a: DumpDevice, b: DumpDevice): boolean {
  if (a.port !== null && b.port !== null) return a.port !== b.port;
  return a.form === b.form && a.address !== null && b.address !== null && (a.bus !== b.bus || a.address !== b.address);
}

/** The same ids on the same bus at another address, one of which a log tells, and no other port. */
function isMoved(a: DumpDevice, b: DumpDevice): boolean {
  if (!hasSameIds(a, b) || a.bus !== b.bus || (a.form === 'kernel-log') === (b.form === 'kernel-log')) return false;
  return a.address !== b.address && (a.port === null || b.port === null || a.port === b.port);
}

/** One address, or one port that shows the same ids. In a log it is the same dongle when it comes again, at another address. */
function isSamePlace(a: DumpDevice, b: DumpDevice): boolean {
  if (hasAddress(a) && hasAddress(b)) {
    if (a.bus === b.bus && a.address === b.address) return true;
    if (a.form !== 'kernel-log' && b.form !== 'kernel-log') return false;
  }
  return a.port !== null && a.port === b.port && hasSameIds(a, b);
}

const COMMUNICATIONS = 0x02;
const STORAGE = 0x08;
const WIRELESS = 0xe0;
const VENDOR_SPECIFIC = 0xff;
const ofModems: readonly number[] = [COMMUNICATIONS, STORAGE, WIRELESS, VENDOR_SPECIFIC];

/** Whether answers of a modem may be this one's: keyboards and hubs give none. */
function mayBeModem(device: DumpDevice): boolean {
  const interfaces = device.configurations.flatMap((c) => c.interfaces);
  return !isHub(device) && (interfaces.length === 0 || interfaces.some((i) => ofModems.includes(i.class) || i.class === 0));
}

/** Whether two answers name two models, or two places. */
function isOtherModem({ model: a, port, address }: DumpDevice, { model: b, port: otherPort, address: otherAddress }: DumpDevice): boolean {
  if (port !== null && otherPort !== null && port !== otherPort) return true;
  // A tree that has lost its root tells the address, and not the bus.
  if (address !== null && otherAddress !== null && address !== otherAddress) return true;
  const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');
  return a !== null && b !== null && !plain(a).includes(plain(b)) && !plain(b).includes(plain(a));
}

function filledIn(best: DumpDevice, other: DumpDevice): DumpDevice {
  const ids = best.complete.ids ? best : other;
  const revision = best.complete.revision ? best : other;
  const byDevice = best.complete.deviceClass ? best : other;
  const seen = new Map([...other.seen, ...best.seen]);
  const activeConfiguration = best.activeConfiguration ?? other.activeConfiguration;
  const only = best.configurations.length === 1 ? best.configurations[0] : undefined;
  const inForce = best.configurations.find((c) => c.value === activeConfiguration) ?? only;
  const another = other.form !== best.form && !best.alsoIn.includes(other.form);
  const notes = [...best.notes, ...other.notes].slice(0, MOST_NOTES);
  const { configurations, triples } = withCodesOf(best, other);
  return {
    ...best,
    alsoIn: another ? [...best.alsoIn, other.form] : best.alsoIn,
    bus: best.bus ?? other.bus,
    address: best.address ?? other.address,
    port: best.port ?? other.port,
    vid: ids.vid,
    pid: ids.pid,
    idsOfPort: ids.idsOfPort,
    bcdDevice: revision.bcdDevice,
    class: byDevice.class,
    subclass: byDevice.subclass,
    protocol: byDevice.protocol,
    manufacturer: best.manufacturer ?? other.manufacturer,
    product: best.product ?? other.product,
    serial: best.serial ?? other.serial,
    model: best.model ?? other.model,
    firmware: best.firmware ?? other.firmware,
    drivers: [...new Set([...best.drivers, ...other.drivers])],
    mode: best.mode ?? other.mode,
    ports: portsOf(best, other),
    exchanges: [...best.exchanges, ...other.exchanges].slice(0, MOST_EXCHANGES),
    events: [...best.events, ...other.events].slice(0, MOST_NOTES),
    notes,
    configurations,
    activeConfiguration,
    seen,
    complete: {
      ...best.complete,
      ids: ids.complete.ids,
      triples,
      revision: revision.complete.revision,
      deviceClass: byDevice.complete.deviceClass,
      strings: best.complete.strings || other.complete.strings,
      drivers:
        (best.complete.drivers || other.complete.drivers || seen.size > 0) &&
        (inForce?.interfaces.every((i) => seen.has(i.number)) ?? false),
    },
  };
}

/** What either says of a port: the one its interface, the other what it is for. */
function portsOf({ ports }: DumpDevice, { ports: others }: DumpDevice): DumpDevice['ports'] {
  const told = new Map(others.map((port) => [port.node, port]));
  const filled = ports.map((port) => {
    const other = told.get(port.node);
    return other ? { ...port, role: roleOfBoth(port.role, other.role), interface: port.interface ?? other.interface } : port;
  });
  const named = new Set(ports.map(({ node }) => node));
  return [...filled, ...others.filter(({ node }) => !named.has(node))].slice(0, MOST_PORTS);
}

/** A tree tells classes alone: subclass and protocol of the same interface may stand in another form. */
function withCodesOf(
  best: DumpDevice,
  other: DumpDevice,
): { readonly configurations: readonly DumpConfiguration[]; readonly triples: boolean } {
  const { configurations, complete } = best;
  const told = other.complete.triples && other.configurations.length === 1 ? (other.configurations[0]?.interfaces ?? []) : [];
  if (complete.triples || told.length === 0 || configurations.length !== 1) return { configurations, triples: complete.triples };
  const codes = new Map(told.filter((i) => i.alternate === 0).map((i) => [i.number, i]));
  const filled = configurations.map((c) => ({
    ...c,
    interfaces: c.interfaces.map((i) => {
      const { class: cls, subclass, protocol } = codes.get(i.number) ?? i;
      return { ...i, class: cls, subclass, protocol };
    }),
  }));
  return { configurations: filled, triples: filled.every((c) => c.interfaces.every((i) => codes.has(i.number))) };
}

/** Nothing that one tells contradicts what the other tells. */
function agree(a: Member, b: Member): boolean {
  if (a.device.complete.ids && b.device.complete.ids && (a.device.vid !== b.device.vid || a.device.pid !== b.device.pid)) return false;
  if (a.device.complete.revision && b.device.complete.revision && a.device.bcdDevice !== b.device.bcdDevice) return false;
  for (const [number, driver] of a.device.seen) {
    const other = b.device.seen.get(number);
    if (other !== undefined && other !== driver) return false;
  }
  if (a.looks.length === 0 || b.looks.length === 0) return true;
  return a.looks.some((one) => b.looks.some((other) => alike(one, other)));
}

function alike(a: Look, b: Look): boolean {
  const [fewer, more] = a.size < b.size ? [a, b] : [b, a];
  return [...fewer].every(([number, cls]) => {
    const other = more.get(number);
    return other !== undefined && (cls === null || other === null || cls === other);
  });
}

function looksOf({ configurations, activeConfiguration, complete }: DumpDevice): Look[] {
  const inForce = configurations.filter((c) => activeConfiguration === null || c.value === activeConfiguration);
  return inForce.map((c) => new Map(c.interfaces.map((i) => [i.number, complete.triples || i.class !== 0 ? i.class : null])));
}
