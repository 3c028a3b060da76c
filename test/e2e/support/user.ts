import { spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Chromium has no sandbox for root, so what is under test runs as a normal user whoever runs the tests. */

const isRoot = process.getuid?.() === 0;
/** `nobody`, on every Debian. */
const NOBODY = 65534;
const become = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--'];

/** The command line of a program as the normal user. */
export function asUser(command: string, args: readonly string[]): { command: string; args: string[] } {
  return isRoot ? { command: become[0] ?? '', args: [...become.slice(1), command, ...args] } : { command, args: [...args] };
}

/** A new folder that belongs to the normal user, and its end. */
export function userFolder(name: string): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), `modem-bench-${name}-`));
  if (isRoot) chownSync(path, NOBODY, NOBODY);
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }) };
}

/** Whether the normal user can read a path: a checkout below /root is closed to it. */
export function userCanRead(path: string): boolean {
  const { command, args } = asUser('test', ['-r', path]);
  return spawnSync(command, args).status === 0;
}

/** A program for Playwright to start, which then is `executable` as the normal user, in the same process. */
export function userLauncher(folder: string, executable: string): string {
  if (!isRoot) return executable;
  const file = join(folder, 'launch');
  writeFileSync(file, `#!/bin/sh\nexec ${become.join(' ')} '${executable}' "$@"\n`, { mode: 0o755 });
  return file;
}
