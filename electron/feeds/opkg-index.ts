import {
  type FeedPackage,
  isPackageName,
  isVersion,
  MAX_DEPENDS,
  MAX_PACKAGES,
  type Operator,
  type Provided,
  type Requirement,
  safeFileName,
} from './feed-package.ts';

/**
 * Reads opkg's `Packages`: paragraphs of `Field: value`, continued by lines that begin with a blank, parted by empty lines
 * (Debian Policy 5.1; fields as OpenWrt include/package-pack.mk and scripts/ipkg-make-index.sh write them). A package that has no
 * sum, no size or a file name that is not a plain name is an error, not a gap: such an index is not OpenWrt's. A dependency that
 * cannot be read makes its own package impossible to install, and no other. Throws an Error that says what does not fit.
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
  for (const line of linesOf(text)) {
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

/** The largest index has 200,000. */
const MAX_LINES = 4_000_000;

/** One by one: a file of nothing but line ends would make an array that no memory holds. */
function* linesOf(text: string): Generator<string> {
  let count = 0;
  for (let at = 0; at < text.length; ) {
    if (++count > MAX_LINES) throw new Error(`more than ${MAX_LINES} lines`);
    const end = text.indexOf('\n', at);
    const line = text.slice(at, end < 0 ? text.length : end);
    yield line.endsWith('\r') ? line.slice(0, -1) : line;
    at += line.length + 1;
  }
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
  if (!isVersion(field('version'))) throw new Error(`${name} has no version`);
  return {
    name,
    version: field('version'),
    depends: list(field('depends')).flatMap(readDependency),
    conflicts: list(field('conflicts')).flatMap((item) => readRequirements(item) ?? []),
    provides: list(field('provides')).flatMap((item) => readRequirements(item)?.map(provided) ?? []),
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

const MAX_RELATION = 300;
const RELATION = /^([^\s()]+)((?:\s*\([^()]*\))*)\s*\*?$/;
const VERSION = /\(\s*(=|<<|<=|<|>>|>=|>)\s*([!-'*-~]+)\s*\)/g;

/**
 * A name with what its version must be: one requirement for each, since there can be two (`nginx-ssl-util (>=1.5-1) (<2)` in the
 * packages feed of 21.02). null for what is none.
 */
function readRequirements(text: string): readonly Requirement[] | null {
  if (text.length > MAX_RELATION) return null;
  const [, name = '', versions = ''] = RELATION.exec(text.trim()) ?? [];
  if (!isPackageName(name)) return null;
  if (versions === '') return [{ name, operator: 'any', version: '' }];
  const found = [...versions.matchAll(VERSION)].flatMap(([, sign = '', version = '']): Requirement[] => {
    const operator = operators[sign];
    return operator ? [{ name, operator, version }] : [];
  });
  return found.length === versions.split('(').length - 1 ? found : null;
}

/** One item of `Depends`; of alternatives each counts with its first version only, as opkg has it. */
function readDependency(item: string): readonly Requirement[][] {
  const [only, ...others] = item.split('|').map(readRequirements);
  if (others.length === 0 && only) return only.map((one) => [one]);
  const alternatives = [only, ...others].flatMap((one) => one?.slice(0, 1) ?? []);
  return [alternatives.length > 0 ? alternatives : [{ name: unreadableName(item), operator: 'any', version: '' }]];
}

/** What no package can be called, to be shown as what is missing. */
function unreadableName(item: string): string {
  return `"${item
    .trim()
    .slice(0, 60)
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '?')}"`;
}

function provided({ name, operator, version }: Requirement): Provided {
  return { name, version: operator === '=' ? version : null };
}
