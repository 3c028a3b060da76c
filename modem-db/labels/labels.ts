import { z } from 'zod';
import words from './label-words.json' with { type: 'json' };

/**
 * What is printed on a modem, and which name of ours it is. Pure functions: no database, no input or output. Which ids a name stands for
 * is `label-index.ts`.
 */

const Words = z.strictObject({
  /** As our names have it, with what else is said for it. */
  makers: z.record(z.string(), z.array(z.string())),
  /** Sell what others make: their name before a label says nothing of whose it is. */
  resellers: z.array(z.string()),
  /** Words beside the model that tell nothing. */
  silent: z.array(z.string()),
  /** Behind a model: regions, form factors and variants that share its id. */
  suffixes: z.array(z.strictObject({ source: z.string().min(8), texts: z.array(z.string().regex(/^[a-z0-9]+$/)).min(1) })),
  /** Patterns of what an ordering code has behind the region. */
  ordering: z.strictObject({ source: z.string().min(8), hardware: z.string(), pack: z.string() }),
  /** Number of a variant, alone behind the model. */
  variants: z.strictObject({ source: z.string().min(8), pattern: z.string() }),
});

interface Vocabulary {
  readonly makers: readonly { readonly maker: string; readonly said: readonly string[] }[];
  readonly resellers: ReadonlySet<string>;
  readonly silent: ReadonlySet<string>;
  readonly suffix: RegExp;
}

let read: Vocabulary | null = null;

function vocabulary(): Vocabulary {
  if (read) return read;
  const { makers, resellers, silent, suffixes, ordering, variants } = Words.parse(words);
  const said = Object.entries(makers).flatMap(([maker, others]) =>
    [dashed(maker), ...others].map((one) => ({ maker, said: one.split('-') })),
  );
  const texts = [...new Set(suffixes.flatMap((list) => list.texts))].sort((a, b) => b.length - a.length).join('|');
  const { hardware, pack } = ordering;
  read = {
    // The longest first: `telit-cinterion` is not Telit and a word more.
    makers: said.sort((a, b) => b.said.length - a.said.length),
    resellers: new Set(resellers),
    silent: new Set(silent),
    // One, two or three suffixes; then, where it is an ordering code, letters of the hardware and its packs.
    suffix: new RegExp(`^(?:(?:-?(?:${texts})){1,3}(?:(?:-?${hardware})?(?:${pack})+)?|${variants.pattern})$`),
  };
  return read;
}

/** What somebody typed may be no longer. */
const MOST_LABEL = 80;

/** Lower case, every run of other characters a dash: `SIM7600E-H` and `sim7600e_h` are one. */
export function dashed(text: string): string {
  return text
    .slice(0, MOST_LABEL)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\bm\.2\b/g, 'm2')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

/** The letters and digits alone: by these labels are compared. */
export const labelKey = (text: string) => dashed(text).replaceAll('-', '');

/** A label that somebody typed, apart. */
export interface ReadLabel {
  /** Who is named before it, as our names have it. */
  readonly named: string | null;
  /** Whose it is; `null` where that was not said, or says nothing. */
  readonly maker: string | null;
  /** The rest, dashed. */
  readonly whole: string;
  /** The same without words behind it that tell nothing. */
  readonly model: string;
}

/** The maker before the model, and the model without words that tell nothing. What stands in brackets is left out, if something is left. */
export function readLabel(text: string): ReadLabel {
  const { makers, resellers, silent } = vocabulary();
  const bare = text.slice(0, MOST_LABEL * 2).replace(/[([][^)\]]*[)\]]?/g, ' ');
  let rest = dashed(dashed(bare) === '' ? text : bare).split('-');
  let first: string | null = null;
  let maker: string | null = null;
  for (let found = true; found && rest.length > 1; ) {
    const named = makers.find(({ said }) => said.length < rest.length && said.every((word, i) => rest[i] === word));
    found = named !== undefined || silent.has(rest[0] ?? '');
    if (named) first ??= named.maker;
    if (named && !resellers.has(named.maker)) maker ??= named.maker;
    if (found) rest = rest.slice(named ? named.said.length : 1);
  }
  const whole = rest.join('-');
  // Behind the model: `EC25-E Mini PCIe`.
  while (rest.length > 1 && silent.has(rest.at(-1) ?? '')) rest = rest.slice(0, -1);
  return { named: first, maker, whole, model: rest.join('-') };
}

/** Whether this is what may stand behind a model without making another of it: `-gl`, `e-h`, `eufa-512-std`. */
export function isSuffix(rest: string): boolean {
  return vocabulary().suffix.test(rest);
}

/** How a label was found to be a name of ours: it is the name, or the name and what may stand behind it. */
export type Likeness = 'same' | 'suffixed';

/** Compares a dashed label with the key of a name. The name's digits are whole: EC25 is not the beginning of EC2500. */
export function likeness(model: string, key: string): Likeness | null {
  const rest = restBehind(model, key);
  if (rest === null) return null;
  return rest === '' ? 'same' : isSuffix(rest) ? 'suffixed' : null;
}

/** What a label has behind a key, with its dashes; `null` where it does not begin with it. */
function restBehind(model: string, key: string): string | null {
  let at = 0;
  for (const letter of key) {
    while (model[at] === '-') at++;
    if (model[at] !== letter) return null;
    at++;
  }
  return model.slice(at);
}

/** A name that stands for several models, as `EM74xx`: `x` is a digit. `null` for any other, and where no digit goes before the first of them. */
export function familyPattern(name: string): RegExp | null {
  const bare = name.replace(/[^A-Za-z0-9]/g, '');
  const x = bare.search(/x/);
  if (x < 0 || !/\d/.test(bare.slice(0, x)) || !/^[A-Z0-9x]+$/.test(bare)) return null;
  return new RegExp(`^${[...bare.toLowerCase()].map((one, i) => (bare[i] === 'x' ? '\\d-?' : `${one}-?`)).join('')}`);
}

/** As `likeness`, with a name that stands for several. */
export function familyLikeness(model: string, pattern: RegExp): Likeness | null {
  const found = pattern.exec(model)?.[0];
  if (found === undefined) return null;
  const rest = `${found.endsWith('-') ? '-' : ''}${model.slice(found.length)}`;
  return rest === '' ? 'same' : isSuffix(rest) ? 'suffixed' : null;
}

/** What may be a model in a name of ours: letters and digits in one, at least three characters. */
export function titleWords(name: string): string[] {
  return name.split(/[\s,;/()]+/).filter((word) => /[A-Za-z]/.test(word) && /\d/.test(word) && labelKey(word).length >= 3);
}

/**
 * Edits between two keys: letters added, left out, changed, or two in the wrong order (Damerau, Levenshtein). Counted no further than
 * `most`, beyond which it is `most + 1`.
 */
export function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const best = Math.min(changed, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      const turned = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(turned ? Math.min(best, (before[j - 2] ?? 0) + 1) : best);
    }
    before = above;
    above = row;
  }
  return Math.min(above[b.length] ?? most + 1, most + 1);
}

/** Whether a word of a label says nothing of the model: `LTE`, `Modem`. */
export function isSilent(word: string): boolean {
  return vocabulary().silent.has(word.toLowerCase());
}
