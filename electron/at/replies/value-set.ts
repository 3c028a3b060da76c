/**
 * What a parameter may be, as the answer to a test command (`=?`) lists it: 3GPP TS 27.007, 4.2 and ITU-T V.250, 5.7.3.1 have single values,
 * ranges and quoted strings in brackets, `(0-3,5)`, `("ecm","modem")`; some firmware leaves the brackets out.
 */
export interface ValueSet {
  has(value: string): boolean;
}

/** What is looked at of one line, and of one list. */
const MAX_LINE = 4_000;
const MAX_ITEMS = 500;

/** The name before the values: `+GTUSBMODE:`. */
const NAME = /^\s*[+^#$!*%&@]?[A-Za-z0-9_]{1,32}\s*:/;
const RANGE = /^(\d{1,9})\s*-\s*(\d{1,9})$/;
const NUMBER = /^\d{1,18}$/;
const WORD = /^(?:[A-Za-z][A-Za-z0-9_./-]{0,39}|[A-Za-z0-9_.]{1,40})$/;

/**
 * The first set of values in an answer to a test command, behind `after` where that is given (`"usbnet",`; blanks and case do not count).
 * `null`: there is none, or it is no set of values, as where a firmware prints its manual.
 */
export function valueSet(answer: string, after?: string): ValueSet | null {
  for (const line of answer.split(/\r?\n/)) {
    const values = after === undefined ? withoutName(line) : behind(line.slice(0, MAX_LINE), after);
    const set = values === null ? null : parse(values.slice(0, MAX_LINE));
    if (set !== null) return set;
  }
  return null;
}

function withoutName(line: string): string | null {
  const name = NAME.exec(line.slice(0, MAX_LINE));
  return name === null ? null : line.slice(name[0].length);
}

function behind(line: string, after: string): string | null {
  const compact = (text: string) => text.replaceAll(/\s/g, '').toLowerCase();
  const found = compact(line).indexOf(compact(after));
  return found < 0 ? null : line.replaceAll(/\s/g, '').slice(found + compact(after).length);
}

/** `(0-3,5),(0,1)`: the first brackets; without any, the whole line. */
function parse(values: string): ValueSet | null {
  const text = values.trim();
  if (!text.startsWith('(')) return text.includes('(') ? null : setOf(text);
  const end = text.indexOf(')');
  return end < 0 ? null : setOf(text.slice(1, end));
}

function setOf(list: string): ValueSet | null {
  const items = list.split(',').map((item) => item.trim());
  if (items.length > MAX_ITEMS) return null;
  const ranges: [bigint, bigint][] = [];
  const words = new Set<string>();
  for (const item of items) {
    const bare = unquoted(item);
    const [, from, to] = (bare === item ? RANGE.exec(item) : null) ?? [];
    if (from !== undefined && to !== undefined) ranges.push([BigInt(from), BigInt(to)]);
    else if (bare !== null && WORD.test(bare)) words.add(plain(bare));
    else return null;
  }
  return {
    has: (value) => {
      const wanted = plain(value);
      if (words.has(wanted)) return true;
      if (!NUMBER.test(wanted)) return false;
      const number = BigInt(wanted);
      return ranges.some(([low, high]) => number >= low && number <= high);
    },
  };
}

/** `null`: a quote that is not closed. */
function unquoted(item: string): string | null {
  if (!item.startsWith('"')) return item.includes('"') ? null : item;
  return item.length > 1 && item.endsWith('"') ? item.slice(1, -1) : null;
}

/** Leading zeros, `0x` and case tell no values apart; but single letters are settings of their own in capitals (+ZSWITCH). */
function plain(value: string): string {
  const text = value.trim();
  return text.length === 1
    ? text
    : text
        .toLowerCase()
        .replace(/^0x/, '')
        .replace(/^0+(?=[0-9a-f]+$)/, '');
}
