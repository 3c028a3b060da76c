import { type Db, hex4, usbId } from '../../../modem-db/db.ts';
import type { Composition } from '../../../modem-db/schema.ts';
import { knownDevices } from '../../drivers/known-shapes.ts';
import type { ShapeInterface } from '../../drivers/shape.ts';
import type { DumpDevice } from '../../usb/dumps/index.ts';
import { toldModes } from './told-modes.ts';

export interface KnownInterfaces {
  readonly mode: Composition['mode'];
  readonly name: string;
  /** How many compositions of the same mode might be meant. */
  readonly count: number;
  readonly interfaces: readonly ShapeInterface[];
  /** Interfaces that it has and whose codes nobody tells: no verdict on them. */
  readonly untold: readonly number[];
  /** Interfaces whose subclass or protocol is not told, though the drivers' tables speak of them. */
  readonly open: ReadonlySet<number>;
}

/**
 * What the database has for the ids of a device whose text does not describe its interfaces: a plain `lsusb`, or the tree, which
 * tells numbers and classes. One for each mode that the text leaves open, in the order of the database; of a text that speaks for a
 * mode, that one. None where nothing agrees with the text, or where the database knows the name alone.
 */
export function knownInterfaces(device: DumpDevice, db: Db): readonly KnownInterfaces[] {
  const told = toldClasses(device);
  const fitting = db.compositionsOf([usbId(device.vid, device.pid)]).flatMap((composition) => {
    const [known] = knownDevices([composition]);
    const interfaces = known?.shape.configurations[0]?.interfaces ?? [];
    if (!known || !tellsInterfaces(composition) || !agrees(composition, interfaces, told)) return [];
    if (interfaces.some((i) => contradicts(i, device.seen.get(i.number) ?? null))) return [];
    return [{ composition, interfaces, untold: known.untold, open: known.open }];
  });
  const spoken = toldModes(device, db);
  // A composition without a mode is one of those with a mode, less well known.
  const moded = fitting.filter(({ composition }) => composition.mode !== null);
  const named = moded.filter(({ composition: { mode } }) => mode !== null && spoken.has(mode));
  // A mode that the database does not have for these ids is none of those that it has.
  const meant = spoken.size > 0 && moded.length > 0 ? named : ([moded, fitting].find((some) => some.length > 0) ?? []);
  return [...new Set(meant.map(({ composition }) => composition.mode))].flatMap((mode) => {
    const [first, ...others] = meant.filter(({ composition }) => composition.mode === mode);
    if (!first) return [];
    const suffix = mode === null ? '' : `, ${mode}`;
    return {
      mode,
      name: `${first.composition.name} (${hex4(device.vid)}:${hex4(device.pid)}${suffix})`,
      count: others.length + 1,
      interfaces: told.size === 0 ? first.interfaces : first.interfaces.filter((i) => told.has(i.number)),
      untold: told.size === 0 ? first.untold : first.untold.filter((number) => told.has(number)),
      open: first.open,
    };
  });
}

const STORAGE = 0x08;
const drivesDiscs: ReadonlySet<string> = new Set(['usb-storage', 'uas']);

/** A disc where the composition has none, or the other way round: it is in another state. */
const contradicts = ({ class: c }: ShapeInterface, driver: string | null) => driver !== null && (c === STORAGE) !== drivesDiscs.has(driver);

type Patterns = Composition['interfaces'];
const isDisc = ({ role }: Patterns[number]) => role === 'disc' || role === 'card';

/** Some are in the database for their name, with ports that may be there or not. */
function tellsInterfaces({ mode, interfaces }: Composition): boolean {
  return mode !== null || interfaces.some((p) => p.optional !== true && !isDisc(p));
}

/** Class by interface number; empty for a text that tells ids alone. */
function toldClasses({ configurations }: DumpDevice): ReadonlyMap<number, number> {
  return new Map(configurations.flatMap((c) => c.interfaces.map((i) => [i.number, i.class] as const)));
}

function agrees({ interfaces: patterns }: Composition, interfaces: readonly ShapeInterface[], told: ReadonlyMap<number, number>): boolean {
  if (told.size === 0) return true;
  const alike = ({ number, class: c }: ShapeInterface) => told.get(number) === c || told.get(number) === 0;
  if (patterns.some((p) => p.number === undefined))
    return namesByClass(patterns) && sameNumbers(interfaces, told) && interfaces.every(alike);
  return interfaces.every((i) => (told.has(i.number) ? alike(i) : optional(patterns, i)));
}

/** A composition that leaves numbers open says which interface is which where each that it leaves open has a class of its own. */
function namesByClass(patterns: Patterns): boolean {
  const open = patterns.filter((p) => p.number === undefined).map((p) => p.class);
  return open.every((c, at) => c !== undefined && c !== VENDOR_SPECIFIC && open.indexOf(c) === at);
}
const VENDOR_SPECIFIC = 'ff';

function sameNumbers(interfaces: readonly ShapeInterface[], told: ReadonlyMap<number, number>): boolean {
  return new Set(interfaces.map((i) => i.number)).size === told.size && interfaces.every((i) => told.has(i.number));
}

const optional = (patterns: Patterns, { number }: ShapeInterface) =>
  patterns.some((p) => p.number === number && (p.optional === true || isDisc(p)));
