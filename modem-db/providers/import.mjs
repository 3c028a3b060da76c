// @ts-check
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

/** `npm run import-providers -- VERSION serviceproviders.xml` writes `providers.json` anew. */
const [version, file] = process.argv.slice(2);
if (version === undefined || file === undefined) {
  process.stderr.write('usage: npm run import-providers -- VERSION serviceproviders.xml   (VERSION as the package has it: 20251101)\n');
  process.exit(2);
}
/** @type {{ module: typeof import('./import.ts') }} */
const { module } = await runnerImport(fileURLToPath(new URL('import.ts', import.meta.url)), { configFile: false, logLevel: 'warn' });
const table = module.importProviders(readFileSync(file, 'utf8'), version);
writeFileSync(new URL('providers.json', import.meta.url), module.writeProviders(table));
const plans = table.providers.reduce((sum, provider) => sum + provider.plans.length, 0);
process.stdout.write(`${Object.keys(table.countries).length} countries, ${table.providers.length} providers, ${plans} plans\n`);
