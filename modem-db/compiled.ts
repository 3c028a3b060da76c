import type { VendorFile } from './schema.ts';

/** A vendor file without its empty lists. */
export type CompactVendor = Partial<VendorFile> & Pick<VendorFile, 'vendor' | 'family' | 'vids'>;

/**
 * Reads `compiled/db.json`. The form is not checked here, to be ready at once: `compile.ts` checked it before it wrote, and a test
 * holds that the file in the tree is what it writes. Nothing but that file may be given to it.
 */
export function readCompiled(text: string): VendorFile[] {
  const vendors: readonly CompactVendor[] = JSON.parse(text);
  return vendors.map((vendor) => ({ switches: [], compositions: [], recipes: [], ...vendor }));
}
