import { uciName } from '../../uci.ts';
import { type PastedLine, parseFileLine } from './lines.ts';
import { shownValue } from './list-options.ts';
import { type Heading, headingOf, isKnownType } from './names.ts';
import { isShowLine, parseShowLine, typeOfReference } from './uci-show.ts';

/** A section of a configuration file, with its lines as they stand in the text. */
export interface FileSection {
  readonly kind: 'file';
  /** Counts what stands apart from each other in the text: behind another heading or prompt. */
  readonly run: number;
  readonly heading: Heading | null;
  readonly type: string;
  readonly name: string | null;
  readonly lines: PastedLine[];
  /** Names of its options. */
  readonly options: Set<string>;
}

/** A section that `uci show` printed. */
export interface ShownSection {
  readonly kind: 'show';
  readonly run: number;
  readonly config: string;
  /** As it was printed: a name, `@device[0]`, `cfg030f15`. */
  readonly section: string;
  /** `null`: only options of it were printed, and they do not tell. */
  readonly type: string | null;
  /** Its head was printed, so that it is whole. */
  readonly whole: boolean;
  readonly options: Map<string, string | readonly string[]>;
}

export interface PastedSections {
  readonly files: readonly FileSection[];
  readonly shown: readonly ShownSection[];
  /** Numbers of lines that begin like UCI and are none. */
  readonly strange: readonly number[];
}

/** Takes a text apart into the sections that it has, in whichever form, in their order. */
export function pastedSections(lines: readonly PastedLine[]): PastedSections {
  const reader = new Reader();
  for (const line of lines) reader.line(line);
  return reader;
}

/** Whether the head of a section is one, and no prose that begins with the same word. */
const isMeant = ({ type, name }: { readonly type: string; readonly name: string | null }): boolean =>
  isKnownType(type) || (/^[\w-]+$/.test(type) && (name === null || uciName.test(name)));

class Reader implements PastedSections {
  readonly files: FileSection[] = [];
  readonly shown: ShownSection[] = [];
  readonly strange: number[] = [];
  #run = 0;
  #heading: Heading | null = null;
  #file: FileSection | null = null;
  /** Of this run, by configuration and section. */
  readonly #byName = new Map<string, ShownSection>();

  line(line: PastedLine): void {
    const { text } = line;
    if (isShowLine(text)) this.#show(line);
    else if (/^(?:config|option|list|package)\s/.test(text)) this.#ofFile(line);
    else if (text !== '') {
      const heading = headingOf(text, this.#file !== null);
      if (heading) this.#begin(heading);
    }
  }

  #begin(heading: Heading | null): void {
    this.#run++;
    this.#heading = heading;
    this.#file = null;
    this.#byName.clear();
  }

  #ofFile(line: PastedLine): void {
    const said = parseFileLine(line.text);
    if (said?.kind === 'package') this.#begin({ config: said.name });
    else if (said?.kind === 'section' && isMeant(said)) {
      const { type, name } = said;
      this.#file = { kind: 'file', run: this.#run, heading: this.#heading, type, name, lines: [line], options: new Set() };
      this.files.push(this.#file);
    } else if (said?.kind === 'option' && this.#file) {
      this.#file.lines.push(line);
      this.#file.options.add(said.name);
      // Before anything of a file was seen it is prose.
    } else if (this.files.length > 0) this.strange.push(line.number);
  }

  #show(line: PastedLine): void {
    const said = parseShowLine(line.text);
    if (!said) {
      if (this.shown.length > 0) this.strange.push(line.number);
      return;
    }
    // What comes next of a file has nothing to do with what came before.
    if (this.#file) this.#begin(null);
    const key = `${said.config}.${said.section}`;
    if (said.kind === 'section') {
      // No run prints a section twice.
      if (this.#byName.has(key)) this.#begin(null);
      this.#enter(key, { ...said, kind: 'show', run: this.#run, whole: true, options: new Map() });
      return;
    }
    const { config, section, option, values } = said;
    const type = typeOfReference(section);
    const known =
      this.#byName.get(key) ?? this.#enter(key, { kind: 'show', run: this.#run, config, section, type, whole: false, options: new Map() });
    const [only = ''] = values;
    if (values.length > 1) known.options.set(option, values);
    // An option that is empty is none.
    else if (only !== '') known.options.set(option, shownValue(config, option, only));
  }

  #enter(key: string, section: ShownSection): ShownSection {
    this.#byName.set(key, section);
    this.shown.push(section);
    return section;
  }
}
