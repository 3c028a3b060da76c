/**
 * Lines of `uci show` (OpenWrt uci, cli.c: uci_show_section, uci_show_value): `network.lan=interface`, `network.lan.proto='static'`,
 * lists as values side by side, sections without a name as `@device[0]`, or `cfg030f15` with -X. Releases before 15.05 quote no value.
 */

/** One line. `section`: as it stands there. */
export type ShowLine =
  | { readonly kind: 'section'; readonly config: string; readonly section: string; readonly type: string }
  | {
      readonly kind: 'option';
      readonly config: string;
      readonly section: string;
      readonly option: string;
      /** Of an option one, of a list as many as it has. */
      readonly values: readonly string[];
    };

const sectionLine = /^([A-Za-z0-9_-]+)\.(@[^\s[\].='"]+\[-?\d+\]|\w+)=(['"]?)([!-&(-~]+)\3\s*$/;
const optionLine = /^([A-Za-z0-9_-]+)\.(@[^\s[\].='"]+\[-?\d+\]|\w+)\.(\w+)=(.*)$/s;

/** Whether a line begins as one of `uci show`. Blanks before it were taken off. */
export const isShowLine = (line: string): boolean => /^[A-Za-z0-9_-]+\.(?:@[^\s[\].='"]+\[-?\d+\]|\w+)(?:\.\w+)?=/.test(line);

/** Reads a line, which has those behind it where a value goes on there. `null`: it is none. */
export function parseShowLine(line: string): ShowLine | null {
  const head = sectionLine.exec(line);
  if (head) return { kind: 'section', config: head[1] ?? '', section: head[2] ?? '', type: head[4] ?? '' };
  const parts = optionLine.exec(line);
  if (!parts) return null;
  const values = valuesOf(parts[4] ?? '');
  if (values === null || values.length === 0) return null;
  return { kind: 'option', config: parts[1] ?? '', section: parts[2] ?? '', option: parts[3] ?? '', values };
}

/** What stands behind the equals sign of a line that `isShowLine`, if it is quoted: it may go on in further lines. */
export const quotedPart = (line: string): string | null => /^[^=]{1,400}=(['"].*)$/s.exec(line)?.[1] ?? null;

/** The type that stands in `@type[0]`. */
export const typeOfReference = (section: string): string | null => /^@(.+)\[/.exec(section)?.[1] ?? null;

/** Whether a section has no name of its own. Generated ones are `cfg`, its place and a hash (uci list.c, uci_fixup_section). */
export const isAnonymous = (section: string): boolean => section.startsWith('@') || /^cfg[0-9a-f]{6}$/.test(section);

/** Quoted values with blanks between; `null` where a quote is not closed, or something else stands behind. */
function valuesOf(text: string): string[] | null {
  const value = text.trimEnd();
  if (!/^["']/.test(value)) return value === '' ? [] : [value];
  const values: string[] = [];
  let word: string | null = null;
  for (let at = 0; at < value.length; ) {
    const mark = value[at] ?? '';
    if (mark === "'" || mark === '"') {
      const end = value.indexOf(mark, at + 1);
      if (end < 0) return null;
      word = (word ?? '') + value.slice(at + 1, end);
      at = end + 1;
    } else if (mark === '\\' && at + 1 < value.length) {
      word = (word ?? '') + (value[at + 1] ?? '');
      at += 2;
    } else if (/\s/.test(mark)) {
      if (word !== null) values.push(word);
      word = null;
      at++;
    } else return null;
  }
  return word === null ? values : [...values, word];
}
