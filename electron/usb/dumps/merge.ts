import type { DumpDevice, DumpForm } from './dump.ts';

/** Forms by how much they tell of the descriptors. */
const ranks: Readonly<Record<DumpForm, number>> = { 'lsusb-v': 4, debugfs: 3, 'usb-devices': 2, 'lsusb-t': 1, lsusb: 0 };

/** Classes of a configuration's interfaces by number; `null` where the class is not told. */
type Look = ReadonlyMap<number, number | null>;

interface Member {
  readonly device: DumpDevice;
  /** Of the configuration in force; of each where that is not told. */
  readonly looks: readonly Look[];
}

/**
 * People post one dongle in several forms, or the same form twice. Devices at one address of one bus that show the same ids and
 * interfaces become one: the form that tells most, with the drivers and strings of the others. A dongle that switched in between has a
 * new address and stays a device of its own; so does one whose drivers differ, for that is how people show two computers, or a before
 * and an after.
 */
export function joined(devices: readonly DumpDevice[]): DumpDevice[] {
  const groups: { place: string | null; members: Member[] }[] = [];
  for (const device of devices) {
    const place = device.bus === null || device.address === null ? null : `${device.bus}/${device.address}`;
    const member = { device, looks: looksOf(device) };
    const group = groups.find((g) => place !== null && g.place === place && g.members.every((m) => agree(m, member)));
    if (group) group.members.push(member);
    else groups.push({ place, members: [member] });
  }
  return groups.flatMap(({ members }) => {
    const [best, ...others] = members.map((m) => m.device).sort((a, b) => ranks[b.form] - ranks[a.form]);
    return best ? [others.reduce(filledIn, best)] : [];
  });
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
  return {
    ...best,
    alsoIn: another ? [...best.alsoIn, other.form] : best.alsoIn,
    vid: ids.vid,
    pid: ids.pid,
    bcdDevice: revision.bcdDevice,
    class: byDevice.class,
    subclass: byDevice.subclass,
    protocol: byDevice.protocol,
    manufacturer: best.manufacturer ?? other.manufacturer,
    product: best.product ?? other.product,
    serial: best.serial ?? other.serial,
    activeConfiguration,
    seen,
    complete: {
      ...best.complete,
      ids: ids.complete.ids,
      revision: revision.complete.revision,
      deviceClass: byDevice.complete.deviceClass,
      strings: best.complete.strings || other.complete.strings,
      drivers:
        (best.complete.drivers || other.complete.drivers || seen.size > 0) &&
        (inForce?.interfaces.every((i) => seen.has(i.number)) ?? false),
    },
  };
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
