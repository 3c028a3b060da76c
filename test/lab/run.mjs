// @ts-check
/**
 * The lab: virtual dongles on a real Linux kernel in QEMU, with the real programs. `node test/lab/run.mjs --help`.
 * Plain JavaScript, since it makes what it needs to run TypeScript.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle, newRun } from './bundle.mjs';

/**
 * @param {import('./boot.ts').Places} places
 * @returns {Promise<typeof import('./lab.ts')>}
 */
async function load(places) {
  return import(pathToFileURL(join(await bundle(places), 'lab.mjs')).href);
}

/**
 * Runs the cases, or the short choice of them that `npm test` has time for; prints each. What is missing on this computer is one skip.
 * @param {{ short?: boolean }} [options]
 */
export async function runLab({ short = false } = {}) {
  const places = newRun();
  const { runCases } = await load(places);
  return runCases(places, { short });
}

if (process.argv[1] !== undefined && pathToFileURL(process.argv[1]).href === import.meta.url) {
  const places = newRun();
  const { main } = await load(places);
  process.exit(await main(places, process.argv.slice(2)));
}
