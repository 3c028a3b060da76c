import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Manifest } from '../../electron/contract/manifest.ts';

/** The manifest in a folder that holds one export. */
export function manifestIn(folder: string): Manifest {
  const names = readdirSync(folder).filter((name) => name.endsWith('-manifest.json'));
  if (names.length !== 1) throw new Error(`not one manifest, but ${names.length} in ${folder}`);
  return Manifest.parse(JSON.parse(readFileSync(join(folder, names[0] ?? ''), 'utf8')));
}
