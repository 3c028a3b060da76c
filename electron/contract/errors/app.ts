import { type ErrorEntries, text } from './entry.ts';

/** The app itself. */
export const appErrors = {
  USAGE: { exit: 'usage', detail: { message: text } },
  CANCELLED: { exit: 'refused', detail: {} },
  MESSAGE_INVALID: { exit: 'bug', detail: {} },
  BENCH_RESTARTED: { exit: 'dongleFailed', detail: {} },
  SESSION_ENDED: { exit: 'refused', detail: { reason: text.optional() } },
  INTERNAL: { exit: 'bug', detail: { message: text } },
} satisfies ErrorEntries;
