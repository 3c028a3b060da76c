import { parseUci, UciParseError } from '../../uci-parse.ts';
import { OpenQuote } from './open-quote.ts';
import { isShowLine, quotedPart } from './uci-show.ts';

/** One line of a pasted text, or several that are one value's; `number` counts from 1. */
export interface PastedLine {
  readonly text: string;
  readonly number: number;
}

/** What a line of a configuration file says. */
export type FileLine =
  | { readonly kind: 'package'; readonly name: string }
  | { readonly kind: 'section'; readonly type: string; readonly name: string | null }
  | { readonly kind: 'option'; readonly name: string };

const word = `(?:'[^']*'|"[^"]*"|[^\\s'"#;]+)`;
const sectionLine = new RegExp(`^config\\s+(${word})(?:\\s+(${word}))?\\s*(?:#.*)?$`);
const packageLine = new RegExp(`^package\\s+(${word})\\s*$`);
const optionLine = new RegExp(`^(?:option|list)\\s+(${word})\\s+(\\S.*)$`, 's');
/** Marks of a quotation, and the line numbers of `cat -n` and of editors. */
const margin = /^\s*(?:>\s?)*\s*(?:\d{1,5}[:|.)]?\s+(?=(?:config|option|list|package)\s|[\w-]{1,100}\.[@\w]))?/;
/** Lines that a value may have. */
const LINES = 500;

/** Whether a line begins as one of a configuration file, whatever comes then. */
const isFileLine = (line: string): boolean => /^(?:config|option|list|package)\s/.test(line);
export const isStatement = (line: string): boolean => isFileLine(line) || isShowLine(line);

/** Reads a line of a configuration file. `null`: it is none, or prose that begins with the same word. */
export function parseFileLine(line: string): FileLine | null {
  const section = sectionLine.exec(line);
  if (section) return { kind: 'section', type: bare(section[1] ?? ''), name: bare(section[2] ?? '') || null };
  const named = packageLine.exec(line);
  if (named) return { kind: 'package', name: bare(named[1] ?? '') };
  const option = optionLine.exec(line);
  const value = option?.[2] ?? '';
  return option && (/^['"]/.test(value) || /^\S+\s*(?:#.*)?$/.test(value)) && isRead(line)
    ? { kind: 'option', name: bare(option[1] ?? '') }
    : null;
}

/** Whether libuci reads the line of an option; what was made unreadable before it was posted takes no other line along. */
function isRead(line: string): boolean {
  try {
    parseUci(`config x\n${line}\n`);
    return true;
  } catch (error) {
    if (error instanceof UciParseError) return false;
    throw error;
  }
}

/**
 * The lines of a text, without the marks of a quotation and blanks before them; what forums have put into one line is taken apart, and a
 * value that goes on is joined to its first line. A quote that nothing closes leaves its line as it is, which nobody reads then.
 */
export function pastedLines(text: string): PastedLine[] {
  const given = text.split('\n');
  const raw = given.map((line) => line.replace(margin, ''));
  const lines: PastedLine[] = [];
  for (let at = 0; at < raw.length; at++) {
    const first = raw[at] ?? '';
    const number = at + 1;
    if (!isStatement(first)) {
      lines.push({ text: first, number });
      continue;
    }
    const parts = statementsOf(first);
    lines.push(...parts.slice(0, -1).map((part) => ({ text: part, number })));
    const last = parts.at(-1) ?? '';
    const more = continuation(last, raw, at + 1);
    // In a value blanks count.
    const quoted = /^\s*>/.test(given[at] ?? '');
    const rest = given.slice(at + 1, at + 1 + more).map((line) => (quoted ? line.replace(/^\s*(?:>\s?)*/, '') : line));
    lines.push({ text: [last, ...rest].join('\n'), number });
    at += rest.length;
  }
  return lines;
}

/** How many of the lines from `from` on belong to the value that `line` begins; none where its quote is still open at the next statement. */
function continuation(line: string, raw: readonly string[], from: number): number {
  const quote = new OpenQuote();
  const asShown = isShowLine(line);
  quote.feed(asShown ? (quotedPart(line) ?? '') : line, !asShown);
  if (!quote.isOpen) return 0;
  for (let count = 0; count < LINES; count++) {
    const next = raw[from + count];
    if (next === undefined || isStatement(next)) return 0;
    quote.feed(`\n${next}`, !asShown);
    if (!quote.isOpen) return count + 1;
  }
  return 0;
}

/** What stands in quotes, or behind a backslash; or the place before a further statement. */
const piece = /\\.|'[^']*(?:'|$)|"(?:[^"\\]|\\.)*(?:"|$)|(?<=\s)(?=(?:config|option|list|package)\s|[\w-]{1,100}\.[@\w][^\s='"]{0,200}=)/g;

function statementsOf(line: string): string[] {
  const cuts = [...line.matchAll(piece)].flatMap(({ 0: text, index }) => (text === '' && index > 0 ? [index] : []));
  if (cuts.length === 0) return [line];
  return [0, ...cuts].map((cut, at) => line.slice(cut, cuts[at]).trimEnd());
}

const bare = (text: string) => (/^['"]/.test(text) ? text.slice(1, -1) : text);
