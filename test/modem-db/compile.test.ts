import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileDb, vendorJsonSchema } from '../../modem-db/compile.ts';
import { readCompiled } from '../../modem-db/compiled.ts';
import { modelName } from '../../modem-db/ids/known-ids.ts';
import { VendorFile } from '../../modem-db/schema.ts';
import { readVendorFiles } from './vendor-files.ts';

const files = readVendorFiles().map(({ data }) => data);
const committed = (path: string) => readFileSync(new URL(`../../modem-db/${path}`, import.meta.url), 'utf8');

describe('the compiled database', () => {
  it('is what the vendor files make (else: npm run compile-db)', () => {
    expect(committed('compiled/db.json') === compileDb(files)).toBe(true);
  });

  it('is small enough to be carried as one text', () => {
    expect(Buffer.byteLength(committed('compiled/db.json'))).toBeLessThan(2_000_000);
  });

  it('is the same for the same facts in another order and layout', () => {
    const turned = files.map((file) => Object.fromEntries(Object.entries(VendorFile.parse(file)).reverse())).reverse();
    expect(compileDb(turned) === compileDb(files)).toBe(true);
  });

  it('holds every fact, sources too, and the model of a list where a name only holds the product id', () => {
    const vendors = files
      .map((file) => {
        const { $schema: _editor, compositions, ...vendor } = VendorFile.parse(file);
        return { ...vendor, compositions: compositions.map((c) => ({ ...c, name: modelName(c.name, c.id, vendor.vendor) })) };
      })
      .sort((a, b) => (a.family < b.family ? -1 : 1));
    expect(readCompiled(compileDb(files))).toEqual(vendors);
  });

  it('refuses what does not fit', () => {
    expect(() => compileDb([{ vendor: 'Nobody' }])).toThrow();
  });
});

describe('the JSON schema', () => {
  it('is what schema.ts makes (else: npm run compile-db)', () => {
    expect(committed('schema/vendor.schema.json') === vendorJsonSchema()).toBe(true);
  });

  it('knows the fields of a vendor file', () => {
    const schema: unknown = JSON.parse(vendorJsonSchema());
    expect(schema).toMatchObject({ required: expect.arrayContaining(['vendor', 'family', 'vids', 'switches', 'compositions', 'recipes']) });
  });
});
