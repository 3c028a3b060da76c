import type { Random } from '../random.ts';

/** Values that a file may hold in place of what should be there. */
const strangers: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  2 ** 53,
  '',
  '\u0000',
  '\ud800',
  '__proto__',
  '../../../../tmp/x',
  'a'.repeat(5000),
  '(a+)+$',
  [],
  {},
  [[[[[[]]]]]],
];

/** Where a value stands. */
type Place = { readonly holder: Record<string, unknown> | unknown[]; readonly key: string };

function places(value: unknown, found: Place[] = []): Place[] {
  if (Array.isArray(value)) {
    for (const [index, inner] of value.entries()) {
      found.push({ holder: value, key: String(index) });
      places(inner, found);
    }
  } else if (typeof value === 'object' && value !== null) {
    const holder = value as Record<string, unknown>;
    for (const [key, inner] of Object.entries(holder)) {
      found.push({ holder, key });
      places(inner, found);
    }
  }
  return found;
}

/** A copy with one value exchanged that stands under one of these names, for one that suits the name; as it is where there is none such. */
export function forgedJson(random: Random, value: unknown, suited: ReadonlyMap<string, readonly unknown[]>): unknown {
  const copy: unknown = structuredClone(value);
  const targets = places(copy).filter(({ key }) => suited.has(key));
  if (targets.length === 0) return copy;
  // Each name as likely as any other, however often it stands there.
  const name = random.pick([...new Set(targets.map(({ key }) => key))]);
  const { holder, key } = random.pick(targets.filter((target) => target.key === name));
  (holder as Record<string, unknown>)[key] = structuredClone(random.pick(suited.get(key) ?? []));
  return copy;
}

/** A copy of plain data with one to `most` of its values changed; `own` are strangers that suit the data. */
export function mutatedJson(random: Random, value: unknown, own: readonly unknown[] = [], most = 3): unknown {
  const copy: unknown = structuredClone(value);
  for (let times = random.between(1, most); times > 0; times--) {
    const all = places(copy);
    if (all.length === 0) return stranger(random);
    const { holder, key } = random.pick(all);
    const at = holder as Record<string, unknown>;
    const old = at[key];
    switch (random.below(8)) {
      case 0:
        if (Array.isArray(holder)) holder.splice(Number(key), 1);
        else delete at[key];
        break;
      case 1:
        at[key] = stranger(random);
        break;
      case 2:
        // A value of another place of the same data.
        at[key] = structuredClone(valueAt(random.pick(all)));
        break;
      case 3:
        if (Array.isArray(holder)) holder.push(...Array.from({ length: random.pick([1, 3, 100]) }, () => structuredClone(old)));
        else at[`${key}x`] = structuredClone(old);
        break;
      case 4:
        at[key] =
          typeof old === 'string' ? changedText(random, old) : typeof old === 'number' ? old + random.pick([1, -1, 256, -old, 1e9]) : old;
        break;
      default:
        at[key] = own.length > 0 ? structuredClone(random.pick(own)) : stranger(random);
    }
  }
  return copy;
}

/** A copy: what is put in may itself be changed next. */
const stranger = (random: Random): unknown => structuredClone(random.pick(strangers));

const valueAt = ({ holder, key }: Place): unknown => (holder as Record<string, unknown>)[key];

function changedText(random: Random, text: string): string {
  const at = random.below(text.length + 1);
  const piece = random.pick(['0', '9', '"', "'", '\n', ';', '/', '..', '\u202e', '\u0000', 'A', '{', '%s']);
  return text.slice(0, at) + piece + text.slice(at + random.below(2));
}
