// @ts-check
/**
 * The attack from outside: `node test/attack/run.mjs [--seed N] [--only NAME,NAME] [--quick] [--case N]`. Each campaign runs in a
 * thread of its own, so that one that hangs or eats its memory is a fault and not the end. Plain JavaScript, since it makes what it
 * needs to run TypeScript. Ends with 1 where anything was found.
 */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { ensureBuild, ensureNodeModules, requireNode, root } from '../../electron/setup.mjs';

/** @typedef {import('./campaign.ts').Fault} Fault */
/** @typedef {{ name: string, cases: number, faults: Fault[], seconds: number }} Row */

/** The longest first: whoever comes last fills the gap. */
const campaigns = ['unplug', 'parsers', 'journals', 'kills', 'reenumerations', 'pins', 'wishes'];
/** A case that takes so long hangs; the longest starts programs and waits for them. */
const HANG_MS = 300_000;
const MAX_HEAP_MB = 2048;
/** Faults of one kind that are told. */
const TOLD = 4;

/**
 * TypeScript to what plain Node runs; addons stay outside.
 * @returns {Promise<string>} the program of one campaign
 */
async function bundle() {
  const { build } = await import('vite');
  const folder = join(root, '.cache', 'attack');
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) if (!isRunning(Number(name))) rmSync(join(folder, name), { recursive: true, force: true });
  const outDir = join(folder, String(process.pid));
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    build: {
      ssr: true,
      outDir,
      target: 'node20',
      minify: false,
      rollupOptions: { input: { main: join(root, 'test/attack/main.ts') }, output: { format: 'es', entryFileNames: '[name].mjs' } },
    },
    ssr: { noExternal: true, external: ['usb', 'serialport'] },
  });
  return join(outDir, 'main.mjs');
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {string} program
 * @param {string} name
 * @param {{ seed: number, scale: number, only: number | null }} options
 * @returns {Promise<Row>}
 */
function attack(program, name, options) {
  const started = Date.now();
  // Number of the case under way, and how many were begun: read from here even where the thread answers nothing any more.
  const place = new Int32Array(new SharedArrayBuffer(8));
  return new Promise((resolve) => {
    const worker = new Worker(pathToFileURL(program), {
      workerData: { ...options, name, root, place },
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    });
    let seen = -1;
    let since = Date.now();
    /** @param {Pick<Row, 'cases' | 'faults'>} result */
    const end = (result) => {
      clearInterval(watch);
      void worker.terminate();
      resolve({ name, ...result, seconds: Math.round((Date.now() - started) / 1000) });
    };
    /**
     * @param {string} kind
     * @param {string} detail
     */
    const broken = (kind, detail) => end({ cases: place[1] ?? 0, faults: [{ at: place[0] ?? 0, kind, detail }] });
    const watch = setInterval(() => {
      if (place[1] !== seen) {
        seen = place[1] ?? 0;
        since = Date.now();
      } else if (Date.now() - since > HANG_MS) broken('hung', `no end within ${HANG_MS / 1000} s; the campaign was given up`);
    }, 500);
    worker.on('message', end);
    worker.on('error', (error) => broken('died', error.stack ?? String(error)));
    worker.on('exit', (status) => broken('died', `the thread ended with ${status}`));
  });
}

/** @param {readonly Row[]} rows */
function show(rows) {
  const line = (/** @type {readonly (string | number)[]} */ cells) =>
    cells.map((cell, i) => (i === 0 ? String(cell).padEnd(16) : String(cell).padStart(10))).join('');
  console.log(`\n${line(['campaign', 'cases', 'faults', 'seconds'])}`);
  for (const { name, cases, faults, seconds } of rows) console.log(line([name, cases, faults.length, seconds]));
}

/**
 * @param {Row} row
 * @param {{ seed: number, quick: boolean }} options
 */
function tell({ name, faults }, { seed, quick }) {
  for (const kind of new Set(faults.map((fault) => fault.kind))) {
    const same = faults.filter((fault) => fault.kind === kind);
    console.log(`\n${name}: ${kind}: ${same.length}`);
    for (const { at, detail } of same.slice(0, TOLD)) {
      console.log(`  ${detail}`);
      console.log(`    npm run attack -- --only ${name} --seed ${seed}${quick ? ' --quick' : ''} --case ${at}`);
    }
  }
}

async function main() {
  requireNode();
  const { values } = parseArgs({
    options: { seed: { type: 'string' }, only: { type: 'string' }, quick: { type: 'boolean', default: false }, case: { type: 'string' } },
    strict: true,
  });
  const seed = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed);
  const only = values.case === undefined ? null : Number(values.case);
  const wanted = values.only?.split(',') ?? campaigns;
  const unknown = wanted.filter((name) => !campaigns.includes(name));
  if (unknown.length > 0 || !Number.isInteger(seed) || !(only === null || Number.isInteger(only))) {
    console.error(`There is no campaign ${unknown.join(', ') || 'of that number'}. There are: ${campaigns.join(', ')}.`);
    process.exit(2);
  }
  await ensureNodeModules();
  await ensureBuild();
  const program = await bundle();
  console.log(`seed ${seed}`);
  const queue = campaigns.filter((name) => wanted.includes(name));
  /** @type {Row[]} */
  const rows = [];
  await Promise.all(
    Array.from({ length: Math.min(availableParallelism(), queue.length) }, async () => {
      for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
        const row = await attack(program, name, { seed, scale: values.quick ? 0.1 : 1, only });
        console.log(`${name}: ${row.cases} cases, ${row.faults.length} faults, ${row.seconds} s`);
        tell(row, { seed, quick: values.quick });
        rows.push(row);
      }
    }),
  );
  rmSync(join(program, '..'), { recursive: true, force: true });
  show(rows);
  process.exit(rows.every(({ faults }) => faults.length === 0) ? 0 : 1);
}

await main();
