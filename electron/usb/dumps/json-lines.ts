/** A key of a JSON object, and what stands between it and its value. */
const KEY = /"[^"\n]{1,60}" {0,4}:/g;
const LEAST_KEYS = 2;
const OBJECT = /^\s{0,40}[[{]/;

/** A list of lines, each of them a string. */
const LIST = /^\s{0,40}\[ {0,4}"[^\n]*" {0,4}, {0,4}"/;
const BETWEEN = /" {0,4}, {0,4}"/;

/**
 * One line of JSON (RFC 8259) as a line for each key, as pretty printers have it: `mmcli -J`, answers of ubus, scripts behind LuCI's pages. A list of strings
 * is a line for each; within an object it stays in its line. Any other line as it is. Linear in its length.
 */
export function* jsonLines(line: string): Generator<string> {
  if (LIST.test(line)) {
    yield* line
      .trim()
      .replace(/^\[ {0,4}"|" {0,4}\]?,?$/g, '')
      .split(BETWEEN);
    return;
  }
  if (!OBJECT.test(line) || [...line.matchAll(KEY)].length < LEAST_KEYS) {
    yield line;
    return;
  }
  let from = 0;
  let lists = 0;
  let within = false;
  for (let at = 0; at < line.length; at++) {
    const c = line[at];
    if (c === '"' && line[at - 1] !== '\\') within = !within;
    if (within) continue;
    if (c === '[') lists++;
    else if (c === ']') lists = Math.max(0, lists - 1);
    else if (c === '{' || c === '}') lists = 0;
    if (c === '{' || (c === ',' && lists === 0)) {
      yield line.slice(from, at + 1);
      from = at + 1;
    } else if (c === '}') {
      if (at > from) yield line.slice(from, at);
      from = at;
    }
  }
  if (from < line.length) yield line.slice(from);
}
