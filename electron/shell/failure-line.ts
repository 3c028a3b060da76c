import type { Failure } from '../contract/errors.ts';
import type { Text } from '../contract/text.ts';

/** Why a program ends before it began, as one line for its terminal. */
export function failureLine(failure: Failure, text: Text): string {
  return `${failure.code}: ${text.cause(failure)} ${text.remedy(failure)}`.replace(/\s+/g, ' ');
}
