// @ts-check
/**
 * What `electron PATH` starts: takes the folder PATH for the app and runs its main. Electron's own one is left out of the runtime
 * that the tests use. Knows `-r FILE` and `-v`, no more. A module, since Electron holds `ready` back until its modules have run.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

/** @type {string[]} */
const preloads = [];
/** @type {string | null} */
let path = null;
const args = process.argv.slice(1);
for (let i = 0; i < args.length && path === null; i++) {
  const arg = args[i] ?? '';
  if (arg === '-v' || arg === '--version') {
    console.log(`v${process.versions['electron']}`);
    process.exit(0);
  } else if (arg === '-r' || arg === '--require') preloads.push(args[++i] ?? '');
  else if (!arg.startsWith('-')) path = arg;
}
if (path === null) {
  console.error('usage: electron [-r FILE] PATH');
  process.exit(2);
}

const folder = resolve(path);
const description = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
/** Electron's own default app calls these two as well; they are in no documentation. */
const settable = /** @type {typeof app & { setVersion(version: string): void, setAppPath(path: string): void }} */ (app);
app.setName(description.productName ?? description.name);
if (description.version) settable.setVersion(description.version);
settable.setAppPath(folder);
const require = createRequire(import.meta.url);
for (const file of preloads) require(resolve(file));
try {
  await import(pathToFileURL(join(folder, description.main ?? 'index.js')).href);
} catch (error) {
  console.error(error);
  app.exit(1);
}
