import { type ErrorEntries, number, text, textOrNumber } from './entry.ts';

/** Plans and wishes: what is asked for, and what cannot be had. */
export const planErrors = {
  MODEM_NOT_RUNNING: { exit: 'refused', detail: { id: text, name: text } },
  MODE_NOT_OFFERED: { exit: 'refused', detail: { mode: text } },
  MODE_NOT_REACHED: { exit: 'dongleFailed', detail: { wished: text, seen: text } },
  MODE_NOT_IN_FIRMWARE: { exit: 'refused', detail: { mode: text, offered: text } },
  WAY_BACK_NOT_LISTED: { exit: 'refused', detail: { mode: text, command: text, offered: text, setting: text } },
  SETTING_NOT_OFFERED: { exit: 'refused', detail: { setting: text, value: text } },
  STEP_REFUSED_LOCKOUT: { exit: 'refused', detail: { command: text, reason: text.optional() } },
  PLAN_STALE: { exit: 'refused', detail: { port: text } },
  STEP_TIMEOUT: { exit: 'dongleFailed', detail: { step: text, seconds: number } },
  SECRETS_LOST: { exit: 'refused', detail: {} },
  WISH_INVALID: { exit: 'refused', detail: { field: text, value: textOrNumber } },
  APN_MANDATORY: { exit: 'refused', detail: { proto: text } },
  APN_QUOTE: { exit: 'refused', detail: { position: number } },
  APN_CONTROL_CHARACTER: { exit: 'refused', detail: { position: number } },
  APN_TOO_LONG: { exit: 'refused', detail: { length: number, limit: number } },
  CREDENTIAL_REFUSED: { exit: 'refused', detail: { field: text, proto: text, reason: text } },
  INTERFACE_NAME_INVALID: { exit: 'refused', detail: { name: text, most: number, reason: text } },
  ROUTER_UNKNOWN: { exit: 'refused', detail: { release: text, nearest: text } },
  PROTO_NOT_IN_RELEASE: { exit: 'refused', detail: { proto: text, release: text } },
  DRIVER_NOT_IN_RELEASE: { exit: 'refused', detail: { mode: text, driver: text, release: text, instead: text } },
  PORT_UNKNOWN: { exit: 'refused', detail: { name: text, mode: text } },
  CONFIGURATION_NOT_KEPT: { exit: 'refused', detail: { wanted: number, reached: number, release: text } },
  CARD_READER_MISSING: { exit: 'refused', detail: { field: text, name: text, mode: text } },
  // Which dongle is meant.
  MODEL_UNKNOWN: { exit: 'noSuchDongle', detail: { name: text, nearest: text.optional() } },
  MODEL_AMBIGUOUS: { exit: 'noSuchDongle', detail: { name: text, mode: text, candidates: text } },
  TEXT_AMBIGUOUS: { exit: 'noSuchDongle', detail: { candidates: text } },
  TEXT_LACKS: { exit: 'noSuchDongle', detail: { name: text, candidates: text } },
} satisfies ErrorEntries;
