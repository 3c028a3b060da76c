import { exitCodes } from './documents.ts';
import type { ErrorCode } from './errors.ts';

const refused: readonly ErrorCode[] = [
  'DONGLE_BUSY',
  'SWITCH_NOT_STORAGE',
  'PIN_NEEDED',
  'PIN_LAST_TRY',
  'PIN_TRIES_UNKNOWN',
  'MODE_NOT_OFFERED',
  'MODE_NOT_IN_FIRMWARE',
  'SETTING_NOT_OFFERED',
  'DATA_INVALID',
  'STEP_REFUSED_LOCKOUT',
  'PLAN_STALE',
  'SECRETS_LOST',
  'WISH_INVALID',
  'APN_MANDATORY',
  'APN_QUOTE',
  'APN_CONTROL_CHARACTER',
  'APN_TOO_LONG',
  'PIN_MALFORMED',
  'CREDENTIAL_REFUSED',
  'INTERFACE_NAME_INVALID',
  'ROUTER_UNKNOWN',
  'PROTO_NOT_IN_RELEASE',
  'CANCELLED',
];

const host: readonly ErrorCode[] = [
  'USB_UNAVAILABLE',
  'USB_ACCESS_DENIED',
  'USB_BUSY',
  'USB_RULE_DISMISSED',
  'USB_RULE_FAILED',
  'USB_RULE_NO_EFFECT',
  'MODEM_MANAGER_BUSY',
  'DISC_MOUNTED',
  'SERIAL_ACCESS_DENIED',
  'SERIAL_BUSY',
  'EXPORT_NOT_WRITABLE',
  'EXPORT_DISK_FULL',
  'EXPORT_FAILED',
  'JOURNAL_UNREADABLE',
  'JOURNAL_UNWRITABLE',
];

/** The exit code that an error stands for: whose fault it is, as far as a script needs to know. */
export function exitCodeOf(code: ErrorCode): number {
  if (code === 'USAGE') return exitCodes.usage;
  if (code === 'DONGLE_NOT_FOUND') return exitCodes.noSuchDongle;
  if (refused.includes(code)) return exitCodes.refused;
  if (host.includes(code)) return exitCodes.hostLacks;
  return code === 'INTERNAL' || code === 'MESSAGE_INVALID' ? exitCodes.bug : exitCodes.dongleFailed;
}
