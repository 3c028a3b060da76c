import { createHash } from 'node:crypto';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BenchError } from '../../electron/contract/errors.ts';
import { Cache, realDisk } from '../../electron/feeds/cache.ts';
import { type FetchOptions, type FetchProgress, fetchPackages } from '../../electron/feeds/fetch-packages.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { FeedServer } from './feed-server.ts';
import { makeUsignKey, putOpkgFeed, putOpkgIndex } from './opkg-feed.ts';
import { putTarget, release } from './release.ts';

const kernel = '6.6.144';
const hash = 'f31f6f85a36836e510d64a18a9a5f1bf';
const modules = `/releases/24.10.8/targets/ramips/mt7621/kmods/${kernel}-1-${hash}`;
const base = '/releases/24.10.8/packages/mipsel_24kc/base';
const needsKernel = `kernel (=${kernel}~${hash}-r1)`;

let server: FeedServer;
let key: ReturnType<typeof makeUsignKey>;
let options: FetchOptions;
let packages: Map<string, Uint8Array>;

/** A release as the download server has it, with what QMI needs. */
async function putRelease(root = ''): Promise<void> {
  putTarget(server, root, { version: '24.10.8', kernel, hash, installed: ['libc - 1.2.5-r4', 'libubox20240329 - 2024.03.29~eb9bcb64-r1'] });
  await putOpkgFeed(server, `${root}/releases/24.10.8/targets/ramips/mt7621/packages`, [{ name: 'libc' }], key);
  const kmods = await putOpkgFeed(
    server,
    root + modules,
    [
      { name: 'kmod-usb-net-qmi-wwan', depends: `${needsKernel}, kmod-usb-net, kmod-usb-wdm`, version: `${kernel}-r1` },
      { name: 'kmod-usb-net', depends: needsKernel, version: `${kernel}-r1` },
      { name: 'kmod-usb-wdm', depends: needsKernel, version: `${kernel}-r1` },
      { name: 'kmod-foreign', depends: 'kernel (=6.6.144~00000000000000000000000000000000-r1)' },
    ],
    key,
  );
  const inBase = await putOpkgFeed(
    server,
    root + base,
    [
      { name: 'uqmi', depends: 'libc, libubox20240329, wwan, kmod-usb-net-qmi-wwan', version: '2024.08.25~69f0c4bb-r1' },
      { name: 'wwan', depends: 'libc, jshn-any', version: '2019.04.29-r6' },
      { name: 'jshn', depends: 'libc', provides: 'jshn-any' },
      { name: 'oldwan', conflicts: 'wwan' },
    ],
    key,
  );
  for (const name of ['luci', 'packages']) await putOpkgFeed(server, `${root}/releases/24.10.8/packages/mipsel_24kc/${name}`, [], key);
  packages = new Map([...kmods, ...inBase]);
}

beforeEach(async () => {
  server = new FeedServer();
  key = makeUsignKey();
  await server.start();
  await putRelease();
  options = {
    release: release('24.10.8'),
    target: 'ramips/mt7621',
    packages: ['uqmi'],
    cacheFolder: join(temporaryFolder(), 'cache'),
    feedUrl: server.url,
    keys: [key.publicText],
  };
});

afterEach(() => server.stop());

async function refused(more: Partial<FetchOptions>, backend = {}): Promise<BenchError> {
  const thrown = await fetchPackages({ ...options, ...more }, backend).catch((cause: unknown) => cause);
  if (!(thrown instanceof BenchError)) throw new Error(`not refused: ${String(thrown)}`);
  return thrown;
}

const uqmi = 'uqmi_2024.08.25~69f0c4bb-r1_mipsel_24kc.ipk';

