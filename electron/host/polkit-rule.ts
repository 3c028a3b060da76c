import { userInfo } from 'node:os';
import type { RunProgram } from './run-program.ts';

/**
 * Asking ModemManager to leave a dongle alone is its action `Control`, for which the system asks for an administrator's password each time
 * (org.freedesktop.ModemManager1.policy: auth_admin). Whoever gave it once for the udev rule is not asked again: a rule of polkit's, for that
 * user and that action alone.
 */
const ACTION = 'org.freedesktop.ModemManager1.Control';

/** polkit from 0.106 on reads rules (polkit(8)); before that, and where Debian's polkitd-pkla is installed, key files (pklocalauthority(8)). */
const RULES_FOLDER = '/etc/polkit-1/rules.d';
const PKLA_FOLDER = '/etc/polkit-1/localauthority/50-local.d';
const NAME = '70-modem-bench';

/** pkcheck(1): not authorized, and would be after a password. */
const WOULD_ASK = 2;
const CHECK_MS = 5000;

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

/** Throws a RangeError where the name could be read as anything else. */
export function polkitRule(user: string): string {
  if (!isPlain(user)) throw new RangeError(`no plain name: ${user}`);
  return `// Modem Bench: ${user} may ask ModemManager to leave a dongle alone without typing a password each time.
polkit.addRule(function (action, subject) {
  if (action.id == "${ACTION}" && subject.user == "${user}") return polkit.Result.YES;
});
`;
}

/** The same for a polkit without rules. Throws as `polkitRule`. */
export function pklaFile(user: string): string {
  if (!isPlain(user)) throw new RangeError(`no plain name: ${user}`);
  return `[Modem Bench: ModemManager leaves a dongle alone]
Identity=unix-user:${user}
Action=${ACTION}
ResultAny=yes
ResultInactive=yes
ResultActive=yes
`;
}

/** A shell's words, run as root behind the udev rule: writes the first argument, or where rules are not read the second. Ends with 0. */
export const polkitScript = `if [ -n "$1" ] && [ -d ${RULES_FOLDER} ]; then printf %s "$1" > ${RULES_FOLDER}/${NAME}.rules; elif [ -n "$2" ] && [ -d ${PKLA_FOLDER} ]; then printf %s "$2" > ${PKLA_FOLDER}/${NAME}.pkla; fi`;

/** Whether the system would ask for a password before ModemManager is asked anything. False also where nobody can tell. */
export async function asksForPassword(run: RunProgram): Promise<boolean> {
  const { status } = await run('pkcheck', ['--action-id', ACTION, '--process', String(process.pid)], { timeoutMs: CHECK_MS });
  return status === WOULD_ASK;
}
