// @ts-check
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Runs whose files are kept for who wants to look at them. */
const KEPT_RUNS = 8;
/** A younger run may still be under way. */
const YOUNG_MS = 3_600_000;

/**
 * Places of one run: the checkout, what is kept between runs, and a folder of its own, so that runs do not meet.
 * @returns {import('./boot.ts').Places}
 */
export function newRun() {
  const checkout = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
  const cache = join(checkout, '.cache', 'lab');
  forgetRuns(join(cache, 'runs'));
  const stamp = new Date().toISOString().replaceAll(/[-:]/g, '').slice(0, 15);
  return { checkout, cache, run: join(cache, 'runs', `${stamp}-${process.pid}`) };
}

/** @param {string} folder */
function forgetRuns(folder) {
  /** @type {string[]} */
  let names = [];
  try {
    names = readdirSync(folder).sort().reverse();
  } catch {
    return;
  }
  for (const name of names.slice(KEPT_RUNS)) {
    const path = join(folder, name);
    if (Date.now() - statSync(path).mtimeMs > YOUNG_MS) rmSync(path, { recursive: true, force: true });
  }
}

/**
 * TypeScript to what plain Node runs, on this computer and in the guest, where a compiler would take ten times as long. Addons
 * stay outside: the bundles lie inside the checkout and find its node_modules.
 * @param {import('./boot.ts').Places} places
 * @returns {Promise<string>} the folder of the bundles
 */
export async function bundle({ checkout, run }) {
  const outDir = join(run, 'build');
  const input = {
    lab: join(checkout, 'test/lab/lab.ts'),
    modem: join(checkout, 'test/lab/guest/modem.ts'),
    seams: join(checkout, 'test/lab/guest/seams.ts'),
    drivers: join(checkout, 'test/lab/guest/drivers.ts'),
    'drivers-run': join(checkout, 'test/lab/drivers/run.ts'),
    shapes: join(checkout, 'test/lab/guest/shapes.ts'),
    'parity-run': join(checkout, 'test/lab/parity/run.ts'),
    parity: join(checkout, 'test/lab/parity/guest.ts'),
    'parity-ours': join(checkout, 'test/lab/parity/ours.ts'),
  };
  await build({
    configFile: false,
    root: checkout,
    logLevel: 'warn',
    build: {
      ssr: true,
      outDir,
      target: 'node20',
      minify: false,
      rollupOptions: { input, output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' } },
    },
    ssr: { noExternal: true, external: ['usb', 'serialport'] },
  });
  return outDir;
}
