/**
 * The word level of libuci's grammar (uci file.c): one buffer of bytes in which a line is taken apart in place. Words are
 * compacted towards the front and ended with a zero byte; that is why `x;y` loses the rest of its line but `'x';y` does not.
 * Bytes are kept as a string of code units 0 to 255.
 */

/** Why a file is not UCI, in libuci's words, with the line as it counts them (a last line without its end counts one less). */
export class UciParseError extends Error {
  readonly reason: string;
  readonly line: number;
  /** Offset in the line's buffer, from 0. */
  readonly byte: number;

  constructor(reason: string, line: number, byte: number) {
    super(`${reason} at line ${line}, byte ${byte}`);
    this.name = 'UciParseError';
    this.reason = reason;
    this.line = line;
    this.byte = byte;
  }
}

const space = new Set([' ', '\t', '\n', '\v', '\f', '\r']);
const end = '\0';

/** Reads words off one file. Every method that reads may pull in further lines (values over several lines). */
export class UciLines {
  line = 0;
  readonly #text: string;
  #next = 0;
  /** Bytes that libuci's own buffer has room for by now, its closing zero byte among them. */
  #size = 32;
  #buffer: string[] = [];
  #pos = 0;

  /** `text`: the file's bytes, one code unit each. */
  constructor(text: string) {
    this.#text = text;
  }

  /** Loads the next line as a fresh buffer; false at the end of the file. */
  nextLine(): boolean {
    if (this.#next >= this.#text.length) return false;
    this.#pos = 0;
    this.#fill(0);
    this.skipSpace();
    return true;
  }

  /**
   * Puts the next line at an offset of the buffer, over what was there (uci_getln): in pieces of what room the buffer has, which grows by
   * doubling. A zero byte ends its piece, so that the line goes on with what follows the piece; at its start it is an empty line.
   */
  #fill(offset: number): void {
    this.#buffer.length = offset;
    if (offset >= this.#size - 1) this.#size *= 2;
    for (;;) {
      const room = this.#size - this.#buffer.length - 1;
      const lineEnd = this.#text.indexOf('\n', this.#next);
      const stop = Math.min(lineEnd < 0 ? this.#text.length : lineEnd + 1, this.#next + room);
      const [piece = ''] = this.#text.slice(this.#next, stop).split(end, 1);
      this.#next = stop;
      if (piece === '') return;
      for (const byte of piece) this.#buffer.push(byte);
      if (piece.endsWith('\n')) {
        this.line++;
        return;
      }
      this.#size *= 2;
    }
  }

  get #current(): string {
    return this.#at(this.#pos);
  }

  #at(position: number): string {
    return this.#buffer[position] ?? end;
  }

  fail(reason: string): never {
    throw new UciParseError(reason, this.line, this.#pos);
  }

  skipSpace(): void {
    while (space.has(this.#current)) this.#pos++;
  }

  /** The command word at the place, separated by blank and tab only; null at the line's end. The place stays before it. */
  peekCommand(): string | null {
    let from = this.#pos;
    while (this.#at(from) === ' ' || this.#at(from) === '\t') from++;
    let to = from;
    while (this.#at(to) !== end && this.#at(to) !== ' ' && this.#at(to) !== '\t') to++;
    return from === to ? null : this.#buffer.slice(from, to).join('');
  }

  /** Steps over the command word and the one byte after it; false where the file ends right behind the word. */
  skipCommand(): boolean {
    let to = this.#pos;
    while (this.#at(to) === ' ' || this.#at(to) === '\t') to++;
    while (this.#at(to) !== end && this.#at(to) !== ' ' && this.#at(to) !== '\t') to++;
    if (to + 1 > this.#buffer.length) return false;
    this.#pos = to + 1;
    return true;
  }

  /** The next word, unquoted; empty where the command ends. */
  word(): string {
    this.skipSpace();
    const from = this.#pos;
    if (this.#current === ';') {
      this.#buffer[this.#pos++] = end;
      return '';
    }
    const stop = this.#unquote(from);
    return this.#buffer.slice(from, stop).join('');
  }

  /** Compacts the word at the place to `target` and gives where it ends. */
  #unquote(from: number): number {
    let target = from;
    let skipNext = true;
    do {
      const c = this.#current;
      if (c === "'" || c === '"') target = this.#quoted(c, target);
      else if (c === '#') {
        this.#buffer.length = this.#pos;
        break;
      } else if (c === end) break;
      else if (c === ';') {
        skipNext = false;
        break;
      } else if (c !== '\\' || this.#escaped()) this.#buffer[target++] = this.#take();
    } while (this.#current !== end && !space.has(this.#current));
    if (this.#current !== end && skipNext) this.#pos++;
    if (target < this.#buffer.length) this.#buffer[target] = end;
    return target;
  }

  #take(): string {
    const c = this.#current;
    this.#pos++;
    return c;
  }

  #quoted(mark: string, from: number): number {
    let target = from;
    this.#pos++;
    for (;;) {
      const c = this.#current;
      if (c === mark) {
        this.#pos++;
        return target;
      }
      if (c === end) {
        this.#fill(this.#pos);
        if (this.#current === end) this.fail(`EOF with unterminated ${mark}`);
      } else if (mark === "'" || c !== '\\' || this.#escaped()) this.#buffer[target++] = this.#take();
    }
  }

  /** Steps over a backslash. False where it joins the next line to this one; true: the byte at the place is meant as it is. */
  #escaped(): boolean {
    this.#pos++;
    const c = this.#current;
    const lineEnd = c === end || c === '\n' || (c === '\r' && this.#at(this.#pos + 1) === '\n' && this.#at(this.#pos + 2) === end);
    if (lineEnd) this.#fill(this.#pos);
    return !lineEnd;
  }
}
