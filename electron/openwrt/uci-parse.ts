import { type UciConfig, type UciSection, uciName } from './uci.ts';
import { UciLines, UciParseError } from './uci-lines.ts';

export { UciParseError } from './uci-lines.ts';

interface OpenSection {
  readonly type: string;
  readonly name: string | null;
  readonly options: Map<string, string | string[]>;
}

const packageName = /^[A-Za-z0-9_-]+$/;
const typeName = /^[!-~]+$/;
const limit = 1_000_000;

/**
 * Reads a configuration file the way libuci of 23.05 and later does, in its strict form. At most a million bytes.
 * Throws UciParseError with libuci's reason, line and byte. Values are UTF-8; bytes that are not become U+FFFD.
 */
export function parseUci(file: string | Uint8Array): UciConfig {
  return decoded(parseUciBytes(file));
}

/** The same with every value as its bytes, one code unit each: what is not UTF-8 stays as it is. */
export function parseUciBytes(file: string | Uint8Array): UciConfig {
  const bytes = typeof file === 'string' ? Buffer.from(file, 'utf8') : Buffer.from(file.buffer, file.byteOffset, file.length);
  if (bytes.length > limit) throw new UciParseError('file too large', 0, 0);
  return { sections: new Reader(new UciLines(bytes.toString('latin1'))).read() };
}

function decoded({ sections }: UciConfig): UciConfig {
  const text = (value: string | readonly string[]) => (typeof value === 'string' ? utf8(value) : value.map(utf8));
  return {
    sections: sections.map(({ type, name, options }) => ({
      type,
      name,
      options: new Map([...options].map(([key, value]) => [key, text(value)])),
    })),
  };
}

class Reader {
  readonly #lines: UciLines;
  readonly #sections: OpenSection[] = [];
  readonly #named = new Map<string, OpenSection>();
  #section: OpenSection | undefined;

  constructor(lines: UciLines) {
    this.#lines = lines;
  }

  read(): UciSection[] {
    while (this.#lines.nextLine()) {
      for (let word = this.#lines.peekCommand(); word !== null && !word.startsWith('#'); word = this.#lines.peekCommand())
        this.#command(word);
    }
    return this.#sections;
  }

  #command(word: string): void {
    if (word === 'package' || word === 'p') this.#package();
    else if (word === 'config' || word === 'c') this.#config();
    else if (word === 'option' || word === 'o') this.#option(false);
    else if (word === 'list' || word === 'l') this.#option(true);
    else this.#lines.fail('invalid command');
  }

  /** A package line inside a file is checked and passed over. */
  #package(): void {
    if (!this.#lines.skipCommand()) this.#lines.fail('package without name');
    this.#name(true, packageName);
    this.#endOfCommand();
  }

  #config(): void {
    if (!this.#lines.skipCommand()) this.#lines.fail('config without name');
    const type = this.#required();
    if (!typeName.test(type)) this.#lines.fail('invalid character in type field');
    const name = this.#name(false, uciName);
    this.#endOfCommand();
    const known = this.#named.get(name);
    if (known && known.type !== type) this.#lines.fail('section of different type overwrites prior section with same name');
    this.#section = known ?? { type, name: name === '' ? null : name, options: new Map() };
    if (!known) this.#sections.push(this.#section);
    if (name !== '') this.#named.set(name, this.#section);
  }

  #option(list: boolean): void {
    if (!this.#section) this.#lines.fail('option/list command found before the first section');
    if (!this.#lines.skipCommand()) this.#lines.fail(`${list ? 'list' : 'option'} without name`);
    const name = this.#name(true, uciName);
    const value = this.#lines.word();
    this.#endOfCommand();
    const options = this.#section.options;
    const before = options.get(name);
    if (Array.isArray(before) && list) before.push(value);
    else if (list) options.set(name, typeof before === 'string' ? [before, value] : [value]);
    else if (value !== '') options.set(name, value);
  }

  #required(): string {
    const word = this.#lines.word();
    if (word === '') this.#lines.fail('insufficient arguments');
    return word;
  }

  #name(required: boolean, pattern: RegExp): string {
    const word = required ? this.#required() : this.#lines.word();
    if (word !== '' && !pattern.test(word)) this.#lines.fail('invalid character in name field');
    return word;
  }

  #endOfCommand(): void {
    this.#lines.skipSpace();
    if (this.#lines.word() !== '') this.#lines.fail('too many arguments');
  }
}

const utf8 = (bytes: string) => Buffer.from(bytes, 'latin1').toString('utf8');
