import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BundleSummary, Manifest } from '../../electron/contract/manifest.ts';
import { diskWriter, type FileWriter } from '../../electron/lib/file-writer.ts';
import { type Bundle, numberBundle } from '../../electron/openwrt/bundle.ts';
import { buildBundle, writeBundle } from '../../electron/openwrt/index.ts';
import { input } from './inputs.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'export-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const stem = 'modem-bench-quectel-ec25-imei0123-qmi-24.10.8';
const endings = ['.tar.gz', '-manifest.json', '.html', '-first-boot.sh'];
const bundleFor = (apn: string) => buildBundle(input({ mode: 'qmi', apn }));

/** The disk, but for one call that fails with a system error. */
function failing(call: 'makeFolder' | 'write' | 'link' | 'syncFolder', code: string, at = 1): FileWriter {
  let calls = 0;
  let broken = false;
  const trip = (from: typeof call) => {
    if (from === call && ++calls === at) broken = true;
    // Where a name cannot be given, what would stand in for it fails likewise.
    if (broken && (from === call || from === 'write')) throw Object.assign(new Error(code), { code });
  };
  return {
    ...diskWriter,
    makeFolder: async (path) => {
      trip('makeFolder');
      await diskWriter.makeFolder(path);
    },
    write: async (...args) => {
      trip('write');
      await diskWriter.write(...args);
    },
    link: async (from, to) => {
      trip('link');
      await diskWriter.link(from, to);
    },
    syncFolder: async (path) => {
      trip('syncFolder');
      await diskWriter.syncFolder(path);
    },
  };
}

/** That every file of a bundle is there as it was made, and that its manifest, page and command name the archive beside them. */
function expectWhole({ files, manifest }: Bundle) {
  for (const { name, data } of files) expect(readFileSync(join(folder, name)).equals(data), name).toBe(true);
  const [archive, manifestFile, page] = files;
  const read = Manifest.parse(JSON.parse(readFileSync(join(folder, manifestFile?.name ?? ''), 'utf8')));
  expect([read.archive.name, read]).toEqual([archive?.name, manifest]);
  expect(read.commands.importOverSsh.endsWith(` < ${archive?.name}`)).toBe(true);
  const html = readFileSync(join(folder, page?.name ?? ''), 'utf8');
  for (const { name } of files) expect(html).toContain(name === page?.name ? read.archive.name : name);
}

