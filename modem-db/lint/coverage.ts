import { type IdListFile, isPlaceholder } from '../ids/id-list.ts';
import type { VendorFile } from '../schema.ts';

/** How much of one outside list is known. Every id counts once: `ids` is the sum of the other three. */
export interface Coverage {
  readonly list: string;
  readonly title: string;
  readonly ids: number;
  /** Named by a vendor's file or by any list, and not by its product id alone. */
  readonly byModel: number;
  /** Whose it is is known, and which list or driver has it; not which model. */
  readonly byFamily: number;
  /** Of a vendor that no file has. */
  readonly unknown: number;
}

/**
 * Coverage of each list, in the order given.
 * @param named lists whose names count beside those of the vendors' files; none: what the vendors' files know by themselves
 */
export function coverage(vendors: readonly VendorFile[], lists: readonly IdListFile[], named: readonly IdListFile[] = lists): Coverage[] {
  const vids = new Set(vendors.flatMap((v) => v.vids));
  const entries = vendors.flatMap(({ switches, compositions }) => [...switches, ...compositions]);
  const models = new Set(entries.filter(({ id, name }) => !isPlaceholder(name, id)).map(({ id }) => id));
  for (const { ids } of named) for (const [id, names] of Object.entries(ids)) if (names.length > 0) models.add(id);
  return lists.map(({ list, title, ids }) => {
    const all = Object.keys(ids);
    const byModel = all.filter((id) => models.has(id)).length;
    const unknown = all.filter((id) => !models.has(id) && !vids.has(id.slice(0, 4))).length;
    return { list, title, ids: all.length, byModel, byFamily: all.length - byModel - unknown, unknown };
  });
}