describe('packages of an opkg release', () => {
  it('come with what they depend on and the image lacks, dependencies first, byte for byte', async () => {
    const { files, kernel: wanted, warnings, downloadedBytes, fromCacheBytes } = await fetchPackages(options);
    expect(files.map(({ name }) => name.split('_')[0])).toEqual([
      'jshn',
      'wwan',
      'kmod-usb-net',
      'kmod-usb-wdm',
      'kmod-usb-net-qmi-wwan',
      'uqmi',
    ]);
    for (const { name, bytes, sha256 } of files) {
      expect(Buffer.from(bytes)).toEqual(Buffer.from(packages.get(name.split('_')[0] ?? '') ?? []));
      expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    }
    expect([warnings, wanted]).toEqual([[], `${kernel}~${hash}-r1`]);
    expect((await fetchPackages({ ...options, packages: ['jshn'] })).kernel).toBeNull();
    expect(fromCacheBytes).toBe(0);
    expect(downloadedBytes).toBeGreaterThan(files.reduce((sum, { bytes }) => sum + bytes.length, 0));
  });

  it('are the same from a mirror under a prefix', async () => {
    await putRelease('/mirror/openwrt');
    const { files } = await fetchPackages({ ...options, feedUrl: `${server.url}/mirror/openwrt` });
    expect(files).toHaveLength(6);
    expect(server.asked.every((path) => path.startsWith('/mirror/openwrt/'))).toBe(true);
  });

  it('are not downloaded a second time, and neither are the indexes', async () => {
    const first = await fetchPackages(options);
    const second = await fetchPackages(options);
    expect(second.files).toEqual(first.files);
    // The signatures are files like others, so that nothing at all is left to download.
    expect(second.downloadedBytes).toBe(0);
    expect(second.fromCacheBytes).toBe(first.downloadedBytes);
  });

  it('are fetched anew where the cache was spoilt', async () => {
    await fetchPackages(options);
    const spoilt = readdirSync(options.cacheFolder).find((name) => name.endsWith(uqmi)) ?? '';
    writeFileSync(join(options.cacheFolder, spoilt), Buffer.alloc(packages.get('uqmi')?.length ?? 0));
    const { files, downloadedBytes } = await fetchPackages(options);
    expect(Buffer.from(files.at(-1)?.bytes ?? [])).toEqual(packages.get('uqmi'));
    expect(downloadedBytes).toBe(packages.get('uqmi')?.length);
  });

  it('are had again after any file of the cache was spoilt', async () => {
    await fetchPackages(options);
    const small = readdirSync(options.cacheFolder).filter((name) => name.endsWith('.index'));
    expect(small.length).toBeGreaterThan(8);
    for (const name of small) {
      writeFileSync(join(options.cacheFolder, name), 'spoilt');
      // The server says that the file is the same, which is then found out; what was spoilt is not believed twice.
      await fetchPackages(options).catch(() => undefined);
      expect((await fetchPackages(options)).files).toHaveLength(6);
    }
  });

  it('are none where the image has everything', async () => {
    expect((await fetchPackages({ ...options, packages: ['libc'] })).files).toEqual([]);
  });

  it('say how far they are, up to the whole', async () => {
    const seen: FetchProgress[] = [];
    await fetchPackages({ ...options, onProgress: (progress) => seen.push(progress) });
    expect(seen[0]).toMatchObject({ stage: 'index', file: 'profiles.json', filesDone: 0 });
    const last = seen.at(-1);
    expect(last).toMatchObject({ stage: 'packages', file: uqmi, files: 6, filesDone: 5 });
    expect(last?.bytesDone).toBe(last?.bytes);
    const done = seen.filter(({ stage }) => stage === 'packages').map(({ bytesDone }) => bytesDone);
    expect([...done].sort((a, b) => a - b)).toEqual(done);
  });

  it('follow a redirect, and give up on a circle', async () => {
    server.redirects.set(`${base}/${uqmi}`, `${server.url}/elsewhere.ipk`);
    server.put('/elsewhere.ipk', packages.get('uqmi') ?? '');
    expect((await fetchPackages(options)).files).toHaveLength(6);
    server.redirects.set(`${base}/${uqmi}`, `${base}/${uqmi}`);
    expect((await refused({ cacheFolder: temporaryFolder() })).code).toBe('FEED_UNREACHABLE');
  });
});

