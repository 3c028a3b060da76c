import type { ErrorCode } from '../../contract/errors.ts';
import type { Phrase } from '../../contract/plan.ts';
import type { RouterFinding } from '../../contract/router-backup.ts';
import type { Wishes } from '../../contract/wishes.ts';

/** One part of the fit: wishes as they were or changed, with what is to be said. */
export interface FitStep {
  readonly wishes: Wishes;
  readonly changes: readonly Phrase[];
  readonly findings: readonly RouterFinding[];
}

export function finding(
  severity: RouterFinding['severity'],
  key: string,
  values: Phrase['values'] = {},
  code: ErrorCode | null = null,
): RouterFinding {
  return { severity, message: { key: `router-backup.findings.${key}`, values }, code };
}

export function change(key: string, values: Phrase['values']): Phrase {
  return { key: `router-backup.changes.${key}`, values };
}

/** Names in a row, as long as a sentence may be. */
export function listed(names: readonly string[]): string {
  const all = names.join(', ');
  return all.length <= 400 ? all : `${all.slice(0, 397)}...`;
}
