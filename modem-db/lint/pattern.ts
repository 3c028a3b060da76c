import { matchBits } from './regex/cost.ts';

/** A second or two of a processor, on the most unlucky line. What stands in the data needs 2^25 at most. */
const MAX_BITS = 28;

/**
 * Why a pattern may take for ever on an unlucky answer, or `null`. An upper bound in steps, so what it lets pass is safe on one line of a modem (4096
 * characters); what it refuses may be harmless, and can be written so that it shows. In time that grows with the pattern's length.
 */
export function slowPattern(pattern: string): string | null {
  const bits = Math.max(matchBits(pattern, false), matchBits(pattern, true));
  return bits > MAX_BITS ? `2^${Math.round(bits)} steps; what follows a repetition must not begin with what it repeats` : null;
}

/** The texts that a pattern of plain characters and plain alternatives matches (`^(5|16)$`); empty for any other. */
export function plainTexts(pattern: string): string[] {
  const body = pattern.replace(/^\^/, '').replace(/\$$/, '');
  const group = /^\((?:\?:)?([^()]*)\)$/.exec(body);
  return (group?.[1] ?? body).split('|').flatMap((text) => {
    const plain = text.replace(/\\([^a-zA-Z0-9])/g, '$1');
    return /[\\[\](){}*+?.^$]/.test(text.replace(/\\[^a-zA-Z0-9]/g, '')) || plain === '' ? [] : [plain];
  });
}

/** Whether a pattern finds something; one that cannot be compiled, or may take for ever, finds nothing: that is said elsewhere. */
export function finds(pattern: string, text: string, flags = ''): boolean {
  if (slowPattern(pattern) !== null) return false;
  try {
    return new RegExp(pattern, flags).test(text);
  } catch {
    return false;
  }
}
