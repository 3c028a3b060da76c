import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../../modem-db/vendors/', import.meta.url);

/** The files of the tree, as the linter takes them. */
export function readVendorFiles(): { name: string; data: unknown }[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => ({ name, data: JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as unknown }));
}
