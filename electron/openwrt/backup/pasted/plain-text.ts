import { decodeText } from '../../../contract/decode-text.ts';

/** The text that bytes are, whichever encoding they were saved in, as a terminal or a forum leaves it. */

/** Colours, cursor movements and titles (ECMA-48); bounded, so that the end of none is looked for through the whole text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const escapes = /\u001b(?:\[[0-9;?]{0,20}[A-Za-z]|\][^\u0007\u001b\n]{0,200}(?:\u0007|\u001b\\))/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controls = /[\u0001-\u0008\u000e-\u001f\u007f]/g;
/** What is not seen and stands between what is: byte order mark, zero width. */
const unseen = /[\u200b-\u200d\u2060\ufeff]/g;
/** Signs of Markdown that were escaped in it, at the places where UCI has them: sections (`@device\[0\]`) and names (`ip6\_hint`). */
const escapedSigns = /^[>\s]{0,20}(?:[\w-]+\.(?:\\?@[\w-]+\\\[|(?:\w+\.)?\w*\\_)|(?:option|list|config)\s{1,10}'?\w*\\_)/m;

/**
 * The text of a file: UTF-8, or UTF-16 of either order, with or without its mark. Line ends become `\n`; escape sequences, invisible
 * characters, and what a forum makes of quotes, blanks and Markdown are taken back. `null`: it is no text,
 * but has a zero in it, or nothing.
 */
export function plainText(bytes: Uint8Array): string | null {
  const text = decodeText(bytes);
  if (text.includes('\0') || text.trim() === '') return null;
  const lines = text
    .replace(escapes, '')
    .replace(unseen, '')
    .replace(controls, '')
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/\u00a0/g, ' ');
  return straight(escapedSigns.test(lines) ? lines.replace(/\\([_[\]*#<>`~@-])/g, '$1') : lines);
}

/** Quotes that a forum has bent, or a page's source has as entities, where it has left none straight: beside straight ones they may be part of a value. */
function straight(text: string): string {
  if (/['"]/.test(text)) return text;
  return text
    .replace(/&(?:#39|#x27|apos);/gi, "'")
    .replace(/&quot;/gi, '"')
    .replace(/[\u2018\u2019\u201b\u2032]/g, "'")
    .replace(/[\u201c\u201d\u2033]/g, '"');
}
