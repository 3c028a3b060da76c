/** A piece of a text: from, to (not in it). */
export type TextRange = readonly [from: number, to: number];

/** What stands for a secret of any length: a plan does not know how long it will be. */
export const MASK = '****';

/** In order, and those that touch or overlap as one. */
export function mergedRanges(ranges: readonly TextRange[]): TextRange[] {
  const result: TextRange[] = [];
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last && from <= last[1]) result[result.length - 1] = [last[0], Math.max(last[1], to)];
    else result.push([from, to]);
  }
  return result;
}

/** `text` with the mask in place of each of the `ranges`; what is between goes through `show`. */
export function hidden(text: string, ranges: readonly TextRange[], show = (part: string) => part): string {
  let [result, at] = ['', 0];
  for (const [from, to] of mergedRanges(ranges)) {
    result += show(text.slice(at, from)) + MASK;
    at = to;
  }
  return result + show(text.slice(at));
}
