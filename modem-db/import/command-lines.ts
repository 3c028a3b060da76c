import { assignments, joinedLines } from './call-lines.ts';
import { readWords, type Words } from './call-words.ts';
import type { Draft, ImportProblem } from './draft.ts';
import { type Ids, lonelyIds, MAX_IDS, ruleIds } from './rule-ids.ts';
import { hasMethod } from './settings.ts';
import { callsOf } from './shell-words.ts';
import type { Pieces } from './usbmode-pieces.ts';

/** A command that takes its settings from elsewhere (`-c FILE`), or that says none. */
export interface Reference {
  readonly line: number;
  readonly id: string | undefined;
  /** Where its settings are: `-c /etc/usb_modeswitch.conf`; `null`: nowhere, it switches nothing. */
  readonly from: string | null;
}

export interface Commands extends Pieces {
  readonly references: readonly Reference[];
}

const PROGRAM = 'usb_modeswitch';
/** What is told of one call. */
const MAX_TOLD = 20;

/**
 * Calls of usb_modeswitch: typed, in scripts, in udev rules, in Markdown. Where a value is a substitution, the ids that the rule asks for
 * (`ATTRS{idVendor}=="12d1"`) and the script's own assignments stand for it. Its options say the same as a configuration file.
 */
export function readCommands(lines: readonly string[]): Commands {
  const problems: ImportProblem[] = [];
  const warnings: ImportProblem[] = [];
  const drafts: Draft[] = [];
  const references: Reference[] = [];
  const taken = new Set<number>();
  let variables: ReadonlyMap<string, string> | null = null;
  let around: Ids | null = null;
  for (const { first, last, text } of joinedLines(lines, PROGRAM)) {
    const calls = callsOf(text, PROGRAM);
    if (calls.length === 0) continue;
    for (let line = first; line <= last; line++) taken.add(line);
    variables ??= assignments(lines);
    around ??= lonelyIds(lines);
    const own = ruleIds(text);
    const rule = {
      vendors: own.vendors.length > 0 ? own.vendors : around.vendors,
      products: own.products.length > 0 ? own.products : around.products,
    };
    for (const { words } of calls) {
      const read = readWords(words, first, { rule, variables });
      problems.push(...read.problems.slice(0, MAX_TOLD));
      warnings.push(...read.warnings.slice(0, MAX_TOLD));
      const ids = idsOf(read, rule, first, problems, warnings);
      if (read.problems.length > 0) continue;
      if (!hasMethod(read.params)) {
        references.push({ line: first, id: ids[0], from: read.elsewhere ?? null });
        continue;
      }
      if (read.elsewhere !== undefined)
        warnings.push({ line: first, message: `${read.elsewhere} cannot be followed from here: what else stands there is left out` });
      for (const id of ids.length > 0 ? ids : [undefined]) drafts.push({ line: first, id, when: [], name: undefined, params: read.params });
    }
  }
  return { drafts, problems, warnings, taken, references };
}

/** Ids of the command line, else of the rule that it stands in. */
function idsOf(read: Words, rule: Ids, line: number, problems: ImportProblem[], warnings: ImportProblem[]): string[] {
  const vendors = read.vendor === undefined ? rule.vendors : [read.vendor];
  const products = read.product === undefined ? rule.products : [read.product];
  const differs = (told: string | undefined, asked: readonly string[]) => told !== undefined && asked.length > 0 && !asked.includes(told);
  if (differs(read.vendor, rule.vendors) || differs(read.product, rule.products))
    warnings.push({ line, message: 'The command names another id than its rule; the command counts' });
  if (read.problems.length === 0 && (vendors.length === 0) !== (products.length === 0))
    problems.push({ line, message: 'Vendor and product id go together: -v and -p' });
  return vendors.flatMap((vendor) => products.map((product) => `${vendor}:${product}`)).slice(0, MAX_IDS);
}
