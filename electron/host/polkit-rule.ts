import { userInfo } from 'node:os';
import type { RunProgram } from './run-program.ts';

/**
 * Asking ModemManager to leave a dongle alone is its action `Control` (as is its log level, and to look for modems anew), for which the system asks
 * the user at this computer for an administrator's password each time (org.freedesktop.ModemManager1.policy: auth_admin, nothing for others).
 * Whoever gave it once is not asked again: a rule of polkit's for that user at this computer, and that action alone.
 */
const ACTION = 'org.freedesktop.ModemManager1.Control';

/** pkcheck(1): not authorized, and would be after a password. */
const WOULD_ASK = 2;
const CHECK_MS = 2000;

/** A name that is the same in JavaScript, in a key file and in a shell (useradd(8), and what directories make of it). */
const isPlain = (user: string) => /^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/.test(user);

/** The user of this process; `null`: none that can be named in a rule. */
export function thisUser(): string | null {
  try {
    const { username } = userInfo();
    return isPlain(username) ? username : null;
  } catch {
    return null;
  }
}

/** As polkit reads it from 0.106 on (polkit(8)). Throws a RangeError where the name could be read as anything else. */
export function polkitRule(user: string): string {
  if (!isPlain(user)) throw new RangeError(`no plain name: ${user}`);
  return `// Modem Bench: ${user}, at this computer, may ask ModemManager to leave a dongle alone without typing a password each time.
polkit.addRule(function (action, subject) {
  if (action.id == "${ACTION}" && subject.user == "${user}" && subject.local && subject.active) return polkit.Result.YES;
});
`;
}

/** The same for a polkit before that, or one with Debian's polkitd-pkla (pklocalauthority(8)). Throws as `polkitRule`. */
export function pklaFile(user: string): string {
  if (!isPlain(user)) throw new RangeError(`no plain name: ${user}`);
  return `[Modem Bench: ModemManager leaves a dongle alone]
Identity=unix-user:${user}
Action=${ACTION}
ResultAny=no
ResultInactive=no
ResultActive=yes
`;
}

/** What `assets/give-access` is told: rule, key file, and the name of the user whose they are. `null`: nobody who can be named. */
export const polkitArguments = (user: string | null): readonly string[] =>
  user === null ? ['', '', ''] : [polkitRule(user), pklaFile(user), user];

/** Whether the system would ask for a password before ModemManager is asked anything. False also where nobody can tell. */
export async function asksForPassword(run: RunProgram): Promise<boolean> {
  const { status } = await run('pkcheck', ['--action-id', ACTION, '--process', String(process.pid)], { timeoutMs: CHECK_MS });
  return status === WOULD_ASK;
}
