import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NamedDevice } from '../../../electron/drivers/compare.ts';
import type { Seen } from './wire.ts';

const FIXTURE = 'test/fixtures/kernel-drivers.json';

/** Writes down what the kernel bound to each of the devices: `1: 0 option, 1 -`. Those that were not seen are left out. */
export function keep(checkout: string, kernel: string, devices: readonly NamedDevice[], seen: ReadonlyMap<string, Seen>): void {
  const entries = devices.flatMap(({ name }) => {
    const one = seen.get(name);
    if (!one || one.configuration === null) return [];
    const drivers = one.interfaces.map(({ number, driver }) => `${number} ${driver ?? '-'}`);
    return [[name, `${one.configuration}: ${drivers.join(', ')}`] as const];
  });
  const head = { kernel: `Linux ${kernel} (Debian)`, recorded: 'npm run lab:drivers -- --record', devices: Object.fromEntries(entries) };
  writeFileSync(join(checkout, FIXTURE), `${JSON.stringify(head, null, 2)}\n`);
}
