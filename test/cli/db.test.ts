import { cpSync, mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { importFile, lintFolder } from '../../electron/cli/db.ts';
import { DbImportDocument, DbLintDocument } from '../../electron/contract/documents.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const checkout = fileURLToPath(new URL('../../modem-db', import.meta.url));

/** The database of this checkout, for a test to break. */
function copied(): string {
  const folder = temporaryFolder();
  for (const part of ['vendors', 'compiled', 'providers']) cpSync(join(checkout, part), join(folder, part), { recursive: true });
  return folder;
}

const lint = async (folder: string) => DbLintDocument.parse((await lintFolder(folder)).document);

describe('db lint', () => {
  it('finds nothing wrong with what is shipped', async () => {
    const { failure, errors, statistics } = await lint(checkout);
    expect([failure, errors]).toEqual([null, 0]);
    expect(statistics?.providers).toBeGreaterThan(1000);
  });

  it('prints how much of each outside list is known', async () => {
    const { document, lines } = await lintFolder(checkout);
    const option = document.statistics?.coverage.find(({ list }) => list === 'linux-option');
    expect(option?.ids).toBe((option?.byModel ?? 0) + (option?.byFamily ?? 0) + (option?.unknown ?? 0));
    expect(lines).toMatch(/^list +ids +by model +by family +unknown$/m);
    expect(lines).toMatch(new RegExp(`^Linux option +${option?.ids} +${option?.byModel} +${option?.byFamily} +0$`, 'm'));
    // A checkout may be without them.
    expect((await lintFolder(copied())).lines).not.toContain('by model');
  });

  it('a list that is not of the form, or has another name, is a finding', async () => {
    const folder = copied();
    const list = { list: 'sample', title: 'Sample', source: 'Sample 1, none', ids: { 'dead:beef': [] } };
    mkdirSync(join(folder, 'ids', 'lists'), { recursive: true });
    writeFileSync(join(folder, 'ids', 'lists', 'other.json'), JSON.stringify(list));
    writeFileSync(join(folder, 'ids', 'lists', 'torn.json'), JSON.stringify({ ...list, ids: { nonsense: [] } }));
    const { findings, statistics } = await lint(folder);
    expect(findings.map(({ file, path }) => [file, path])).toEqual([
      ['ids/lists/other.json', 'list'],
      ['ids/lists/torn.json', 'ids.nonsense'],
    ]);
    expect(statistics?.coverage).toHaveLength(1);
  });

  it('a table of providers that is no JSON, or another, or a folder, is a finding; one that is not there is none', async () => {
    const folder = copied();
    const table = join(folder, 'providers', 'providers.json');
    for (const text of ['{ "providers": [', '{ "providers": [1, 2] }', 'null']) {
      writeFileSync(table, text);
      const { failure, findings, errors } = await lint(folder);
      expect(failure?.code).toBe('DATA_INVALID');
      expect(findings.length).toBe(errors);
      expect(new Set(findings.map(({ file }) => file))).toEqual(new Set(['providers/providers.json']));
    }
    rmSync(table);
    mkdirSync(table);
    expect((await lint(folder)).findings).toEqual([
      { file: 'providers/providers.json', path: '', message: 'not a file', severity: 'error' },
    ]);
    rmSync(table, { recursive: true });
    expect((await lint(folder)).statistics?.providers).toBeGreaterThan(100);
    rmSync(join(folder, 'providers'), { recursive: true });
    expect(await lint(folder)).toMatchObject({ failure: null, errors: 0, statistics: { providers: null } });
  });

  it('names the list of providers that is wrong', async () => {
    const folder = copied();
    writeFileSync(join(folder, 'providers', 'android.json'), '{}');
    expect(new Set((await lint(folder)).findings.map(({ file }) => file))).toEqual(new Set(['providers/android.json']));
  });

  it('a vendor file that cannot be read is a finding beside what the others have', async () => {
    const folder = copied();
    mkdirSync(join(folder, 'vendors', 'odd.json'));
    writeFileSync(join(folder, 'vendors', 'torn.json'), '{');
    const { findings, statistics } = await lint(folder);
    expect(findings.map(({ file }) => file)).toEqual(['odd.json', 'torn.json']);
    expect(statistics?.vendors).toBeGreaterThan(5);
  });

  it('a folder that is not there is no database', async () => {
    await expect(lintFolder(join(temporaryFolder(), 'nope'))).rejects.toMatchObject({ code: 'USAGE' });
  });
});

describe('db import', () => {
  it('is a document of the contract', async () => {
    const file = join(temporaryFolder(), '12d1:1446');
    writeFileSync(file, 'TargetVendor=0x12d1\nTargetProduct=0x1001\nStandardEject=1\n');
    const { document } = await importFile(file, 'a test of db import');
    expect(DbImportDocument.parse(document)).toMatchObject({ failure: null, entry: { id: '12d1:1446' }, problems: [] });
  });

  it('takes what is pasted, and tells what it assumed beside the entries', async () => {
    const pasted = Readable.from([Buffer.from('usb_modeswitch -v 12d1 -p 1446 -J -R\n'), Buffer.from('usb_modeswitch -v 19d2 -p 2000 -K')]);
    const { document, lines, aside } = await importFile('-', 'a test of db import', pasted);
    expect(DbImportDocument.parse(document)).toMatchObject({
      failure: null,
      entries: [{ id: '12d1:1446' }, { id: '19d2:2000' }],
      warnings: [{ line: 1 }],
    });
    expect(JSON.parse(lines)).toEqual(document.entries);
    expect(aside).toMatch(/^! -:1: -R is left out/);
  });

  it('gives what could be read beside what is wrong', async () => {
    const file = join(temporaryFolder(), 'post.txt');
    writeFileSync(file, 'usb_modeswitch -v 12d1 -p 1446 -J\nusb_modeswitch -v 19d2 -p 2000 --frob');
    const { document, lines } = await importFile(file, 'a test of db import');
    expect(document).toMatchObject({ failure: { code: 'DATA_INVALID' }, entry: { id: '12d1:1446' }, problems: [{ line: 2 }] });
    expect(lines.split('\n')[0]).toContain('post.txt:2: usb_modeswitch has no option "--frob"');
  });

  const refused = (file: string, message: RegExp) =>
    expect(importFile(file, 'a test of db import')).rejects.toMatchObject({
      code: 'DATA_INVALID',
      detail: { file, errors: 1, message: expect.stringMatching(message) },
    });

  it('a file that is not there, or none, is refused with its reason', async () => {
    await refused(join(temporaryFolder(), '12d1:1446'), /^ENOENT/);
    await refused(temporaryFolder(), /^not a file$/);
  });

  it('one that is too long is not read', async () => {
    const file = join(temporaryFolder(), '12d1:1446');
    writeFileSync(file, '');
    // A hole: longer than any string that could be made of it.
    truncateSync(file, 2 ** 40);
    await refused(file, /^too long: 1099511627776 bytes/);
  });
});
