import { BenchError } from '../../../contract/errors.ts';
import type { UciConfig, UciSection } from '../../uci.ts';
import { parseUci, UciParseError } from '../../uci-parse.ts';
import { shown } from '../config.ts';
import { type PastedLine, pastedLines } from './lines.ts';
import { merged, type ToldSection } from './merge.ts';
import { configOf } from './names.ts';
import { plainText } from './plain-text.ts';
import { type FileSection, pastedSections, type ShownSection } from './sections.ts';
import { type ToldSystem, toldSystem } from './system.ts';
import { isAnonymous } from './uci-show.ts';

export interface PastedLimits {
  /** Bytes of the whole. */
  readonly text: number;
  /** Characters of one configuration. */
  readonly file: number;
}

/** What a text tells of a router. */
export interface PastedRouter extends ToldSystem {
  /** By name; of a name that is not here the text says nothing. */
  readonly configs: ReadonlyMap<string, UciConfig>;
  /** The text has so many configurations that it has all. */
  readonly complete: boolean;
  /** Numbers of lines that begin like UCI and are none. */
  readonly strange: readonly number[];
}

/** Of what is on every router, the last of which nobody posts one by one. */
const ofEveryRouter = ['network', 'firewall', 'dhcp', 'system', 'dropbear', 'rpcd'];

/**
 * Reads what people post of a router: the output of `uci show` and `uci export`, configuration files with or without their names, several of them in one text.
 * `wanted`: which of them are looked at. `null`: there is none in it. Throws BACKUP_TOO_LARGE, and BACKUP_CONFIG_INVALID for a file of
 * `needed` that uci would not read.
 */
export function readPasted(
  bytes: Uint8Array,
  wanted: readonly string[],
  needed: readonly string[],
  limits: PastedLimits,
): PastedRouter | null {
  // Of what is too large only so much is looked at as tells whether it is one.
  const text = plainText(bytes.subarray(0, limits.text));
  if (text === null) return null;
  const sections = pastedSections(pastedLines(text));
  const told = new Told(limits);
  told.files(sections.files, wanted, needed);
  for (const section of sections.shown) told.shown(section, wanted);
  if (told.names.size === 0) return null;
  if (bytes.length > limits.text) throw new BenchError('BACKUP_TOO_LARGE', { what: 'bytes', most: limits.text });
  return {
    ...toldSystem(text),
    configs: new Map(wanted.flatMap((name) => (told.names.has(name) ? [[name, merged(told.of(name))] as const] : []))),
    complete: ofEveryRouter.every((name) => told.names.has(name)),
    strange: sections.strange,
  };
}

class Told {
  /** Configurations of which there is something. */
  readonly names = new Set<string>();
  readonly #limits: PastedLimits;
  readonly #sections = new Map<string, ToldSection[]>();
  readonly #types = new Map<string, string>();
  readonly #sizes = new Map<string, number>();

  constructor(limits: PastedLimits) {
    this.#limits = limits;
  }

  of(config: string): readonly ToldSection[] {
    return this.#sections.get(config) ?? [];
  }

  files(sections: readonly FileSection[], wanted: readonly string[], needed: readonly string[]): void {
    for (const { config, run, lines } of filesOf(sections)) {
      this.names.add(config);
      if (!wanted.includes(config)) continue;
      this.#count(
        config,
        lines.reduce((sum, { text }) => sum + text.length + 1, 0),
      );
      for (const section of parsed(config, lines, needed.includes(config))) this.#add(config, { section, run, form: 'file', whole: true });
    }
  }

  shown({ config, section, type, whole, run, options }: ShownSection, wanted: readonly string[]): void {
    // Options that were asked for one by one are of a section that was told before, if the text has it.
    const key = `${config}.${section}`;
    const known = type ?? this.#types.get(key) ?? (config === 'network' && options.has('proto') ? 'interface' : null);
    if (known === null) return;
    // A lone head may be anything.
    if (options.size > 0) this.names.add(config);
    if (!wanted.includes(config)) return;
    this.#count(
      config,
      [...options].reduce((sum, [option, value]) => sum + option.length + [value].flat().join(' ').length, section.length),
    );
    const name = isAnonymous(section) ? null : section;
    this.#add(config, { section: { type: known, name, options }, run: `show ${run}`, form: 'show', whole });
  }

  #add(config: string, section: ToldSection): void {
    this.#types.set(`${config}.${section.section.name ?? ''}`, section.section.type);
    const all = this.#sections.get(config);
    if (all) all.push(section);
    else this.#sections.set(config, [section]);
  }

  #count(config: string, characters: number): void {
    const size = (this.#sizes.get(config) ?? 0) + characters;
    if (size > this.#limits.file)
      throw new BenchError('BACKUP_TOO_LARGE', { what: `/etc/config/${shown(config)}`, most: this.#limits.file });
    this.#sizes.set(config, size);
  }
}

interface PastedFile {
  readonly config: string;
  readonly run: string;
  readonly lines: PastedLine[];
}

/** The files that sections are of. Where one begins anew without a heading it is another copy. Nothing of sections whose file nothing tells. */
function filesOf(sections: readonly FileSection[]): PastedFile[] {
  const files: PastedFile[] = [];
  const open = new Map<string, PastedFile & { readonly head: string }>();
  let run = -1;
  let last: string | null = null;
  for (const section of sections) {
    if (section.run !== run) {
      open.clear();
      last = null;
      run = section.run;
    }
    last = configOf(section.type, section.options, section.heading, last);
    if (last === null) continue;
    const head = headOf(section);
    const before = open.get(last);
    if (before && before.head !== head) {
      before.lines.push(...section.lines);
      continue;
    }
    const file = { config: last, run: `file ${files.length}`, lines: [...section.lines], head };
    open.set(last, file);
    files.push(file);
  }
  // A lone head may be prose.
  return files.filter(({ lines }) => lines.some(({ text }) => !text.startsWith('config')));
}

/** By which the first section of a file is known again: its name, or all that it says. */
const headOf = ({ type, name, lines }: FileSection): string =>
  name === null ? lines.map(({ text }) => text).join('\n') : `${type} ${name}`;

/** A file's sections, as libuci reads them. One that it would not read is as good as none, but where everything hangs on it. */
function parsed(config: string, lines: readonly PastedLine[], needed: boolean): readonly UciSection[] {
  try {
    return parseUci(`${lines.map(({ text }) => text).join('\n')}\n`).sections;
  } catch (error) {
    if (!(error instanceof UciParseError)) throw error;
    if (!needed) return [];
    throw new BenchError('BACKUP_CONFIG_INVALID', {
      file: `/etc/config/${config}`,
      line: numberOf(lines, error.line),
      reason: shown(error.reason),
    });
  }
}

/** The number in the text of a file's line. */
function numberOf(lines: readonly PastedLine[], line: number): number {
  let count = 0;
  for (const { text, number } of lines) {
    const height = text.split('\n').length;
    if (line <= count + height) return number + Math.max(0, line - count - 1);
    count += height;
  }
  return lines.at(-1)?.number ?? 0;
}
