import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inputOfModel } from '../../electron/bench/export-facts/input-of-model.ts';
import { findKnownModel } from '../../electron/cli/export.ts';
import { Wishes } from '../../electron/contract/wishes.ts';
import { buildBundle, writeBundle } from '../../electron/openwrt/index.ts';
import { loadDb } from '../../modem-db/db.ts';
import { addRows, median } from './table.ts';

const ROUNDS = 31;

/**
 * One bundle from what is known to the files on the disk, in a process that has its tables loaded, as the app and the second export of
 * a day have. Beside it: the same bytes under the same names, written and nothing else.
 */
describe('an export', () => {
  it('is made and written', async () => {
    const db = loadDb();
    const folder = mkdtempSync(join(tmpdir(), 'modem-bench-export-'));
    const ours: number[] = [];
    const floor: number[] = [];
    const made: number[] = [];
    try {
      for (let round = 0; round <= ROUNDS; round++) {
        const began = performance.now();
        const model = findKnownModel('huawei-ncm', db);
        const wishes = Wishes.parse({ mode: 'ncm', router: '25.12.5', apn: `internet${round}` });
        const bundle = await buildBundle(inputOfModel(model, wishes, { db, version: '0' }));
        const built = performance.now();
        const { summary } = await writeBundle(join(folder, 'ours'), bundle);
        const written = performance.now();
        for (const { name, data } of bundle.files) writeFileSync(join(folder, name), data);
        const end = performance.now();
        expect(summary.files).toHaveLength(bundle.files.length);
        // The first pays for tables and cold code, which an app pays once.
        if (round === 0) continue;
        made.push(built - began);
        ours.push(written - began);
        floor.push(end - written);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    addRows(
      { name: 'export, one bundle made (own time; to be under 50 ms)', unit: 'ms', ours: median(made), beside: null },
      {
        name: 'export, made and flushed to the disk, beside writing the same bytes',
        unit: 'ms',
        ours: median(ours),
        beside: median(floor),
      },
    );
  });
});
