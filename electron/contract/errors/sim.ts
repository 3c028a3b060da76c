import { type ErrorEntries, number } from './entry.ts';

/** The SIM and its PIN. */
export const simErrors = {
  SIM_MISSING: { exit: 'dongleFailed', detail: {} },
  SIM_FAILED: { exit: 'dongleFailed', detail: {} },
  PIN_NEEDED: { exit: 'refused', detail: {} },
  PIN_WRONG: { exit: 'dongleFailed', detail: { tries: number } },
  PIN_LAST_TRY: { exit: 'refused', detail: { tries: number } },
  PIN_TRIES_UNKNOWN: { exit: 'refused', detail: {} },
  PIN_MALFORMED: { exit: 'refused', detail: {} },
  PUK_NEEDED: { exit: 'dongleFailed', detail: {} },
} satisfies ErrorEntries;
