import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BundleSummary } from '../../electron/contract/manifest.ts';
import { buildBundle, diskWriter, type FileWriter, writeBundle } from '../../electron/openwrt/index.ts';
import { input } from './inputs.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'export-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The disk, but for one call that fails with a system error. */
function failing(call: 'makeFolder' | 'write' | 'rename', code: string, at = 1): FileWriter {
  let calls = 0;
  const trip = (from: typeof call) => {
    if (from === call && ++calls === at) throw Object.assign(new Error(code), { code });
  };
  return {
    ...diskWriter,
    makeFolder: async (...args) => {
      trip('makeFolder');
      await diskWriter.makeFolder(...args);
    },
    write: async (...args) => {
      trip('write');
      await diskWriter.write(...args);
    },
    rename: async (...args) => {
      trip('rename');
      await diskWriter.rename(...args);
    },
  };
}

describe('writing a bundle', () => {
  it('puts three files into a folder that it makes, the one with the secret for its owner only', async () => {
    const bundle = await buildBundle(input({ mode: 'qmi', pin: '1234' }));
    const target = join(folder, 'a', 'b');
    const summary = await writeBundle(target, bundle);
    const archive = 'modem-bench-2c7c-0125-qmi-24.10.8.tar.gz';
    expect(BundleSummary.parse(summary)).toEqual(summary);
    expect(readdirSync(target).sort()).toEqual(['manifest.json', archive, 'modem-bench.html']);
    expect(summary.files).toEqual([archive, 'manifest.json', 'modem-bench.html'].map((name) => join(target, name)));
    expect(bundle.files.map(({ name, data }) => readFileSync(join(target, name)).equals(data))).toEqual([true, true, true]);
    if (process.platform !== 'win32') expect(statSync(summary.archive).mode & 0o777).toBe(0o600);
  });

  it('replaces an earlier export, and takes its mode along', async () => {
    await writeBundle(folder, await buildBundle(input({ mode: 'qmi' })));
    const second = await buildBundle(input({ mode: 'qmi', pin: '1234' }));
    const { archive } = await writeBundle(folder, second);
    expect(readFileSync(archive).equals(second.files[0]?.data ?? new Uint8Array())).toBe(true);
    if (process.platform !== 'win32') expect(statSync(archive).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toHaveLength(3);
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
    ['rename', 'EIO', 'EXPORT_FAILED'],
  ] as const)('where %s fails with %s answers %s', async (call, system, code) => {
    const bundle = await buildBundle(input({ mode: 'qmi' }));
    await expect(writeBundle(folder, bundle, failing(call, system))).rejects.toMatchObject({
      code,
      detail: { path: folder, message: system },
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('leaves an earlier export whole when the disk is full on the last file', async () => {
    const first = await buildBundle(input({ mode: 'qmi', apn: 'first' }));
    await writeBundle(folder, first);
    await expect(
      writeBundle(folder, await buildBundle(input({ mode: 'qmi', apn: 'second' })), failing('write', 'ENOSPC', 3)),
    ).rejects.toMatchObject({
      code: 'EXPORT_DISK_FULL',
    });
    expect(readdirSync(folder)).toHaveLength(first.files.length);
    for (const { name, data } of first.files) expect(readFileSync(join(folder, name)).equals(data)).toBe(true);
  });
});
