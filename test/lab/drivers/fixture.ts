import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { NamedDevice } from '../../../electron/drivers/compare.ts';
import type { Seen } from './wire.ts';

const FIXTURE = 'test/field/kernel-drivers.json';

const Fixture = z.object({ devices: z.record(z.string(), z.string()) });

/** What an earlier run recorded: a run of some devices leaves the others as they are. */
function kept(file: string): Readonly<Record<string, string>> {
  return existsSync(file) ? Fixture.parse(JSON.parse(readFileSync(file, 'utf8'))).devices : {};
}

/** Writes down what the kernel bound to each of the devices: `1: 0 option, 1 -`. Those that were never seen are left out. */
export function keep(checkout: string, kernel: string, devices: readonly NamedDevice[], seen: ReadonlyMap<string, Seen>): void {
  const file = join(checkout, FIXTURE);
  const before = kept(file);
  const entries = devices.flatMap(({ name }) => {
    const one = seen.get(name);
    const earlier = before[name];
    if (!one || one.configuration === null) return earlier === undefined ? [] : [[name, earlier] as const];
    const drivers = one.interfaces.map(({ number, driver }) => `${number} ${driver ?? '-'}`);
    return [[name, `${one.configuration}: ${drivers.join(', ')}`] as const];
  });
  const head = { kernel: `Linux ${kernel} (Debian)`, recorded: 'npm run lab:drivers -- --record', devices: Object.fromEntries(entries) };
  writeFileSync(file, `${JSON.stringify(head, null, 2)}\n`);
}
