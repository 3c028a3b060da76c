import { UciLines } from '../../electron/openwrt/uci-lines.ts';
import { parseUci } from '../../electron/openwrt/uci-parse.ts';

export interface Section {
  type: string;
  /** libuci gives a section without one a name by its place and type: `cfg02dc81`. */
  name: string;
  anonymous: boolean;
  options: Map<string, string | string[]>;
}

/** As libuci marks the lines of a file of staged changes (uci delta.c, uci_command_char). */
export type Sign = '' | '+' | '-' | '|' | '~';

export interface Change {
  readonly sign: Sign;
  readonly section: string;
  readonly option: string | undefined;
  readonly value: string | null;
}

export const words = (value: string | string[] | undefined) => (value === undefined ? [] : [value].flat());
export const quoted = (value: string) => `'${value.replaceAll("'", "'\\''")}'`;

/** One configuration as libuci holds it in memory, and what its commands make of it. */
export class UciPackage {
  readonly sections: Section[] = [];
  /** Sections that were ever made in it; the number in the next name. */
  #made = 0;

  /** Throws UciParseError where libuci would not read it. */
  constructor(text: string) {
    for (const { type, name, options } of parseUci(text).sections)
      this.#add(type, name, new Map([...options].map(([key, value]) => [key, typeof value === 'string' ? value : [...value]])));
  }

  /** By its name, or as `@zone[1]`, `@zone[-1]`. */
  find(name: string): Section | undefined {
    const indexed = /^@([^[]*)\[(-?\d+)\]$/.exec(name);
    return indexed
      ? this.sections.filter(({ type }) => indexed[1] === '' || type === indexed[1]).at(Number(indexed[2]))
      : this.sections.find((section) => section.name === name);
  }

  /** The file that `uci commit` writes; `uci export` puts a line with its name before it. */
  text(): string {
    const entries = (name: string, value: string | readonly string[]) =>
      [value].flat().map((each) => `\t${typeof value === 'string' ? 'option' : 'list'} ${name} ${quoted(each)}\n`);
    const parts = this.sections.map(({ type, name, anonymous, options }) => {
      const head = anonymous ? `config ${type}\n` : `config ${type} '${name}'\n`;
      return `\n${head}${[...options].flatMap(([option, value]) => entries(option, value)).join('')}`;
    });
    return `${parts.join('')}\n`;
  }

  /** What `uci -X show` prints. */
  shown(file: string): string {
    return this.sections
      .flatMap(({ type, name, options }) => [
        `${file}.${name}=${type}\n`,
        ...[...options].map(([option, value]) => `${file}.${name}.${option}=${words(value).map(quoted).join(' ')}\n`),
      ])
      .join('');
  }

  /** Carries a change out. The change as it is to be staged (null: nothing has changed), or `false` where it cannot be. */
  change({ sign, section: name, option, value }: Change): Change | null | false {
    const section = this.find(name);
    const done = (staged: Sign, what: string | null = value): Change => ({
      sign: staged,
      section: section?.name ?? name,
      option,
      value: what,
    });
    if (sign === '' || sign === '+') return this.#set(section, done(sign));
    if (!section) return false;
    const now = option === undefined ? undefined : section.options.get(option);
    if (sign === '-') {
      if (option === undefined) this.sections.splice(this.sections.indexOf(section), 1);
      else if (now === undefined) return false;
      else if (value !== null && Array.isArray(now)) return now.splice(Number(value), 1).length > 0 ? done('-') : null;
      else section.options.delete(option);
      return done('-', null);
    }
    if (option === undefined || value === null) return false;
    if (sign === '|') {
      section.options.set(option, [...words(now), value]);
      return done('|');
    }
    // An option that is no list stays as it is, and that is no error.
    if (!Array.isArray(now)) return null;
    const rest = now.filter((word) => word !== value);
    if (rest.length > 0) section.options.set(option, rest);
    else section.options.delete(option);
    return done('~');
  }

  #set(section: Section | undefined, change: Change): Change | null | false {
    const { sign, section: name, option, value } = change;
    if (value === null || (!section && option !== undefined)) return false;
    if (value === '') {
      if (!section || (option !== undefined && !section.options.has(option))) return null;
      return this.change({ ...change, sign: '-', value: null });
    }
    if (option !== undefined) {
      if (section?.options.get(option) === value) return null;
      section?.options.set(option, value);
      return change;
    }
    if (!/^[!-~]+$/.test(value)) return false;
    if (section?.type === value && sign === '') return null;
    if (section) section.type = value;
    else if (!/^\w+$/.test(name)) return false;
    else this.#add(value, name, new Map());
    const made = this.find(name);
    if (made && sign === '+') made.anonymous = true;
    return change;
  }

  #add(type: string, name: string | null, options: Section['options']): void {
    this.#made++;
    this.sections.push({ type, name: name ?? this.#nameFor(type), anonymous: name === null, options });
  }

  /** uci list.c, uci_fixup_section: its options are not read yet when a section of a file gets its name. */
  #nameFor(type: string): string {
    let hash = 5381;
    for (const byte of Buffer.from(type)) hash = (hash * 33 + byte) >>> 0;
    const hex = (number: number, digits: number) => number.toString(16).padStart(digits, '0');
    return `cfg${hex(this.#made, 2)}${hex(hash & 0xffff, 4)}`;
  }
}

/** The lines of a file of staged changes; what libuci would pass over is not among them. */
export function readChanges(file: string, text: string): Change[] {
  const lines = new UciLines(Buffer.from(text).toString('latin1'));
  const changes: Change[] = [];
  while (lines.nextLine()) {
    const found = /^([-+|~]?)([\w-]+)\.(\w+)(?:\.(\w+))?(?:=(.*))?$/s.exec(Buffer.from(lines.word(), 'latin1').toString());
    const sign = (['-', '+', '|', '~'] as const).find((each) => each === found?.[1]) ?? '';
    if (found?.[2] === file && found[3] !== undefined) changes.push({ sign, section: found[3], option: found[4], value: found[5] ?? null });
  }
  return changes;
}

/** As uci_delta_save writes them. */
export function writeChanges(file: string, changes: readonly Change[]): string {
  return changes
    .map(({ sign, section, option, value }) => {
      const path = `${sign}${file}.${section}${option === undefined ? '' : `.${option}`}`;
      return value === null ? `${path}\n` : `${path}=${quoted(value)}\n`;
    })
    .join('');
}
