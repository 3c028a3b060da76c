import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BenchError } from '../../electron/contract/errors.ts';
import { type FetchOptions, fetchPackages } from '../../electron/feeds/fetch-packages.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { apkIndex, makeApk, makeApkKey, putApkFeed } from './apk-feed.ts';
import { FeedServer } from './feed-server.ts';
import { makeUsignKey } from './opkg-feed.ts';
import { putTarget, release } from './release.ts';

const kernel = '6.12.94';
const hash = '35fb64ea09ee15c2f267bd5436b7f178';
const needsKernel = `kernel=${kernel}~${hash}-r1`;
const base = '/releases/25.12.5/packages/mipsel_24kc/base';
const uqmi = 'uqmi-2024.08.25~69f0c4bb-r1.apk';

let server: FeedServer;
let key: ReturnType<typeof makeApkKey>;
let options: FetchOptions;
let packages: Map<string, Uint8Array>;

beforeEach(async () => {
  server = new FeedServer();
  key = makeApkKey();
  await server.start();
  putTarget(server, '', { version: '25.12.5', kernel, hash, installed: ['libc - 1.2.5-r5', 'libubox20260213 - 2026.02.13~1aa36ee7-r2'] });
  const target = '/releases/25.12.5/targets/ramips/mt7621';
  putApkFeed(server, `${target}/packages`, [{ name: 'libc' }], key.privateKey);
  const kmods = putApkFeed(
    server,
    `${target}/kmods/${kernel}-1-${hash}`,
    [
      { name: 'kmod-usb-net', depends: [needsKernel] },
      { name: 'kmod-usb-wdm', depends: [needsKernel], provides: ['kmod-usb-wdm-any'] },
      { name: 'kmod-usb-net-qmi-wwan', depends: [needsKernel, 'kmod-usb-net', 'kmod-usb-wdm-any'] },
      { name: 'kmod-foreign', depends: ['kernel=6.12.94~0000-r1'] },
    ],
    key.privateKey,
  );
  const inBase = putApkFeed(
    server,
    base,
    [
      { name: 'uqmi', version: '2024.08.25~69f0c4bb-r1', depends: ['libc', 'libubox20260213>=2026.02', 'wwan', 'kmod-usb-net-qmi-wwan'] },
      { name: 'wwan', depends: ['!oldwan', 'json'] },
      { name: 'json-small', provides: ['json'], priority: 1 },
      { name: 'json-better', provides: ['json'], priority: 10 },
      { name: 'oldwan' },
    ],
    key.privateKey,
  );
  for (const name of ['luci', 'packages']) putApkFeed(server, `/releases/25.12.5/packages/mipsel_24kc/${name}`, [], key.privateKey);
  packages = new Map([...kmods, ...inBase]);
  options = {
    release: release('25.12.5'),
    target: 'ramips/mt7621',
    packages: ['uqmi'],
    cacheFolder: join(temporaryFolder(), 'cache'),
    feedUrl: server.url,
    keys: [key.publicText],
  };
});

afterEach(() => server.stop());

async function refused(more: Partial<FetchOptions> = {}): Promise<BenchError> {
  const thrown = await fetchPackages({ ...options, ...more }).catch((cause: unknown) => cause);
  if (!(thrown instanceof BenchError)) throw new Error(`not refused: ${String(thrown)}`);
  return thrown;
}

