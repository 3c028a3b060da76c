import type { SwitchEntry } from '../schema.ts';
import { type Commands, type Reference, readCommands } from './command-lines.ts';
import type { Draft, ImportProblem } from './draft.ts';
import { type NamedId, readFileName } from './file-name.ts';
import { readSettings } from './lines.ts';
import { plainLines, shown } from './plain-text.ts';
import { entryOf } from './settings.ts';
import { readUsbModePieces } from './usbmode-pieces.ts';

/** Where the text came from. */
export interface ImportOrigin {
  /** `12d1:1446`, `0471:1210:uMa=Philips`, `12d1_1f01.conf`, any; a path before it does not matter. Its ids count where the text has none. */
  readonly fileName?: string;
  /** Goes into the entries: at least eight characters. */
  readonly source: string;
}

export interface ImportResult {
  /** In the order of the text, each once. */
  readonly entries: readonly SwitchEntry[];
  /** What could not be made an entry, and why. None, and no entry, there never is. */
  readonly problems: readonly ImportProblem[];
  /** What was assumed, left out or passed over. */
  readonly warnings: readonly ImportProblem[];
}

/** Longer texts are refused: the largest table of one release has a twentieth of it. */
export const MAX_IMPORT = 1024 * 1024;
/** Messages of each kind: a text whose every line is wrong needs no thousand of them. */
const MAX_TOLD = 100;

/**
 * Whatever people have of switch entries, as entries of the database: configuration files of usb_modeswitch, its command lines, pieces of
 * OpenWrt's `usb-mode.json`, and several of them in one text. Each line is read by one of the three. Never throws on what the text holds: all
 * that is wrong comes back, in the order of the lines. The work grows with the length of the text and no faster.
 */
export function importSwitches(text: string, origin: ImportOrigin): ImportResult {
  if (text.length > MAX_IMPORT) {
    return refused({ line: 0, message: `The text has ${text.length} characters; ${MAX_IMPORT} are read at most` });
  }
  const lines = plainLines(text);
  const pieces = readUsbModePieces(lines);
  const commands = readCommands(without(lines, pieces.taken));
  const rest = without(lines, new Set([...pieces.taken, ...commands.taken]));
  const settings = readSettings(rest);
  const problems = [...pieces.problems, ...commands.problems, ...settings.problems];
  const warnings = [...pieces.warnings, ...commands.warnings, ...settings.warnings];
  const named = origin.fileName === undefined ? undefined : readFileName(origin.fileName, problems);
  const files = ofReferences(settings.drafts, commands, problems, warnings);
  const drafts = [...pieces.drafts, ...commands.drafts, ...files].sort((a, b) => a.line - b.line);
  // The file's name is about the one entry of the text, or about the one that says nothing else.
  const lacking = drafts.filter((draft) => draft.id === undefined && !hasOwnId(draft));
  const entries: SwitchEntry[] = [];
  for (const draft of drafts) {
    const isNames = drafts.length === 1 || (lacking.length === 1 && lacking[0] === draft);
    const whose = withId(draft, isNames ? named : undefined, { ...origin, alone: drafts.length === 1 }, problems, warnings);
    if (whose === undefined) continue;
    const made = entryOf(whose, origin.source);
    if ('entry' in made) entries.push(made.entry);
    else problems.push(...made.problems.map((p) => (p.line === 0 && drafts.length > 1 ? { ...p, line: draft.line } : p)));
  }
  if (drafts.length === 0 && problems.length === 0) problems.push(nothing(origin));
  return { entries: distinct(entries, warnings), problems: told(problems), warnings: told(warnings) };
}

const refused = (problem: ImportProblem): ImportResult => ({ entries: [], problems: [problem], warnings: [] });

const nothing = ({ fileName }: ImportOrigin): ImportProblem => ({
  line: 0,
  message: `${fileName === undefined ? 'The text' : shown(fileName.split(/[/\\]/).at(-1) ?? '')} has no switch: no settings of usb_modeswitch, no command line of it, no piece of usb-mode.json`,
});

/** Lines that are read already are empty for who comes next, so that the numbers stay. */
function without(lines: readonly string[], taken: ReadonlySet<number>): string[] {
  return lines.map((line, index) => (taken.has(index + 1) ? '' : line));
}

