import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFiles } from '../../electron/lib/atomic-write.ts';
import { diskWriter } from '../../electron/lib/file-writer.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

/** A file `file`, a folder `folder`, and a link `link` that leads nowhere. */
function ground(): (name: string) => string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'file'), 'mine');
  mkdirSync(join(folder, 'folder'));
  symlinkSync('nowhere', join(folder, 'link'));
  return (name) => join(folder, name);
}

describe('what is on the disk', () => {
  it.each([
    ['file', true],
    ['folder', true],
    ['link', true],
    ['none', false],
    ['none/below', false],
  ])('%s is there: %s', async (name, there) => {
    expect(await diskWriter.exists(ground()(name))).toBe(there);
  });

  it('that cannot be looked at is told, and not taken for nothing', async () => {
    await expect(diskWriter.exists(ground()('file/below'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  });

  it.each([
    ['file', 'mine', true],
    ['file', 'nice', false],
    ['file', 'mine and more', false],
    ['file', '', false],
    ['folder', '', false],
    ['link', '', false],
    ['none', '', false],
  ])('%s holds "%s": %s', async (name, text, holds) => {
    expect(await diskWriter.holds(ground()(name), bytes(text))).toBe(holds);
  });
});

describe('a file', () => {
  it('is written where nothing has its name', async () => {
    const at = ground();
    await diskWriter.write(at('new'), bytes('text'), 0o600);
    expect(readFileSync(at('new'), 'utf8')).toBe('text');
    for (const name of ['file', 'folder', 'link'])
      await expect(diskWriter.write(at(name), bytes('text'), 0o600)).rejects.toMatchObject({ code: 'EEXIST' });
    expect(readFileSync(at('file'), 'utf8')).toBe('mine');
  });

  it('is removed, and one that is not there is gone as well', async () => {
    const at = ground();
    for (const name of ['file', 'link', 'none']) await diskWriter.remove(at(name));
    expect(readdirSync(at('.'))).toEqual(['folder']);
  });

  it('may have the longest name that there is, since it is written under a hidden one that nobody guesses', async () => {
    const at = ground();
    const name = 'x'.repeat(255);
    const written: string[] = [];
    const write = async (path: string, data: Uint8Array, mode: number) => {
      written.push(basename(path));
      await diskWriter.write(path, data, mode);
    };
    await createFiles([{ path: at(name), data: bytes('text'), mode: 0o600 }], { ...diskWriter, write });
    expect(readFileSync(at(name), 'utf8')).toBe('text');
    expect(written).toEqual([expect.stringMatching(/^\.modem-bench-[0-9a-f]{16}$/)]);
  });
});

describe('a folder', () => {
  it('is there with its parents when that is said', async () => {
    const at = ground();
    await diskWriter.makeFolder(at('a/b/c'));
    expect(existsSync(at('a/b/c'))).toBe(true);
    await diskWriter.makeFolder(at('a/b/c'));
    await diskWriter.makeFolder(at('folder/below'));
    expect(readdirSync(at('folder'))).toEqual(['below']);
  });

  it.each([
    ['file', 'EEXIST'],
    ['file/below', 'ENOTDIR'],
    ['link', 'EEXIST'],
    ['link/below', 'EEXIST'],
  ])('is not made at %s', async (name, code) => {
    await expect(diskWriter.makeFolder(ground()(name))).rejects.toMatchObject({ code });
  });

  it('is flushed, and one that is not there is told', async () => {
    const at = ground();
    await diskWriter.syncFolder(at('folder'));
    await expect(diskWriter.syncFolder(at('none'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
