// @ts-check
/**
 * The lab: virtual dongles on a real Linux kernel in QEMU, with the real programs. `node test/lab/run.mjs --help`.
 * Plain JavaScript, since it makes what it needs to run TypeScript.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle, cache, checkout } from './bundle.mjs';

/** @returns {Promise<typeof import('./lab.ts')>} */
async function load() {
  return import(pathToFileURL(join(await bundle(), 'lab.mjs')).href);
}

/**
 * Runs the cases, those whose name holds one of `only`, or all.
 * @param {{ ci?: boolean, only?: readonly string[] }} [options]
 */
export async function runLab({ only = [] } = {}) {
  const { runCases } = await load();
  return runCases({ checkout, cache }, only);
}

if (process.argv[1] !== undefined && pathToFileURL(process.argv[1]).href === import.meta.url) {
  const { main } = await load();
  process.exit(await main({ checkout, cache }, process.argv.slice(2)));
}
