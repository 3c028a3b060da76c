/** Texts that a pattern of the database may be slow on, made of its own pieces. */

const CLASS_SAMPLES: Readonly<Record<string, string>> = { d: '1', s: ' ', w: 'a', D: 'x', S: 'x', W: ' ', n: '\n', r: '\r', t: '\t' };

/** One character that each atom of a pattern takes, in the pattern's order; groups, anchors, look-arounds and quantifiers left out. */
export function atomsOf(pattern: string): string[] {
  const bare = pattern.replace(/\(\?(?:[:=!]|<[=!]|<[a-z]+>)/gi, '(').replace(/(?<!\\)\{\d+,?\d*\}/g, '');
  const atoms: string[] = [];
  for (const [text] of bare.matchAll(/\\.|\[(?:\\.|[^\]\\])*\]|./gs)) {
    if (text.length === 2 && text[0] === '\\') {
      const name = text[1] ?? '';
      if (!/[bB]/.test(name)) atoms.push(CLASS_SAMPLES[name] ?? name);
    } else if (text.startsWith('[') && text.length > 1) atoms.push(memberOf(text));
    else if (text === '.') atoms.push('x');
    else if (!/^[()|^$*+?]$/.test(text)) atoms.push(text);
  }
  return atoms;
}

function memberOf(group: string): string {
  const whole = new RegExp(`^${group}$`);
  return ['x', '1', 'A', ' ', ...group].find((c) => whole.test(c)) ?? 'x';
}

/**
 * Texts by the parts that they are made of: something of the pattern first, then some of its atoms again and again. What is
 * quadratic shows where a beginning that fits comes many times, or where two repetitions share what follows.
 */
export function hostileParts(pattern: string): { readonly head: string; readonly unit: string }[] {
  const atoms = atomsOf(pattern);
  const heads = new Set(['', '\n']);
  const units = new Set(['x', '1', ' ', ',', 'A', atoms.join('')]);
  for (let i = 0; i < atoms.length; i++) {
    heads.add(atoms.slice(0, i + 1).join(''));
    for (const length of [1, 2, 3]) units.add(atoms.slice(i, i + length).join(''));
    units.add(atoms.slice(0, i + 1).join(''));
  }
  return [...heads].flatMap((head) => [...units].filter((unit) => unit !== '').map((unit) => ({ head, unit })));
}

/** `head`, and `unit` so often that the text has `size` characters. */
export const hostileText = ({ head, unit }: { head: string; unit: string }, size: number): string =>
  (head + unit.repeat(Math.ceil(size / unit.length))).slice(0, size);
