import { type ErrorEntries, text } from './entry.ts';

/** What this computer, its system and its other programs keep from us. */
export const hostErrors = {
  USB_UNAVAILABLE: { exit: 'hostLacks', detail: { message: text } },
  USB_ACCESS_DENIED: { exit: 'hostLacks', detail: { port: text } },
  USB_BUSY: { exit: 'hostLacks', detail: { port: text, message: text } },
  USB_RULE_DISMISSED: { exit: 'hostLacks', detail: {} },
  USB_RULE_FAILED: { exit: 'hostLacks', detail: { message: text, command: text } },
  USB_RULE_NO_EFFECT: { exit: 'hostLacks', detail: { port: text } },
  MODEM_MANAGER_BUSY: { exit: 'hostLacks', detail: { message: text } },
  DISC_MOUNTED: { exit: 'hostLacks', detail: { device: text, at: text, message: text } },
  CARD_TRIAL_FAILED: { exit: 'hostLacks', detail: { net: text, message: text } },
  SERIAL_ACCESS_DENIED: { exit: 'hostLacks', detail: { message: text } },
  SERIAL_BUSY: { exit: 'hostLacks', detail: { message: text } },
  SERIAL_UNAVAILABLE: { exit: 'hostLacks', detail: { message: text } },
  DATA_FOLDER_UNUSABLE: { exit: 'hostLacks', detail: { folder: text, message: text } },
  LISTEN_PORT_TAKEN: { exit: 'hostLacks', detail: { address: text } },
  LISTEN_FAILED: { exit: 'hostLacks', detail: { address: text, message: text } },
} satisfies ErrorEntries;
