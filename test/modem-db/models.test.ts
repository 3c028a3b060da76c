import { describe, expect, it } from 'vitest';
import modelsJson from '../../modem-db/labels/models.json' with { type: 'json' };
import { lintDb } from '../../modem-db/lint.ts';
import { readVendorFiles } from './vendor-files.ts';

const files = readVendorFiles();
const source = 'Linux 6.12 option.c';
const model = (labels: string[], ids: string[], more: object = {}) => ({ labels, maker: 'Quectel', ids, source, ...more });
const findings = (...models: unknown[]) =>
  lintDb(files, { models: { models } }).map(({ file, path, message }) => `${file} ${path}: ${message}`);

describe('the list of models', () => {
  it('is without findings', () => {
    expect(lintDb(files, { models: modelsJson })).toEqual([]);
  });

  it('names ids that the database has, each once', () => {
    expect(findings(model(['EC25'], ['2c7c:0125'], { others: ['2c7c:0121'] }))).toEqual([]);
    expect(findings(model(['EC25'], ['2c7c:ffff']))).toEqual(['labels/models.json models.0: 2c7c:ffff is known as a composition nowhere']);
    expect(findings(model(['EC25'], ['2c7c:0125'], { others: ['2c7c:fffe'] }))).toEqual([
      'labels/models.json models.0: 2c7c:fffe is known as a composition nowhere',
    ]);
    expect(findings(model(['EC25'], ['2c7c:0125'], { others: ['2c7c:0125'] }))).toEqual(['labels/models.json models.0: The same id twice']);
  });

  it('has no label twice without a reason', () => {
    const twice = [model(['EC25'], ['2c7c:0125']), model(['ec-25'], ['2c7c:0121'])];
    expect(findings(...twice)).toEqual(['labels/models.json models.1: ec-25 stands in models.0 already, and no reason is given']);
    expect(findings(twice[0], { ...twice[1], reason: 'Two makers sell under that name' })).toEqual([]);
  });

  it('fits its schema', () => {
    expect(findings({ labels: ['EC25'], ids: ['2c7c:0125'] }).join()).toContain('models.0.maker');
    expect(findings(model(['EC25'], ['2C7C:0125'])).join()).toContain('models.0.ids.0');
  });
});
