import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Journals flush every line to the disk; a disk in memory spares thousands of tests that wait. */
const MEMORY = '/dev/shm';
/** Tells the workers where to make their folders. */
export const ROOT = 'MODEM_BENCH_TEST_FOLDER';

/** Around the whole run: one folder for all temporary ones. Workers are ended without a word, and cannot clean up themselves. */
export function setup(): () => void {
  const root = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'modem-bench-test-'));
  process.env[ROOT] = root;
  // Whatever a test starts keeps its logs, journals and packages away from those of whoever runs the tests.
  process.env['MODEM_BENCH_DATA'] ??= join(root, 'data');
  return () => {
    delete process.env[ROOT];
    rmSync(root, { recursive: true, force: true, maxRetries: 3 });
  };
}
