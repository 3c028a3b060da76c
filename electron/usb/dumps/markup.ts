/**
 * What forums, mail programs, terminals, JSON and typesetting put into a text, taken off. Linear in the length of the text: every
 * expression below has a fixed longest match.
 */

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
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]/g;
const MARKDOWN = /\*\*|`|~~~/g;
/** What is not to be seen, but for blanks and line ends. */
const BLANK = /(?![ \n])[\p{Cc}\p{Zs}]/gu;

/** Escapes of a JSON string (RFC 8259, 7); those of quotation marks and slashes go as Markdown's do. */
const JSON_ESCAPE = /\\(?:r\\n|n|r|t|u[0-9a-f]{4})/gi;
/** A text has them where lines end in them, twice at least: one alone may be a path (`C:\new`). */
const JSON_LINE_END = /\\n/g;
const LEAST_LINE_ENDS = 2;
/** Before signs alone: `\#Ifs=`, `C:\*`, and the doubled one of `USB\\VID_12D1`. */
const MARKDOWN_ESCAPE = /\\([!-/:-@[-`{-~])/g;
/** A shell's line that goes on. */
const CONTINUED = /\\\n/g;

/** The forms that East Asian input methods give ASCII signs. */
const FULL_WIDTH = /[\uff01-\uff5e]/g;
const FULL_WIDTH_OFFSET = 0xfee0;
const SINGLE_QUOTES = /[\u2018\u2019\u201a\u201b\u2032]/g;
const DOUBLE_QUOTES = /[\u201c-\u201f\u2033\u00ab\u00bb]/g;

/** `ID 12d1: 14dc`, as translators and mail programs tear it. */
const TORN_ID = /\bID( {0,4})([0-9a-f]{4}) ?: ?([0-9a-f]{4})\b/g;
/** `Device 010 : ID` */
const TORN_ADDRESS = /\b(Device) {0,2}(\d{1,3}) ?: {0,3}(?=ID\b)/g;

/** The text with one kind of line end, blanks and ASCII signs only where such were meant. */
export function withoutMarkup(input: string): string {
  const text = input
    // UTF-16 that somebody read as something else.
    .replaceAll('\0', '')
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(CONTINUED, ' ');
  return (
    unescaped(text)
      .replace(TERMINAL, '')
      .replace(HTML_BREAK, '\n')
      .replace(HTML_TAG, ' ')
      .replace(BBCODE, ' ')
      .replace(ENTITY, characterOf)
      // `&amp;gt;`: escaped by one program and once more by the next.
      .replace(ENTITY, characterOf)
      .replace(INVISIBLE, '')
      .replace(FULL_WIDTH, (sign) => String.fromCharCode(sign.charCodeAt(0) - FULL_WIDTH_OFFSET))
      .replace(SINGLE_QUOTES, "'")
      .replace(DOUBLE_QUOTES, '"')
      .replace(MARKDOWN_ESCAPE, '$1')
      .replace(MARKDOWN, ' ')
      // More than one blank parts a key from its value.
      .replaceAll('\t', '  ')
      .replace(BLANK, ' ')
      .replace(TORN_ADDRESS, '$1 $2: ')
      .replace(TORN_ID, (_, blanks: string, vid: string, pid: string) => `ID${blanks || ' '}${vid}:${pid}`)
  );
}

function unescaped(text: string): string {
  if (!text.includes('\\n')) return text;
  const ends = [...text.matchAll(JSON_LINE_END)].length;
  return ends < LEAST_LINE_ENDS ? text : text.replace(JSON_ESCAPE, jsonCharacter);
}

function jsonCharacter(escaped: string): string {
  const kind = escaped[1]?.toLowerCase();
  if (kind === 'u') return String.fromCharCode(Number.parseInt(escaped.slice(2), 16));
  return kind === 't' ? '\t' : '\n';
}

function characterOf(entity: string): string {
  const [, hexDigits, digits] = /^&#(?:x([0-9a-f]+)|(\d+));$/i.exec(entity) ?? [];
  const code = hexDigits !== undefined ? Number.parseInt(hexDigits, 16) : digits !== undefined ? Number(digits) : null;
  if (code === null) return entities[entity.toLowerCase()] ?? ' ';
  return code > 0 && code <= LAST_CODE_POINT ? String.fromCodePoint(code) : ' ';
}
