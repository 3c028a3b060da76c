import { constants, existsSync } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BenchError } from '../contract/errors.ts';
import type { UsbAccess } from '../seams/host.ts';
import { PASSWORD_MS, pkexecFailure, wasDismissed } from './pkexec.ts';
import { polkitArguments, thisUser } from './polkit-rule.ts';
import type { RunProgram } from './run-program.ts';
import type { LinuxPlaces, UsbDevice } from './usb-device.ts';

const RULE = '/etc/udev/rules.d/70-modem-bench.rules';
/** `change`, the default action, makes udev look at what is plugged in already. */
const TRIGGER = 'udevadm trigger --subsystem-match=usb --subsystem-match=tty --subsystem-match=usbmisc';
/** What root runs (`assets/give-access`), and where a package puts it, so that the prompt has a sentence of its own (`assets/*.policy`). */
const PROGRAM = 'give-access';
export const INSTALLED_PROGRAM = `/usr/lib/modem-bench/${PROGRAM}`;
/** A rule file that is longer is none of ours. */
const MAX_RULE = 100_000;

/** Whether this user may read and write the node of a USB device. `may` asks the system, and throws EACCES. */
export async function usbAccess({ dev }: LinuxPlaces, device: UsbDevice | null, may: typeof access = access): Promise<UsbAccess> {
  if (!device) return 'unknown';
  const digits = (n: number) => String(n).padStart(3, '0');
  return may(`${dev}/bus/usb/${digits(device.bus)}/${digits(device.address)}`, constants.R_OK | constants.W_OK).then(
    () => 'granted' as const,
    (error: NodeJS.ErrnoException) => (error.code === 'EACCES' || error.code === 'EPERM' ? 'denied' : 'unknown'),
  );
}

/** What to type where no password prompt can be shown. `file`: the rule. */
export function ruleCommand(file: string): string {
  const quoted = `'${file.replaceAll("'", `'\\''`)}'`;
  return `sudo tee ${RULE} < ${quoted} > /dev/null && sudo udevadm control --reload && sudo ${TRIGGER}`;
}

export interface RuleOptions {
  /** False: the user has access to dongles without the udev rule. */
  readonly udev?: boolean;
  /** `null`: a user that no rule of polkit's can name. */
  readonly user?: string | null;
  /** Whether a package put the program in its place. */
  readonly isInstalled?: boolean;
}

/**
 * Installs the udev rule in this file, and lets the user have ModemManager let go of a dongle without a password from then on. Root runs
 * `give-access`, which lies beside the file or where a package put it. Throws USB_RULE_FAILED.
 */
export async function installUsbRule(
  run: RunProgram,
  file: string,
  { udev = true, user = thisUser(), isInstalled = existsSync(INSTALLED_PROGRAM) }: RuleOptions = {},
): Promise<'installed' | 'dismissed'> {
  const failed = (message: string, cause?: unknown) =>
    new BenchError('USB_RULE_FAILED', { message, command: ruleCommand(file) }, { cause });
  const read = (path: string) =>
    readFile(path, 'utf8').catch((error: unknown) => {
      throw failed(error instanceof Error ? error.message : String(error), error);
    });
  const rule = await read(file);
  if (rule.length > MAX_RULE) throw failed(`${file}: ${rule.length} characters`);
  // Without a package its lines go to a shell: root may not be able to read an AppImage's own files.
  const command = isInstalled ? [INSTALLED_PROGRAM] : ['/bin/sh', '-c', await read(join(dirname(file), PROGRAM)), PROGRAM];
  const args = [...command, udev ? 'udev' : '', ...polkitArguments(user)];
  const end = await run('pkexec', args, { input: udev ? rule : '', timeoutMs: PASSWORD_MS });
  if (end.status === 0) return 'installed';
  if (wasDismissed(end)) return 'dismissed';
  throw failed(pkexecFailure(end));
}
