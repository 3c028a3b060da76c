import type { Draft, ImportProblem, Param } from './draft.ts';
import { dropped, keyKinds, nearest } from './keys.ts';
import { longOption, longOptionNames, type ProgramOption, shortOption, takesValue } from './options.ts';
import { shown } from './plain-text.ts';
import { hasMethod } from './settings.ts';
import { callsOf } from './shell-words.ts';
import type { Pieces } from './usbmode-pieces.ts';
import { readValue } from './values.ts';

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
/** Options of one call that are told to be unknown. */
const MAX_TOLD = 20;
/** Letters of the longest option, and more. */
const MAX_OPTION = 40;
/** Ids that one rule is for at most. */
const MAX_IDS = 16;

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
  for (const { first, last, text } of joined(lines)) {
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
      problems.push(...read.problems);
      warnings.push(...read.warnings);
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

/** Lines with those that they go on in: behind a `\`, and where a post was wrapped in the middle of a call. */
function joined(lines: readonly string[]): { readonly first: number; readonly last: number; readonly text: string }[] {
  const found: { first: number; last: number; text: string }[] = [];
  let parts: string[] = [];
  let call = false;
  for (const [index, line] of lines.entries()) {
    call ||= line.includes(PROGRAM);
    const next = lines[index + 1];
    const marked = line.endsWith('\\') && next !== undefined;
    parts.push(marked ? line.slice(0, -1) : line);
    if (marked || (call && next !== undefined && isWrapped(line, next))) continue;
    found.push({ first: index + 2 - parts.length, last: index + 1, text: parts.join(' ') });
    parts = [];
    call = false;
  }
  return found;
}

/** Whether a call goes on in the next line, which begins with an option, or with the value of the last one. */
function isWrapped(line: string, next: string): boolean {
  const begins = next.trimStart();
  if (begins === '' || begins.includes(PROGRAM) || /[;|&]$/.test(line.trimEnd())) return false;
  if (/^--?[a-z0-9]/i.test(begins)) return true;
  const last =
    line
      .slice(-MAX_OPTION)
      .split(/\s+/)
      .findLast((word) => word !== '') ?? '';
  const option = last.startsWith('--')
    ? longOption(last.slice(2))
    : /^-[A-Za-z0-9]+$/.test(last)
      ? shortOption(last.at(-1) ?? '')
      : undefined;
  return option !== undefined && takesValue(option);
}

/** `VID=12d1`, in a script. The last one counts. */
function assignments(lines: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const line of lines) {
    const [, name = '', value = ''] =
      /^(?:export |local )?([A-Za-z_]\w{0,39})=["']?((?:0x)?[0-9a-fA-F]{1,1024})["']?\s*(?:[;#].*)?$/.exec(line.trim()) ?? [];
    if (name !== '') found.set(name, value);
  }
  return found;
}

interface Ids {
  readonly vendors: readonly string[];
  readonly products: readonly string[];
}

const EACH_VENDOR = /(?:\{idVendor\}|\{ID_VENDOR_ID\})\s*==\s*"([^"]{0,200})"/g;
const EACH_PRODUCT = /(?:\{idProduct\}|\{ID_MODEL_ID\})\s*==\s*"([^"]{0,200})"/g;
/** `12d1/1f01/102`, as the kernel names a device in its events. */
const EVENT = /PRODUCT\}?"?\s*==?\s*"?([0-9a-f]{1,4})\/([0-9a-f]{1,4})\//i;

/** Whose a udev rule is, or a script of hotplug. */
function ruleIds(text: string): Ids {
  const alternatives = (pattern: RegExp) =>
    [...text.matchAll(pattern)].flatMap(([, values = '']) => values.split('|', MAX_IDS)).flatMap((value) => padded(value.trim()) ?? []);
  const [, vendor, product] = EVENT.exec(text) ?? [];
  const vendors = alternatives(EACH_VENDOR);
  const products = alternatives(EACH_PRODUCT);
  return {
    vendors: vendors.length > 0 ? vendors : [padded(vendor ?? '')].filter((id) => id !== undefined),
    products: products.length > 0 ? products : [padded(product ?? '')].filter((id) => id !== undefined),
  };
}

const ANY_VENDOR = /\{idVendor\}\s*[!=]=\s*"([0-9a-f]{4})"/gi;
const ANY_PRODUCT = /\{idProduct\}\s*[!=]=\s*"([0-9a-f]{4})"/gi;

/** Ids that other rules of the text ask for (`ATTRS{idVendor}!="12d1", GOTO="end"`), where they all ask for the same. */
function lonelyIds(lines: readonly string[]): Ids {
  const only = (pattern: RegExp) => {
    const all = new Set(lines.flatMap((line) => [...line.matchAll(pattern)].map(([, id = '']) => id.toLowerCase())));
    return all.size === 1 ? [...all] : [];
  };
  return { vendors: only(ANY_VENDOR), products: only(ANY_PRODUCT) };
}

interface Words {
  readonly params: ReadonlyMap<string, Param>;
  readonly elsewhere: string | undefined;
  readonly vendor: string | undefined;
  readonly product: string | undefined;
  readonly problems: readonly ImportProblem[];
  readonly warnings: readonly ImportProblem[];
}

interface Surroundings {
  readonly rule: Ids;
  readonly variables: ReadonlyMap<string, string>;
}

