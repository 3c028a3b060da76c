import { type KeyKind, keyKinds, nearest, refusals } from './keys.ts';

/** What is wrong with a file. `line` counts from 1; 0 is the file's name or the file as a whole. */
export interface ImportProblem {
  readonly line: number;
  readonly message: string;
  /** What was probably meant. */
  readonly suggestion?: string;
}

/** One setting that has an effect. `value` is text for ids (four lower-case hex digits) and messages (lower-case hex), else a number. */
export interface Param {
  readonly line: number;
  readonly kind: KeyKind;
  readonly value: string | number;
}

export interface ParsedLines {
  readonly params: ReadonlyMap<string, Param>;
  /** Text of the comment lines before the first setting. */
  readonly comments: readonly string[];
  readonly problems: readonly ImportProblem[];
}

/** usb_modeswitch reads no more than this of a file. */
const MAX_LINES = 50;
/** A message of 512 bytes in hex, its key and blanks. */
const MAX_LINE_LENGTH = 1100;

/**
 * Reads `key=value` lines: `#`, `;` and `!` begin a comment line, quotes around a value are optional, blanks do not count, and
 * keys are case-sensitive. Every line that would not do what it seems to say is a problem, never passed over.
 */
export function parseLines(text: string): ParsedLines {
  const lines = text.split(/\r\n|\n|\r/);
  while (lines.at(-1)?.trim() === '') lines.pop();
  const params = new Map<string, Param>();
  const seen = new Map<string, number>();
  const comments: string[] = [];
  const problems: ImportProblem[] = [];
  if (lines.length > MAX_LINES) {
    problems.push({ line: MAX_LINES + 1, message: `The file has ${lines.length} lines; usb_modeswitch reads ${MAX_LINES}` });
  }
  for (const [index, raw] of lines.slice(0, MAX_LINES).entries()) {
    const line = index + 1;
    const content = raw.trim();
    if (content === '') continue;
    if (/^[#;!]/.test(content)) {
      const comment = content.replace(/^[#;!]+\s*/, '');
      if (seen.size === 0 && comment !== '') comments.push(comment);
      continue;
    }
    if (content.length > MAX_LINE_LENGTH) {
      problems.push({ line, message: `The line is longer than ${MAX_LINE_LENGTH} characters` });
      continue;
    }
    const parts = /^([^=]*)=(.*)$/.exec(content);
    if (!parts) {
      problems.push({ line, message: `Neither a comment nor key=value: ${shown(content)}` });
      continue;
    }
    const key = (parts[1] ?? '').trim();
    const kind = keyKinds.get(key);
    if (kind === undefined) {
      const meant = nearest(key, keyKinds.keys());
      problems.push({ line, message: `Unknown key ${shown(key)}`, ...(meant === undefined ? {} : { suggestion: meant }) });
      continue;
    }
    const before = seen.get(key);
    if (before !== undefined) {
      problems.push({ line, message: `${key} stands in line ${before} already` });
      continue;
    }
    seen.set(key, line);
    const value = readValue(kind, key, (parts[2] ?? '').trim());
    if ('message' in value) problems.push({ line, ...value });
    else if (value.value !== undefined) params.set(key, { line, kind, value: value.value });
  }
  return { params, comments, problems };
}

/** Foreign text in a message: short, and without control characters. */
export function shown(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}

type Value = { readonly value: string | number | undefined } | { readonly message: string; readonly suggestion?: string };

function readValue(kind: KeyKind, key: string, raw: string): Value {
  const quoted = /^"([^"]*)"$/.exec(raw);
  const text = (quoted?.[1] ?? raw).trim();
  if (text.includes('"')) return { message: `${key}: a quote stands alone in ${shown(raw)}` };
  const bad = (what: string, suggestion?: string): Value => ({
    message: `${key} is ${what}, not ${shown(text)}`,
    ...(suggestion === undefined ? {} : { suggestion }),
  });
  switch (kind) {
    case 'ignored':
      return { value: undefined };
    case 'refused':
      return { message: `${key} has no place in an entry: ${refusals[key] ?? ''}` };
    case 'flag':
      if (text === '1') return { value: 1 };
      return text === '0' ? { value: undefined } : bad('0 or 1');
    case 'id': {
      const id = hexId(text);
      return id === undefined
        ? bad('four hex digits', /^(0x)?[0-9a-f]{1,3}$/i.test(text) ? text.replace(/^0x/i, '').padStart(4, '0') : undefined)
        : { value: id };
    }
    case 'ids': {
      const ids = text.split(',').map((part) => hexId(part.trim()));
      return ids.includes(undefined) ? bad('a list of four hex digits each, with commas') : { value: ids.join(',') };
    }
    case 'message':
      if (!/^[0-9a-f]*$/i.test(text)) return bad('hex digits');
      if (text.length % 2 === 1 || text === '') return bad('whole bytes, two hex digits each');
      return text.length > 1024 ? bad('at most 512 bytes') : { value: text.toLowerCase() };
    default: {
      const number = /^(0x[0-9a-f]{1,4}|\d{1,5})$/i.test(text) ? Number(text) : undefined;
      const most = kind === 'byte' ? 255 : 65_535;
      return number === undefined || number > most ? bad(`a number up to ${most}, or hex after 0x`) : { value: number };
    }
  }
}

function hexId(text: string): string | undefined {
  return /^(?:0x)?([0-9a-f]{4})$/i.exec(text)?.[1]?.toLowerCase();
}
