import type { NamedDevice } from '../../../electron/drivers/compare.ts';
import { knownDevices } from '../../../electron/drivers/known-shapes.ts';
import { loadDb } from '../../../modem-db/db.ts';
import type { DriverTables } from '../../../modem-db/drivers/index.ts';
import { ruleDevices } from '../../drivers/rule-devices/index.ts';
import { generator } from './generator.ts';
import { randomDevice } from './random-device.ts';
import { wellMade } from './well-made.ts';

/** Least number of the database's compositions in a run that does not take all. */
const SAMPLE = 400;
/** Devices made by chance. */
const RANDOM = 150;

export interface Choice {
  readonly all: boolean;
  readonly seed: number;
  /** Parts of names; none: every device. */
  readonly only: readonly string[];
}

export interface Chosen {
  readonly devices: readonly NamedDevice[];
  /** Names of those that cannot be built. */
  readonly leftOut: readonly string[];
}

/** The devices of a run, each under a name of its own: the rules' from both sides, those made by chance, and the database's. */
export function chooseDevices(tables: DriverTables, { all, seed, only }: Choice): Chosen {
  const chance = generator(seed);
  const random = Array.from({ length: RANDOM }, (_, i) => ({ name: `random ${seed}/${i}`, shape: randomDevice(tables, chance) }));
  const known = numbered(knownDevices(loadDb().vendors.flatMap((v) => v.compositions)));
  const everyone = [...ruleDevices(tables), ...random, ...known];
  const wanted = only.length > 0 ? everyone.filter(({ name }) => only.some((part) => name.includes(part))) : everyone;
  const devices: NamedDevice[] = [];
  const leftOut: string[] = [];
  for (const { name, shape } of wanted) {
    const made = wellMade(shape);
    if (made) devices.push({ name, shape: made });
    else leftOut.push(name);
  }
  if (all || only.length > 0) return { devices, leftOut };
  const names = new Set(known.map(({ name }) => name));
  const sampled = sample(
    devices.filter(({ name }) => names.has(name)),
    chance,
  );
  return { devices: devices.filter((one) => !names.has(one.name) || sampled.has(one)), leftOut };
}

/** One of every vendor, then others by chance. */
function sample(known: readonly NamedDevice[], chance: () => number): Set<NamedDevice> {
  const shuffled = known.map((one) => ({ one, at: chance() })).sort((a, b) => a.at - b.at);
  const chosen = new Set<NamedDevice>();
  const vendors = new Set<number>();
  for (const { one } of shuffled) {
    if (vendors.has(one.shape.vid)) continue;
    vendors.add(one.shape.vid);
    chosen.add(one);
  }
  for (const { one } of shuffled) if (chosen.size < SAMPLE) chosen.add(one);
  return chosen;
}

/** Those of one name are told apart by a number. */
function numbered(devices: readonly NamedDevice[]): NamedDevice[] {
  const seen = new Map<string, number>();
  return devices.map(({ name, shape }) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return { name: count === 1 ? name : `${name} #${count}`, shape };
  });
}