/** As getopt_long reads them: `-v 12d1`, `-v12d1`, `-WJ`, `--default-vendor=12d1`, `--default-v 12d1`. */
function readWords(words: readonly string[], line: number, { rule, variables }: Surroundings): Words {
  const problems: ImportProblem[] = [];
  const warnings: ImportProblem[] = [];
  const params = new Map<string, Param>();
  const operands: string[] = [];
  let elsewhere: string | undefined;
  let vendor: string | undefined;
  let product: string | undefined;

  const carryOut = (option: ProgramOption, name: string, raw: string) => {
    const { does } = option;
    if (does.kind === 'elsewhere') elsewhere = `${name}${raw === '' ? '' : ` ${raw.slice(0, 100)}`}`;
    if (does.kind === 'flag') {
      const kind = keyKinds.get(does.key) ?? 'flag';
      if (kind === 'dropped') warnings.push({ line, message: `${name} is left out: ${dropped[does.key] ?? ''}` });
      else if (kind === 'flag') params.set(does.key, { line, kind, value: 1 });
    }
    if (does.kind !== 'value') return;
    const isId = does.key === 'DefaultVendor' || does.key === 'DefaultProduct';
    const text = withoutStop(substituted(raw, variables));
    if (isId && isSubstitution(text)) {
      const ids = does.key === 'DefaultVendor' ? rule.vendors : rule.products;
      if (ids.length === 0) problems.push({ line, message: `The text does not tell what ${name} ${shown(text)} stands for` });
      return;
    }
    const kind = keyKinds.get(does.key) ?? 'number';
    const several = does.key === 'TargetProduct' && text.includes(',');
    const value = several ? readValue('ids', name, text) : readValue(kind, name, asSetting(text, kind, does.base));
    if ('message' in value) problems.push({ line, ...value });
    else if (value.value === undefined) return;
    else if (does.key === 'DefaultVendor') vendor = String(value.value);
    else if (does.key === 'DefaultProduct') product = String(value.value);
    else params.set(several ? 'TargetProductList' : does.key, { line, kind: several ? 'ids' : kind, value: value.value });
  };
  const unknown = (name: string) => {
    if (problems.length >= MAX_TOLD) return;
    const suggestion = name.startsWith('--') ? nearest(name.slice(2, 40), longOptionNames) : undefined;
    problems.push({
      line,
      message: `usb_modeswitch has no option ${shown(name)}`,
      ...(suggestion === undefined ? {} : { suggestion: `--${suggestion}` }),
    });
  };

  for (let at = 0; at < words.length; at++) {
    const word = dashed(words[at] ?? '');
    const following = () => {
      at++;
      return words[at];
    };
    const withValue = (option: ProgramOption, name: string, attached: string | undefined) => {
      const raw = takesValue(option) ? (attached ?? following()) : '';
      if (raw === undefined) problems.push({ line, message: `${name} has no value` });
      else carryOut(option, name, raw);
    };
    if (word.startsWith('--') && word.length > 2) {
      const sign = word.indexOf('=');
      const name = withoutStop(sign < 0 ? word : word.slice(0, sign));
      const option = longOption(name.slice(2));
      if (option) withValue(option, name, sign < 0 ? undefined : word.slice(sign + 1));
      else unknown(name);
    } else if (word.startsWith('-') && word.length > 1) {
      const letters = withoutStop(word.slice(1));
      for (let i = 0; i < letters.length; i++) {
        const letter = letters[i] ?? '';
        const option = shortOption(letter);
        if (!option) {
          // The rest of the word may be anything.
          unknown(`-${letter}`);
          break;
        }
        const attached = letters.slice(i + 1);
        withValue(option, `-${letter}`, attached === '' ? undefined : attached);
        if (takesValue(option)) break;
      }
    } else if (word !== '') operands.push(word);
  }
  if (operands.length > 0)
    warnings.push({ line, message: `No option, and passed over (words: ${operands.length}), from ${shown(operands[0] ?? '')} on` });
  return { params, elsewhere, vendor, product, problems, warnings };
}

/** Dashes as word processors make them: a long one where a word follows is two. */
function dashed(word: string): string {
  if (!/^[–—−‐]/.test(word)) return word;
  const rest = word.replace(/^[–—−‐-]+/, '');
  return /^[a-z]{2,}/i.test(rest) && longOption(rest.split('=', 1)[0] ?? '') !== undefined ? `--${rest}` : `-${rest}`;
}

/** Without the stop or comma of the sentence that it stands in. */
function withoutStop(word: string): string {
  let end = word.length;
  while (end > 1 && '.,;:'.includes(word[end - 1] ?? ' ')) end--;
  return word.slice(0, end);
}

const isSubstitution = (text: string) => /[%$`]/.test(text);

/** A variable of the script whose value is known. */
function substituted(raw: string, variables: ReadonlyMap<string, string>): string {
  const [, braced, bare] = /^\$(?:\{(\w{1,40})\}|(\w{1,40}))$/.exec(raw) ?? [];
  return variables.get(braced ?? bare ?? '') ?? raw;
}

/** A value of the command line as a configuration file has it: there hex needs its 0x, and an id four digits. */
function asSetting(text: string, kind: string, base: 10 | 16): string {
  if (kind === 'id') return padded(text) ?? text;
  if (kind === 'message') return text.replace(/^0x/i, '');
  return base === 16 && /^[0-9a-f]{1,4}$/i.test(text) ? `0x${text}` : text;
}

/** The program reads any hex number as an id. */
function padded(text: string): string | undefined {
  return /^(?:0x)?([0-9a-f]{1,4})$/i.exec(text)?.[1]?.toLowerCase().padStart(4, '0');
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
