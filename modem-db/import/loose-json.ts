/** A value of JSON as people paste it, with the place where it stands in the text. */
export type LooseValue =
  | { readonly kind: 'text'; readonly at: number; readonly text: string }
  /** A number, `true`, `null`, or whatever else stands without quotes. */
  | { readonly kind: 'word'; readonly at: number; readonly text: string }
  | { readonly kind: 'list'; readonly at: number; readonly items: readonly LooseValue[] }
  | { readonly kind: 'object'; readonly at: number; readonly members: readonly (readonly [key: string, value: LooseValue])[] };

export interface LooseReading {
  readonly value: LooseValue;
  /** Behind the last sign that was read. */
  readonly end: number;
  /** `cut`: the text ends before the value does; `broken`: a sign stands at `end` that no JSON has there. */
  readonly state: 'whole' | 'cut' | 'broken';
}

const MAX_DEPTH = 8;

/**
 * Reads one value of JSON that begins at a place of the text: with trailing or missing commas, comments, single quotes, and cut off. Each
 * sign is looked at once. Never throws.
 */
export function readLoose(text: string, start: number): LooseReading {
  let at = start;
  let state: LooseReading['state'] = 'whole';

  const skipBlanks = () => {
    for (; at < text.length; at++) {
      const sign = text[at] ?? '';
      if (sign === '#' || (sign === '/' && text[at + 1] === '/')) {
        while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at++;
      } else if (sign !== ',' && sign.trim() !== '') return;
    }
  };
  const quoted = (quote: string): string => {
    const from = ++at;
    // A text of these files has no line end, and no escape that matters.
    while (at < text.length && text[at] !== quote && text[at] !== '\n' && text[at] !== '\r') at += text[at] === '\\' ? 2 : 1;
    const found = text.slice(from, at);
    if (text[at] === quote) at++;
    else state = at >= text.length ? 'cut' : 'broken';
    return found;
  };
  const bare = (): string => {
    const from = at;
    while (at < text.length && /[\w.+-]/.test(text[at] ?? '')) at++;
    return text.slice(from, at);
  };
  const list = (depth: number): LooseValue => {
    const from = at++;
    const items: LooseValue[] = [];
    for (skipBlanks(); state === 'whole' && text[at] !== ']'; skipBlanks()) {
      if (at >= text.length) state = 'cut';
      else items.push(value(depth + 1));
    }
    if (state === 'whole') at++;
    return { kind: 'list', at: from, items };
  };
  const object = (depth: number): LooseValue => {
    const from = at++;
    const members: [string, LooseValue][] = [];
    for (skipBlanks(); state === 'whole' && text[at] !== '}'; skipBlanks()) {
      const sign = text[at];
      if (sign === undefined) state = 'cut';
      else {
        const key = sign === '"' || sign === "'" ? quoted(sign) : bare();
        skipBlanks();
        if (state !== 'whole') break;
        if (text[at] !== ':') {
          state = at >= text.length ? 'cut' : 'broken';
          break;
        }
        at++;
        skipBlanks();
        if (at >= text.length) state = 'cut';
        else members.push([key, value(depth + 1)]);
      }
    }
    if (state === 'whole') at++;
    return { kind: 'object', at: from, members };
  };
  const value = (depth: number): LooseValue => {
    const sign = text[at] ?? '';
    if (depth < MAX_DEPTH && sign === '{') return object(depth);
    if (depth < MAX_DEPTH && sign === '[') return list(depth);
    const from = at;
    if (sign === '"' || sign === "'") return { kind: 'text', at: from, text: quoted(sign) };
    const word = bare();
    if (word === '') state = at >= text.length ? 'cut' : 'broken';
    return { kind: 'word', at: from, text: word };
  };
  skipBlanks();
  const read = value(0);
  return { value: read, end: Math.min(at, text.length), state };
}
