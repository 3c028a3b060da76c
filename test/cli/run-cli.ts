import { Readable } from 'node:stream';
import { vi } from 'vitest';

// A command listens to its streams until its process ends. This one runs on, and from the eleventh command Node would warn in `said`.
for (const stream of [process.stdout, process.stderr]) stream.setMaxListeners(0);

/** The command line itself, in this process: what it printed, and its exit code. The caller puts `process.argv` back. */
export async function cli(...words: string[]): Promise<{ printed: string; said: string; code: unknown }> {
  let printed = '';
  let said = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
  process.argv = ['node', 'modem-bench', ...words];
  vi.resetModules();
  await import('../../electron/cli.ts');
  return { printed, said, code: process.exitCode };
}

/** Nobody answers: standard input ends at once. */
export function withoutInput(): void {
  const nothing: unknown = Object.assign(Readable.from([]), { fd: 0 as const });
  vi.spyOn(process, 'stdin', 'get').mockReturnValue(nothing as typeof process.stdin);
}
