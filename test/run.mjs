// @ts-check
/**
 * The whole test run, and its parts by name: `node test/run.mjs [lint] [fast] [e2e] [lab]`, `node test/run.mjs bench`.
 * Does all of its own set-up. Plain JavaScript, since it runs before anything is installed.
 *
 * Last line: `N passed, N failed, N skipped`. A suite that cannot run here is printed as skipped with the reason; in CI that
 * is a failure.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuild, ensureDebianPackages, ensureNodeModules, requireNode } from '../electron/setup.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const ci = process.env['CI'] === 'true';
const scratch = join(root, '.cache', 'test');

/** Of e2e, what failed at first and passed when its file was run by itself. @type {string[]} */
const unsteady = [];
/** More files than these fail for a reason. */
const MOST_AGAIN = 2;
/** What failed, by name: printed again at the very end, where a log that was cut still shows it. @type {string[]} */
const failures = [];

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** Debian packages that each suite needs beyond Node; elsewhere the suite is skipped with the command to run. */
const packages = {
  fast: ['busybox-static', 'iproute2', 'shellcheck'],
  e2e: [
    'chromium',
    'xvfb',
    'xauth',
    'libnss3',
    'libatk1.0-0',
    'libatk-bridge2.0-0',
    'libgtk-3-0',
    'libgbm1',
    'libasound2',
    'libcups2',
    'libdrm2',
    'libxkbcommon0',
    'libxcomposite1',
    'libxdamage1',
    'libxrandr2',
    'libxfixes3',
    'fonts-dejavu-core',
    'dbus',
  ],
  lab: [
    'qemu-system-x86',
    'kmod',
    'cpio',
    'xz-utils',
    'busybox-static',
    'udev',
    'usbutils',
    'usb-modeswitch',
    'usb-modeswitch-data',
    'libqmi-utils',
    'libmbim-utils',
    'modemmanager',
    'dbus',
    'iproute2',
  ],
};

/**
 * Runs a command with its output passed on.
 * @param {string} command
 * @param {string[]} args
 * @returns {Promise<number>} exit status
 */
function run(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', (error) => {
      console.error(error.message);
      resolve(127);
    });
    child.on('close', (status) => resolve(status ?? 1));
  });
}

/**
 * What a test file does that another in the same worker could notice: a module replaced, the environment changed, work counted, another
 * environment than Node's. Files without any of it share workers, and with them what is loaded: to load the house anew for each takes
 * longer than its tests.
 */
const leavesTraces =
  /\bvi\.(mock|doMock|hoisted|spyOn|stubEnv|stubGlobal|useFakeTimers)\b|process\.env\[[^\]]*\] ?=|delete process\.env|process\.chdir|passes\.ts|@vitest-environment/;

/** @returns {string[]} the files of the fast suite, as paths from the root */
function fastFiles() {
  const names = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => /\.test\.tsx?$/.test(name) && !/^(e2e|lab)[\\/]/.test(name)).map((name) => join('test', name));
}

/** @param {string} name */
const bin = (name) => join(root, 'node_modules', '.bin', name);

/**
 * The fast suite: first the files that share, then each other one by itself.
 * @returns {Promise<Counts>}
 */
async function fast() {
  const files = fastFiles();
  const isApart = (/** @type {string} */ file) => leavesTraces.test(readFileSync(join(root, file), 'utf8'));
  const together = await vitest('fast', ['--no-isolate', ...files.filter((file) => !isApart(file))], 'fast-together');
  const apart = await vitest('fast', files.filter(isApart));
  return {
    passed: together.passed + apart.passed,
    failed: together.failed + apart.failed,
    skipped: together.skipped + apart.skipped,
  };
}

/**
 * @param {string} project
 * @param {string[]} [choice] further arguments
 * @param {string} [name] of the report
 * @returns {Promise<Counts>}
 */
async function vitest(project, choice = [], name = project) {
  const report = join(scratch, `${name}.json`);
  rmSync(report, { force: true });
  mkdirSync(scratch, { recursive: true });
  const reporting = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
  const status = await run(bin('vitest'), ['run', '--project', project, ...reporting, ...choice]);
  return countReport(report, status);
}

/**
 * A file that could not even be loaded counts as one failure, and so does a run without a report.
 * @param {string} file
 * @param {number} status
 * @returns {Counts}
 */
