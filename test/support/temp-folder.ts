import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './temp-root.ts';

/** A fresh folder that is gone when the whole run is. */
export function temporaryFolder(): string {
  const root = process.env[ROOT];
  if (!root) throw new Error(`${ROOT} is not set: temp-root.ts has to be among Vitest's globalSetup`);
  return mkdtempSync(join(root, 'folder-'));
}
