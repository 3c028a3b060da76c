import { ALL_CHARS, ANY_BUT_BREAKS, between, bothCases, type Chars, classEscape, NO_CHARS } from './chars.ts';
import { type Part, Tree } from './tree.ts';

/**
 * Reads a regular expression without flags, or with `i`, into its parts (ECMA-262, 22.2.1 and B.1.2). Goes through it once, without
 * calling itself, so that neither length nor depth matters. What cannot be compiled is read as far as it makes sense; it is not for
 * this to find that out.
 */
export function parseRegex(source: string, ignoreCase: boolean): readonly Part[] {
  const reader = new Reader(source, ignoreCase);
  return reader.read();
}

interface Open {
  /** Alternatives that are whole, and the parts of the one being read. */
  readonly alternatives: number[];
  parts: number[];
  readonly look: boolean;
  /** In a lookbehind, what stands last is tried first. */
  readonly backward: boolean;
}

const GROUP = /\((?:\?(?:(<=|<!|=|!)|<[^<>()]*>|[a-z-]*:))?/y;
const QUANTIFIER = /(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??/y;
/** Escapes that stand for one character by its number. */
const CODE = /x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|c([A-Za-z])|(0)/y;
/** `\1`, `\k<name>`. */
const BACKREFERENCE = /[1-9]\d*|k<[^<>\\]*>/y;
const CONTROLS: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13 };

class Reader {
  readonly #source: string;
  readonly #ignoreCase: boolean;
  readonly #tree = new Tree();
  readonly #open: Open[] = [];
  #current: Open = { alternatives: [], parts: [], look: false, backward: false };
  #at = 0;

  constructor(source: string, ignoreCase: boolean) {
    this.#source = source;
    this.#ignoreCase = ignoreCase;
  }

  read(): readonly Part[] {
    while (this.#at < this.#source.length) {
      const part = this.#next();
      if (part !== null) this.#current.parts.push(this.#quantified(part));
    }
    while (this.#open.length > 0) this.#current.parts.push(this.#close());
    this.#whole(this.#current);
    return this.#tree.parts;
  }

  /** The part that ends here; `null` where none does. */
  #next(): number | null {
    const c = this.#source[this.#at];
    switch (c) {
      case '(':
        return this.#begin();
      case ')':
        this.#at++;
        return this.#open.length > 0 ? this.#close() : null;
      case '|':
        this.#at++;
        this.#endAlternative(this.#current);
        return null;
      case '^':
        this.#at++;
        return this.#tree.takesNothing('start');
      case '$':
        this.#at++;
        return this.#tree.takesNothing('nothing');
      case '.':
        this.#at++;
        return this.#tree.chars(ANY_BUT_BREAKS);
      case '[':
        this.#at++;
        return this.#tree.chars(this.#class());
      case '\\':
        this.#at++;
        return this.#escape();
      default:
        this.#at++;
        return this.#chars(between(codeOf(c), codeOf(c)));
    }
  }

  #begin(): null {
    const look = this.#match(GROUP)?.[1];
    this.#open.push(this.#current);
    const backward = look === undefined ? this.#current.backward : look.startsWith('<');
    this.#current = { alternatives: [], parts: [], look: look !== undefined, backward };
    return null;
  }

  #close(): number {
    const closed = this.#current;
    this.#current = this.#open.pop() ?? closed;
    const part = this.#whole(closed);
    return closed.look ? this.#tree.look(part) : part;
  }

  #whole(open: Open): number {
    this.#endAlternative(open);
    return this.#tree.choice(open.alternatives);
  }

  #endAlternative(open: Open): void {
    open.alternatives.push(this.#tree.sequence(open.backward ? open.parts.reverse() : open.parts));
    open.parts = [];
  }

  #quantified(part: number): number {
    const [, sign, min, comma, max] = this.#match(QUANTIFIER) ?? [];
    if (sign !== undefined) return this.#tree.repeat(part, sign === '+' ? 1 : 0, sign === '?' ? 1 : Number.POSITIVE_INFINITY);
    if (min === undefined) return part;
    const most = comma === undefined ? min : max === undefined || max === '' ? 'Infinity' : max;
    return this.#tree.repeat(part, Number(min), Number(most));
  }

  #escape(): number {
    const c = this.#source[this.#at];
    if (c === 'b' || c === 'B') {
      this.#at++;
      return this.#tree.takesNothing('nothing');
    }
    if (this.#match(BACKREFERENCE)) return this.#tree.takesNothing('again');
    const set = classEscape(c);
    if (set !== null) {
      this.#at++;
      return this.#chars(set);
    }
    const code = this.#escapedCode();
    return this.#chars(between(code, code));
  }

  /** Behind the backslash: the code of the one character that is meant. */
  #escapedCode(): number {
    const [, hex, unicode, control, zero] = this.#match(CODE) ?? [];
    const digits = hex ?? unicode;
    if (digits !== undefined) return Number.parseInt(digits, 16);
    if (control !== undefined) return codeOf(control) % 32;
    if (zero !== undefined) return 0;
    const c = this.#source[this.#at] ?? '\\';
    this.#at++;
    return CONTROLS[c] ?? codeOf(c);
  }

  /** Behind the bracket that opens a class, to behind the one that closes it. */
  #class(): Chars {
    const negated = this.#source[this.#at] === '^';
    if (negated) this.#at++;
    let set = NO_CHARS;
    while (this.#at < this.#source.length && this.#source[this.#at] !== ']') {
      const from = this.#classAtom();
      const range = this.#source[this.#at] === '-' && this.#at + 1 < this.#source.length && this.#source[this.#at + 1] !== ']';
      if (!range) {
        set |= typeof from === 'number' ? between(from, from) : from;
        continue;
      }
      this.#at++;
      const to = this.#classAtom();
      // `[\d-x]` is the digits, a hyphen and an x.
      if (typeof from === 'number' && typeof to === 'number') set |= between(from, to);
      else for (const end of [from, to, codeOf('-')]) set |= typeof end === 'number' ? between(end, end) : end;
    }
    this.#at++;
    if (this.#ignoreCase) set = bothCases(set);
    // The others are many: a class that leaves some out still has the rest.
    return negated ? (ALL_CHARS ^ set) | between(OTHER, OTHER) : set;
  }

  #classAtom(): number | Chars {
    const c = this.#source[this.#at];
    this.#at++;
    if (c !== '\\') return codeOf(c);
    const set = classEscape(this.#source[this.#at]);
    if (set !== null) {
      this.#at++;
      return set;
    }
    if (this.#source[this.#at] === 'b') {
      this.#at++;
      return 8;
    }
    return this.#escapedCode();
  }

  #chars(set: Chars): number {
    return this.#tree.chars(this.#ignoreCase ? bothCases(set) : set);
  }

  /** Takes what stands here, where it is of that form. */
  #match(form: RegExp): RegExpExecArray | null {
    form.lastIndex = this.#at;
    const match = form.exec(this.#source);
    if (match) this.#at += match[0].length;
    return match;
  }
}

/** Any character that is not ASCII. */
const OTHER = 0x80;

function codeOf(c: string | undefined): number {
  return c?.charCodeAt(0) ?? 0;
}
