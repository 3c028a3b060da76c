/** A program's call that stands somewhere in a line: its words, without quotes. */
export interface ShellCall {
  /** Where the program's name begins. */
  readonly at: number;
  readonly words: readonly string[];
}

/** Signs between which a text stands; `\"` is one inside of another. */
type Quote = '"' | "'" | '`' | '\\"';

/**
 * Every call of a program in a line, whatever stands around it: a path and `sudo` before it, a udev rule's or Markdown's quotes about the whole
 * of it, another command behind it. Only a name with an option behind it is a call. Each sign is looked at once. Never throws.
 */
export function callsOf(line: string, program: string): ShellCall[] {
  const calls: ShellCall[] = [];
  const open: Quote[] = [];
  for (let at = 0; at < line.length; ) {
    const quote = quoteAt(line, at, open);
    if (quote !== null) {
      const begun = open.lastIndexOf(quote);
      if (begun >= 0) open.length = begun;
      else open.push(quote);
      at += quote.length;
    } else if (line.startsWith(program, at) && isCall(line, at, program)) {
      const { words, end } = wordsFrom(line, at + program.length, open);
      calls.push({ at, words });
      at = Math.max(end, at + program.length);
    } else at++;
  }
  return calls;
}

/** A quote that begins or ends something at this place; an apostrophe inside of a word does not. */
function quoteAt(line: string, at: number, open: readonly Quote[]): Quote | null {
  const sign = line[at];
  const quote: Quote | null = sign === '\\' && line[at + 1] === '"' ? '\\"' : sign === '"' || sign === "'" || sign === '`' ? sign : null;
  if (quote === null || open.includes(quote)) return quote;
  return quote !== '\\"' && /[\p{L}\p{N}]/u.test(line[at - 1] ?? '') ? null : quote;
}

function isCall(line: string, at: number, program: string): boolean {
  if (at > 0 && /[\w.-]/.test(line[at - 1] ?? '')) return false;
  let next = at + program.length;
  if (line[next] !== ' ' && line[next] !== '\t') return false;
  while (line[next] === ' ' || line[next] === '\t') next++;
  return /[-–—−‐]/.test(line[next] ?? '') && (line[next + 1] ?? ' ').trim() !== '';
}

/** The words up to what ends the command: the end of what it stands in, `;`, `|`, `&`, a redirection, a comment. */
function wordsFrom(line: string, start: number, open: readonly Quote[]): { readonly words: string[]; readonly end: number } {
  const words: string[] = [];
  let at = start;
  let word: string | null = null;
  const finish = () => {
    if (word !== null) words.push(word);
    word = null;
  };
  while (at < line.length) {
    const sign = line[at] ?? '';
    const pair = line.slice(at, at + 2);
    const quote: Quote | null = pair === '\\"' ? '\\"' : sign === '"' || sign === "'" || sign === '`' ? sign : null;
    if (quote !== null && open.includes(quote)) break;
    if (sign === ' ' || sign === '\t') {
      finish();
      at++;
    } else if (quote !== null) {
      const from: number = at + quote.length;
      const end = line.indexOf(quote, from);
      // What stands between backticks is a command's answer, which no text has.
      const inside: string = line.slice(from, end < 0 ? line.length : end);
      word = `${word ?? ''}${quote === '`' ? `\`${inside}\`` : inside}`;
      at = end < 0 ? line.length : end + quote.length;
    } else if (pair === '$(') {
      const end = line.indexOf(')', at);
      word = `${word ?? ''}${line.slice(at, end < 0 ? line.length : end + 1)}`;
      at = end < 0 ? line.length : end + 1;
    } else if (';|&<>()'.includes(sign) || (sign === '#' && word === null)) {
      // `2>&1` is no word of the command.
      if (sign === '>' && word !== null && /^\d$/.test(word)) word = null;
      break;
    } else {
      word = `${word ?? ''}${sign}`;
      at++;
    }
  }
  finish();
  return { words, end: at };
}
