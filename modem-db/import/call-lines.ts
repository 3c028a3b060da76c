import { longOption, shortOption, takesValue } from './options.ts';

/** Letters of the longest option, and more. */
const MAX_OPTION = 40;

/** Lines with those that they go on in: behind a `\`, and where a post was wrapped in the middle of a call. */
export function joinedLines(
  lines: readonly string[],
  program: string,
): { readonly first: number; readonly last: number; readonly text: string }[] {
  const found: { first: number; last: number; text: string }[] = [];
  let parts: string[] = [];
  let call = false;
  for (const [index, line] of lines.entries()) {
    call ||= line.includes(program);
    const next = lines[index + 1];
    const marked = line.endsWith('\\') && next !== undefined;
    parts.push(marked ? line.slice(0, -1) : line);
    if (marked || (call && next !== undefined && isWrapped(line, next, program))) continue;
    found.push({ first: index + 2 - parts.length, last: index + 1, text: parts.join(' ') });
    parts = [];
    call = false;
  }
  return found;
}

/** Whether a call goes on in the next line, which begins with an option, or with the value of the last one. */
function isWrapped(line: string, next: string, program: string): boolean {
  const begins = next.trimStart();
  if (begins === '' || begins.includes(program) || /[;|&]$/.test(line.trimEnd())) return false;
  if (/^--?[a-z0-9]/i.test(begins)) return true;
  const last =
    line
      .slice(-MAX_OPTION)
      .split(/\s+/)
      .findLast((word) => word !== '') ?? '';
  const option = last.startsWith('--')
    ? longOption(last.slice(2))
    : /^-[A-Za-z0-9]+$/.test(last)
      ? shortOption(last.at(-1) ?? '')
      : undefined;
  return option !== undefined && takesValue(option);
}

/** `VID=12d1`, in a script. The last one counts. */
export function assignments(lines: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const line of lines) {
    const [, name = '', value = ''] =
      /^(?:export |local )?([A-Za-z_]\w{0,39})=["']?((?:0x)?[0-9a-fA-F]{1,1024})["']?\s*(?:[;#].*)?$/.exec(line.trim()) ?? [];
    if (name !== '') found.set(name, value);
  }
  return found;
}
