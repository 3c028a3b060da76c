/** A mounted block device. */
export interface Mount {
  /** `11:0` */
  readonly number: string;
  readonly at: string;
  /** As it was named to mount(2): `/dev/sr0`. */
  readonly source: string;
}

/**
 * `/proc/self/mountinfo`: id, parent, major:minor, root, mount point, options, and behind a lone dash type and source (proc(5)). Space, tab, newline
 * and backslash in a path are written as backslash and three octal digits.
 */
export function parseMountInfo(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const fields = line.split(' ');
    const [, , number, , at] = fields;
    const source = fields[fields.indexOf('-') + 2] ?? '';
    return number !== undefined && at !== undefined && /^\d+:\d+$/.test(number)
      ? [{ number, at: unescaped(at), source: unescaped(source) }]
      : [];
  });
}

function unescaped(path: string): string {
  return path.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}
