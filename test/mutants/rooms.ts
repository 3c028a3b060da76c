import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What no test of the fast suite can reach: the app's own processes, which the end-to-end suite starts; and texts, in which there is
 * nothing to break.
 */
const OUTSIDE = [
  'electron/main.ts',
  'electron/preload.ts',
  'electron/bench-process.ts',
  'electron/serve.ts',
  'electron/contract/texts/',
  'renderer/locales/',
  'renderer/main.tsx',
];

/** Files that faults are put into: the code of the app, which is neither plain JavaScript nor a table of texts. */
export function isCode(file: string): boolean {
  return /^(electron|renderer|modem-db)\/.*\.tsx?$/.test(file) && !file.endsWith('.d.ts') && !OUTSIDE.some((path) => file.startsWith(path));
}

/** First folder below electron/, or the one beside it. Files of electron/ itself are the room `electron`. */
export function roomOf(file: string): string {
  const [top = '', second = '', third] = file.split('/');
  return top === 'electron' && third !== undefined ? second : top;
}

export const textOf = (root: string, file: string) => readFileSync(join(root, file), 'utf8');

/** Tells one text of a file from another. */
export const digestOf = (root: string, file: string) => createHash('sha256').update(textOf(root, file)).digest('hex').slice(0, 16);
