import { folded } from './folded.ts';
import type { Mark, ProviderEntry } from './schema.ts';

/** Letters and digits alone, as two lists may spell one name: `T-Mobile` and `T Mobile`. */
const brandOf = ({ name }: ProviderEntry) => folded(name).replaceAll(/[^\p{L}\d]/gu, '');

/** `Lebara UK` is `Lebara`, `3` is not `3 Business`. */
function isSameBrand(a: ProviderEntry, b: ProviderEntry): boolean {
  const [short = '', long = ''] = [brandOf(a), brandOf(b)].sort((x, y) => x.length - y.length);
  return short === long || (short.length >= 4 && long.startsWith(short));
}

/**
 * The marks that one list knows of providers which another has without. Only of those that are marked wherever the other lists have them
 * on the network, beside someone else without a mark: who stands there without one as well, or alone, may own the network.
 */
export function sharedMarks<E extends ProviderEntry & { readonly list: number }>(
  onNetwork: ReadonlyMap<string, readonly E[]>,
): ReadonlyMap<E, readonly Mark[]> {
  const found = new Map<E, readonly Mark[]>();
  for (const entries of onNetwork.values()) {
    if (!entries.some(({ marks }) => marks)) continue;
    for (const entry of entries) {
      if (entry.marks || entry.primary === true) continue;
      const elsewhere = entries.filter(({ list }) => list !== entry.list);
      const same = elsewhere.filter((other) => isSameBrand(entry, other));
      const isMarked = same.length > 0 && same.every(({ marks }) => marks);
      const hasOwner = elsewhere.some((other) => !other.marks && !same.includes(other));
      if (isMarked && hasOwner) found.set(entry, [...(found.get(entry) ?? []), ...same.flatMap(({ marks }) => marks ?? [])]);
    }
  }
  return found;
}
