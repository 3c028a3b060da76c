import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../modem-db/quirks', import.meta.url));

/** The files of quirks in the tree, parsed, with their names. */
export function readQuirkFiles(): { readonly name: string; readonly data: unknown }[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => ({ name, data: JSON.parse(readFileSync(join(folder, name), 'utf8')) as unknown }));
}
