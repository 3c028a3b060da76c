import { MOST_TEXT } from './dump.ts';

/**
 * Posted text as lines of words. What forums, mail programs and terminals put around and into a dump is taken off here, so that
 * the readers see words only; none of them needs indentation or columns. Linear in the length of the text: every expression
 * below has a fixed longest match.
 */

/** Column at which terminals break, in the midst of a word. */
const TERMINAL_COLUMNS = 80;

const HTML_BREAK = /<(?:br|\/p|\/div|\/li|\/tr)\s{0,9}\/?>/gi;
const HTML_TAG = /<\/?[a-z][^<>\n]{0,300}>/gi;
/** Named, for `[none]` and `[unknown]` are words of lsusb. */
const BBCODE =
  /\[\/?(?:code|icode|quote|b|i|u|s|tt|pre|php|bash|spoiler|hide|collapse|details|color|colour|size|font|list|url|center|indent|plain|noparse)(?:[= ][^\][\n]{0,120})?\]/gi;
const ENTITY = /&(?:lt|gt|amp|quot|apos|nbsp|#\d{1,7}|#x[0-9a-f]{1,6});/gi;
const entities: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&apos;': "'",
  '&nbsp;': ' ',
};
const LAST_CODE_POINT = 0x10ffff;
/** Colours and other commands to a terminal (ECMA-48, 5.4), and titles for its window: what `grep --color` and `script` leave in a text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they begin with one.
const TERMINAL = /\u001b(?:\[[0-?]{0,30}[ -/]{0,3}[@-~]|\][^\u0007\u001b\n]{0,200}(?:\u0007|\u001b\\))/g;
const INVISIBLE = /[\u200b-\u200d\u2060\ufeff\u00ad]/g;
const MARKDOWN = /\*\*|`|~~~/g;
/** What is not to be seen, but for blanks and line ends. */
const BLANK = /(?![ \n])[\p{Cc}\p{Zs}]/gu;
const QUOTE = /^(?: {0,3}>)+ ?/;
/** How a new line of a dump begins: such a line continues none. */
const HEAD = /^(?:[TBDPSCAIE]:|\/:|\|__|Bus\b|Device\b|Negotiated\b|Couldn't\b|can't\b|[^ ]{0,80}[#$](?: |$))/;

/** Words of one line; quotation marks at their ends are taken off (a shell's trace puts them there). */
export type Words = readonly string[];

export interface Line {
  readonly words: Words;
  /** The line itself, cleaned. */
  readonly text: string;
}

/** Lines with something on them, of the first MOST_TEXT characters; those that a terminal broke are whole again. */
export function* dumpLines(input: string): Generator<Line> {
  let open: string[] = [];
  let wasFull = false;
  for (const raw of rawLines(withoutMarkup(input.slice(0, MOST_TEXT)))) {
    const text = raw.includes('>') ? raw.replace(QUOTE, '') : raw;
    const continues = wasFull && text !== '' && !text.startsWith(' ') && !HEAD.test(text);
    if (!continues && open.length > 0) {
      yield lineOf(open.join(''));
      open = [];
    }
    open.push(text);
    wasFull = raw.length === TERMINAL_COLUMNS || text.length === TERMINAL_COLUMNS;
  }
  if (open.length > 0) yield lineOf(open.join(''));
}

function withoutMarkup(input: string): string {
  return input
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(TERMINAL, '')
    .replace(HTML_BREAK, '\n')
    .replace(HTML_TAG, ' ')
    .replace(BBCODE, ' ')
    .replace(ENTITY, characterOf)
    .replace(INVISIBLE, '')
    .replace(MARKDOWN, ' ')
    .replace(BLANK, ' ');
}

function characterOf(entity: string): string {
  const [, hexDigits, digits] = /^&#(?:x([0-9a-f]+)|(\d+));$/i.exec(entity) ?? [];
  const code = hexDigits !== undefined ? Number.parseInt(hexDigits, 16) : digits !== undefined ? Number(digits) : null;
  if (code === null) return entities[entity.toLowerCase()] ?? ' ';
  return code > 0 && code <= LAST_CODE_POINT ? String.fromCodePoint(code) : ' ';
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

function unquoted(word: string): string {
  const quote = (c: string | undefined) => c === "'" || c === '"';
  let start = 0;
  let end = word.length;
  while (start < end && quote(word[start])) start++;
  while (end > start && quote(word[end - 1])) end--;
  return start === 0 && end === word.length ? word : word.slice(start, end);
}
