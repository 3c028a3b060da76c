/** What two programs sent to one dongle, transfer by transfer. */

export interface Difference {
  /** Index of the first transfer that differs. */
  readonly at: number;
  readonly reference: string | null;
  readonly ours: string | null;
}

/** `null` where the two are the same: direction, endpoint or setup packet, data. */
export function firstDifference(reference: readonly string[], ours: readonly string[]): Difference | null {
  const length = Math.max(reference.length, ours.length);
  for (let at = 0; at < length; at++) {
    if (reference[at] !== ours[at]) return { at, reference: reference[at] ?? null, ours: ours[at] ?? null };
  }
  return null;
}
