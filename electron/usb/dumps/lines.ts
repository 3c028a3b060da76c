import { MOST_TEXT } from './dump.ts';
import { jsonLines } from './json-lines.ts';
import { withoutMarkup } from './markup.ts';

/**
 * Posted text as lines of words. What forums, mail programs and terminals put around and into it is taken off here, so that
 * the readers see words only; none of them needs indentation or columns. Linear in the length of the text.
 */

/** Column at which terminals break, in the midst of a word. */
const TERMINAL_COLUMNS = 80;
/** No form or mail program breaks before this column. */
const LEAST_COLUMNS = 30;
/** Of the lines that are broken for sure, how many end in the column that is believed to be the form's. */
const MOST_OF_THEM = 0.7;

const QUOTE = /^(?: {0,3}>)+ ?/;
const PROMPT = /^[^ ]{0,80}(?: ~)? ?[#$](?: |$)/;
/** How a line of a dump or a log begins: such a line continues none. */
const HEAD =
  /^ {0,40}(?:(?:b|bm|bcd|i|id|w)[A-Z]\w{2,30} +\S|\*\* UNRECOGNIZED|[TBDPSCAIE]:|\/:|\|__|Bus\b|Device\b|ID [0-9a-f]{4}:|\/sys\/|\/dev\/|Manufacturer=|Negotiated\b|Couldn't\b|can't\b|\[ {0,9}\d{1,9}\.\d|<\d{1,3}>|[a-z]+\d?\.[a-z]+ (?:kernel|[\w-]+)[:[]|\[?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) |\d{4}-\d\d-\d\d[T ]\d\d:|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) |USB\\|AT[+^$&#%*]|ATI|OK$|[+^][A-Z])/;
/** Before a kernel's line, with what a log puts before it; in the midst of another where a text lost its line ends. */
const KERNEL_LINE = /(?<=[^\n ]) {1,20}(?=(?:[a-z]{2,8}\.[a-z]{2,8} +)?(?:kernel: +)?\[ {0,9}\d{1,9}\.\d{6}\] )/;
const KERNEL_TIME = /\[ {0,9}\d{1,9}\.\d{6}\] /;
const TIMES = /\[ {0,9}\d{1,9}\.\d{6}\] /g;

/** Words of one line; quotation marks at their ends are taken off (a shell's trace puts them there). */
export type Words = readonly string[];

export interface Line {
  readonly words: Words;
  /** The line itself, cleaned. */
  readonly text: string;
}

/** Lines with something on them, of the first MOST_TEXT characters; those that a terminal or a form broke are whole again. */
export function* dumpLines(input: string): Generator<Line> {
  const text = withoutMarkup(input.slice(0, MOST_TEXT));
  const columns = wrapColumns(text);
  let open: string[] = [];
  let wasFull = false;
  for (const raw of kernelLines(text)) {
    const line = withoutQuote(raw);
    if (!(wasFull && continues(line)) && open.length > 0) {
      yield* linesOf(open.join(''));
      open = [];
    }
    open.push(line);
    wasFull = columns.has(raw.length) || columns.has(line.length);
  }
  if (open.length > 0) yield* linesOf(open.join(''));
}

function* linesOf(whole: string): Generator<Line> {
  for (const line of jsonLines(whole)) yield lineOf(line);
}

const withoutQuote = (line: string) => (line.includes('>') ? line.replace(QUOTE, '') : line);
const isHead = (line: string) => HEAD.test(line) || PROMPT.test(line);
const continues = (line: string) => line !== '' && !line.startsWith(' ') && !isHead(line);

/**
 * Columns at which a line is broken: a terminal's, and the one in which the lines end that are broken for sure, beginning as one of a
 * dump or a log with none of these behind it, where no such line is longer. Where they end here and there, a mail program broke them at blanks.
 */
function wrapColumns(text: string): ReadonlySet<number> {
  const ends = new Map<number, number>();
  let longest = 0;
  let broken = 0;
  let before = '';
  /** Length of a line that may have been broken, whose rest is the line before. */
  let torn = 0;
  const count = (length: number, weight: number) => {
    broken += weight;
    ends.set(length, (ends.get(length) ?? 0) + weight);
  };
  for (const raw of rawLines(text)) {
    const line = withoutQuote(raw);
    const begins = HEAD.test(before);
    // Between two lines of a dump stands no sentence.
    if (torn > 0 && HEAD.test(line)) count(torn, 1);
    torn = 0;
    if (begins) longest = Math.max(longest, before.length);
    if (begins && continues(line)) {
      // One alone may be the last of a dump, before a sentence: a key in what follows says that it goes on.
      count(before.length, /^[^ ]{0,40}=/.test(line) ? 2 : 1);
      // A program's complaint has a colon, and is long.
      torn = line.length <= 40 && !line.includes(': ') ? before.length : 0;
    }
    before = line;
  }
  const isForms = longest >= LEAST_COLUMNS && (ends.get(longest) ?? 0) >= Math.max(2, MOST_OF_THEM * broken);
  return new Set(isForms ? [TERMINAL_COLUMNS, longest] : [TERMINAL_COLUMNS]);
}

/** Lines, and those of a kernel apart that stand in one. */
function* kernelLines(text: string): Generator<string> {
  for (const raw of rawLines(text)) {
    if (!raw.includes('[') || [...raw.matchAll(TIMES)].length < 2) yield raw;
    else {
      let head = '';
      for (const part of raw.split(KERNEL_LINE)) {
        // What a log puts before the first of them stays with it.
        if (!KERNEL_TIME.test(part) && head === '') head = `${part} `;
        else {
          yield head + part;
          head = '';
        }
      }
    }
  }
}

/** Lines that are not empty. */
function* rawLines(text: string): Generator<string> {
  for (let at = 0; at < text.length; ) {
    const found = text.indexOf('\n', at);
    const end = found < 0 ? text.length : found;
    if (end > at) yield text.slice(at, end);
    at = end + 1;
  }
}

function lineOf(text: string): Line {
  const words: string[] = [];
  for (const part of text.split(' ')) {
    const word = unquoted(part);
    if (word !== '') words.push(word);
  }
  return { words, text };
}

/** Without the quotation marks of a shell's trace, or of a list in JSON (`["T:`, `0",`). */
function unquoted(word: string): string {
  const quote = (c: string | undefined) => c === "'" || c === '"';
  let start = 0;
  let end = word.length;
  if ((word[0] === '[' || word[0] === '{') && quote(word[1])) start = 1;
  if ((word[end - 1] === ',' || word[end - 1] === ']') && word[end - 2] === '"') end--;
  while (start < end && quote(word[start])) start++;
  while (end > start && quote(word[end - 1])) end--;
  return start === 0 && end === word.length ? word : word.slice(start, end);
}
