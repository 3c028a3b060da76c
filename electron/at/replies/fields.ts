import type { Reply } from '../lines.ts';
import { splitArguments } from '../secret-arguments.ts';

/** What an answer consists of: `+NAME: field,field`. V.250, 5.7.3; what modems make of it: blanks anywhere, zeros before, two answers in one line. */

/** Most answers that are read of one reply. */
const MAX_ANSWERS = 100;

/**
 * The answers of a reply that begin with `name` (`+CREG`, without the colon), each as its fields, trimmed, with their quotation marks.
 * An answer that was written behind another in one line counts as its own.
 */
export function answersOf({ lines }: Reply, name: string): string[][] {
  const start = new RegExp(`${name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')} ?:`, 'gi');
  const answers: string[][] = [];
  for (const line of lines) {
    if (line.slice(0, name.length).toUpperCase() !== name.toUpperCase()) continue;
    const starts = [...line.matchAll(start)].filter(({ index }) => !isQuoted(line, index));
    if (starts[0]?.index !== 0) continue;
    for (const [i, { 0: prefix, index }] of starts.entries()) {
      if (answers.length === MAX_ANSWERS) return answers;
      answers.push(fieldsOf(line.slice(index + prefix.length, starts[i + 1]?.index)));
    }
  }
  return answers;
}

/** At commas outside of quotation marks; trimmed, with their quotation marks. */
export function fieldsOf(text: string): string[] {
  return splitArguments(text, 0).map(([from, to]) => text.slice(from, to).trim());
}

const isQuoted = (line: string, index: number) => (line.slice(0, index).split('"').length - 1) % 2 === 1;

/** Without quotation marks and the blanks within them. */
export function unquoted(field: string | undefined): string {
  return (field ?? '').replace(/^"|"$/g, '').trim();
}

/** A decimal number, with its sign and its fraction; `null` for anything else. */
export function decimal(field: string | undefined): number | null {
  const text = unquoted(field);
  return /^[+-]?\d{1,12}(\.\d{1,6})?$/.test(text) ? Number(text) : null;
}

/** A hexadecimal number of at most 36 bits, as the identity of a 5G cell has (TS 38.413, 9.3.1.7); with or without `0x`. */
export function hexadecimal(field: string | undefined): number | null {
  const digits = /^(?:0x)?0*([0-9a-f]{1,9})$/i.exec(unquoted(field))?.[1];
  return digits === undefined ? null : Number.parseInt(digits, 16);
}

/** The first capture of the first line that a pattern finds. */
export function firstMatch({ lines }: Pick<Reply, 'lines'>, pattern: RegExp): string | null {
  for (const line of lines) {
    const found = pattern.exec(line)?.[1];
    if (found !== undefined) return found;
  }
  return null;
}
