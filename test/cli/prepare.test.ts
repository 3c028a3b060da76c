import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { inputOfModel } from '../../electron/bench/export-facts/input-of-model.ts';
import { findKnownModel } from '../../electron/cli/export.ts';
import { exitCodes, PrepareDocument } from '../../electron/contract/documents.ts';
import { Wishes } from '../../electron/contract/wishes.ts';
import { outlineBundle } from '../../electron/openwrt/index.ts';
import { loadDb } from '../../modem-db/db.ts';
import { FeedServer } from '../feeds/feed-server.ts';
import { makeUsignKey } from '../feeds/opkg-feed.ts';
import { putOpkgRelease } from '../feeds/opkg-release.ts';
import { routerBackup } from '../openwrt/backup/router-backup.ts';
import { networks } from '../openwrt/stock.ts';
import { manifestIn } from '../support/exported.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { cli, withoutInput } from './run-cli.ts';

/** `prepare` of a practice dongle, for one very router. In real time: the command brings its own clock. */

const argv = process.argv;
let out: string;
beforeEach(() => {
  out = join(temporaryFolder(), 'out');
});
afterEach(() => {
  vi.restoreAllMocks();
  process.argv = argv;
  process.exitCode = undefined;
});

const line = () => [
  'prepare',
  '--practice',
  'huawei-ncm',
  '--mode',
  'ncm',
  '--router',
  '24.10.8',
  '--apn',
  'internet',
  '--out',
  out,
  '--json',
];
const taken = () => {
  const path = join(temporaryFolder(), 'backup.tar.gz');
  writeFileSync(path, routerBackup(`${networks.dsa}\nconfig interface 'wwan'\n\toption proto 'dhcp'\n\toption device 'eth7'\n`));
  return path;
};

describe('modem-bench prepare', { timeout: 60_000 }, () => {
  it('without a mode goes on in the one that the dongle comes back in, and says so', async () => {
    const words = line().filter((word) => !['--mode', 'ncm', '--json'].includes(word));
    const { printed, code } = await cli(...words, '--yes');
    expect(code).toBe(exitCodes.done);
    expect(printed).toContain('It came back in NCM, not in QMI');
    expect(manifestIn(out)).toMatchObject({ proto: 'ncm', wishes: { mode: 'ncm' } });
  });

  it('with a mode stops where the dongle comes back in another', async () => {
    const words = line().map((word) => (word === 'ncm' ? 'qmi' : word));
    const { said, code } = await cli(...words.filter((word) => word !== '--json'), '--yes');
    expect(code).toBe(exitCodes.dongleFailed);
    expect(said).toContain('MODE_NOT_REACHED');
  });

  it('fetches the packages and fits the file to the backup', async () => {
    const key = makeUsignKey();
    const keyFile = join(temporaryFolder(), 'key');
    writeFileSync(keyFile, key.publicText);
    const db = loadDb();
    const wishes = Wishes.parse({ mode: 'ncm', router: '24.10.8', apn: 'internet' });
    const server = new FeedServer();
    await server.start();
    const { packages } = outlineBundle(inputOfModel(findKnownModel('huawei-ncm', db), wishes, { db, version: '0' }));
    await putOpkgRelease(server, packages, key);
    const cache = temporaryFolder();
    const feed = ['--packages', '--target', 'ramips/mt7621', '--feed-url', server.url, '--feed-key', keyFile, '--cache', cache];
    const { printed, said, code } = await cli(...line(), '--yes', ...feed, '--router-backup', taken());
    await server.stop();
    const document = PrepareDocument.parse(JSON.parse(printed));
    expect([document.failure, code]).toEqual([null, exitCodes.done]);
    expect(document.bundle?.offline?.files).toBe(packages.length);
    expect(readdirSync(cache).filter((name) => name.endsWith('.ipk')).length).toBe(packages.length);
    expect(document.router?.changes.length).toBeGreaterThan(0);
    const manifest = manifestIn(out);
    expect([manifest.wishes.interfaceName, manifest.parts.includes('packages')]).toEqual(['wwan2', true]);
    expect(said).toContain("+config interface 'wwan2'");
    expect(said).toContain('.ipk');
  });

  it.each([
    [['--packages'], 'USAGE', exitCodes.usage],
    [['--target', 'ramips/mt7621'], 'USAGE', exitCodes.usage],
    [['--packages', '--target', 'x/y', '--feed-key', 'no such file'], 'FILE_UNREADABLE', exitCodes.refused],
    [['--router-backup', 'no such file'], 'FILE_UNREADABLE', exitCodes.refused],
  ])('%j is refused before anything is done to the dongle', async (words, expected, exit) => {
    const { printed, said, code } = await cli(...line(), '--yes', ...words);
    const { failure, dongle } = PrepareDocument.parse(JSON.parse(printed));
    expect([failure?.code, code, dongle?.state, said]).toEqual([expected, exit, 'disc', '']);
  });

  it('does nothing to the dongle for a file that is no backup', async () => {
    const path = join(temporaryFolder(), 'x.tar.gz');
    writeFileSync(path, 'no archive');
    const { printed } = await cli(...line(), '--yes', '--router-backup', path);
    const { failure, dongle } = PrepareDocument.parse(JSON.parse(printed));
    expect([failure?.code, dongle?.state]).toEqual(['BACKUP_NOT_ARCHIVE', 'disc']);
  });

  it('writes nothing where nobody agrees', async () => {
    withoutInput();
    const { printed } = await cli(...line(), '--router-backup', taken());
    expect(PrepareDocument.parse(JSON.parse(printed)).failure?.code).toBe('CANCELLED');
    expect(() => readdirSync(out)).toThrow();
  });
});
