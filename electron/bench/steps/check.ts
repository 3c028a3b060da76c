import type { Check } from '../../contract/snapshot.ts';

/** One line of the verification; `code`: what it would be if it did not pass. */
export function toCheck(id: string, passed: boolean, seen: string, code: NonNullable<Check['code']>): Check {
  return { id, title: { key: `checks.${id}`, values: {} }, state: passed ? 'passed' : 'failed', seen, code: passed ? null : code };
}
