import { type ErrorEntries, number, text } from './entry.ts';

/** The languages of modems, and what the network says through them. */
export const modemErrors = {
  AT_NO_PORT: { exit: 'dongleFailed', detail: { port: text } },
  AT_SILENT: { exit: 'dongleFailed', detail: { command: text, port: text, seconds: number } },
  AT_ERROR: { exit: 'dongleFailed', detail: { command: text, reply: text } },
  AT_GARBLED: { exit: 'dongleFailed', detail: { command: text, port: text } },
  AT_NOT_LISTED: { exit: 'refused', detail: { command: text } },
  NOT_IN_PLAN: { exit: 'refused', detail: { step: text, message: text } },
  QMI_NO_CHANNEL: { exit: 'dongleFailed', detail: { port: text } },
  QMI_SILENT: { exit: 'dongleFailed', detail: { service: text, message: text, port: text, seconds: number } },
  QMI_ERROR: {
    exit: 'dongleFailed',
    detail: {
      service: text,
      message: text,
      number,
      name: text,
      tries: number.optional(),
      sw: text.optional(),
      callEndReason: number.optional(),
      verboseType: number.optional(),
      verboseReason: number.optional(),
    },
  },
  QMI_GARBLED: { exit: 'dongleFailed', detail: { what: text, service: text.optional(), message: text.optional() } },
  MBIM_NO_CHANNEL: { exit: 'dongleFailed', detail: { port: text } },
  MBIM_SILENT: { exit: 'dongleFailed', detail: { message: text, port: text, seconds: number } },
  MBIM_ERROR: { exit: 'dongleFailed', detail: { message: text, number, name: text, networkError: number.optional() } },
  MBIM_GARBLED: { exit: 'dongleFailed', detail: { what: text, message: text.optional() } },
  REGISTRATION_DENIED: { exit: 'dongleFailed', detail: {} },
  RADIO_OFF: { exit: 'dongleFailed', detail: {} },
  RADIO_LOCKED: { exit: 'dongleFailed', detail: {} },
  CARD_SILENT: { exit: 'dongleFailed', detail: {} },
  CONNECTION_REFUSED: { exit: 'dongleFailed', detail: {} },
} satisfies ErrorEntries;
