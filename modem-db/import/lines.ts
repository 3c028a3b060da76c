import type { Draft, ImportProblem, Param, Reading } from './draft.ts';
import { keyKinds, nearest } from './keys.ts';
import { shown } from './plain-text.ts';
import { readValue } from './values.ts';

/** usb_modeswitch reads no more than this of a file. */
const MAX_LINES = 50;
/** A message of 512 bytes in hex, its key and blanks. */
const MAX_LINE_LENGTH = 1100;
/** Unknown keys that are told. */
const MAX_UNKNOWN = 50;
/** Letters of the longest key, and a few more. */
const MAX_KEY = 40;
/** So many words begin with a key and still may be a setting that lacks its `=`. */
const MAX_SETTING_WORDS = 3;

interface Block {
  line: number;
  id: string | undefined;
  params: Map<string, Param>;
  /** Keys with their lines, those without effect too. */
  seen: Map<string, number>;
  comments: string[];
}

/**
 * The settings of usb_modeswitch's configuration files (`key=value`; `#`, `;` and `!` begin a comment line, quotes around a value are
 * optional, blanks do not count, keys are case-sensitive) among whatever else a text has. Where DefaultVendor or DefaultProduct stands again,
 * another entry begins; a line that names a file of `usb_modeswitch.d` says whose entry follows. What would not do what it seems to
 * say is a problem; a line that is no setting at all is a warning.
 */
