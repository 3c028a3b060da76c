import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFiles, replaceFileSync, replaceFiles } from '../../electron/lib/atomic-write.ts';
import { diskWriter, type FileWriter } from '../../electron/lib/file-writer.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const file = (folder: string, name: string, text = name) => ({ path: join(folder, name), data: bytes(text), mode: 0o600 });
const read = (folder: string) =>
  Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
const fault = (code: string) => Object.assign(new Error(code), { code });

/** The disk, with a look at each call before it is carried out. */
function watched(look: (call: string, path: string) => void | Promise<void>): FileWriter {
  return {
    ...diskWriter,
    write: async (path, ...rest) => {
      await look('write', path);
      await diskWriter.write(path, ...rest);
    },
    link: async (from, to) => {
      await look('link', to);
      await diskWriter.link(from, to);
    },
    rename: async (from, to) => {
      await look('rename', to);
      await diskWriter.rename(from, to);
    },
    syncFolder: async (folder) => {
      await look('sync', folder);
      await diskWriter.syncFolder(folder);
    },
  };
}

describe('new files', () => {
  it('lie in a folder that is made, with their modes, and nothing beside them; the folder is flushed last', async () => {
    const folder = join(temporaryFolder(), 'a', 'b');
    const calls: string[] = [];
    await createFiles(
      [file(folder, 'one'), file(folder, 'two')],
      watched((call, path) => void calls.push(`${call} ${path}`)),
    );
    expect(read(folder)).toEqual({ one: 'one', two: 'two' });
    if (process.platform !== 'win32') expect(statSync(join(folder, 'one')).mode & 0o777).toBe(0o600);
    expect(calls.map((call) => call.split(' ')[0])).toEqual(['write', 'write', 'link', 'link', 'sync']);
    expect(calls.at(-1)).toBe(`sync ${folder}`);
  });

  it.each(['file', 'folder', 'link that leads nowhere'])(
    'leave a %s that has one of the names, and none of them is there',
    async (kind) => {
      const folder = temporaryFolder();
      const taken = join(folder, 'two');
      if (kind === 'file') writeFileSync(taken, 'mine');
      else if (kind === 'folder') mkdirSync(taken);
      else symlinkSync('nowhere', taken);
      await expect(createFiles([file(folder, 'one'), file(folder, 'two')])).rejects.toMatchObject({ code: 'EEXIST' });
      expect(readdirSync(folder)).toEqual(['two']);
      if (kind === 'file') expect(read(folder)).toEqual({ two: 'mine' });
    },
  );

  it.each(['write', 'link', 'sync'])('are all gone again where the last %s fails, and others stay', async (call) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'mine'), 'mine');
    const last = call === 'sync' ? 1 : 2;
    let calls = 0;
    const writer = watched((name) => {
      // A disk that is full refuses the name as well as what would stand in for it.
      if (name === call && ++calls >= last) throw fault('ENOSPC');
      if (name === 'write' && call === 'link' && calls >= last) throw fault('ENOSPC');
    });
    await expect(createFiles([file(folder, 'one'), file(folder, 'two')], writer)).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(read(folder)).toEqual({ mine: 'mine' });
  });

  describe('on a file system without second names', () => {
    const fat = (look: (call: string, path: string) => void = () => undefined) =>
      watched((call, path) => {
        look(call, path);
        if (call === 'link') throw fault('EPERM');
      });

    it('are whole as well', async () => {
      const folder = temporaryFolder();
      await createFiles([file(folder, 'one'), file(folder, 'two')], fat());
      expect(read(folder)).toEqual({ one: 'one', two: 'two' });
    });

    it('leave what is there, and none of them is', async () => {
      const folder = temporaryFolder();
      writeFileSync(join(folder, 'two'), 'mine');
      await expect(createFiles([file(folder, 'one'), file(folder, 'two')], fat())).rejects.toMatchObject({ code: 'EEXIST' });
      expect(read(folder)).toEqual({ two: 'mine' });
    });

    it('are all gone again where a name cannot be given', async () => {
      const folder = temporaryFolder();
      const writer = fat((call, path) => {
        if (call === 'rename' && path.endsWith('two')) throw fault('EIO');
      });
      await expect(createFiles([file(folder, 'one'), file(folder, 'two')], writer)).rejects.toMatchObject({ code: 'EIO' });
      expect(read(folder)).toEqual({});
    });
  });
});

describe('replaced files', () => {
  it('are the new ones, with their modes, and the folder is flushed', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'one'), 'old', { mode: 0o644 });
    const synced: string[] = [];
    await replaceFiles(
      [file(folder, 'one', 'new'), file(folder, 'two')],
      watched((call, path) => void (call === 'sync' && synced.push(path))),
    );
    expect(read(folder)).toEqual({ one: 'new', two: 'two' });
    if (process.platform !== 'win32') expect(statSync(join(folder, 'one')).mode & 0o777).toBe(0o600);
    expect(synced).toEqual([folder]);
  });

  it('are the old ones where the disk is full', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'one'), 'old');
    let writes = 0;
    const writer = watched((call) => {
      if (call === 'write' && ++writes === 2) throw fault('ENOSPC');
    });
    await expect(replaceFiles([file(folder, 'one', 'new'), file(folder, 'two')], writer)).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(read(folder)).toEqual({ one: 'old' });
  });

  it('at once: the new one, or the old one where it cannot be', () => {
    const folder = temporaryFolder();
    replaceFileSync(file(folder, 'one', 'old'));
    replaceFileSync(file(folder, 'one', 'new'));
    expect(read(folder)).toEqual({ one: 'new' });
    mkdirSync(join(folder, 'two'));
    expect(() => replaceFileSync(file(folder, 'two'))).toThrow();
    expect(readdirSync(folder).sort()).toEqual(['one', 'two']);
    expect(() => replaceFileSync(file(join(folder, 'none'), 'x'))).toThrow(/ENOENT/);
  });
});
