import { type Db, hex4, usbId } from '../../../modem-db/db.ts';
import type { Composition } from '../../../modem-db/schema.ts';
import { knownDevices } from '../../drivers/known-shapes.ts';
import type { ShapeInterface } from '../../drivers/shape.ts';
import type { DumpDevice } from '../../usb/dumps/index.ts';

export interface KnownInterfaces {
  readonly name: string;
  /** How many compositions of the database might be meant. */
  readonly count: number;
  readonly interfaces: readonly ShapeInterface[];
}

/** Which mode a driver speaks for, to choose among the compositions that a text leaves open. */
const modeOfDriver: ReadonlyMap<string, Composition['mode']> = new Map([
  ['qmi_wwan', 'qmi'],
  ['cdc_mbim', 'mbim'],
  ['huawei_cdc_ncm', 'ncm'],
  ['cdc_ncm', 'ncm'],
  ['cdc_ether', 'ecm'],
  ['rndis_host', 'rndis'],
]);

/**
 * What the database has for the ids of a device whose text does not describe its interfaces: a plain `lsusb`, or the tree, which
 * tells numbers and classes. `null` where it has nothing that agrees with the text. Of several the one that the drivers in the
 * text speak for, else the first.
 */
export function knownInterfaces(device: DumpDevice, db: Db): KnownInterfaces | null {
  const told = toldClasses(device);
  const all = db.compositionsOf([usbId(device.vid, device.pid)]);
  const fitting = all.flatMap((composition) => {
    const interfaces = knownDevices([composition])[0]?.shape.configurations[0]?.interfaces ?? [];
    return agrees(composition, interfaces, told) ? [{ composition, interfaces }] : [];
  });
  const modes = new Set([...device.seen.values()].flatMap((driver) => (driver === null ? [] : [modeOfDriver.get(driver)])));
  const found = fitting.find(({ composition }) => modes.has(composition.mode)) ?? fitting[0];
  if (!found) return null;
  const { composition, interfaces } = found;
  return {
    name: `${composition.name} (${hex4(device.vid)}:${hex4(device.pid)}${composition.mode === null ? '' : `, ${composition.mode}`})`,
    count: fitting.length,
    interfaces: told.size === 0 ? interfaces : interfaces.filter((i) => told.has(i.number)),
  };
}

/** Class by interface number; empty for a text that tells ids alone. */
function toldClasses({ configurations }: DumpDevice): ReadonlyMap<number, number> {
  return new Map(configurations.flatMap((c) => c.interfaces.map((i) => [i.number, i.class] as const)));
}

/** A composition that leaves numbers open says nothing of which interface is which. */
function agrees({ interfaces: patterns }: Composition, interfaces: readonly ShapeInterface[], told: ReadonlyMap<number, number>): boolean {
  if (told.size === 0) return true;
  if (patterns.some((p) => p.number === undefined)) return false;
  return interfaces.every((i) => (told.has(i.number) ? told.get(i.number) === i.class || told.get(i.number) === 0 : optional(patterns, i)));
}

const optional = (patterns: Composition['interfaces'], { number }: ShapeInterface) =>
  patterns.some((p) => p.number === number && (p.optional === true || p.role === 'disc' || p.role === 'card'));
