// @ts-check
/**
 * What has to be there before anything of ours can run: packages, the build, Debian's packages for a test suite. Each `ensure…`
 * does nothing where it is there already. Plain JavaScript that imports only Node. Speaks on stderr: stdout is the commands' own.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const OLDEST_NODE = [20, 19];

/** @param {string} line */
export const say = (line) => process.stderr.write(`${line}\n`);

/**
 * @param {string} version such as `20.19.0`
 * @returns {boolean}
 */
export function nodeIsNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

/** Ends the process with one line where this Node is too old for what comes next. */
export function requireNode() {
  if (nodeIsNewEnough(process.versions.node)) return;
  say(
    `Modem Bench needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}. Install a newer one from https://nodejs.org/.`,
  );
  process.exit(1);
}

/** As in `seams/secret-environment.ts`; a test holds the two equal. */
export const secretVariables = ['MODEM_BENCH_PIN', 'MODEM_BENCH_PASSWORD'];

/**
 * An environment for another program: a technician's secrets are for the command line alone.
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function withoutSecrets(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !secretVariables.includes(name)));
}

/**
 * Runs a program; what it says goes to stderr, at once or only if it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {{ quiet?: boolean, env?: NodeJS.ProcessEnv, timeoutMs?: number }} [options]
 * @returns {Promise<number>} exit status; 127: it could not be started; 124: it took too long
 */
export function run(command, args, { quiet = false, env = process.env, timeoutMs = 0 } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: withoutSecrets(env),
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: command.endsWith('.cmd'),
    });
    let kept = '';
    let late = false;
    const timer =
      timeoutMs > 0
        ? setTimeout(() => {
            late = true;
            child.kill('SIGKILL');
          }, timeoutMs)
        : undefined;
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        if (quiet) kept += chunk;
        else process.stderr.write(chunk);
      });
    }
    child.on('error', (error) => {
      clearTimeout(timer);
      say(`${command}: ${error.message}`);
      resolve(127);
    });
    child.on('close', (status) => {
      clearTimeout(timer);
      const result = late ? 124 : (status ?? 1);
      if (quiet && result !== 0) process.stderr.write(kept);
      resolve(result);
    });
  });
}

/**
 * Whether what npm put into `node_modules` is what the lock file asks for.
 * @returns {boolean}
 */
function packagesAreCurrent() {
  try {
    const read = (/** @type {string} */ file) => JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
    /** @type {Record<string, { version?: string, integrity?: string, optional?: boolean }>} */
    const wanted = read('package-lock.json');
    /** @type {typeof wanted} */
    const present = read('node_modules/.package-lock.json');
    return Object.entries(wanted).every(([path, { version, integrity, optional }]) => {
      if (path === '') return true;
      const there = present[path];
      // What is for other systems is left out by npm.
      return there ? there.version === version && there.integrity === integrity : optional === true;
    });
  } catch {
    return false;
  }
}

/** Installs the packages of the lock file where they are missing or other ones. Throws where npm fails. */
export async function ensureNodeModules() {
  if (packagesAreCurrent()) return;
  say('Installing the packages (npm ci) …');
  // Under `npm run` this is npm's own script; as a program, it is a .cmd file on Windows.
  const npm = process.env['npm_execpath'];
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const status =
    npm?.endsWith('.js') === true
      ? await run(process.execPath, [npm, ...args])
      : await run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args);
  if (status !== 0) throw new Error(`npm ci failed with status ${status}`);
}

/** Everything that the build depends on. */
const sources = [
  'electron',
  'renderer',
  'modem-db',
  'assets/icon.svg',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'electron.vite.config.ts',
];
const built = join(root, 'out');
const STAMP = '.sources';

/**
 * A digest of all sources: names and contents.
 * @returns {string}
 */
function digestOfSources() {
  const hash = createHash('sha256');
  const add = (/** @type {string} */ path) => {
    const full = join(root, path);
    if (/\.(mjs|md)$/.test(path)) return;
    if (/\.[a-z0-9]+$/.test(path)) hash.update(`${path}\0`).update(readFileSync(full)).update('\0');
    else for (const name of readdirSync(full).sort()) add(`${path}/${name}`);
  };
  for (const path of sources) add(path);
  return hash.digest('hex');
}

/**
 * Sizes of all files below a folder, by path.
 * @param {string} folder
 * @returns {Record<string, number>}
 */
function sizesIn(folder) {
  /** @type {Record<string, number>} */
  const sizes = {};
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === STAMP) continue;
    if (!entry.isDirectory()) sizes[entry.name] = statSync(join(folder, entry.name)).size;
    else for (const [path, size] of Object.entries(sizesIn(join(folder, entry.name)))) sizes[`${entry.name}/${path}`] = size;
  }
  return sizes;
}

/**
 * Notes what was built, and from which sources.
 * @param {string} folder
 * @param {string} digest of the sources
 */
export function writeBuildStamp(folder, digest) {
  writeFileSync(join(folder, STAMP), JSON.stringify({ digest, files: sizesIn(folder) }));
}

/**
 * Whether a folder holds what was built from these sources, all of it: files that somebody deleted, or a disk cut off, are built anew.
 * @param {string} folder
 * @param {string} digest of the sources
 * @returns {boolean}
 */
export function buildIsCurrent(folder, digest) {
  try {
    const stamp = JSON.parse(readFileSync(join(folder, STAMP), 'utf8'));
    const files = Object.entries(stamp.files);
    return stamp.digest === digest && files.length > 0 && files.every(([path, size]) => statSync(join(folder, path)).size === size);
  } catch {
    return false;
  }
}

/** Builds `out/` where the sources are others than those that it was built from, or not all of it is there. Throws where the build fails. */
export async function ensureBuild() {
  const digest = digestOfSources();
  if (buildIsCurrent(built, digest)) return;
  say('Building …');
  rmSync(join(built, STAMP), { force: true });
  const cli = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const status = await run(process.execPath, [cli, 'build', '--logLevel', 'warn'], { quiet: true });
  if (status !== 0) throw new Error(`the build failed with status ${status}`);
  writeBuildStamp(built, digest);
}

/**
 * @param {string} name
 * @returns {boolean}
 */
function isInstalled(name) {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg's own placeholder
  const query = spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Status}\n', name], { encoding: 'utf8' });
  return query.status === 0 && query.stdout.trim() === 'installed';
}

/**
 * Debian's packages that a suite needs: installed where this user may, named where not.
 * @param {readonly string[]} names
 * @returns {Promise<string | null>} `null`: all there; else what is missing and the one command that mends it
 */
export async function ensureDebianPackages(names) {
  if (spawnSync('dpkg-query', ['--version']).status !== 0) {
    return names.length === 0 ? null : `this system has no dpkg; needed are ${names.join(' ')}`;
  }
  // Debian 13 renamed libraries for 64-bit time: libgtk-3-0 is libgtk-3-0t64 there.
  const missing = names.filter((name) => !isInstalled(name) && !isInstalled(`${name}t64`));
  if (missing.length === 0) return null;
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  if (process.getuid?.() !== 0) return `missing packages; run: sudo ${command}`;
  say(`Installing Debian packages: ${missing.join(' ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const update = await run('apt-get', ['update', '-qq'], { quiet: true, env });
  const status = update === 0 ? await run('apt-get', command.split(' ').slice(1), { quiet: true, env }) : update;
  return status === 0 ? null : `apt-get failed with status ${status}; run: ${command}`;
}
