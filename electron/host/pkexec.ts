import type { ProgramEnd } from './run-program.ts';

/** pkexec(1): 126, the prompt was dismissed; 127, not authorized, or no prompt could be shown. Else the program's own status. */
const DISMISSED = 126;
const NOT_AUTHORIZED = 127;

/** Time to find and type a password, in ms. */
export const PASSWORD_MS = 300_000;

/** Whether what pkexec was to run was not run because nobody gave the password. */
export function wasDismissed({ status, stderr }: Pick<ProgramEnd, 'status' | 'stderr'>): boolean {
  if (status === DISMISSED) return true;
  return status === NOT_AUTHORIZED && /dismissed|not authorized/i.test(stderr) && !/agent|tty/i.test(stderr);
}

/** Why it was not run, in its own words. */
export function pkexecFailure({ status, stderr }: Pick<ProgramEnd, 'status' | 'stderr'>): string {
  return status === null ? 'pkexec: no such program' : `pkexec: ${stderr.trim() || `status ${status}`}`;
}