describe('packages of an apk release', () => {
  it('come with what they depend on and the image lacks, dependencies first, byte for byte', async () => {
    const { files, kernel: wanted, warnings } = await fetchPackages(options);
    expect(files.map(({ name }) => name)).toEqual([
      'json-better-1-r1.apk',
      'wwan-1-r1.apk',
      'kmod-usb-net-1-r1.apk',
      'kmod-usb-wdm-1-r1.apk',
      'kmod-usb-net-qmi-wwan-1-r1.apk',
      uqmi,
    ]);
    expect(Buffer.from(files.at(-1)?.bytes ?? [])).toEqual(packages.get('uqmi'));
    expect([warnings, wanted]).toEqual([[], `${kernel}~${hash}-r1`]);
    const second = await fetchPackages(options);
    expect(second.files).toEqual(files);
    expect(second.downloadedBytes).toBe(0);
  });

  it('are vouched for by sums only where there is no key, and it says so', async () => {
    const { files, warnings } = await fetchPackages({ ...options, keys: [] });
    expect(files).toHaveLength(6);
    expect(warnings).toEqual(['unsigned']);
  });

  it('come with a warning from an index that is older than the one before', async () => {
    const warnings = async (version: string) => {
      putApkFeed(server, base, [{ name: 'wwan', version }, { name: 'other' }], key.privateKey);
      return (await fetchPackages({ ...options, packages: ['wwan'] })).warnings;
    };
    const told: string[] = [];
    for (const version of ['2-r1', '2-r2', '2-r1', '2-r1', '2-r2']) told.push((await warnings(version)).join());
    expect(told).toEqual(['', '', 'older', 'older', '']);
  });

  it('are refused where the index is signed by another key, by none, or was changed', async () => {
    expect(await refused({ keys: [makeApkKey().publicText] })).toMatchObject({ code: 'FEED_SIGNATURE_BAD' });
    const made = { name: 'uqmi', ...makeApk({ name: 'uqmi' }) };
    server.put(`${base}/packages.adb`, apkIndex([made], undefined));
    expect((await refused()).detail).toMatchObject({ message: 'it is not signed' });
    const signed = Buffer.from(apkIndex([made], key.privateKey, 'ADB.'));
    signed.write('uqmj', signed.indexOf('uqmi'));
    server.put(`${base}/packages.adb`, signed);
    expect((await refused()).detail).toMatchObject({ message: 'the file is not the one that was signed' });
  });

  it('need a key of apk, not of opkg', async () => {
    expect(await refused({ keys: [makeUsignKey().publicText] })).toMatchObject({ code: 'FEED_KEY_INVALID' });
    const secret = key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect(JSON.stringify((await refused({ keys: [secret] })).detail)).toContain('private');
  });

  it('are refused where a file in them was changed, though database and size are as they should be', async () => {
    const [whole] = putApkFeed(server, base, [{ name: 'uqmi', form: 'ADB.' }], key.privateKey).values();
    expect((await fetchPackages(options)).files[0]?.bytes.length).toBe(whole?.length);
    const changed = Buffer.from(whole ?? []);
    changed.write('#!/bin/su', changed.lastIndexOf('#!/bin/sh'));
    server.put(`${base}/uqmi-1-r1.apk`, changed);
    const error = await refused({ cacheFolder: temporaryFolder() });
    expect(error).toMatchObject({ code: 'FEED_SUM_BAD', detail: { file: 'uqmi-1-r1.apk' } });
  });

  it('conflict, are missing or are for another kernel', async () => {
    expect(await refused({ packages: ['oldwan', 'uqmi'] })).toMatchObject({
      code: 'FEED_PACKAGE_CONFLICT',
      detail: { package: 'wwan', other: 'oldwan' },
    });
    expect(await refused({ packages: ['none'] })).toMatchObject({ code: 'FEED_PACKAGE_MISSING', detail: { package: 'none' } });
    expect(await refused({ packages: ['kmod-foreign'] })).toMatchObject({
      code: 'FEED_KERNEL_MISMATCH',
      detail: { wanted: '6.12.94~0000-r1' },
    });
  });

  it('resume', async () => {
    server.cuts.set(`${base}/${uqmi}`, { after: 30, times: 3 });
    expect(await refused()).toMatchObject({ code: 'FEED_DOWNLOAD_CUT', detail: { bytes: 90 } });
    server.asked.length = 0;
    expect((await fetchPackages(options)).files).toHaveLength(6);
    expect(server.asked).toContain(`${base}/${uqmi} from 90`);
  });

  it('are not looked for in what is no index', async () => {
    for (const bytes of [Buffer.from('<html>'), Buffer.from('ADBd'), Buffer.from('ADBc\x02\x03zstd'), Buffer.alloc(0)]) {
      server.put(`${base}/packages.adb`, bytes);
      expect((await refused({ keys: [] })).code).toBe('FEED_INDEX_UNREADABLE');
    }
  });
});
