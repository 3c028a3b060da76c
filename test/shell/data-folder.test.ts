import { existsSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDataFolder } from '../../electron/shell/data-folder.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const thrown = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

describe('the data folder', () => {
  it('is made, for this user alone, and found again', () => {
    const folder = join(temporaryFolder(), 'a', 'b');
    for (let i = 0; i < 2; i++) expect(openDataFolder({ MODEM_BENCH_DATA: folder })).toBe(folder);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is absolute however it was named, since a bench process has another working folder', () => {
    const made = mkdtempSync(join(tmpdir(), 'modem-bench-data-'));
    expect(openDataFolder({ MODEM_BENCH_DATA: join(made, '..', made.split('/').at(-1) ?? '') })).toBe(made);
  });

  it.each([
    ['nobody says where', {}, 'HOME', 'HOME'],
    ['it is below a file', { MODEM_BENCH_DATA: 'FILE/x' }, 'FILE/x', 'ENOTDIR'],
    ['it is a file', { MODEM_BENCH_DATA: 'FILE' }, 'FILE', 'EEXIST'],
    ['the system lets nobody write', { MODEM_BENCH_DATA: '/proc/self' }, '/proc/self', '/proc/self'],
    ['the system lets nobody make it', { HOME: '/proc' }, '/proc/.local/share/modem-bench', 'ENOENT'],
  ])('that cannot be, since %s, is a failure of this computer with a remedy', (_, environment, folder, message) => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    const filled = Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, value.replace('FILE', file)]));
    expect(thrown(() => openDataFolder(filled, 'linux'))).toMatchObject({
      code: 'DATA_FOLDER_UNUSABLE',
      detail: { folder: folder.replace('FILE', file), message: expect.stringContaining(message) },
    });
    expect(existsSync(`${file}/x`)).toBe(false);
  });
});
