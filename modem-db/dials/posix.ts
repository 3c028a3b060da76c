/**
 * The patterns of `dials/` run in two places: here, as they are, and on the router, whose sed, grep and awk know extended regular expressions of
 * POSIX (XBD 9.4) alone. They keep to what both read alike.
 */

export interface Extended {
  /** The same as an extended regular expression; groups are numbered from 1 by their opening brackets, named or not. */
  readonly text: string;
  /** Number of each named group. */
  readonly groups: ReadonlyMap<string, number>;
}

/** sed names groups by one digit. */
const MOST_GROUPS = 9;

/** The pattern for the router; `null` where it has what POSIX does not know: look-around, classes by letter, lazy repeats, a named group behind the ninth. */
export function toExtended(pattern: string): Extended | null {
  const groups = new Map<string, number>();
  let text = '';
  let count = 0;
  let inSet = false;
  for (let at = 0; at < pattern.length; at++) {
    const rest = pattern.slice(at);
    const escaped = /^\\(.)/.exec(rest);
    if (inSet) {
      // In a set POSIX takes a backslash for itself.
      if (escaped) return null;
      inSet = pattern[at] !== ']';
      text += pattern[at];
      continue;
    }
    if (escaped) {
      if (!/^[\\^$.|?*+()[\]{}]$/.test(escaped[1] ?? '')) return null;
      text += escaped[0];
      at++;
      continue;
    }
    const opening = /^\((\?:|\?<([A-Za-z][A-Za-z0-9]*)>|\?)?/.exec(rest);
    if (opening) {
      const [whole, kind, name] = opening;
      if (kind === '?') return null;
      count++;
      if (name !== undefined) groups.set(name, count);
      text += '(';
      at += whole.length - 1;
      continue;
    }
    if (/^[*+?}]\?/.test(rest) || pattern[at] === '~') return null;
    inSet = pattern[at] === '[';
    text += pattern[at];
  }
  return [...groups.values()].some((number) => number > MOST_GROUPS) ? null : { text, groups };
}