describe('writing a bundle', () => {
  it('tells what is pressed in the release’s LuCI as the printed page does', async () => {
    const { summary } = await writeBundle(join(folder, 'luci'), await buildBundle(input({ mode: 'qmi' })));
    const page = readFileSync(summary.files[2] ?? '', 'utf8');
    const { restore, restoreLabel, upload, confirm, interfaces } = summary.luci;
    expect(summary.luci).toMatchObject({ restore: ['System', 'Backup / Flash Firmware'], upload: 'Upload archive...' });
    for (const name of [restore.join(' → '), restoreLabel, upload, confirm, interfaces.join(' → ')]) expect(page).toContain(name);
  });

  it('puts the files into a folder that it makes, the one with the secret for its owner only', async () => {
    const bundle = await buildBundle(input({ mode: 'qmi', pin: '1234' }));
    const target = join(folder, 'a', 'b');
    const { summary, manifest } = await writeBundle(target, bundle);
    const names = endings.slice(0, 3).map((ending) => `${stem}${ending}`);
    expect(BundleSummary.parse(summary)).toEqual(summary);
    expect([summary.alreadyThere, manifest]).toEqual([false, bundle.manifest]);
    expect(readdirSync(target).sort()).toEqual(names.toSorted());
    expect(summary.files).toEqual(names.map((name) => join(target, name)));
    expect([summary.archive, summary.folder]).toEqual([summary.files[0], target]);
    expect(bundle.files.map(({ name, data }) => readFileSync(join(target, name)).equals(data))).toEqual([true, true, true]);
    if (process.platform !== 'win32') {
      expect(summary.files.map((path) => statSync(path).mode & 0o777)).toEqual([0o600, 0o644, 0o644]);
    }
  });

  it('keeps the exports of two customers with dongles of one kind apart, and each to itself', async () => {
    const [first, second] = [await bundleFor('first'), await bundleFor('second')];
    await writeBundle(folder, first);
    const { summary, manifest } = await writeBundle(folder, second);
    expect(readdirSync(folder).sort()).toEqual(
      [...endings, ...endings.map((ending) => `-2${ending}`)].map((end) => `${stem}${end}`).sort(),
    );
    expect([summary.archive, manifest.archive.name]).toEqual([join(folder, `${stem}-2.tar.gz`), `${stem}-2.tar.gz`]);
    expect(manifest.archive.sha256).toBe(second.manifest.archive.sha256);
    expectWhole(first);
    expectWhole(numberBundle(second, 2));
    expect((await writeBundle(folder, await bundleFor('third'))).manifest.archive.name).toBe(`${stem}-3.tar.gz`);
  });

  it.each(endings)('takes a number where anything else has the name with %s, and leaves that', async (ending) => {
    writeFileSync(join(folder, `${stem}${ending}`), 'mine');
    // One with a PIN has no script of its own; another's beside it would pass for it.
    const { summary } = await writeBundle(folder, await buildBundle(input({ mode: 'qmi', pin: '1234' })));
    expect(summary.archive).toBe(join(folder, `${stem}-2.tar.gz`));
    expect(readFileSync(join(folder, `${stem}${ending}`), 'utf8')).toBe('mine');
  });

  it('writes nothing where the same files are there already, under whatever number, and says so', async () => {
    for (const apn of ['first', 'second']) await writeBundle(folder, await bundleFor(apn));
    const before = readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mtimeMs, statSync(join(folder, name)).ino]);
    const { summary, manifest } = await writeBundle(folder, await bundleFor('second'), failing('write', 'ENOSPC'));
    expect(readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mtimeMs, statSync(join(folder, name)).ino])).toEqual(
      before,
    );
    expect([summary.alreadyThere, manifest.archive.name]).toEqual([true, `${stem}-2.tar.gz`]);
    expect(summary.files).toEqual(endings.map((ending) => join(folder, `${stem}-2${ending}`)));
  });

  it.each(endings)('writes all of it anew where of an earlier export the file with %s is another or gone', async (ending) => {
    const bundle = await bundleFor('first');
    await writeBundle(folder, bundle);
    const path = join(folder, `${stem}${ending}`);
    const changed = readFileSync(path);
    changed[changed.length - 1] = 0x20;
    writeFileSync(path, changed);
    expect((await writeBundle(folder, bundle)).summary).toMatchObject({ alreadyThere: false, archive: join(folder, `${stem}-2.tar.gz`) });
    expect(readFileSync(path).equals(changed)).toBe(true);
    rmSync(path);
    rmSync(join(folder, `${stem}-2${ending}`));
    expect((await writeBundle(folder, bundle)).summary).toMatchObject({ alreadyThere: false, archive: join(folder, `${stem}-3.tar.gz`) });
  });

  it('never replaces what another export wrote a moment before, at whichever name', async () => {
    for (const [index, ending] of endings.entries()) {
      const target = join(folder, String(index));
      const theirs = join(target, `${stem}${ending}`);
      const writer: FileWriter = {
        ...diskWriter,
        link: async (from, to) => {
          if (to === theirs) writeFileSync(theirs, 'theirs');
          await diskWriter.link(from, to);
        },
      };
      const { summary } = await writeBundle(target, await bundleFor('first'), writer);
      expect(readdirSync(target).sort()).toEqual([`${stem}${ending}`, ...endings.map((end) => `${stem}-2${end}`)].sort());
      expect([summary.archive, readFileSync(theirs, 'utf8')]).toEqual([join(target, `${stem}-2.tar.gz`), 'theirs']);
    }
  });

  it('lets many write into one new folder at once, and none is lost', async () => {
    folder = join(folder, 'new', 'folder');
    const bundles = await Promise.all(Array.from({ length: 8 }, (_, number) => bundleFor(`apn${number}`)));
    const written = await Promise.all(bundles.map((bundle) => writeBundle(folder, bundle)));
    expect(new Set(written.map(({ summary }) => summary.archive)).size).toBe(bundles.length);
    expect(readdirSync(folder)).toHaveLength(bundles.length * endings.length);
    for (const [index, { manifest }] of written.entries()) {
      const number = Number(/-(\d+)\.tar\.gz$/.exec(manifest.archive.name)?.[1] ?? 1);
      const bundle = bundles[index];
      if (!bundle) throw new Error('more were written than made');
      expectWhole(numberBundle(bundle, number));
      expect(numberBundle(bundle, number).manifest).toEqual(manifest);
    }
  });

  it('gives the archive its name last, then flushes the folder, and refuses where that fails', async () => {
    const calls: string[] = [];
    const writer: FileWriter = {
      ...diskWriter,
      link: async (from, to) => {
        calls.push(to);
        await diskWriter.link(from, to);
      },
      syncFolder: async (path) => {
        calls.push(path);
        await diskWriter.syncFolder(path);
      },
    };
    await writeBundle(folder, await bundleFor('first'), writer);
    expect(calls).toEqual([...endings.toReversed().map((ending) => join(folder, `${stem}${ending}`)), folder]);
    const before = readdirSync(folder);
    await expect(writeBundle(folder, await bundleFor('second'), failing('syncFolder', 'EIO'))).rejects.toMatchObject({
      code: 'EXPORT_FAILED',
    });
    expect(readdirSync(folder)).toEqual(before);
  });

  it.each(['out', './out', '../out', '', '~/out'])('refuses the folder %j, which is no full path', async (relative) => {
    const before = readdirSync('.');
    await expect(writeBundle(relative, await bundleFor('first'))).rejects.toMatchObject({
      code: 'EXPORT_FOLDER_RELATIVE',
      detail: { path: relative },
    });
    expect(readdirSync('.')).toEqual(before);
  });

  it.runIf(process.platform === 'linux')('ends, with EXPORT_NOT_WRITABLE, where a folder has no room for children', async () => {
    const bundle = await buildBundle(input({ mode: 'qmi' }));
    await expect(writeBundle('/proc/modem-bench/below', bundle)).rejects.toMatchObject({ code: 'EXPORT_NOT_WRITABLE' });
  });

  it('answers EXPORT_NOT_WRITABLE below a file', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    await expect(writeBundle(join(file, 'sub'), await buildBundle(input({ mode: 'qmi' })))).rejects.toMatchObject({
      code: 'EXPORT_NOT_WRITABLE',
    });
  });

  it.each([
    ['makeFolder', 'EACCES', 'EXPORT_NOT_WRITABLE'],
    ['write', 'EROFS', 'EXPORT_NOT_WRITABLE'],
    ['write', 'EPERM', 'EXPORT_NOT_WRITABLE'],
    ['makeFolder', 'ENOSPC', 'EXPORT_DISK_FULL'],
    ['write', 'ENOSPC', 'EXPORT_DISK_FULL'],
    ['write', 'EDQUOT', 'EXPORT_DISK_FULL'],
    ['write', 'EIO', 'EXPORT_FAILED'],
    ['link', 'EIO', 'EXPORT_FAILED'],
  ] as const)('where %s fails with %s answers %s', async (call, system, code) => {
    const bundle = await buildBundle(input({ mode: 'qmi' }));
    await expect(writeBundle(folder, bundle, failing(call, system))).rejects.toMatchObject({
      code,
      detail: { path: folder, message: system },
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([1, 2, 3, 4])(
    'leaves nothing of its own, and an earlier export and files of others whole, when the disk is full on file %d',
    async (at) => {
      const first = await bundleFor('first');
      await writeBundle(folder, first);
      writeFileSync(join(folder, 'letter.txt'), 'mine');
      for (const call of ['write', 'link'] as const)
        await expect(writeBundle(folder, await bundleFor('second'), failing(call, 'ENOSPC', at))).rejects.toMatchObject({
          code: 'EXPORT_DISK_FULL',
        });
      expect(readdirSync(folder)).toHaveLength(first.files.length + 1);
      expectWhole(first);
      expect(readFileSync(join(folder, 'letter.txt'), 'utf8')).toBe('mine');
    },
  );
});
