import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Cache, type Disk, realDisk } from '../../electron/feeds/cache.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

it('keeps the index that is there where the next one does not fit, and flushes the one that does with its folder', async () => {
  const folder = temporaryFolder();
  const synced: string[] = [];
  let full = false;
  const disk: Disk = {
    ...realDisk,
    write: async (path, data, mode) => {
      await realDisk.write(path, full ? data.subarray(0, 1) : data, mode);
      if (full) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
    },
    syncFolder: async (path) => {
      synced.push(path);
      await realDisk.syncFolder(path);
    },
  };
  const cache = new Cache(folder, disk);
  await cache.open();
  await cache.write('x.index', bytes('one'));
  expect(synced).toEqual([folder]);
  full = true;
  await expect(cache.write('x.index', bytes('two'))).rejects.toMatchObject({ code: 'FEED_CACHE_FULL' });
  expect([readdirSync(folder), readFileSync(join(folder, 'x.index'), 'utf8')]).toEqual([['x.index'], 'one']);
});

it('is written by two at once without one taking the half of the other', async () => {
  const folder = temporaryFolder();
  const texts = Array.from({ length: 10 }, (_, i) => String(i).repeat(200_000));
  await Promise.all(texts.map((text) => new Cache(folder).write('x.index', bytes(text))));
  expect(readdirSync(folder)).toEqual(['x.index']);
  expect(texts).toContain(readFileSync(join(folder, 'x.index'), 'utf8'));
});