function countReport(file, status) {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'));
    /** @type {{ name: string, message?: string, status: string, assertionResults: { status: string, fullName: string, failureMessages?: string[] }[] }[]} */
    const files = report.testResults;
    const unloaded = files.filter((f) => f.status === 'failed' && f.assertionResults.every((t) => t.status !== 'failed')).length;
    const failed = Number(report.numFailedTests) + unloaded;
    for (const { name, message = '', status: end, assertionResults } of files) {
      const wrong = assertionResults.filter((t) => t.status === 'failed');
      for (const t of wrong) failures.push(`${relative(root, name)}: ${t.fullName}: ${(t.failureMessages?.[0] ?? '').split('\n')[0]}`);
      // Of a hook that failed, the report has no word.
      if (wrong.length === 0 && end === 'failed')
        failures.push(`${relative(root, name)}: ${message.split('\n')[0] || 'not loaded or not set up: the reason stands above'}`);
    }
    return {
      passed: Number(report.numPassedTests),
      failed: failed === 0 && status !== 0 ? 1 : failed,
      skipped: Number(report.numPendingTests) + Number(report.numTodoTests ?? 0),
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/**
 * Three checks: the linter, the compiler, and the rules of who imports whom.
 * @returns {Promise<Counts>}
 */
async function lint() {
  const results = [
    await run(bin('biome'), ['check', '.']),
    await run(bin('tsc'), ['-p', '.']),
    await run(process.execPath, [join(root, 'test', 'import-rules', 'check.mjs')]),
  ];
  for (const [at, name] of ['biome check', 'tsc', 'import rules'].entries()) if (results[at] !== 0) failures.push(`lint: ${name}`);
  return { passed: results.filter((s) => s === 0).length, failed: results.filter((s) => s !== 0).length, skipped: 0 };
}

/**
 * @param {boolean} short whether other suites want their time as well
 * @returns {Promise<Counts>}
 */
async function lab(short) {
  const { runLab } = await import('./lab/run.mjs');
  const outcome = await runLab({ short });
  for (const { name, state, detail } of outcome.cases) if (state === 'failed') failures.push(`lab: ${name}: ${detail.split('\n')[0]}`);
  return outcome;
}

/**
 * Real windows, on machines that others use too: a file that failed is run once more by itself. What passes then counts as passed, and is
 * named in the last lines with what it said at first, so that nobody takes it for sound.
 * @returns {Promise<Counts>}
 */
async function e2e() {
  const before = failures.length;
  const first = await vitest('e2e');
  const said = failures.splice(before);
  const fileOf = (/** @type {string} */ line) => line.split(': ')[0] ?? '';
  const files = [...new Set(said.map(fileOf))];
  if (first.failed === 0 || files.length === 0 || files.length > MOST_AGAIN) {
    failures.push(...said);
    return first;
  }
  console.log(`\nonce more: ${files.join(', ')}`);
  const afresh = failures.length;
  const again = await vitest('e2e', files, 'e2e-again');
  const still = failures.slice(afresh).map(fileOf);
  unsteady.push(...said.filter((line) => !still.includes(fileOf(line))));
  const failed = again.failed;
  return { passed: first.passed + first.failed - failed, failed, skipped: first.skipped };
}

/** @type {Record<string, (all: boolean) => Promise<Counts>>} */
const suites = { lint, fast, e2e, lab };

/**
 * @param {string} name
 * @param {boolean} all whether it is one of all
 * @returns {Promise<Counts>}
 */
async function suite(name, all) {
  const needed = name in packages ? packages[/** @type {keyof typeof packages} */ (name)] : [];
  const missing =
    process.platform === 'linux' ? await ensureDebianPackages(needed) : name === 'fast' ? null : 'this suite runs on Linux only';
  if (missing !== null && name !== 'fast') {
    console.log(`\n${name}: skipped: ${missing}`);
    return ci ? { passed: 0, failed: 1, skipped: 0 } : { passed: 0, failed: 0, skipped: 1 };
  }
  const started = Date.now();
  console.log(`\n== ${name}`);
  const counts = await /** @type {(all: boolean) => Promise<Counts>} */ (suites[name])(all);
  const skippedInCi = ci && counts.skipped > 0;
  if (skippedInCi) console.log(`${name}: ${counts.skipped} skipped, which in CI is a failure`);
  console.log(
    `== ${name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped, ${Math.round((Date.now() - started) / 1000)} s`,
  );
  return skippedInCi ? { ...counts, failed: counts.failed + counts.skipped, skipped: 0 } : counts;
}

async function main() {
  requireNode();
  const wanted = process.argv.slice(2);
  await ensureNodeModules();
  if (wanted[0] === 'bench') {
    await ensureBuild();
    const missing = await ensureDebianPackages([...packages.e2e, ...packages.lab]);
    if (missing !== null) console.log(`benchmark: ${missing}`);
    process.exit(await run(bin('vitest'), ['run', '--project', 'benchmark', ...wanted.slice(1)]));
  }
  const unknown = wanted.filter((name) => !(name in suites));
  if (unknown.length > 0) {
    console.error(`No such suite: ${unknown.join(', ')}. There are: ${Object.keys(suites).join(', ')}, bench.`);
    process.exit(2);
  }
  await ensureBuild();
  // All suites at once have no time for every row: see test/support/some-of.ts.
  if (wanted.length === 0) process.env['MODEM_BENCH_TESTS'] = 'short';
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const name of wanted.length > 0 ? wanted : Object.keys(suites)) {
    const counts = await suite(name, wanted.length === 0);
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped;
  }
  if (unsteady.length > 0) console.log(`\nPassed at the second try only:\n${unsteady.map((line) => `  ${line}`).join('\n')}`);
  if (failures.length > 0) console.log(`\nFailed:\n${failures.map((line) => `  ${line}`).join('\n')}`);
  console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  process.exit(total.failed === 0 ? 0 : 1);
}

await main();
