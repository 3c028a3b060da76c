// @ts-check
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

/** `npm run compile-db` writes `compiled/` and `schema/` anew from `vendors/`, `quirks/`, `dials/` and their schemas. */
const here = (/** @type {string} */ path) => new URL(path, import.meta.url);
/** @type {{ module: typeof import('./compile.ts') }} */
const { module } = await runnerImport(fileURLToPath(here('compile.ts')), { configFile: false, logLevel: 'warn' });
/** @returns {unknown[]} */
const read = (/** @type {string} */ folder) =>
  readdirSync(here(folder))
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(here(`${folder}/${name}`), 'utf8')));
const files = read('vendors');
const text = module.compileDb(files);
writeFileSync(here('compiled/db.json'), text);
writeFileSync(here('schema/vendor.schema.json'), module.vendorJsonSchema());
writeFileSync(here('compiled/quirks.json'), module.compileQuirks(read('quirks')));
writeFileSync(here('schema/quirks.schema.json'), module.quirkJsonSchema());
writeFileSync(here('compiled/dials.json'), module.compileDials(read('dials')));
writeFileSync(here('schema/dials.schema.json'), module.dialJsonSchema());
process.stdout.write(`${files.length} files, ${Math.ceil(Buffer.byteLength(text) / 1024)} KiB\n`);
