/** Pieces of the lines that a plan and a journal show of a message: the same words for the same bytes, bounded whatever the bytes. */

/** What stands in a line for a secret, and, byte for byte, in the data. */
export const SECRET = '****';
export const MASK = 0x2a;

/** Longest text of a field, in UTF-16 units, and most bytes of one that is shown in hexadecimal. */
const MAX_FIELD = 120;
const MAX_HEX = 48;

/** Bytes in hexadecimal, the first 48 of them. */
export function hexShown(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'empty';
  const digits = Array.from(bytes.subarray(0, MAX_HEX), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return bytes.length > MAX_HEX ? `${digits}… (${bytes.length} bytes)` : digits;
}

/** A number as protocols write theirs: `0x05`, `0x0041`. `width`: of its hex digits. */
export const numberShown = (n: number, width: number): string => `0x${n.toString(16).padStart(width, '0')}`;

/** Text of a field: as it is where it is plain, else in quotes, so that nothing in it passes for a field of its own. */
export function textShown(text: string): string {
  return /^[\w.@+-]{1,120}$/.test(text) ? text : clipped(JSON.stringify(text.slice(0, MAX_FIELD)).replace(UNSEEN, escaped), MAX_FIELD);
}

/** What `cleanText` would drop is shown by its number here: a journal tells what went out. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
const escaped = (seen: string) => `\\u{${(seen.codePointAt(0) ?? 0).toString(16)}}`;

/** At most `most` UTF-16 units, the last an ellipsis where there were more. No pair is torn apart. */
export function clipped(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** `head`, and behind a colon its fields where it has any; at most `most` UTF-16 units. */
export const lineShown = (head: string, fields: readonly string[], most: number): string =>
  clipped(fields.length === 0 ? head : `${head}: ${fields.join(', ')}`, most);
