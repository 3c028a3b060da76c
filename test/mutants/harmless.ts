/**
 * Faults that change nothing anybody could see, each with its reason. `before` and `after` are the lines as the report prints them; a
 * reason whose line stands nowhere any more is reported.
 */
export interface Harmless {
  readonly file: string;
  readonly before: string;
  readonly after: string;
  readonly reason: string;
}

export const harmless: readonly Harmless[] = [
  {
    file: 'electron/at/replies/registration.ts',
    before: "state: states[decimal(stat) ?? 4] ?? 'unknown',",
    after: "state: states[decimal(stat) ?? 5] ?? 'unknown',",
    reason: 'isRead lets in only fields whose state is a number',
  },
  {
    file: 'electron/mbim/functional-descriptor.ts',
    before: 'const length = extra[at] ?? 0;',
    after: 'const length = extra[at] ?? 1;',
    reason: 'the loop ends before the bytes do',
  },
  {
    file: 'electron/lib/clean-text.ts',
    before: 'const HALF_PAIRS = /\\p{Cs}/gu;',
    after: 'const HALF_PAIRS = /\\p{Cs}/u;',
    reason: 'all halves are gone before the last cut, which leaves one at most',
  },
  {
    file: 'electron/drivers/usbmode/commands.ts',
    before: "return commands.filter((one, at) => !(one === configure(0) && commands[at + 1]?.startsWith('configure ')));",
    after: "return commands.filter((one, at) => !(one === configure(0) && commands[at + 1]?.includes('configure ')));",
    reason: 'a command begins with its kind, and no other has that word in it',
  },
];
