import { z } from 'zod';
import type { CompactVendor } from './compiled.ts';
import { type Dial, DialFile } from './dials/schema.ts';
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
  return inOrder(files.map((file): readonly Quirk[] => QuirkFile.parse(file).quirks));
}

/** The files of `dials/`, likewise. */
export function compileDials(files: readonly unknown[]): string {
  return inOrder(files.map((file): readonly Dial[] => DialFile.parse(file).dials));
}

function inOrder(lists: readonly (readonly { readonly id: string }[])[]): string {
  const first = ([entry]: readonly { readonly id: string }[]) => entry?.id ?? '';
  return `${JSON.stringify([...lists].sort((a, b) => (first(a) < first(b) ? -1 : 1)).flat())}\n`;
}

/** JSON schema of a file of quirks, for editors. */
export function quirkJsonSchema(): string {
  return jsonSchema('Modem Bench quirks', QuirkFile);
}

/** JSON schema of a file of dials, for editors. */
export function dialJsonSchema(): string {
  return jsonSchema('Modem Bench dials', DialFile);
}

/** JSON schema (draft 2020-12) of a vendor file, for editors. What only code can check is left to the linter. */
export function vendorJsonSchema(): string {
  return jsonSchema('Modem Bench vendor file', VendorFile);
}

function jsonSchema(title: string, schema: z.ZodType): string {
  return `${JSON.stringify({ title, ...z.toJSONSchema(schema, { io: 'input' }) }, null, 2)}\n`;
}
