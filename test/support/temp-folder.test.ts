import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { temporaryFolder } from './temp-folder.ts';
import { ROOT, setup } from './temp-root.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

it('makes every folder in the one of this run', () => {
  expect(dirname(temporaryFolder())).toBe(process.env[ROOT]);
});

it('leaves nothing once the run is over, though no worker cleans up', () => {
  vi.stubEnv(ROOT, '');
  const teardown = setup();
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'file'), '');
  teardown();
  expect([existsSync(folder), existsSync(dirname(folder))]).toEqual([false, false]);
});
