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
  'FILE_UNREADABLE',
  'DUMP_EMPTY',
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
  'DRIVER_NOT_IN_RELEASE',
  'PORT_UNKNOWN',
  'CONFIGURATION_NOT_KEPT',
  'FEED_ADDRESS_INVALID',
  'FEED_PLAIN_HTTP',
  'FEED_KEY_INVALID',
  'FEED_RELEASE_MISSING',
  'FEED_TARGET_UNKNOWN',
  'FEED_PACKAGE_MISSING',
  'FEED_PACKAGE_CONFLICT',
  'BACKUP_NOT_ARCHIVE',
  'BACKUP_DAMAGED',
  'BACKUP_TOO_LARGE',
  'BACKUP_UNSAFE',
  'BACKUP_INCOMPLETE',
  'BACKUP_CONFIG_INVALID',
  'BACKUP_FORGOTTEN',
  'ROUTER_RELEASE_DIFFERS',
  'ROUTER_ZONE_MISSING',
  'ROUTER_NO_FREE_NAME',
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
  'FEED_UNREACHABLE',
  'FEED_INDEX_UNREADABLE',
  'FEED_SIGNATURE_BAD',
  'FEED_KERNEL_MISMATCH',
  'FEED_FILE_MISSING',
  'FEED_SUM_BAD',
  'FEED_DOWNLOAD_CUT',
  'FEED_CACHE_FULL',
  'FEED_CACHE_UNWRITABLE',
];

/** The exit code that an error stands for: whose fault it is, as far as a script needs to know. */
export function exitCodeOf(code: ErrorCode): number {
  if (code === 'USAGE') return exitCodes.usage;
  if (code === 'DONGLE_NOT_FOUND' || code === 'MODEL_UNKNOWN' || code === 'MODEL_AMBIGUOUS') return exitCodes.noSuchDongle;
  if (refused.includes(code)) return exitCodes.refused;
  if (host.includes(code)) return exitCodes.hostLacks;
  return code === 'INTERNAL' || code === 'MESSAGE_INVALID' ? exitCodes.bug : exitCodes.dongleFailed;
}
