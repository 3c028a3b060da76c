import { unpackTar } from 'modern-tar';
import { describe, expect, it } from 'vitest';
import { BenchError } from '../../../electron/contract/errors.ts';
import { readTar } from '../../../electron/openwrt/backup/tar.ts';
import { passesOf } from '../../support/passes.ts';
import { pax, type RawEntry, tar } from './tars.ts';

/**
 * Why a router's backup is not read by the library that writes the bundle: what it makes of archives that are damaged or mean harm, in its
 * strict mode. When one of these goes red, the library has learned it; when all do, `tar.ts` can go.
 */

const path = 'etc/config/network';

/** What the library reads: names and contents. */
async function byLibrary(...entries: readonly RawEntry[]): Promise<[string, string][]> {
  const read = await unpackTar(tar(...entries), { strict: true });
  return read.filter(({ header }) => header.type === 'file').map(({ header, data }) => [header.name, Buffer.from(data ?? []).toString()]);
}

/** The same by ours; the code where it refuses. */
async function byOurs(...entries: readonly RawEntry[]): Promise<[string, string][] | string> {
  const bytes = tar(...entries);
  const chunks = (async function* () {
    yield bytes;
  })();
  const read: [string, string][] = [];
  try {
    for await (const { path: name, data } of readTar(chunks, () => true, { entries: 100, file: () => 10_000, archive: 100_000 }))
      if (data) read.push([name, Buffer.from(data).toString()]);
    return read;
  } catch (error) {
    if (error instanceof BenchError) return error.code;
    throw error;
  }
}

describe('the tar library', () => {
  it('takes the pieces of a sparse file for the file', async () => {
    const sparse: RawEntry = { name: path, type: 'S', data: 'pieces' };
    expect(await byLibrary(sparse)).toEqual([[path, 'pieces']]);
    expect(await byOurs(sparse)).toBe('BACKUP_DAMAGED');
  });

  it('takes entries of types that it does not know for files', async () => {
    const label: RawEntry = { name: path, type: 'V', data: 'a label' };
    expect(await byLibrary(label)).toEqual([[path, 'a label']]);
    expect(await byOurs(label)).toEqual([]);
  });

  it('believes a pax record that goes beyond its end, and passes over one that is none', async () => {
    const cut: RawEntry = { name: 'cut', data: 'x' };
    const beyond: RawEntry = { name: 'x', type: 'x', data: `99999 path=${path}` };
    expect(await byLibrary(beyond, cut)).toEqual([[path, 'x']]);
    expect(await byOurs(beyond, cut)).toBe('BACKUP_DAMAGED');
    const none: RawEntry = { name: 'x', type: 'x', data: `xx path=${path}\n` };
    expect(await byLibrary(none, cut)).toEqual([['cut', 'x']]);
    expect(await byOurs(none, cut)).toBe('BACKUP_DAMAGED');
    const good: RawEntry = { name: 'x', type: 'x', data: pax('path', path) };
    expect([await byLibrary(good, cut), await byOurs(good, cut)]).toEqual([[[path, 'x']], [[path, 'x']]]);
  });

  it('goes over a pax header again for each of its records: 60 kB of them cost a hundredfold, 8 MiB, which it takes, hours', async () => {
    const hostile: RawEntry = { name: 'x', type: 'x', data: `${'1\n'.repeat(30_000)} ` };
    const library = await passesOf(() => byLibrary(hostile));
    const ours = await passesOf(async () => expect(await byOurs(hostile)).toBe('BACKUP_DAMAGED'));
    expect(library).toBeGreaterThan(5 * ours);
  });
});
