import { type IdListFile, IdListFile as IdListSchema, isPlaceholder, type ListedNames } from '../../ids/id-list.ts';

/** One file of an outside list. */
export interface SourceText {
  /** Path below the folder that was given, with `/`; of a single file its name alone. */
  readonly path: string;
  readonly text: string;
  /** A symbolic link: its text is that of another file of the list. */
  readonly link: boolean;
}

/** How one outside list is read. The same texts give the same ids, in whatever order they come. */
export interface ListImporter {
  readonly list: string;
  readonly title: string;
  readonly driver?: string;
  /** Where in the source the list stands, for `source`: `drivers/usb/serial/option.c`. */
  readonly place: string;
  /** Whether a file, by its path below the folder, belongs to the list. */
  readonly takes: (path: string) => boolean;
  readonly read: (texts: readonly SourceText[]) => ListedNames;
}

const MOST_NAMES = 8;
const MOST_NAME = 100;

/** Ids with the names found for each, sorted, each name once; one that is the product id again (`7252`) is none. More than 8 names of an id are cut, and names of more than 100 characters. */
export function listedNames(found: Iterable<readonly [id: string, name: string | null]>): ListedNames {
  const ids = new Map<string, string[]>();
  for (const [id, name] of found) {
    const names = ids.get(id) ?? [];
    const short = name?.slice(0, MOST_NAME).trim() ?? '';
    const told = names.some((other) => other.toLowerCase() === short.toLowerCase());
    if (short.length > 1 && !told && !isPlaceholder(short, id) && names.length < MOST_NAMES) names.push(short);
    ids.set(id, names);
  }
  return Object.fromEntries([...ids].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * The file of a list from what was read of it. `version`: of what the files are of, `Linux 6.12`. Throws RangeError where no file
 * is of the list, ZodError where what was read does not fit the schema.
 */
export function importList(importer: ListImporter, texts: readonly SourceText[], version: string): IdListFile {
  const { list, title, driver, place } = importer;
  const own = texts.filter(({ path }) => importer.takes(path)).toSorted((a, b) => (a.path < b.path ? -1 : 1));
  if (own.length === 0) throw new RangeError(`no file of ${list} among ${texts.length}`);
  const ids = importer.read(own);
  return IdListSchema.parse({ list, title, ...(driver === undefined ? {} : { driver }), source: `${version}, ${place}`, ids });
}

/** The file as it stands in the tree: one line for each id. */
export function writeList({ list, title, driver, source, ids }: IdListFile): string {
  const head = Object.entries({ list, title, ...(driver === undefined ? {} : { driver }), source });
  const lines = Object.entries(ids).map(([id, names]) => `    "${id}": [${names.map((name) => JSON.stringify(name)).join(', ')}]`);
  const body = lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n  }`;
  return `{\n${head.map(([key, value]) => `  "${key}": ${JSON.stringify(value)}`).join(',\n')},\n  "ids": ${body}\n}\n`;
}
