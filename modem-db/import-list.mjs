// @ts-check
import { existsSync, lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

/**
 * `npm run import-list -- LIST PATH VERSION` writes `lists/LIST.json` anew from a file of that list or a tree that holds it, such as a
 * checkout of its source. VERSION is what its `source` says: `Linux 6.12.117`. `linux` is all lists of the kernel's drivers; `usb-ids` writes `hubs.json` as well.
 */
/** More is no list; a tree of the kernel has three thousand such files in the folders that count. */
const MOST_FILE = 8 * 1024 * 1024;
const lists = fileURLToPath(new URL('ids/lists', import.meta.url));
/** @type {{ module: typeof import('./import/lists/index.ts') }} */
const { module } = await runnerImport(fileURLToPath(new URL('import/lists/index.ts', import.meta.url)), {
  configFile: false,
  logLevel: 'warn',
});

const listed = readdirSync(lists).filter((name) => name.endsWith('.json') && name !== 'usb-ids.json');
/** @type {Set<string>} */
const wanted = new Set(listed.flatMap((name) => Object.keys(JSON.parse(readFileSync(join(lists, name), 'utf8')).ids)));
const importers = module.listImporters(wanted);
const [list, path, version] = process.argv.slice(2);
const chosen = importers.filter((importer) => importer.list === list || (list === 'linux' && importer.list.startsWith('linux-')));
if (path === undefined || version === undefined || chosen.length === 0 || !existsSync(path)) {
  const names = ['linux', ...importers.map((importer) => importer.list)].join(' ');
  process.stderr.write(`usage: npm run import-list -- LIST PATH VERSION   (PATH: a file or a folder that is there; LIST: ${names})\n`);
  process.exit(2);
}
const paths = lstatSync(path).isDirectory()
  ? readdirSync(path, { recursive: true }).map((name) => relative(path, join(path, String(name))).replaceAll(sep, '/'))
  : [basename(path)];
for (const importer of chosen) {
  const texts = paths.flatMap((name) => {
    const file = lstatSync(path).isDirectory() ? join(path, name) : path;
    if (!importer.takes(name)) return [];
    const stats = lstatSync(file);
    const link = stats.isSymbolicLink();
    // A link may point out of the tree, and its text is not wanted.
    if (!link && (!stats.isFile() || stats.size > MOST_FILE)) return [];
    return [{ path: name, text: link ? '' : readFileSync(file, 'utf8'), link }];
  });
  if (importer.list === 'usb-ids') {
    const ids = texts.flatMap(({ text }) => module.hubIds(text, wanted));
    writeFileSync(new URL('ids/hubs.json', import.meta.url), `${JSON.stringify({ source: `${version}, usb.ids`, ids }, null, 2)}\n`);
  }
  const file = module.importList(importer, texts, version);
  writeFileSync(join(lists, `${file.list}.json`), module.writeList(file));
  const named = Object.values(file.ids).filter((names) => names.length > 0).length;
  process.stdout.write(`${file.list}: ${texts.length} files, ${Object.keys(file.ids).length} ids, ${named} with a name\n`);
}
