// @ts-check
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { parseSync } from 'vite';

/**
 * Who imports whom, read from the syntax trees of a tree of files. Imports of types count as all others: a room that knows another's
 * types depends on it.
 */

/**
 * Of a file of the tree: `file`, slashes between folders, without a query (`?raw`). Of a package: `package`, its name without what is
 * inside; `node:*` of every module of Node. Neither of an `import()` of something that is only known when it runs. `line` counts from 1.
 * @typedef {{ readonly from: string, readonly line: number, readonly file?: string, readonly package?: string }} Import
 * @typedef {{ readonly files: readonly string[], readonly imports: readonly Import[] }} Graph
 */

const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/;

/**
 * Reads all sources below the folders. Throws where one cannot be read or parsed.
 * @param {string} root
 * @param {readonly string[]} folders below root
 * @param {readonly string[]} leftOut folders that hold another program's sources
 * @returns {Graph}
 */
export function readGraph(root, folders, leftOut = []) {
  const files = folders.flatMap((folder) => sourcesBelow(root, folder, leftOut)).sort();
  return { files, imports: files.flatMap((file) => importsOf(file, readFileSync(join(root, file), 'utf8'))) };
}

/**
 * @param {string} root
 * @param {string} folder
 * @param {readonly string[]} leftOut
 * @returns {string[]}
 */
function sourcesBelow(root, folder, leftOut) {
  if (leftOut.includes(folder)) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return sourcesBelow(root, path, leftOut);
    return SOURCE.test(entry.name) ? [path] : [];
  });
}

/**
 * @param {string} file
 * @param {string} text
 * @returns {Import[]}
 */
export function importsOf(file, text) {
  const { program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  /** @type {Import[]} */
  const found = [];
  visit(program, (node) => {
    const source = sourceOf(node);
    if (source === undefined) return;
    found.push({ from: file, line: text.slice(0, node.start).split('\n').length, ...(source === null ? {} : targetOf(file, source)) });
  });
  return found;
}

/**
 * @typedef {Readonly<Record<string, unknown>> & { readonly type: string, readonly start: number }} Node
 * @param {unknown} value
 * @returns {value is Node}
 */
const isNode = (value) => typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

/**
 * Every node below this one, in whatever field it stands.
 * @param {unknown} value
 * @param {(node: Node) => void} take
 */
function visit(value, take) {
  if (Array.isArray(value)) for (const item of value) visit(item, take);
  else if (isNode(value)) {
    take(value);
    for (const field of Object.values(value)) if (typeof field === 'object') visit(field, take);
  }
}

/**
 * What a node imports as it is written: undefined where it imports nothing, null where only the run can tell.
 * @param {Node} node
 * @returns {string | null | undefined}
 */
function sourceOf(node) {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'ExportNamedDeclaration':
      return node['source'] === null ? undefined : textOf(node['source']);
    case 'ImportExpression':
    case 'TSImportType':
      return textOf(node['source']);
    case 'TSExternalModuleReference':
      return textOf(node['expression']);
    default:
      return undefined;
  }
}

/**
 * @param {unknown} node
 * @returns {string | null}
 */
function textOf(node) {
  if (!isNode(node)) return null;
  return node.type === 'Literal' && typeof node['value'] === 'string' ? node['value'] : null;
}

/**
 * @param {string} from
 * @param {string} source as it is written
 * @returns {Pick<Import, 'file' | 'package'>}
 */
function targetOf(from, source) {
  if (source.startsWith('node:')) return { package: 'node:*' };
  if (/^\.\.?(?:\/|$)/.test(source)) return { file: posix.join(posix.dirname(from), source.replace(/[?#].*$/, '')) };
  return {
    package: source
      .split('/')
      .slice(0, source.startsWith('@') ? 2 : 1)
      .join('/'),
  };
}
