/** What ends a line or moves on in it; words on both sides stay apart. */
const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;

/**
 * What is not to be seen itself and changes what is seen around it: control characters, the marks of writing direction (which turn
 * a name round, and the rest of its line with it), joiners, fillers, variation selectors, halves of surrogate pairs.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;
const HALF_PAIRS = /\p{Cs}/gu;

/**
 * Text from outside, fit to stand in a page, a file and a terminal: one line, without anything unseen, without blanks around it, at
 * most `most` UTF-16 units. What is more than four times as long is cut before it is looked at.
 */
export function cleanText(text: string, most: number): string {
  const seen = text
    .slice(0, 4 * most)
    .replace(BREAKS, ' ')
    .replace(UNSEEN, '')
    .trim();
  return seen.length <= most ? seen : seen.slice(0, most).replace(HALF_PAIRS, '').trim();
}
