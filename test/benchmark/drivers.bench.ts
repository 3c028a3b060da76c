import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { root } from '../../electron/setup.mjs';
import { buildPrograms } from './programs.ts';
import { addRows, median } from './table.ts';

const ROUNDS = 9;
const TABLES = 'modem-db/drivers/tables.json';

const Floor = z.object({ ms: z.number() });
const Forecasts = z.object({
  devices: z.number(),
  interfaces: z.number(),
  releases: z.number(),
  verdicts: z.number(),
  bound: z.number(),
  ms: z.number(),
});

describe('which driver will bind', () => {
  it('is foretold of everything that is known, for every release', async () => {
    const built = join(root, '.cache', 'test', 'benchmark');
    await buildPrograms(built, { drivers: 'test/benchmark/process/drivers.ts' });
    const run = async (what: 'floor' | 'forecast'): Promise<unknown> =>
      JSON.parse((await promisify(execFile)(process.execPath, [join(built, 'drivers.mjs'), what])).stdout);
    const floors: z.infer<typeof Floor>[] = [];
    const forecasts: z.infer<typeof Forecasts>[] = [];
    // Alternating, so that both meet the same load; one round before, so that neither pays for cold files.
    for (let round = 0; round <= ROUNDS; round++) {
      const floor = Floor.parse(await run('floor'));
      const ours = Forecasts.parse(await run('forecast'));
      if (round === 0) continue;
      floors.push(floor);
      forecasts.push(ours);
    }
    const [first] = forecasts;
    if (!first) throw new Error('no round');
    const { devices, interfaces, releases, verdicts, bound } = first;
    // Every interface has its verdict at every release, and most have a driver.
    expect(verdicts).toBe(interfaces * releases);
    expect(bound).toBeGreaterThan(verdicts / 2);
    addRows(
      { name: `forecast, ${TABLES}`, unit: 'kB', ours: statSync(join(root, TABLES)).size / 1000, beside: null },
      {
        name: `forecast, load and ${verdicts} verdicts (${devices} compositions, ${releases} releases), beside JSON.parse of the tables`,
        unit: 'ms',
        ours: median(forecasts.map(({ ms }) => ms)),
        beside: median(floors.map(({ ms }) => ms)),
      },
    );
  });
});
