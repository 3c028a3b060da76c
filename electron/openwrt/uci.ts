import { BenchError } from '../contract/errors.ts';

/**
 * UCI: the text form of OpenWrt's configuration (`/etc/config/*`), as libuci writes it. What is written here is what
 * `uci export` would print: values always in single quotes, `'` as `'\''`, one blank line after each section.
 */

/** One section: `config <type> '<name>'`, or without a name. A list keeps empty entries, an option never has an empty value. */
export interface UciSection {
  readonly type: string;
  readonly name: string | null;
  readonly options: ReadonlyMap<string, string | readonly string[]>;
}

/** One configuration file, e.g. `network`. */
export interface UciConfig {
  readonly sections: readonly UciSection[];
}

/** Names of sections and options: what libuci's uci_validate_name takes. */
export const uciName = /^[A-Za-z0-9_]+$/;
/** Section types: printable ASCII without blanks (uci_validate_type), and without what would not be read back, as types stand unquoted. */
const uciType = /^[!$-&(-:<-[\]-~]+$/;
const packageName = /^[A-Za-z0-9_-]+$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
export const controlCharacter = /[\u0000-\u001f\u007f]/;

/**
 * A word that a POSIX shell and a UCI file both read as exactly that text: in single quotes, a quote as `'\''`.
 * Throws WISH_INVALID for control characters (line ends among them), which `uci set` refuses, and for lone surrogates.
 */
export function quote(value: string, field = 'value'): string {
  if (controlCharacter.test(value)) throw refused(field, 'control-character');
  if (/\p{Surrogate}/u.test(value)) throw refused(field, 'not-unicode');
  return `'${value.replaceAll("'", "'\\''")}'`;
}

/**
 * Writes a configuration file. `package` adds the first line that `uci export` prints.
 * Throws WISH_INVALID for bad names and types, control characters and empty option values (an empty value deletes in UCI).
 */
export function formatUci(config: UciConfig, packageLine?: string): string {
  if (packageLine !== undefined && !packageName.test(packageLine)) throw refused('package', 'name');
  const head = packageLine === undefined ? '' : `package ${packageLine}\n\n`;
  return head + config.sections.map((section) => `${formatSection(section)}\n`).join('');
}

function formatSection({ type, name, options }: UciSection): string {
  if (!uciType.test(type)) throw refused(type, 'type');
  if (name !== null && !uciName.test(name)) throw refused(name, 'name');
  const lines = [name === null ? `config ${type}\n` : `config ${type} '${name}'\n`];
  for (const [option, value] of options) {
    if (!uciName.test(option)) throw refused(option, 'name');
    if (typeof value !== 'string') lines.push(...value.map((entry) => `\tlist ${option} ${quote(entry, option)}\n`));
    else if (value === '') throw refused(option, 'empty');
    else lines.push(`\toption ${option} ${quote(value, option)}\n`);
  }
  return lines.join('');
}

/** A section from plain pairs, in their order. */
export function section(type: string, name: string | null, options: Iterable<readonly [string, string | readonly string[]]>): UciSection {
  return { type, name, options: new Map(options) };
}

function refused(field: string, reason: 'control-character' | 'not-unicode' | 'name' | 'type' | 'empty'): BenchError {
  return new BenchError('WISH_INVALID', { field: field.slice(0, 60).replace(/[^\u0020-\u007e]/g, '?'), value: reason });
}