describe('a wrong question', () => {
  it('target: names those that are near', async () => {
    const error = await refused({ target: 'ramips/mt7622' });
    expect(error.code).toBe('FEED_TARGET_UNKNOWN');
    expect(error.detail).toEqual({ target: 'ramips/mt7622', release: '24.10.8', near: 'ramips/mt7620, ramips/mt7621' });
  });

  it.each(['', 'ramips', 'ramips/', '../..', 'ramips/mt7621/x', 'ramips/..', 'a b/c'])('target %j: asks nobody', async (target) => {
    expect((await refused({ target })).code).toBe('FEED_TARGET_UNKNOWN');
    expect(server.asked).toEqual([]);
  });

  it('release that the mirror does not have', async () => {
    const error = await refused({ release: release('24.10.7') });
    expect(error).toMatchObject({ code: 'FEED_RELEASE_MISSING', detail: { release: '24.10.7' } });
  });

  it.each(['ftp://x/', 'downloads.openwrt.org', 'https://a:secret@x/', 'https://x/?a=b'])('address %s', async (feedUrl) => {
    const error = await refused({ feedUrl });
    expect(error.code).toBe('FEED_ADDRESS_INVALID');
    expect(JSON.stringify(error.detail)).not.toContain('secret');
  });

  it('package that no feed has, and one that a package needs', async () => {
    expect((await refused({ packages: ['uqmi', 'nonesuch'] })).detail).toMatchObject({
      package: 'nonesuch',
      chain: 'nonesuch',
      release: '24.10.8',
    });
    await putOpkgFeed(
      server,
      base,
      [
        { name: 'uqmi', depends: 'wwan' },
        { name: 'wwan', depends: 'gone (>= 2)' },
      ],
      key,
    );
    const error = await refused({});
    expect(error).toMatchObject({ code: 'FEED_PACKAGE_MISSING', detail: { package: 'gone (>= 2)', chain: 'uqmi > wwan' } });
  });

  it('packages that exclude each other', async () => {
    const error = await refused({ packages: ['uqmi', 'oldwan'] });
    expect(error).toMatchObject({ code: 'FEED_PACKAGE_CONFLICT', detail: { package: 'oldwan', other: 'wwan' } });
  });

  it('module of another kernel', async () => {
    const error = await refused({ packages: ['kmod-foreign'] });
    expect(error).toMatchObject({ code: 'FEED_KERNEL_MISMATCH', detail: { package: 'kmod-foreign', found: `${kernel}~${hash}-r1` } });
  });
});

describe('signatures', () => {
  it('are asked for where the release has a key, even if none is given', async () => {
    const error = await refused({ keys: [] });
    expect(error.code).toBe('FEED_SIGNATURE_BAD');
    expect(String(error.detail['message'])).toContain(key.id.toString('hex'));
  });

  it('that do not hold, or are missing, stop everything', async () => {
    const index = gunzipSync(server.files.get(`${base}/Packages.gz`) ?? '').toString();
    const signature = server.files.get(`${base}/Packages.sig`) ?? '';
    putOpkgIndex(server, base, index.replace('Section: net', 'Section: bad'), key);
    server.put(`${base}/Packages.sig`, signature);
    expect((await refused({})).code).toBe('FEED_SIGNATURE_BAD');
    server.files.delete(`${base}/Packages.sig`);
    expect((await refused({})).detail).toMatchObject({ message: 'it is not signed' });
  });

  it('are a warning where there is no key for the release', async () => {
    const old = { ...options, release: { ...release('24.10.8'), series: '23.05' }, keys: [] };
    const result = await fetchPackages(old);
    expect(result.warnings).toEqual(['unsigned']);
    expect(result.files).toHaveLength(6);
  });

  it('that nothing vouches for do not come over plain HTTP, but from this computer', async () => {
    const unknown = { release: { ...release('24.10.8'), series: '23.05' }, keys: [] };
    for (const feedUrl of [
      'http://mirror.example',
      'http://127.0.0.1.mirror.example/openwrt',
      'http://localhost.example',
      'http://10.0.0.1',
    ])
      expect(await refused({ ...unknown, feedUrl })).toMatchObject({ code: 'FEED_PLAIN_HTTP', detail: { release: '24.10.8' } });
    expect(server.asked).toEqual([]);
    const profiles = [...server.files.keys()].find((path) => path.endsWith('profiles.json')) ?? '';
    server.redirects.set(profiles, 'http://mirror.example/profiles.json');
    expect(await refused(unknown)).toMatchObject({ code: 'FEED_UNREACHABLE', detail: { message: 'a redirect to http://' } });
    // With a key it is the signature that vouches, on whatever way.
    const own = server.url.replace('127.0.0.1', 'localhost');
    server.redirects.set(profiles, `${own}/elsewhere`);
    server.put('/elsewhere', server.files.get(profiles) ?? '');
    expect((await fetchPackages(options)).warnings).toEqual([]);
  });

  it('need a key that is one', async () => {
    expect((await refused({ keys: ['no key'] })).code).toBe('FEED_KEY_INVALID');
  });
});

