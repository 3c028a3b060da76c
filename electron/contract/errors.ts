import { z } from 'zod';

/**
 * The closed set of error codes. A code is what a technician reads out on the phone, what a script compares and what a
 * translation is keyed by, so one is never renamed and never reused. Cause and remedy of each, in every language of the
 * app, are in `texts/`; a test holds the two sets equal.
 */
export const errorCodes = [
  // the host
  'USB_UNAVAILABLE',
  'USB_ACCESS_DENIED',
  'USB_BUSY',
  'USB_TRANSFER_FAILED',
  'USB_RULE_DISMISSED',
  'USB_RULE_FAILED',
  'USB_RULE_NO_EFFECT',
  'MODEM_MANAGER_BUSY',
  'DISC_MOUNTED',
  'CARD_TRIAL_FAILED',
  'SERIAL_ACCESS_DENIED',
  'SERIAL_BUSY',
  'SERIAL_FAILED',
  'SERIAL_UNAVAILABLE',
  'DATA_FOLDER_UNUSABLE',
  'LISTEN_PORT_TAKEN',
  'LISTEN_FAILED',
  // finding and switching
  'DONGLE_NOT_FOUND',
  'PRACTICE_UNKNOWN',
  'DONGLE_BUSY',
  'UNPLUGGED_BEFORE_SWITCH',
  'UNPLUGGED_DURING_SWITCH',
  'UNPLUGGED_AFTER_SWITCH',
  'ANOTHER_DONGLE',
  'RETURNED_AS_OTHER',
  'RETURNED_WITHOUT_MODEM',
  'NEVER_RETURNED',
  'SWITCH_STALLED',
  'SWITCH_FAILED',
  'SWITCH_IGNORED',
  'SWITCH_NOT_STORAGE',
  'SWITCH_NOT_IN_FILE',
  'SWITCH_TARGET_UNKNOWN',
  'DESCRIPTOR_MALFORMED',
  // the languages of modems
  'AT_NO_PORT',
  'AT_SILENT',
  'AT_ERROR',
  'AT_GARBLED',
  'AT_NOT_LISTED',
  'NOT_IN_PLAN',
  'QMI_NO_CHANNEL',
  'QMI_SILENT',
  'QMI_ERROR',
  'QMI_GARBLED',
  'MBIM_NO_CHANNEL',
  'MBIM_SILENT',
  'MBIM_ERROR',
  'MBIM_GARBLED',
  'REGISTRATION_DENIED',
  'RADIO_OFF',
  'RADIO_LOCKED',
  'CARD_SILENT',
  'CONNECTION_REFUSED',
  // the SIM
  'SIM_MISSING',
  'SIM_FAILED',
  'PIN_NEEDED',
  'PIN_WRONG',
  'PIN_LAST_TRY',
  'PIN_TRIES_UNKNOWN',
  'PUK_NEEDED',
  // plans
  'MODEM_NOT_RUNNING',
  'MODE_NOT_OFFERED',
  'MODE_NOT_REACHED',
  'MODE_NOT_IN_FIRMWARE',
  'WAY_BACK_NOT_LISTED',
  'SETTING_NOT_OFFERED',
  'STEP_REFUSED_LOCKOUT',
  'PLAN_STALE',
  'STEP_TIMEOUT',
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
  'CARD_READER_MISSING',
  'MODEL_UNKNOWN',
  'MODEL_AMBIGUOUS',
  'TEXT_AMBIGUOUS',
  'TEXT_LACKS',
  // verification
  'DRIVER_MISSING',
  'DRIVER_NOT_ON_ROUTER',
  'NET_DEVICE_MISSING',
  'CONTROL_NODE_MISSING',
  'NOT_USABLE',
  // files
  'EXPORT_FOLDER_RELATIVE',
  'EXPORT_NOT_WRITABLE',
  'EXPORT_DISK_FULL',
  'EXPORT_FAILED',
  'JOURNAL_UNREADABLE',
  'JOURNAL_UNWRITABLE',
  'DATA_FOLDER_IN_USE',
  'DATA_INVALID',
  'FILE_UNREADABLE',
  'DUMP_EMPTY',
  // packages for the router
  'FEED_ADDRESS_INVALID',
  'FEED_PLAIN_HTTP',
  'FEED_KEY_INVALID',
  'FEED_UNREACHABLE',
  'FEED_RELEASE_MISSING',
  'FEED_TARGET_UNKNOWN',
  'FEED_INDEX_UNREADABLE',
  'FEED_SIGNATURE_BAD',
  'FEED_PACKAGE_MISSING',
  'FEED_PACKAGE_CONFLICT',
  'FEED_KERNEL_MISMATCH',
  'FEED_FILE_MISSING',
  'FEED_SUM_BAD',
  'FEED_DOWNLOAD_CUT',
  'FEED_CACHE_FULL',
  'FEED_CACHE_UNWRITABLE',
  // the router's own backup
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
  'ROUTER_DONGLE_OWNED',
  // the app itself
  'USAGE',
  'CANCELLED',
  'MESSAGE_INVALID',
  'BENCH_RESTARTED',
  'SESSION_ENDED',
  'INTERNAL',
] as const;

export const ErrorCode = z.enum(errorCodes);
export type ErrorCode = z.infer<typeof ErrorCode>;

/** What a cause or remedy is filled in with: plain words and numbers, never secrets. */
export const FailureDetail = z.record(z.string().max(40), z.union([z.string().max(2000), z.number()]));
export type FailureDetail = z.infer<typeof FailureDetail>;

/** An error as it crosses a process boundary. */
export const Failure = z.object({
  code: ErrorCode,
  detail: FailureDetail.default({}),
});
export type Failure = z.infer<typeof Failure>;

/** An error inside one process. Only these reach a page or a command line; anything else is a bug and becomes INTERNAL. */
export class BenchError extends Error {
  readonly code: ErrorCode;
  readonly detail: FailureDetail;

  constructor(code: ErrorCode, detail: FailureDetail = {}, options?: { cause?: unknown }) {
    super(`${code} ${JSON.stringify(detail)}`, options);
    this.name = 'BenchError';
    this.code = code;
    // A detail may quote a device, and a device may go on for ever.
    this.detail = Object.fromEntries(
      Object.entries(detail).map(([key, value]) => [key, typeof value === 'string' ? value.slice(0, 500) : value]),
    );
  }

  toFailure(): Failure {
    return { code: this.code, detail: this.detail };
  }
}

/** Whatever was thrown, as a failure that can be shown. What is not ours keeps its message, so that a report is of use. */
export function toFailure(thrown: unknown): Failure {
  if (thrown instanceof BenchError) return thrown.toFailure();
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'INTERNAL', detail: { message: message.slice(0, 500) } };
}

/** Why a message did not go out, where that was not the channel's doing: it could not be written down, or must not go. */
export const notSent = (error: unknown): BenchError | null => (error instanceof BenchError ? error : null);
