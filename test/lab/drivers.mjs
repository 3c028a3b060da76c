// @ts-check
/**
 * Virtual devices on the real kernel beside the forecast: `node test/lab/drivers.mjs [--all] [--record] [--seed N] [--no-match]
 * [PART-OF-A-NAME...]`. Prints the match level's line, what differs, and last `N devices, N interfaces, N equal, N differ`; fails where
 * one differs. Without `--all`, of the database a sample by the seed that holds every vendor.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { bundle, newRun } from './bundle.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  allowNegative: true,
  options: {
    all: { type: 'boolean', default: false },
    record: { type: 'boolean', default: false },
    match: { type: 'boolean', default: true },
    seed: { type: 'string' },
  },
});
const { all, record, match } = values;
const seed = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed);
const places = newRun();
const built = await bundle(places);
/** @type {typeof import('./drivers/run.ts')} */
const { runDrivers } = await import(pathToFileURL(join(built, 'drivers-run.mjs')).href);
process.exit(await runDrivers(places, { all, record, match, seed, only: positionals }));
