import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { BenchError } from '../contract/errors.ts';
import type { FetchProgress, PackageRequest } from '../contract/packages.ts';
import type { RouterFitView } from '../contract/router-backup.ts';
import type { Text } from '../contract/text.ts';
import { diffText } from '../openwrt/backup/index.ts';
import { defaultDataFolder } from '../shell/data-folder.ts';
import { readBounded } from './files.ts';
import { each } from './wish-options.ts';

/** What `export` and `prepare` make for one very router: the packages in the file, and the file fitted to the router's backup. */

export interface RouterFileOptions {
  readonly packages?: true;
  /** `ramips/mt7621`. */
  readonly target?: string;
  readonly feedUrl?: string;
  /** Paths of files with public keys. */
  readonly feedKey?: readonly string[];
  readonly cache?: string;
  /** Path of a backup that the router made. */
  readonly routerBackup?: string;
}

/** A key has a line or some. */
const MOST_KEY = 4096;
const MOST_KEYS = 4;

export function withRouterFiles(c: Command): Command {
  return c
    .option('--packages', 'fetch the packages for the router and put them into the file, for a router without internet')
    .option('--target <target>', 'of the router, such as ramips/mt7621')
    .option('--feed-url <url>', 'a mirror of downloads.openwrt.org')
    .option('--feed-key <file>', 'a public key that its packages may be signed with; once for each', each)
    .option('--cache <folder>', 'where what was fetched is kept')
    .option(
      '--router-backup <file>',
      "the router's own backup (System > Backup), the output of uci show or uci export, or files of /etc/config: the file is fitted to it, and the changes are shown",
    );
}

/** What `--packages` asks for; `null` without it. `command`: for messages. Throws USAGE, FILE_UNREADABLE and FEED_KEY_INVALID. */
export async function packageRequest(options: RouterFileOptions, command: string): Promise<PackageRequest | null> {
  const { packages, target, feedUrl, feedKey = [], cache } = options;
  if (packages !== true) {
    if (target === undefined && feedUrl === undefined && feedKey.length === 0 && cache === undefined) return null;
    throw new BenchError('USAGE', { message: `${command}: --target, --feed-url, --feed-key and --cache are for --packages` });
  }
  if (target === undefined) throw new BenchError('USAGE', { message: `${command}: --packages needs --target, such as ramips/mt7621` });
  if (feedKey.length > MOST_KEYS) throw new BenchError('USAGE', { message: `${command}: at most ${MOST_KEYS} --feed-key` });
  return { target, feedUrl, keys: await Promise.all(feedKey.map(readKey)) };
}

async function readKey(path: string): Promise<string> {
  const bytes = await readBounded(path, MOST_KEY);
  if (bytes.length > MOST_KEY) throw new BenchError('FEED_KEY_INVALID', { message: `${path.slice(0, 200)}: > ${MOST_KEY}` });
  return new TextDecoder().decode(bytes);
}

/** Where `export` keeps what was fetched: where the app does. */
export function feedCache({ cache }: RouterFileOptions): string {
  return cache === undefined ? join(defaultDataFolder(), 'feeds') : resolve(cache);
}

/** Says each file when it is begun. */
export function sayFiles(say: (line: string) => void): (progress: FetchProgress) => void {
  let last = '';
  return ({ file, files, filesDone }) => {
    if (file !== last) say(`   ${filesDone}/${files} ${file}`);
    last = file;
  };
}

/** What was found in the backup, what is changed for it, and the lines that the bundle will change on that router. */
export function showFit({ findings, changes, diff }: RouterFitView, text: Text): string {
  return [
    ...findings.map(({ severity, message }) => `${severity === 'note' ? ' ' : '!'}  ${text.phrase(message)}`),
    ...changes.map((change) => `*  ${text.phrase(change)}`),
    ...diffText(diff),
  ].join('\n');
}
