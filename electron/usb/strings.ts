import { cleanText } from '../lib/clean-text.ts';

/** Longest string descriptor: 255 bytes less two, two bytes a unit (USB 2.0, 9.6.7). */
const MAX_CHARACTERS = 126;

/** A string from a device, fit to be shown and logged: nothing unseen, no padding, bounded. `null` for none. */
export function cleanString(text: string | null | undefined): string | null {
  return cleanText(text ?? '', MAX_CHARACTERS) || null;
}
