import {
  type FeedPackage,
  isPackageName,
  MAX_DEPENDS,
  MAX_PACKAGES,
  type Operator,
  type Provided,
  type Requirement,
  safeFileName,
} from './feed-package.ts';

/**
 * Reads opkg's `Packages`: paragraphs of `Field: value`, continued by lines that begin with a blank, parted by empty lines
 * (Debian Policy 5.1; fields as OpenWrt include/package-pack.mk and scripts/ipkg-make-index.sh write them). A package that has no sum, no size or a file name
 * that is not a plain name is an error, not a gap: such an index is not OpenWrt's. Throws an Error that says what does not fit.
 */
export function readPackagesIndex(text: string, folder: string): FeedPackage[] {
  const packages: FeedPackage[] = [];
  for (const fields of paragraphs(text)) {
    if (packages.length >= MAX_PACKAGES) throw new Error(`more than ${MAX_PACKAGES} packages`);
    packages.push(readPackage(fields, folder));
  }
  return packages;
}

function* paragraphs(text: string): Generator<ReadonlyMap<string, string>> {
  let fields = new Map<string, string>();
  let last = '';
  for (const written of text.split('\n')) {
    const line = written.replace(/\r$/, '');
    // A line of blanks is an empty one of a description, which goes on: OpenWrt puts a blank before each of its lines.
    if (line === '') {
      if (fields.size > 0) yield fields;
      fields = new Map();
      last = '';
    } else if (/^[ \t]/.test(line)) {
      // Only descriptions are continued, and nothing here reads them.
      if (last === '') throw new Error('it begins with a line that continues nothing');
    } else {
      const colon = line.indexOf(':');
      if (colon < 1) throw new Error(`no field in "${line.slice(0, 40)}"`);
      last = line.slice(0, colon).toLowerCase();
      if (fields.has(last)) throw new Error(`${last} is there twice`);
      fields.set(last, line.slice(colon + 1).trim());
    }
  }
  if (fields.size > 0) yield fields;
}

function readPackage(fields: ReadonlyMap<string, string>, folder: string): FeedPackage {
  const field = (name: string) => fields.get(name) ?? '';
  const name = field('package');
  if (!isPackageName(name)) throw new Error(`"${name.slice(0, 40)}" is no package name`);
  const file = safeFileName(field('filename'));
  if (file === null) throw new Error(`${name} has the file name "${field('filename').slice(0, 60)}"`);
  const sum = field('sha256sum').toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(sum)) throw new Error(`${name} has no SHA-256 sum`);
  if (!/^[0-9]{1,10}$/.test(field('size'))) throw new Error(`${name} has no size`);
  if (field('version') === '') throw new Error(`${name} has no version`);
  return {
    name,
    version: field('version'),
    depends: list(field('depends')).map((item) => item.split('|').map((one) => readRequirement(one, name))),
    conflicts: list(field('conflicts')).map((item) => readRequirement(item, name)),
    provides: list(field('provides')).map((item) => readProvided(item, name)),
    priority: 0,
    file,
    bytes: Number(field('size')),
    digest: { over: 'file', hex: sum },
    folder,
  };
}

function list(value: string): string[] {
  const items = value.split(',').filter((item) => item.trim() !== '');
  if (items.length > MAX_DEPENDS) throw new Error(`a list of ${items.length} packages`);
  return items;
}

/** Words for the operators as opkg has them: `<` and `>` are old forms of `<=` and `>=` (opkg-lede libopkg/pkg_depends.c). */
const operators: Readonly<Record<string, Operator>> = { '=': '=', '<<': '<', '<=': '<=', '<': '<=', '>>': '>', '>=': '>=', '>': '>=' };

function readRequirement(text: string, of: string): Requirement {
  const [, name = '', sign, version = ''] = /^\s*(\S+?)\s*(?:\(\s*(=|<<|<=|<|>>|>=|>)\s*([^\s()]+)\s*\))?\s*\*?\s*$/.exec(text) ?? [];
  const operator = sign === undefined ? 'any' : operators[sign];
  if (!isPackageName(name) || !operator) throw new Error(`${of} depends on "${text.trim().slice(0, 60)}"`);
  return { name, operator, version };
}

function readProvided(text: string, of: string): Provided {
  const { name, operator, version } = readRequirement(text, of);
  return { name, version: operator === '=' ? version : null };
}
