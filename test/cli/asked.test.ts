import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { exitCodes } from '../../electron/contract/documents.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

/** Whether a process ends by itself is seen only of one of its own. */
const root = fileURLToPath(new URL('../..', import.meta.url));
const program = join(root, '.cache', 'test', 'asked', 'cli.mjs');
let child: ChildProcess | undefined;

beforeAll(async () => {
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    // Inside the checkout, where its node_modules are found.
    build: {
      ssr: 'electron/cli.ts',
      outDir: join(program, '..'),
      target: 'node20',
      minify: false,
      rollupOptions: { output: { format: 'es', entryFileNames: 'cli.mjs' } },
    },
  });
});
afterEach(() => {
  child?.kill('SIGKILL');
});

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s at the question ends the process, though its input stays open', async (signal) => {
  const words = ['--practice', 'huawei-ncm', '--mode', 'ncm', '--router', '24.10.8', '--apn', 'internet', '--out', temporaryFolder()];
  const scratch = temporaryFolder();
  const asked = spawn(process.execPath, [program, 'prepare', ...words], { stdio: 'pipe', env: { ...process.env, TMPDIR: scratch } });
  child = asked;
  let said = '';
  asked.stderr.on('data', (data) => {
    said += String(data);
    if (said.endsWith('[y/N] ')) asked.kill(signal);
  });
  const code = await new Promise((ended) => {
    asked.once('close', ended);
    setTimeout(() => ended('hangs'), 10_000).unref();
  });
  expect([code, said]).toEqual([exitCodes.refused, expect.stringContaining('CANCELLED')]);
  expect(readdirSync(scratch)).toEqual([]);
});
