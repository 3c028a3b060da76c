// @ts-check
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

/** `npm run compile-db` writes `compiled/db.json` and `schema/vendor.schema.json` anew from `vendors/` and `schema.ts`. */
const here = (/** @type {string} */ path) => new URL(path, import.meta.url);
/** @type {{ module: typeof import('./compile.ts') }} */
const { module } = await runnerImport(fileURLToPath(here('compile.ts')), { configFile: false, logLevel: 'warn' });
const names = readdirSync(here('vendors')).filter((name) => name.endsWith('.json'));
/** @type {unknown[]} */
const files = names.map((name) => JSON.parse(readFileSync(here(`vendors/${name}`), 'utf8')));
const text = module.compileDb(files);
writeFileSync(here('compiled/db.json'), text);
writeFileSync(here('schema/vendor.schema.json'), module.vendorJsonSchema());
process.stdout.write(`${names.length} files, ${Math.ceil(Buffer.byteLength(text) / 1024)} KiB\n`);
