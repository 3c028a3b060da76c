import type { UciSection } from '../../electron/openwrt/uci.ts';
import { parseUci } from '../../electron/openwrt/uci-parse.ts';

interface Section {
  type: string;
  name: string | null;
  options: Map<string, string | string[]>;
}

const copy = (sections: readonly UciSection[]): Section[] =>
  sections.map(({ type, name, options }) => ({
    type,
    name,
    options: new Map([...options].map(([key, value]) => [key, typeof value === 'string' ? value : [...value]])),
  }));

/** As \`uci export\` prints it, whatever a value holds: a tab is refused by our writer alone. */
function written(sections: readonly UciSection[]): string {
  const quoted = (value: string) => `'${value.replaceAll("'", "'\\''")}'`;
  const lines = (name: string, value: string | readonly string[]) =>
    [value].flat().map((each) => `\t${typeof value === 'string' ? 'option' : 'list'} ${name} ${quoted(each)}\n`);
  return sections
    .map(({ type, name, options }) => {
      const head = name === null ? `config ${type}\n` : `config ${type} '${name}'\n`;
      return `${head}${[...options].flatMap(([option, value]) => lines(option, value)).join('')}\n`;
    })
    .join('');
}

const words = (value: string | string[] | undefined) => (value === undefined ? [] : [value].flat());

/**
 * The commands of `uci` that the router's scripts use, over files in memory: what it stages, drops and refuses as the real tool does
 * (an empty value deletes, control characters are refused, add_list turns an option into a list, revert takes back one path).
 */
export class UciTool {
  /** Every call, for assertions. */
  readonly calls: string[][] = [];
  /** A call for which this gives true is swallowed with exit code 0. */
  drop: (args: readonly string[]) => boolean = () => false;
  /** A commit of this package fails. */
  failCommit: string | null = null;
  readonly #saved = new Map<string, Section[]>();
  readonly #work = new Map<string, Section[]>();

  constructor(files: Record<string, string>) {
    for (const [name, text] of Object.entries(files)) {
      this.#saved.set(name, copy(parseUci(text).sections));
      this.#work.set(name, copy(parseUci(text).sections));
    }
  }

  /** A file as it is on the flash. */
  file(name: string): string {
    return written(this.#saved.get(name) ?? []);
  }

  get staged(): boolean {
    return [...this.#work].some(([name, sections]) => written(sections) !== this.file(name));
  }

  run(argv: readonly string[]): { code: number; out: string } {
    this.calls.push([...argv]);
    const args = argv.filter((arg) => arg !== '-q');
    const [name = '', target = ''] = args;
    const command = name === 'del' ? 'delete' : name;
    if (this.drop(args)) return { code: 0, out: '' };
    if (command === 'export') {
      const sections = this.#work.get(target);
      return sections ? { code: 0, out: `package ${target}\n\n${written(sections)}` } : { code: 1, out: '' };
    }
    if (command === 'commit') return this.#commit(target);
    // The names of what differs are enough: the scripts only ask whether anything does.
    if (command === 'changes') return { code: 0, out: written(this.#work.get(target) ?? []) === this.file(target) ? '' : `${target}\n` };
    const equals = target.indexOf('=');
    const [path, value] = equals < 0 ? [target, null] : [target.slice(0, equals), target.slice(equals + 1)];
    const done = this.#act(command, path, value);
    return done === null ? { code: 1, out: '' } : { code: 0, out: done };
  }

  #commit(name: string): { code: number; out: string } {
    const work = this.#work.get(name);
    if (!work || this.failCommit === name) return { code: 1, out: '' };
    this.#saved.set(name, copy(work));
    return { code: 0, out: '' };
  }

  #find(sections: Section[], name: string): Section | undefined {
    const indexed = /^@([^[]*)\[(-?\d+)\]$/.exec(name);
    return indexed
      ? sections.filter(({ type }) => indexed[1] === '' || type === indexed[1]).at(Number(indexed[2]))
      : sections.find((section) => section.name === name);
  }

  #act(command: string, path: string, value: string | null): string | null {
    const [file = '', sectionName = '', option] = path.split('.');
    const sections = this.#work.get(file);
    if (!sections || (option !== undefined && !/^\w+$/.test(option))) return null;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what uci refuses
    if (value !== null && /[\u0001-\u0008\u000b\u000c\u000e-\u001f]/.test(value)) return null;
    if (command === 'revert' && sectionName === '') {
      this.#work.set(file, copy(this.#saved.get(file) ?? []));
      return '';
    }
    if (command === 'set' && value === null) return null;
    const section = this.#find(sections, sectionName);
    if (command === 'revert') return this.#revert(file, sections, sectionName, option);
    if (command === 'set' && option === undefined) {
      if (section) section.type = value ?? '';
      else sections.push({ type: value ?? '', name: sectionName, options: new Map() });
      return '';
    }
    if (!section) return null;
    if (option === undefined) {
      if (command === 'get') return `${section.type}\n`;
      if (command !== 'delete') throw new Error(`uci ${command} ${path}`);
      sections.splice(sections.indexOf(section), 1);
      return '';
    }
    const now = section.options.get(option);
    switch (command) {
      case 'get':
        return now === undefined ? null : `${words(now).join(' ')}\n`;
      case 'set':
        if (value) section.options.set(option, value);
        else section.options.delete(option);
        return '';
      case 'add_list':
        section.options.set(option, [...words(now), value ?? '']);
        return '';
      case 'del_list': {
        // An option that is no list stays as it is, and that is no error.
        if (!Array.isArray(now)) return '';
        const rest = now.filter((word) => word !== value);
        if (rest.length > 0) section.options.set(option, rest);
        else section.options.delete(option);
        return '';
      }
      case 'delete':
        if (value !== null && Array.isArray(now)) {
          now.splice(Number(value), 1);
          return '';
        }
        return section.options.delete(option) ? '' : null;
      default:
        throw new Error(`uci ${command}: not emulated`);
    }
  }

  #revert(file: string, sections: Section[], name: string, option: string | undefined): string {
    const saved = copy(this.#saved.get(file) ?? []);
    const before = this.#find(saved, name);
    const now = this.#find(sections, name);
    if (option !== undefined && now) {
      const value = before?.options.get(option);
      if (value === undefined) now.options.delete(option);
      else now.options.set(option, value);
    } else if (!before && now) sections.splice(sections.indexOf(now), 1);
    else if (before) {
      if (now) sections.splice(sections.indexOf(now), 1);
      sections.splice(saved.indexOf(before), 0, before);
    }
    return '';
  }
}
