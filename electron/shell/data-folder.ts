import { mkdirSync, mkdtempSync, rmdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { BenchError } from '../contract/errors.ts';

/**
 * Where the app keeps its journals unless told otherwise: the system's place for a program's own data. Throws DATA_FOLDER_UNUSABLE
 * where nothing says where that is.
 */
export function defaultDataFolder(environment: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string {
  const set = environment['MODEM_BENCH_DATA'];
  if (set) return set;
  const home = environment['HOME'] || environment['USERPROFILE'];
  if (platform === 'win32' && environment['APPDATA']) return join(environment['APPDATA'], 'Modem Bench');
  if (!home) throw new BenchError('DATA_FOLDER_UNUSABLE', { folder: 'HOME', message: 'neither HOME nor MODEM_BENCH_DATA is set' });
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Modem Bench');
  return join(environment['XDG_DATA_HOME'] || join(home, '.local', 'share'), 'modem-bench');
}

/**
 * That folder as an absolute path, made where it is missing and tried out: what cannot be written down is told before anything else
 * begins. Throws DATA_FOLDER_UNUSABLE.
 */
export function openDataFolder(environment: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string {
  const folder = resolve(defaultDataFolder(environment, platform));
  try {
    makeFolder(folder);
    // Permission bits do not tell it all: file systems are mounted read-only, and root may do nearly everything.
    rmdirSync(mkdtempSync(join(folder, '.try-')));
  } catch (error) {
    throw new BenchError(
      'DATA_FOLDER_UNUSABLE',
      { folder, message: error instanceof Error ? error.message : String(error) },
      { cause: error },
    );
  }
  return folder;
}

/** Makes a folder and those above it. Node's own `recursive` never ends where a file system answers ENOENT to each attempt, as /proc does. */
function makeFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another of ours made it meanwhile.
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}
