import type { ImportProblem, Param } from './draft.ts';
import { dropped, keyKinds, nearest } from './keys.ts';
import { longOption, longOptionNames, type ProgramOption, shortOption, takesValue } from './options.ts';
import { shown } from './plain-text.ts';
import type { Ids } from './rule-ids.ts';
import { readValue, shortHexId } from './values.ts';

/** Options of one call that are told to be unknown. */
const MAX_TOLD = 20;

/** What the words of one call say. */
export interface Words {
  readonly params: ReadonlyMap<string, Param>;
  /** Where more settings are: `-c /etc/usb_modeswitch.conf`. */
  readonly elsewhere: string | undefined;
  readonly vendor: string | undefined;
  readonly product: string | undefined;
  readonly problems: readonly ImportProblem[];
  readonly warnings: readonly ImportProblem[];
}

/** What a value that is a substitution may stand for. */
export interface Surroundings {
  readonly rule: Ids;
  readonly variables: ReadonlyMap<string, string>;
}

/** As getopt_long reads them: `-v 12d1`, `-v12d1`, `-WJ`, `--default-vendor=12d1`, `--default-v 12d1`. */
export function readWords(words: readonly string[], line: number, { rule, variables }: Surroundings): Words {
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
  if (kind === 'id') return shortHexId(text) ?? text;
  if (kind === 'message') return text.replace(/^0x/i, '');
  return base === 16 && /^[0-9a-f]{1,4}$/i.test(text) ? `0x${text}` : text;
}
