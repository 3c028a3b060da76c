// @ts-check
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

/**
 * `npm run import-port-roles -- VERSION FOLDER` writes `port-roles.json` anew from ModemManager's rules: `/lib/udev/rules.d` of its
 * package, or `src/plugins` of its source.
 */
const [version, folder] = process.argv.slice(2);
if (version === undefined || folder === undefined) {
  process.stderr.write('usage: npm run import-port-roles -- VERSION FOLDER   (FOLDER: /lib/udev/rules.d, or src/plugins)\n');
  process.exit(2);
}
/** @type {{ module: typeof import('./import/port-roles.ts') }} */
const { module } = await runnerImport(fileURLToPath(new URL('import/port-roles.ts', import.meta.url)), {
  configFile: false,
  logLevel: 'warn',
});
const paths = readdirSync(folder, { recursive: true }).map(String);
const files = paths
  .filter((path) => /^77-mm-.*\.rules$/.test(basename(path)))
  .map((path) => ({ name: basename(path), text: readFileSync(join(folder, path), 'utf8') }));
const table = module.importPortRoles(files, `ModemManager ${version}, 77-mm-*.rules`);
writeFileSync(new URL('ports/port-roles.json', import.meta.url), module.writePortRoles(table));
process.stdout.write(`${files.length} files, ${Object.keys(table.ids).length} ids\n`);