function told(problems: readonly ImportProblem[]): ImportProblem[] {
  return [...problems].sort((a, b) => a.line - b.line).slice(0, MAX_TOLD);
}

/**
 * What a text has besides commands that take their settings from a file: these settings are that file's, and the command says whose. A
 * command without settings anywhere is a problem where there is nothing else.
 */
function ofReferences(
  drafts: readonly Draft[],
  { drafts: calls, references, problems: wrong }: Commands,
  problems: ImportProblem[],
  warnings: ImportProblem[],
): readonly Draft[] {
  const followed = references.filter((reference): reference is Reference & { from: string } => reference.from !== null);
  for (const { line, from } of followed) {
    const message = `usb_modeswitch ${from}: what stands there cannot be followed from here`;
    if (drafts.length > 0) warnings.push({ line, message: `${message}; the settings of this text were taken for it` });
    else problems.push({ line, message: `${message}; give that file instead` });
  }
  for (const { line, from } of references) {
    if (from !== null) continue;
    const message = 'This call of usb_modeswitch switches nothing: it names no method';
    if (drafts.length + calls.length > 0 || wrong.length > 0) warnings.push({ line, message });
    else problems.push({ line, message });
  }
  const ids = [...new Set(followed.flatMap(({ id }) => (id === undefined ? [] : [id])))];
  const [only] = drafts;
  const [id] = ids;
  if (only === undefined || drafts.length > 1 || ids.length !== 1 || only.id !== undefined || hasOwnId(only)) return drafts;
  return [{ ...only, id }];
}

const hasOwnId = ({ params }: Draft) => params.has('DefaultVendor') || params.has('DefaultProduct');

/** Whose entry it is: what the text says goes before its file's name. TargetVendor and TargetProduct are what it becomes, never what it is. */
function withId(
  draft: Draft,
  named: NamedId | undefined,
  { fileName, alone }: ImportOrigin & { readonly alone: boolean },
  problems: ImportProblem[],
  warnings: ImportProblem[],
): (Draft & { readonly id: string }) | undefined {
  const vendor = draft.params.get('DefaultVendor');
  const product = draft.params.get('DefaultProduct');
  const lone = vendor ?? product;
  if (lone !== undefined && (vendor === undefined || product === undefined)) {
    problems.push({ line: lone.line, message: 'DefaultVendor and DefaultProduct go together' });
    return undefined;
  }
  const id = vendor !== undefined && product !== undefined ? `${vendor.value}:${product.value}` : draft.id;
  if (id === undefined) {
    if (named === undefined) {
      const name = fileName === undefined ? '' : `, and the file name ${shown(fileName.split(/[/\\]/).at(-1) ?? '')} has no vid:pid`;
      problems.push({
        line: alone ? 0 : draft.line,
        message: `Whose entry this is nothing tells: there are no DefaultVendor and DefaultProduct, no -v and -p${name}. TargetVendor and TargetProduct are what it becomes`,
      });
      return undefined;
    }
    if (!named.own) warnings.push({ line: 0, message: `The ids are taken from the file's name: ${named.id}` });
    return { ...draft, id: named.id, when: named.when };
  }
  if (named === undefined) return { ...draft, id };
  if (named.id === id) return { ...draft, id, when: draft.when.length > 0 ? draft.when : named.when };
  warnings.push({ line: lone?.line ?? draft.line, message: `The file's name says ${named.id}, and its text ${id}, which counts` });
  return { ...draft, id };
}

/** The same twice is once. Of different ones for the same dongles the first is found. */
function distinct(entries: readonly SwitchEntry[], warnings: ImportProblem[]): SwitchEntry[] {
  const known = new Set<string>();
  const whose = new Set<string>();
  return entries.filter((entry) => {
    const text = JSON.stringify({ ...entry, name: '' });
    const dongles = JSON.stringify([entry.id, entry.when ?? []]);
    if (known.has(text)) return false;
    if (whose.has(dongles)) warnings.push({ line: 0, message: `There are several entries of ${entry.id}; the first counts` });
    known.add(text);
    whose.add(dongles);
    return true;
  });
}
