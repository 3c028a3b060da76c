import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { forecast } from '../../electron/drivers/forecast.ts';
import { knownDevices } from '../../electron/drivers/known-shapes.ts';
import { ruleNames } from '../../electron/drivers/rules/outcome.ts';
import type { DeviceShape } from '../../electron/drivers/shape.ts';
import { loadDb } from '../../modem-db/db.ts';
import { kernelTables } from '../../modem-db/drivers/index.ts';
import recordedJson from '../field/kernel-drivers.json' with { type: 'json' };
import { generator } from '../lab/drivers/generator.ts';
import { randomDevice } from '../lab/drivers/random-device.ts';
import { wellMade } from '../lab/drivers/well-made.ts';
import { readDevice, writeDevice } from '../lab/drivers/wire.ts';
import { ruleDevices } from './rule-devices/index.ts';

/** What the real kernel bound, as `npm run lab:drivers -- --record` wrote it down: `1: 0 option, 1 -`. */
const recorded = z.object({ kernel: z.string(), devices: z.record(z.string(), z.string()) }).parse(recordedJson);
const tables = kernelTables('6.1.192');
const devices = ruleDevices(tables);

function foretold(shape: DeviceShape): string {
  const { configuration, interfaces } = forecast(shape, tables);
  return `${configuration}: ${interfaces.map(({ number, driver }) => `${number} ${driver ?? '-'}`).join(', ')}`;
}

describe('every probe rule from both sides, as the real kernel had it', () => {
  it('is recorded for each device and no other, of the kernel whose tables these are', () => {
    const names = devices.map(({ name }) => name);
    expect(Object.keys(recorded.devices).sort()).toEqual([...names].sort());
    expect(new Set(names).size).toBe(names.length);
    expect(recorded.kernel).toContain(tables.kernel);
  });

  it.each(devices)('$name', ({ name, shape }) => {
    expect(foretold(wellMade(shape) ?? shape)).toBe(recorded.devices[name]);
  });

  it('has a device for every rule', () => {
    const met = new Set(devices.flatMap(({ shape }) => forecast(shape, tables).interfaces.flatMap((v) => [v.rule, v.runnerUp?.why])));
    expect(ruleNames.filter((rule) => !met.has(rule))).toEqual([]);
  });
});

describe('the devices that the lab plugs in', () => {
  const known = knownDevices(loadDb().vendors.flatMap((v) => v.compositions));

  it('of the database, made well where it leaves things open, are foretold as it is', () => {
    const different = known.filter(({ shape }) => {
      const made = wellMade(shape);
      return made !== null && foretold(made) !== foretold(shape);
    });
    expect(different.map(({ name }) => name)).toEqual([]);
  });

  it('have an address for every endpoint, no two of one interface the same', () => {
    for (const { shape } of [...known, ...devices]) {
      const made = wellMade(shape);
      for (const { interfaces } of made?.configurations ?? [])
        for (const one of interfaces) {
          const others = interfaces.filter((i) => i.number !== one.number).flatMap((i) => i.endpoints.map((e) => e.address));
          const own = one.endpoints.map((e) => e.address);
          expect(new Set(own).size).toBe(own.length);
          expect(own.filter((address) => others.includes(address) || (address & 0x0f) === 0)).toEqual([]);
        }
    }
  });

  it('come through the wire unchanged', () => {
    for (const { name, shape } of devices) {
      const made = wellMade(shape);
      if (made) expect(readDevice(writeDevice({ name, shape: made }))).toEqual({ name, shape: made });
    }
  });

  it('made by chance are the same for one seed, and others for another', () => {
    const five = (seed: number) => {
      const chance = generator(seed);
      return Array.from({ length: 5 }, () => randomDevice(tables, chance));
    };
    expect(five(7)).toEqual(five(7));
    expect(five(7)).not.toEqual(five(8));
  });
});
