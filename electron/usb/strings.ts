/** Longest string descriptor: 255 bytes less two, two bytes a unit (USB 2.0, 9.6.7). */
const MAX_CHARACTERS = 126;

/** A string from a device, fit to be shown and logged: no control characters, no padding, bounded. `null` for none. */
export function cleanString(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  const clean = text
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, ' ')
    .trim()
    .slice(0, MAX_CHARACTERS);
  return clean === '' ? null : clean;
}
