import type { PlanEntry, ProviderEntry } from './schema.ts';

/** An entry, and the list that it is of by its place among them. */
export interface Listed extends ProviderEntry {
  readonly list: number;
  readonly source: string;
}

export interface Found {
  readonly entry: Listed;
  readonly plan: PlanEntry;
  /** Whether the mark of the provider is on the SIM. */
  readonly isOfSim: boolean;
  /** The lower, the earlier. */
  readonly rank: number;
}

/**
 * One access point on one network is told once, by the list that is asked first; what one list tells of several providers, or with
 * several sign-ins, stays. What is for MMS alone in one list does not stand for the internet in another, and what the SIM's own mark
 * points at is told in any case.
 */
export function withoutRepeats<F extends Found>(found: readonly F[]): F[] {
  const told = new Map<string, F[]>();
  return found
    .toSorted((a, b) => a.entry.list - b.entry.list || a.rank - b.rank)
    .filter((one) => {
      const { entry, plan, isOfSim } = one;
      const key = `${plan.apn.toLowerCase()} ${plan.usage === 'mms'}`;
      const before = told.get(key) ?? [];
      told.set(key, [...before, one]);
      return (
        isOfSim ||
        !before.some((other) => {
          const isRepeat = other.entry.list < entry.list || (other.entry !== entry && sameSettings(other, one));
          return isRepeat && sharesNetwork(other.entry, entry);
        })
      );
    });
}

/** A list may have a provider twice, with a mark and without. */
function sameSettings({ entry, plan }: Found, other: Found): boolean {
  const isSameName = entry.name.toLowerCase() === other.entry.name.toLowerCase();
  return isSameName && plan.username === other.plan.username && plan.password === other.plan.password;
}

function sharesNetwork(a: ProviderEntry, b: ProviderEntry): boolean {
  return a.plmns.some((plmn) => b.plmns.includes(plmn)) || (a.country === b.country && a.plmns.length + b.plmns.length === 0);
}
