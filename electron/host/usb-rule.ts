import { constants } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { BenchError } from '../contract/errors.ts';
import type { UsbAccess } from '../seams/host.ts';
import { PASSWORD_MS, pkexecFailure, wasDismissed } from './pkexec.ts';
import { polkitArguments, polkitScript, thisUser } from './polkit-rule.ts';
import type { RunProgram } from './run-program.ts';
import type { LinuxPlaces, UsbDevice } from './usb-device.ts';

const RULE = '/etc/udev/rules.d/70-modem-bench.rules';
/** `change`, the default action, makes udev look at what is plugged in already. */
const TRIGGER = 'udevadm trigger --subsystem-match=usb --subsystem-match=tty --subsystem-match=usbmisc';
/** The rule comes over standard input: root may not be able to read where it is kept (an AppImage's file system is its user's own). */
export const installScript = `umask 022 && cat > ${RULE}.new && mv -f ${RULE}.new ${RULE} && udevadm control --reload && ${TRIGGER} && udevadm settle --timeout=10`;
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

/**
 * Installs the udev rule (`udev` false: the user has access without it), and lets `user` have ModemManager let go of a dongle without a password from
 * then on; `null`: a user that no rule can name. Throws USB_RULE_FAILED.
 */
export async function installUsbRule(
  run: RunProgram,
  file: string,
  { udev = true, user = thisUser() }: { readonly udev?: boolean; readonly user?: string | null } = {},
): Promise<'installed' | 'dismissed'> {
  const failed = (message: string, cause?: unknown) =>
    new BenchError('USB_RULE_FAILED', { message, command: ruleCommand(file) }, { cause });
  const rule = await readFile(file, 'utf8').catch((error: unknown) => {
    throw failed(error instanceof Error ? error.message : String(error), error);
  });
  if (rule.length > MAX_RULE) throw failed(`${file}: ${rule.length} characters`);
  const script = udev ? `${installScript} && ${polkitScript}` : polkitScript;
  const args = ['/bin/sh', '-c', script, 'modem-bench', ...polkitArguments(user)];
  const end = await run('pkexec', args, { input: udev ? rule : '', timeoutMs: PASSWORD_MS });
  if (end.status === 0) return 'installed';
  if (wasDismissed(end)) return 'dismissed';
  throw failed(pkexecFailure(end));
}