describe('an index that is older than the one before', () => {
  const indexOf = () => gunzipSync(server.files.get(`${base}/Packages.gz`) ?? '').toString();
  const serve = (index: string) => putOpkgIndex(server, base, index, key);
  const newer = (index: string, name = 'jshn', version = '1-2') =>
    index.replace(`Package: ${name}\nVersion: 1-1`, `Package: ${name}\nVersion: ${version}`);
  const warnings = async () => (await fetchPackages({ ...options, packages: ['wwan'] })).warnings;

  it('is told each time, until the server has the newer one again', async () => {
    const old = indexOf();
    serve(newer(old));
    expect(await warnings()).toEqual([]);
    serve(old);
    expect(await warnings()).toEqual(['older']);
    expect(await warnings()).toEqual(['older']);
    serve(newer(old, 'jshn', '1-1.5'));
    expect(await warnings()).toEqual(['older']);
    serve(newer(old));
    expect(await warnings()).toEqual([]);
    serve(newer(old, 'jshn', '1-3'));
    expect(await warnings()).toEqual([]);
  });

  it('is not one in which other versions have risen, or that has lost or got a package', async () => {
    const old = indexOf();
    serve(newer(newer(old), 'oldwan', '1-5'));
    expect(await warnings()).toEqual([]);
    serve(newer(newer(old, 'jshn', '1-1'), 'oldwan', '1-6'));
    expect(await warnings()).toEqual([]);
    serve(newer(old, 'oldwan', '1-6').replace(/Package: uqmi\n.*?\n\n/s, ''));
    expect(await warnings()).toEqual([]);
    serve(newer(old, 'oldwan', '1-6'));
    expect(await warnings()).toEqual([]);
  });

  it('is not made good by one between them whose signature does not hold', async () => {
    const old = indexOf();
    serve(newer(old));
    expect(await warnings()).toEqual([]);
    putOpkgIndex(server, base, old, makeUsignKey());
    expect((await refused({})).code).toBe('FEED_SIGNATURE_BAD');
    serve(old);
    expect(await warnings()).toEqual(['older']);
  });
});

describe('a broken download', () => {
  const path = `${base}/${uqmi}`;

  it('is gone on with at once, and from the half that is there the next time', async () => {
    server.cuts.set(path, { after: 100, times: 1 });
    const { files } = await fetchPackages(options);
    expect(Buffer.from(files.at(-1)?.bytes ?? [])).toEqual(packages.get('uqmi'));
    expect(server.asked.filter((line) => line.startsWith(path))).toEqual([path, `${path} from 100`]);
  });

  it('that breaks off each time is an error that says how far it came, and the half is kept', async () => {
    server.cuts.set(path, { after: 50, times: 3 });
    const whole = packages.get('uqmi')?.length ?? 0;
    const error = await refused({});
    expect(error).toMatchObject({ code: 'FEED_DOWNLOAD_CUT', detail: { file: uqmi, bytes: 150, expected: whole } });
    server.asked.length = 0;
    const { files, fromCacheBytes } = await fetchPackages(options);
    expect(server.asked.filter((line) => line.startsWith(path))).toEqual([`${path} from 150`]);
    expect(Buffer.from(files.at(-1)?.bytes ?? [])).toEqual(packages.get('uqmi'));
    expect(fromCacheBytes).toBeGreaterThan(150);
  });

  it('starts over where the server does not give parts, and where the half is of something else', async () => {
    const [name] = [
      `${createHash('sha256')
        .update(packages.get('uqmi') ?? '')
        .digest('hex')}-${uqmi}.part`,
    ];
    await fetchPackages({ ...options, packages: ['wwan'] });
    writeFileSync(join(options.cacheFolder, name), 'something else');
    server.asked.length = 0;
    expect((await fetchPackages(options)).files).toHaveLength(6);
    expect(server.asked.filter((line) => line.startsWith(path))).toEqual([`${path} from 14`, path]);
    server.ranges = false;
    const other = temporaryFolder();
    writeFileSync(join(other, name), 'something else');
    server.asked.length = 0;
    const { files } = await fetchPackages({ ...options, cacheFolder: other });
    expect(Buffer.from(files.at(-1)?.bytes ?? [])).toEqual(packages.get('uqmi'));
    expect(server.asked.filter((line) => line.startsWith(path))).toEqual([path]);
  });

  it('of a file that is not there', async () => {
    server.files.delete(path);
    expect(await refused({})).toMatchObject({ code: 'FEED_FILE_MISSING', detail: { file: uqmi } });
  });

  it('of a file that is another one: nothing of it is kept', async () => {
    for (const wrong of [Buffer.alloc(packages.get('uqmi')?.length ?? 0), Buffer.alloc(100_000), Buffer.from('short')]) {
      server.put(path, wrong);
      expect(await refused({})).toMatchObject({ code: 'FEED_SUM_BAD', detail: { file: uqmi } });
      expect(readdirSync(options.cacheFolder).filter((name) => name.includes('uqmi_'))).toEqual([]);
    }
  });

  it('from a server that is away, or in trouble', async () => {
    server.statuses.set(path, 503);
    expect(await refused({})).toMatchObject({ code: 'FEED_UNREACHABLE', detail: { message: 'HTTP 503' } });
    await server.stop();
    const error = await refused({});
    expect(error.code).toBe('FEED_UNREACHABLE');
    expect(String(error.detail['message'])).toContain('ECONNREFUSED');
    await server.start();
  });
});