export function readSettings(lines: readonly string[]): Reading {
  const problems: ImportProblem[] = [];
  const warnings: ImportProblem[] = [];
  const unknown: ImportProblem[] = [];
  const blocks: Block[] = [];
  const prose: { readonly line: number; readonly text: string }[] = [];
  let block = emptyBlock(undefined);
  const next = (id: string | undefined, comments: string[] = []) => {
    if (block.seen.size > 0) blocks.push(block);
    block = { ...emptyBlock(id), comments };
  };
  // Comments behind an entry's settings are said of the next one, if one comes.
  let comments: string[] = [];
  for (const [index, raw] of unwrapped(lines).entries()) {
    const line = index + 1;
    const content = unmarked(raw);
    if (content === '') continue;
    if (/^[#;!]/.test(content)) {
      const comment = content.replace(/^[#;!]+\s*/, '');
      const named = fileOf(comment);
      if (named !== undefined) next(named);
      else if (block.seen.size > 0) comments.push(comment);
      else if (comment !== '') block.comments.push(comment);
      continue;
    }
    const setting = content.length > MAX_LINE_LENGTH ? undefined : settingOf(content);
    const kind = setting && keyKinds.get(setting.key);
    if (content.length > MAX_LINE_LENGTH && keyKinds.has(firstWord(content))) {
      problems.push({ line, message: `The line is longer than ${MAX_LINE_LENGTH} characters` });
      continue;
    }
    if (setting === undefined || kind === undefined) {
      const named = fileOf(content);
      if (named !== undefined) next(named);
      else if (setting !== undefined) {
        if (unknown.length < MAX_UNKNOWN) unknown.push(unknownKey(line, setting.key));
      } else if (lacksSign(content)) problems.push({ line, message: `A setting without its = : ${shown(content)}` });
      else prose.push({ line, text: content });
      continue;
    }
    const { key } = setting;
    const before = block.seen.get(key);
    if (before !== undefined && (key === 'DefaultVendor' || key === 'DefaultProduct')) {
      next(
        undefined,
        comments.filter((comment) => comment !== ''),
      );
    } else if (before !== undefined) {
      problems.push({ line, message: `${key} stands in line ${before} already` });
      continue;
    }
    comments = [];
    if (block.seen.size === 0) block.line = line;
    block.seen.set(key, line);
    const value = setting.text === undefined ? undefined : readValue(kind, key, setting.text);
    if (value === undefined) problems.push({ line, message: `${key}: a quote stands alone in ${shown(content)}` });
    else if ('message' in value) problems.push({ line, ...value });
    else {
      if (value.told !== undefined) warnings.push({ line, message: value.told });
      if (value.value !== undefined) block.params.set(key, { line, kind, value: value.value });
    }
  }
  next(undefined);
  const inside = blocks.length > 0;
  // A key that nobody knows changes what the rest means; where nothing is known, it is a word of something else, unless it is nearly one.
  problems.push(...unknown.filter(({ suggestion }) => inside || suggestion !== undefined));
  const words = unknown
    .filter(({ suggestion }) => !inside && suggestion === undefined)
    .map(({ line }) => ({ line, text: lines[line - 1] ?? '' }));
  prose.push(...words);
  prose.sort((a, b) => a.line - b.line);
  if (blocks.length > 0) {
    const first = lines.findIndex((line) => line.trim() !== '') + 1;
    if (blocks.length === 1 && lines.length > MAX_LINES)
      warnings.push({ line: first, message: `There are ${lines.length} lines; usb_modeswitch itself reads ${MAX_LINES} of a file` });
  }
  const [firstProse] = prose;
  if (firstProse)
    warnings.push({
      line: firstProse.line,
      message: `Not understood, and passed over (lines: ${prose.length}), from ${shown(firstProse.text.trim())} on`,
    });
  return { drafts: blocks.map(draftOf), problems, warnings };
}

const emptyBlock = (id: string | undefined): Block => ({ line: 0, id, params: new Map(), seen: new Map(), comments: [] });

const draftOf = ({ line, id, params, comments }: Block): Draft => ({ line, id, when: [], name: comments[0], params });

/** Without Markdown's fences, list marks and quotes of code. */
function unmarked(raw: string): string {
  const line = raw.trim();
  if (/^(?:```|~~~)/.test(line)) return '';
  const bare = line.replace(/^(?:[-*] +|\+ *)/, '');
  return bare.length > 2 && bare.startsWith('`') && bare.endsWith('`') ? bare.slice(1, -1).trim() : bare;
}

interface Setting {
  readonly key: string;
  /** Undefined: a quote has no other. */
  readonly text: string | undefined;
}

function settingOf(content: string): Setting | undefined {
  const at = content.indexOf('=');
  const key = at < 0 ? '' : content.slice(0, at).trim();
  // `==` is a comparison, as of udev.
  if (!/^\w+$/.test(key) || key.length > MAX_KEY || content[at + 1] === '=') return undefined;
  return { key, text: valueText(content.slice(at + 1).trim()) };
}

/** What stands in quotes, or up to a comment behind it. */
function valueText(raw: string): string | undefined {
  const quote = raw[0];
  if (quote === '"' || quote === "'") {
    const end = raw.indexOf(quote, 1);
    const rest = raw.slice(end + 1).trim();
    return end < 0 || (rest !== '' && !/^[#;]/.test(rest)) ? undefined : raw.slice(1, end).trim();
  }
  const text = (/^[^#;]*/.exec(raw)?.[0] ?? '').trim();
  return /["']/.test(text) ? undefined : text;
}

function unknownKey(line: number, key: string): ImportProblem {
  const meant = nearest(key, keyKinds.keys());
  return { line, message: `Unknown key ${shown(key)}`, ...(meant === undefined ? {} : { suggestion: meant }) };
}

const firstWord = (content: string) => /^\w{0,40}/.exec(content)?.[0] ?? '';

function lacksSign(content: string): boolean {
  return (
    !content.includes('=') && keyKinds.has(firstWord(content)) && content.split(/\s+/, MAX_SETTING_WORDS + 1).length <= MAX_SETTING_WORDS
  );
}

/** Lines with values that a post has torn in two put together again; what was taken over is empty. */
function unwrapped(lines: readonly string[]): string[] {
  const whole = [...lines];
  for (let at = 0; at + 1 < whole.length; at++) {
    const open = whole[at] ?? '';
    const next = (whole[at + 1] ?? '').trim();
    const isOpen = open.length <= MAX_LINE_LENGTH && /^\s*MessageContent[23]?\s*=\s*"[0-9a-f\s]*$/i.test(open);
    if (!isOpen || next.length > MAX_LINE_LENGTH || !/^[0-9a-f\s]+"/i.test(next)) continue;
    whole[at] = `${open.trimEnd()}${next}`;
    whole[at + 1] = '';
  }
  return whole;
}

/** The ids of a file that a line names, where that lies in the folder of usb_modeswitch's own files; and those that stand alone, as a title. */
function fileOf(text: string): string | undefined {
  const found =
    /usb_modeswitch\.d\/([0-9a-f]{4}):([0-9a-f]{4})(?![0-9a-f])/i.exec(text) ?? /^\W{0,8}([0-9a-f]{4}):([0-9a-f]{4})\W{0,8}$/i.exec(text);
  return found ? `${found[1]}:${found[2]}`.toLowerCase() : undefined;
}
