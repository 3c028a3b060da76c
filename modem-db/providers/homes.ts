import callingCodes from './calling-codes.json' with { type: 'json' };
import type { ProviderEntry } from './schema.ts';

/**
 * Countries by MCC, those with most PLMNs first. A country that has another MCC of its own and no more than a stray PLMN in this one
 * is not at home in it: the source holds a few that are misplaced.
 */
export function homesOf(entries: readonly ProviderEntry[]): ReadonlyMap<string, readonly string[]> {
  const counts = new Map<string, Map<string, number>>();
  const mccs = new Map<string, Set<string>>();
  for (const { country, plmns } of entries) {
    for (const plmn of plmns) {
      const mcc = plmn.slice(0, 3);
      const ofMcc = counts.get(mcc) ?? new Map<string, number>();
      counts.set(mcc, ofMcc.set(country, (ofMcc.get(country) ?? 0) + 1));
      mccs.set(country, (mccs.get(country) ?? new Set()).add(mcc));
    }
  }
  return new Map(
    [...counts].map(([mcc, ofMcc]) => {
      const [first, ...others] = [...ofMcc].sort(([, a], [, b]) => b - a).map(([country]) => country);
      return [mcc, [...(first ? [first] : []), ...others.filter((country) => mccs.get(country)?.size === 1)]];
    }),
  );
}

const codes = new Map<string, readonly string[]>(Object.entries(callingCodes.codes));

/** `89`, then the country code of the issuer, then the issuer (ITU-T E.118). The longest code decides: Canada's 302 begins like Greece's 30. */
export function issuerCountries(iccid: string | undefined): readonly string[] {
  const whole = digits(iccid?.replace(/F$/i, ''), 10, 20);
  if (!whole?.startsWith('89')) return [];
  for (let length = 4; length > 0; length--) {
    const found = codes.get(whole.slice(2, 2 + length));
    if (found) return found;
  }
  return [];
}

/** The value where it is of so many digits. */
export function digits(value: string | undefined, least: number, most: number): string | null {
  return value !== undefined && value.length >= least && value.length <= most && /^\d+$/.test(value) ? value : null;
}
