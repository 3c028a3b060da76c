/**
 * Why a pattern may take for ever on an unlucky answer, or `null`. Looks for an unbounded repetition inside a group that is itself
 * repeated without bound (`(a+)+`), and for equal alternatives in such a group (`(a|a)*`). Not a proof: what real answers are
 * matched with is also bounded in length.
 */
export function slowPattern(pattern: string): string | null {
  interface Group {
    start: number;
    repeats: boolean;
  }
  const open: Group[] = [];
  let inClass = false;
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i];
    if (c === '\\') {
      i++;
      continue;
    }
    if (inClass) {
      inClass = c !== ']';
      continue;
    }
    if (c === '[') inClass = true;
    else if (c === '(') open.push({ start: i, repeats: false });
    else if (c === ')') {
      const group = open.pop();
      if (group === undefined) continue;
      const repeated = unbounded(pattern.slice(i + 1));
      const text = pattern.slice(group.start, i + 1);
      if (repeated && group.repeats && !fenced(text)) return `a repetition inside the repeated group ${text}`;
      if (repeated && equalAlternatives(text)) return `equal alternatives in the repeated group ${text}`;
      const outer = open.at(-1);
      if (outer && (repeated || group.repeats)) outer.repeats = true;
    } else if (unbounded(pattern.slice(i))) {
      const group = open.at(-1);
      if (group && i > group.start + 1) group.repeats = true;
    }
  }
  return null;
}

/** A group whose every round begins or ends with a character that nothing repeated in it takes: `(\d+,)*` can be read in one way only. */
function fenced(group: string): boolean {
  const inner = group.slice(1, -1).replace(/^\?(?::|<[a-z]+>)/, '');
  if (/[(|]/.test(inner.replaceAll(/\\./g, ''))) return false;
  const atoms = [...inner.matchAll(/(\\.|\[(?:\\.|[^\]])*\]|.)([*+?]|\{[^}]*\})?/g)];
  return [atoms.at(0), atoms.at(-1)].some((edge) => {
    const literal = /^(?:\\([^a-zA-Z0-9])|([^.\\[]))$/.exec(edge?.[1] ?? '');
    const fence = literal?.[1] ?? literal?.[2];
    return (
      fence !== undefined &&
      edge?.[2] === undefined &&
      atoms.every(([, atom = '', often]) => often === undefined || !finds(`^${atom}$`, fence))
    );
  });
}

/** Whether a quantifier without a small upper bound stands at the beginning. */
function unbounded(rest: string): boolean {
  if (/^[*+]/.test(rest)) return true;
  const braces = /^\{(\d+)(,?)(\d*)\}/.exec(rest);
  if (!braces) return false;
  if (braces[2] === ',' && braces[3] === '') return true;
  return Number(braces[3] || braces[1]) > 100;
}

function equalAlternatives(group: string): boolean {
  const inner = group.slice(1, -1).replace(/^\?(?::|<[a-z]+>)/, '');
  if (inner.includes('(')) return false;
  const alternatives = inner.split('|');
  return new Set(alternatives).size < alternatives.length;
}

/** The texts that a pattern of plain characters and plain alternatives matches (`^(5|16)$`); empty for any other. */
export function plainTexts(pattern: string): string[] {
  const body = pattern.replace(/^\^/, '').replace(/\$$/, '');
  const group = /^\((?:\?:)?([^()]*)\)$/.exec(body);
  return (group?.[1] ?? body).split('|').flatMap((text) => {
    const plain = text.replace(/\\([^a-zA-Z0-9])/g, '$1');
    return /[\\[\](){}*+?.^$]/.test(text.replace(/\\[^a-zA-Z0-9]/g, '')) || plain === '' ? [] : [plain];
  });
}

/** Whether a pattern finds something; patterns that cannot be compiled find nothing. */
export function finds(pattern: string, text: string, flags = ''): boolean {
  try {
    return new RegExp(pattern, flags).test(text);
  } catch {
    return false;
  }
}
