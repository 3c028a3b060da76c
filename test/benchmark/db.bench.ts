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
const FILES = [
  'modem-db/compiled/db.json',
  'modem-db/providers/by-hand.json',
  'modem-db/providers/providers.json',
  'modem-db/providers/android.json',
];

const Parsed = z.object({ ms: z.number(), tables: z.literal(2) });
const LookUp = z.object({ ids: z.number(), found: z.number(), ms: z.number() });
const Loaded = Parsed.extend({ switches: LookUp, compositions: LookUp });

describe('the table of what is known', () => {
  it('is carried, loaded and looked up', async () => {
    const built = join(root, '.cache', 'test', 'benchmark');
    await buildPrograms(built, { db: 'test/benchmark/process/db.ts' });
    const run = async (what: 'parse' | 'load'): Promise<unknown> =>
      JSON.parse((await promisify(execFile)(process.execPath, [join(built, 'db.mjs'), what])).stdout);
    const parsed: z.infer<typeof Parsed>[] = [];
    const loaded: z.infer<typeof Loaded>[] = [];
    // Alternating, so that both meet the same load; one round before, so that neither pays for cold files.
    for (let round = 0; round <= ROUNDS; round++) {
      const floor = Parsed.parse(await run('parse'));
      const ours = Loaded.parse(await run('load'));
      if (round === 0) continue;
      parsed.push(floor);
      loaded.push(ours);
    }
    for (const { switches, compositions } of loaded) {
      expect(switches.ids).toBeGreaterThan(0);
      expect(switches.found).toBe(switches.ids);
      expect(compositions.ids).toBeGreaterThan(0);
      expect(compositions.found).toBe(compositions.ids);
    }
    const each = (kind: 'switches' | 'compositions') => median(loaded.map((l) => (l[kind].ms / l[kind].ids) * 1000));
    const count = (kind: 'switches' | 'compositions') => loaded[0]?.[kind].ids ?? 0;
    addRows(
      ...FILES.map((file) => ({ name: `database, ${file}`, unit: 'kB', ours: statSync(join(root, file)).size / 1000, beside: null })),
      {
        name: 'database, load, beside JSON.parse of the same texts',
        unit: 'ms',
        ours: median(loaded.map(({ ms }) => ms)),
        beside: median(parsed.map(({ ms }) => ms)),
      },
      { name: `database, look-up of a disc state (each of ${count('switches')})`, unit: 'µs', ours: each('switches'), beside: null },
      { name: `database, look-up of a modem (each of ${count('compositions')})`, unit: 'µs', ours: each('compositions'), beside: null },
    );
  });
});
