import type { Phrase, Refusal } from '../../electron/contract/plan.ts';

/** Refusals of the same thing from the same source, as one with all its reasons. */
export interface RefusalGroup {
  readonly key: string;
  readonly what: Phrase;
  readonly reasons: readonly string[];
  readonly source: string;
}

/** One group for each thing that is refused, in the order of the plan; a reason that stands there twice is there once. */
export function groupRefusals(refusals: readonly Refusal[]): RefusalGroup[] {
  const groups = new Map<string, RefusalGroup>();
  for (const { what, reason, source } of refusals) {
    const key = JSON.stringify([what.key, what.values, source]);
    const reasons = groups.get(key)?.reasons ?? [];
    groups.set(key, { key, what, source, reasons: reasons.includes(reason) ? reasons : [...reasons, reason] });
  }
  return [...groups.values()];
}