describe('an index', () => {
  it('that unpacks without end, is cut short or is something else is refused and asked for again', async () => {
    const good = server.files.get(`${base}/Packages.gz`) ?? Buffer.alloc(0);
    for (const bad of [gzipSync(Buffer.alloc(129_000_000)), good.subarray(0, good.length - 9), Buffer.from('<html>')]) {
      server.put(`${base}/Packages.gz`, bad);
      expect(await refused({})).toMatchObject({ code: 'FEED_INDEX_UNREADABLE', detail: { file: 'mipsel_24kc/base/Packages.gz' } });
      const name = new Cache(options.cacheFolder).indexName(new URL(`${server.url}${base}/Packages.gz`));
      expect(readdirSync(options.cacheFolder).filter((kept) => kept.startsWith(name))).toEqual([]);
    }
    server.put(`${base}/Packages.gz`, good);
    expect((await fetchPackages(options)).files).toHaveLength(6);
  });

  it('that would write elsewhere is refused', async () => {
    await putOpkgFeed(server, base, [{ name: 'uqmi', filename: '../../../../etc/uqmi.ipk' }], key);
    expect((await refused({})).code).toBe('FEED_INDEX_UNREADABLE');
  });

  it('that has one file for two packages is refused', async () => {
    const filename = 'both_1-1_all.ipk';
    const both = [
      { name: 'wwan', filename },
      { name: 'uqmi', depends: 'wwan', filename },
    ];
    await putOpkgFeed(server, base, both, key);
    expect(await refused({})).toMatchObject({ code: 'FEED_INDEX_UNREADABLE', detail: { file: filename } });
  });

  it('that would make a terminal do something is quoted without that', async () => {
    putOpkgIndex(server, base, 'Package: \u001b]0;x\u0007\n\n', key);
    expect((await refused({})).detail['message']).toBe('"?]0;x?" is no package name');
  });
});

describe('the disk and the technician', () => {
  it('a full disk is named, and what is there stays of use', async () => {
    let left = 2_000;
    const append = async (path: string, bytes: Uint8Array) => {
      left -= bytes.length;
      if (left < 0) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      await realDisk.append(path, bytes);
    };
    const error = await refused({}, { disk: { ...realDisk, append } });
    expect(error).toMatchObject({ code: 'FEED_CACHE_FULL', detail: { path: options.cacheFolder } });
    expect((await fetchPackages(options)).files).toHaveLength(6);
  });

  it('a folder that is a file', async () => {
    const path = join(temporaryFolder(), 'file');
    writeFileSync(path, '');
    expect((await refused({ cacheFolder: path })).code).toBe('FEED_CACHE_UNWRITABLE');
  });

  it('cancelled before: nobody is asked; cancelled in the middle: the half is kept', async () => {
    expect((await refused({ signal: AbortSignal.abort() })).code).toBe('CANCELLED');
    expect(server.asked).toEqual([]);
    const cancel = new AbortController();
    const path = `${base}/${uqmi}`;
    const part = () => readdirSync(options.cacheFolder).find((name) => name.endsWith(`${uqmi}.part`));
    server.halfway = async (asked) => {
      if (asked !== path) return;
      await expect.poll(() => existsSync(options.cacheFolder) && part()).toBeTruthy();
      cancel.abort();
    };
    expect((await refused({ signal: cancel.signal })).code).toBe('CANCELLED');
    server.halfway = null;
    server.asked.length = 0;
    expect((await fetchPackages(options)).files).toHaveLength(6);
    expect(server.asked.filter((line) => line.startsWith(path))[0]).toMatch(/ from [1-9]/);
  });
});
