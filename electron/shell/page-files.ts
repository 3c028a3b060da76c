import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

/** The built page, read once: what is not in it cannot be asked for, so no path from outside ever reaches the file system. */

export interface PageFile {
  readonly type: string;
  readonly body: Uint8Array<ArrayBuffer>;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

export type PageFiles = ReadonlyMap<string, PageFile>;

/** Reads a folder into a map from URL path (`/assets/main.js`; `/` is the index) to file. Files of unknown kind are left out. Throws what `fs` throws. */
export function readPageFiles(folder: string): PageFiles {
  const files = new Map<string, PageFile>();
  const read = (below: string, prefix: string) => {
    for (const entry of readdirSync(below, { withFileTypes: true })) {
      const type = types[extname(entry.name)];
      if (entry.isDirectory()) read(join(below, entry.name), `${prefix}${entry.name}/`);
      else if (entry.isFile() && type)
        files.set(`${prefix}${entry.name}`, { type, body: new Uint8Array(readFileSync(join(below, entry.name))) });
    }
  };
  read(folder, '/');
  const index = files.get('/index.html');
  if (index) files.set('/', index);
  return files;
}
