// @ts-check
/**
 * `npm start`, `npm run -s cli -- …` and `npm run dist`: sets up what is missing, then does what was asked. Plain JavaScript, since
 * it runs before anything is installed.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { ensureBuild, ensureNodeModules, requireNode, root, run, say, withoutSecrets } from './setup.mjs';

/** How long the runtime's download may take before the browser form is the better answer. */
const DOWNLOAD_LIMIT_MS = 10 * 60_000;
const REACH_LIMIT_MS = 5_000;

const built = (/** @type {string} */ name) => join(root, 'out', 'main', name);

/** Where the executable is inside a runtime's folder. */
const executable =
  process.platform === 'win32' ? 'electron.exe' : process.platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron';

/**
 * @returns {string | null} why no window can be shown here
 */
function lacksDisplay() {
  if (process.platform !== 'linux' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']) return null;
  return 'There is no display (neither DISPLAY nor WAYLAND_DISPLAY is set).';
}

/**
 * Whether the place that the runtime comes from answers at all: a network that swallows packets would take minutes to tell.
 * @returns {Promise<boolean>}
 */
function reachesDownloads() {
  const { env } = process;
  // Behind a proxy or with a mirror the way there is another one.
  if (['ELECTRON_MIRROR', 'npm_config_electron_mirror', 'HTTPS_PROXY', 'https_proxy', 'ALL_PROXY'].some((name) => env[name])) {
    return Promise.resolve(true);
  }
  return new Promise((resolve) => {
    const socket = connect({ host: 'github.com', port: 443 });
    const end = (/** @type {boolean} */ reached) => {
      socket.destroy();
      resolve(reached);
    };
    socket.setTimeout(REACH_LIMIT_MS, () => end(false));
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}

/**
 * The Electron executable, downloaded first if need be.
 * @returns {Promise<{ path: string } | { missing: string }>}
 */
async function findElectron() {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override) {
    const path = join(override, executable);
    return existsSync(path) ? { path } : { missing: `There is no Electron runtime at ELECTRON_OVERRIDE_DIST_PATH (${path}).` };
  }
  const folder = join(root, 'node_modules', 'electron');
  const path = join(folder, 'dist', executable);
  // Written last by the installer: a download that was cut off has none.
  const complete = () => existsSync(join(folder, 'path.txt')) && existsSync(path);
  if (complete()) return { path };
  const hint = 'To try again: npx install-electron. To use one that is here: set ELECTRON_OVERRIDE_DIST_PATH to its folder.';
  if (!(await reachesDownloads()))
    return { missing: `There is no Electron runtime, and github.com, where it comes from, does not answer. ${hint}` };
  say('Downloading the Electron runtime …');
  const status = await run(process.execPath, [join(folder, 'install.js')], { quiet: true, timeoutMs: DOWNLOAD_LIMIT_MS });
  if (status === 0 && complete()) return { path };
  return { missing: `There is no Electron runtime, and its download ${status === 124 ? 'took too long' : 'failed'}. ${hint}` };
}

/**
 * Runs a program on this terminal to its end, passing on what would end us.
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<number>}
 */
function hand(command, args, env = process.env) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env: withoutSecrets(env), stdio: 'inherit' });
    // Ctrl-C reaches the child by itself; a signal to this process alone does not.
    process.on('SIGINT', () => undefined);
    process.on('SIGTERM', () => child.kill('SIGTERM'));
    child.on('error', (error) => {
      say(error.message);
      resolve(127);
    });
    child.on('close', (status, signal) => resolve(status ?? (signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : 1)));
  });
}

/** @param {string[]} args */
const serve = (args) => hand(process.execPath, [built('serve.js'), ...args]);

/**
 * @param {string[]} args for the browser form, where it comes to that
 * @returns {Promise<number>}
 */
async function open(args) {
  const noDisplay = lacksDisplay();
  if (noDisplay !== null) {
    say(`${noDisplay} Serving the same wizard to a browser.`);
    return serve(args);
  }
  const electron = await findElectron();
  if ('missing' in electron) {
    say(`${electron.missing}\nServing the same wizard to a browser.`);
    return serve(args);
  }
  const flags = [];
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    say(
      "Warning: running as root, where Chromium's sandbox cannot be used (--no-sandbox). Better start it as a normal user; see the udev rule in assets/.",
    );
    flags.push('--no-sandbox');
  }
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  const status = await hand(electron.path, [...flags, root], env);
  if (status !== 127) return status;
  // What the dynamic linker answers where a library is missing; it has named it by now.
  say('The Electron runtime does not run here. Serving the same wizard to a browser.');
  return serve(args);
}

/**
 * Runs a built command in this process: no second Node to wait for, and its exit code is ours.
 * @param {string} name
 * @param {string[]} args
 */
async function become(name, args) {
  process.argv = [process.execPath, built(name), ...args];
  await import(pathToFileURL(built(name)).href);
}

/**
 * @param {string[]} targets of electron-builder (`deb`, `AppImage`, `nsis`, `dmg`); none: the unpacked app
 * @returns {Promise<number>}
 */
async function dist(targets) {
  const system = process.platform === 'win32' ? '--win' : process.platform === 'darwin' ? '--mac' : '--linux';
  const args = [system, ...(targets.length > 0 ? targets : ['dir']), '--publish', 'never'];
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override) {
    const version = readFileSync(join(override, 'version'), 'utf8').trim().replace(/^v/, '');
    say(`Packaging with the Electron runtime ${version} from ELECTRON_OVERRIDE_DIST_PATH.`);
    args.push(`-c.electronDist=${override}`, `-c.electronVersion=${version}`);
  } else if (process.platform === 'linux' && process.arch === 'x64' && !(await reachesDownloads())) {
    const { ensureElectronRuntime } = await import('../test/electron-runtime.mjs');
    const runtime = await ensureElectronRuntime();
    say(
      `The Electron runtime cannot be downloaded here. Packaging with the one for tests (${runtime.version}): good to be tried, not to be given away.`,
    );
    args.push(`-c.electronDist=${runtime.folder}`, `-c.electronVersion=${runtime.version}`);
  }
  const status = await run(process.execPath, [join(root, 'node_modules', 'electron-builder', 'cli.js'), ...args]);
  // Of a runtime that lies unpacked everything is copied, the app that it shows without one among it.
  rmSync(join(root, 'dist', 'linux-unpacked', 'resources', 'default_app.asar'), { force: true });
  return status;
}

async function main() {
  requireNode();
  const [verb = '', ...rest] = process.argv.slice(2);
  const verbs = ['cli', 'dist', 'serve'];
  if (verb !== '' && !verb.startsWith('--') && !verbs.includes(verb)) {
    say(`start.mjs: ${verb}: not one of ${verbs.join(', ')}`);
    process.exit(2);
  }
  await ensureNodeModules();
  await ensureBuild();
  if (verb === 'cli' && rest[0] === 'serve') return become('serve.js', rest.slice(1));
  if (verb === 'cli') return become('cli.js', rest);
  if (verb === 'serve') return become('serve.js', rest);
  process.exitCode = verb === 'dist' ? await dist(rest) : await open(process.argv.slice(2));
}

try {
  await main();
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
