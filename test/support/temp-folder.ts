import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Journals flush every line to the disk; a disk in memory spares thousands of tests that wait. */
const MEMORY = '/dev/shm';

const made: string[] = [];

process.on('exit', () => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A fresh folder that is gone when the tests are. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'modem-bench-test-'));
  made.push(folder);
  return folder;
}
