import type { BenchError } from '../../contract/errors.ts';
import type { Phrase } from '../../contract/plan.ts';
import type { RouterFinding } from '../../contract/router-backup.ts';
import type { Wishes } from '../../contract/wishes.ts';

/** One part of the fit: wishes as they were or changed, with what is to be said. */
export interface FitStep {
  readonly wishes: Wishes;
  readonly changes: readonly Phrase[];
  readonly findings: readonly RouterFinding[];
}

export function finding(severity: 'warning' | 'note', key: string, values: Phrase['values'] = {}): RouterFinding {
  return { severity, message: { key: `router-backup.findings.${key}`, values }, code: null };
}

/** What keeps the bundle from being written: the sentence is filled in with what the error tells. */
export function refusal(key: string, { code, detail }: BenchError): RouterFinding {
  return { severity: 'refusal', message: { key: `router-backup.findings.${key}`, values: detail }, code };
}

export function change(key: string, values: Phrase['values']): Phrase {
  return { key: `router-backup.changes.${key}`, values };
}

/** Names in a row, as long as a sentence may be. */
export function listed(names: readonly string[]): string {
  const all = names.join(', ');
  return all.length <= 400 ? all : `${all.slice(0, 397)}...`;
}
