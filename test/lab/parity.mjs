// @ts-check
/**
 * Ours beside the real usb_modeswitch, for every switch entry: `node test/lab/parity.mjs [--record] [ENTRY...]`. Prints
 * `N entries, N equal, N differ`; fails where a difference has no reason in parity/differences.json.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle, newRun } from './bundle.mjs';

const places = newRun();
const built = await bundle(places);
/** @type {typeof import('./parity/run.ts')} */
const { runParity } = await import(pathToFileURL(join(built, 'parity-run.mjs')).href);
const words = process.argv.slice(2);
process.exit(await runParity(places, { record: words.includes('--record'), only: words.filter((w) => !w.startsWith('--')) }));
