// @ts-check
/** `npm run gallery`, see `main.ts`. Plain JavaScript, since it makes what it needs to run TypeScript. */
import { fileURLToPath } from 'node:url';
import { ensureDebianPackages, ensureNodeModules, requireNode } from '../../electron/setup.mjs';

requireNode();
await ensureNodeModules();
const missing = process.platform === 'linux' ? await ensureDebianPackages(['chromium']) : null;
if (missing !== null) console.log(`gallery: ${missing}`);
const { runnerImport } = await import('vite');
/** @type {{ module: typeof import('./main.ts') }} */
const { module } = await runnerImport(fileURLToPath(new URL('main.ts', import.meta.url)), { configFile: false });
process.exit(await module.main(process.argv.slice(2)));
