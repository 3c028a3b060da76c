import { z } from 'zod';
import type { CompactVendor } from './compiled.ts';
import { modelName } from './ids/known-ids.ts';
import { type Quirk, QuirkFile } from './quirks/schema.ts';
import { VendorFile } from './schema.ts';

/**
 * The files of the tree as the one text that the app carries: no blanks, no empty lists, nothing that a look-up does not need.
 * A composition that a vendor's file names by its product id alone gets the model's name from the outside lists.
 * The same files give the same text, in whatever order and layout they are. Throws where one does not fit the schema.
 */
export function compileDb(files: readonly unknown[]): string {
  const vendors = files.map((file) => VendorFile.parse(file)).sort((a, b) => (a.family < b.family ? -1 : 1));
  return `${JSON.stringify(vendors.map(compact))}\n`;
}

function compact({ $schema: _editor, switches, compositions, recipes, ...rest }: VendorFile): CompactVendor {
  return {
    ...rest,
    ...(switches.length > 0 ? { switches } : {}),
    ...(compositions.length > 0
      ? {
          compositions: compositions.map((composition) => ({
            ...composition,
            name: modelName(composition.name, composition.id, rest.vendor),
            interfaces: composition.interfaces.map(({ optional, ...pattern }) => ({ ...pattern, ...(optional ? { optional } : {}) })),
          })),
        }
      : {}),
    ...(recipes.length > 0 ? { recipes } : {}),
  };
}

/**
 * The files of `quirks/` as the one list that the app carries; in a file they stand in the order in which they matter. Throws where one
 * does not fit the schema.
 */
export function compileQuirks(files: readonly unknown[]): string {
  const lists = files.map((file): readonly Quirk[] => QuirkFile.parse(file).quirks);
  const first = ([quirk]: readonly Quirk[]) => quirk?.id ?? '';
  return `${JSON.stringify([...lists].sort((a, b) => (first(a) < first(b) ? -1 : 1)).flat())}\n`;
}

/** JSON schema of a file of quirks, for editors. */
export function quirkJsonSchema(): string {
  return `${JSON.stringify({ title: 'Modem Bench quirks', ...z.toJSONSchema(QuirkFile, { io: 'input' }) }, null, 2)}\n`;
}

/** JSON schema (draft 2020-12) of a vendor file, for editors. What only code can check is left to the linter. */
export function vendorJsonSchema(): string {
  const schema = z.toJSONSchema(VendorFile, { io: 'input' });
  return `${JSON.stringify({ title: 'Modem Bench vendor file', ...schema }, null, 2)}\n`;
}
