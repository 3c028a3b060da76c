import { join } from 'node:path';
import { BenchError } from '../contract/errors.ts';

/** Where the app keeps its journals unless told otherwise: the system's place for a program's own data. */
export function defaultDataFolder(environment: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string {
  const set = environment['MODEM_BENCH_DATA'];
  if (set) return set;
  const home = environment['HOME'] ?? environment['USERPROFILE'];
  if (platform === 'win32' && environment['APPDATA']) return join(environment['APPDATA'], 'Modem Bench');
  if (home === undefined) throw new BenchError('JOURNAL_UNWRITABLE', { folder: 'HOME', message: 'no home folder' });
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Modem Bench');
  return join(environment['XDG_DATA_HOME'] || join(home, '.local', 'share'), 'modem-bench');
}
