// @ts-check
/**
 * The driver tables beside the aliases of the real kernel's package, without a boot: `node test/lab/match.mjs`. Prints
 * `N rows, N interfaces, N equal, N differ`; fails where one differs.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

/** @type {{ module: typeof import('./match.ts') }} */
const { module } = await runnerImport(fileURLToPath(new URL('match.ts', import.meta.url)), { configFile: false, logLevel: 'warn' });
process.exitCode = await module.runMatch(join(fileURLToPath(new URL('../..', import.meta.url)), '.cache', 'lab'));
