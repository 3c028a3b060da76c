import { createHash } from 'node:crypto';
import type { Release } from '../../modem-db/openwrt/index.ts';
import { BenchError } from '../contract/errors.ts';
import { type Clock, systemClock } from '../seams/clock.ts';
import { noProxies, type ProxyLookup } from '../seams/proxy.ts';
import { Cache, type Disk, realDisk } from './cache.ts';
import { readFeedIndex } from './feed-index.ts';
import { type FeedPackage, isPackageName } from './feed-package.ts';
import { Http, readable } from './http.ts';
import { IndexFiles, Traffic } from './index-files.ts';
import { readKeys } from './keys.ts';
import { MAX_PACKAGE, PackageFiles } from './package-files.ts';
import { DOWNLOADS, feedNames, isSafe, Places, readBase, readTarget } from './places.ts';
import { releaseKeys } from './release-keys.ts';
import { resolvePackages } from './resolve.ts';
import type { Profiles } from './target-files.ts';
import { readProfiles, readStockImage } from './target-lookup.ts';

/** What to fetch, whence, and how it is checked. */
export interface FetchOptions {
  /** The router's exact release; it also says which package manager's index is read. */
  readonly release: Release;
  /** Target and subtarget of the router as OpenWrt writes them: `ramips/mt7621`. */
  readonly target: string;
  /** Names of the packages that the router shall have. */
  readonly packages: readonly string[];
  /** Folder for what was fetched, made where it is missing. Kept between runs; any file of it may be deleted at any time. */
  readonly cacheFolder: string;
  /** A mirror of the download server, with its path; default `https://downloads.openwrt.org`. */
  readonly feedUrl?: string | undefined;
  /**
   * Contents of public keys that are trusted besides the release's own: usign (`untrusted comment: ...`) for opkg, PEM for apk. Where
   * there is none at all, sums only are checked, and a warning says so.
   */
  readonly keys?: readonly string[] | undefined;
  /** The ways to the server; by default none but the straight one. */
  readonly proxies?: ProxyLookup | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: FetchProgress) => void) | undefined;
}

/** How far it is: first the indexes (their bytes are not known before, so 0), then the packages. What the cache had counts as done. */
export interface FetchProgress {
  readonly stage: 'index' | 'packages';
  /** Name of the file under way. */
  readonly file: string;
  readonly files: number;
  readonly filesDone: number;
  readonly bytes: number;
  readonly bytesDone: number;
}

/** One package file, checked. */
export interface FetchedFile {
  /** File name without a folder, safe on the router: `uqmi_2024-08-25-r1_mipsel_24kc.ipk`. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Of `bytes`, 64 lower-case hexadecimal digits. */
  readonly sha256: string;
}

/**
 * `unsigned`: there is no key for this release, so that nothing but sums from the same server vouches for the packages. `older`: an
 * index is older than the one that the server gave before.
 */
export type FeedWarning = 'unsigned' | 'older';

export interface FetchedPackages {
  /** Dependencies before what needs them. Empty where a stock image has everything. */
  readonly files: readonly FetchedFile[];
  /** Version of the package `kernel` that modules among them depend on, which names the one build that they fit; null: no module. */
  readonly kernel: string | null;
  /** Bytes that came over the network, indexes included. */
  readonly downloadedBytes: number;
  /** Bytes that were already in the cache, halves of a broken download included. */
  readonly fromCacheBytes: number;
  readonly warnings: readonly FeedWarning[];
}

/** What lies beneath: tests put a full disk or a fast clock in its place. */
export interface FeedWorld {
  readonly disk?: Disk;
  readonly clock?: Clock;
  readonly authorities?: readonly string[];
}

/** Sum of all package files, in bytes: more than any router's flash takes besides its system. */
const MAX_TOTAL = 128_000_000;

/**
 * Fetches what a router of this release and target needs to have `packages`, over what its stock image has: reads the release's
 * indexes, looks for the dependencies, and lets only files through that are what the (signed) indexes say. Needs HTTP or HTTPS to the
 * download server, through a proxy or not; plain HTTP only where signatures are checked, or on this computer. Throws a BenchError: one
 * of the FEED_ codes, or CANCELLED.
 *
 * The list of a stock image is the target's own; a device may have packages more, and they are then fetched in vain, or a few fewer.
 */
export async function fetchPackages(
  options: FetchOptions,
  { disk = realDisk, clock = systemClock, authorities }: FeedWorld = {},
): Promise<FetchedPackages> {
  const { release, packages, signal, onProgress } = options;
  const base = readBase(options.feedUrl ?? DOWNLOADS);
  const target = readTarget(options.target);
  const text = options.target.slice(0, 100);
  if (!target) throw new BenchError('FEED_TARGET_UNKNOWN', { target: text, release: release.version, near: '-' });
  const unnamed = packages.find((name) => !isPackageName(name));
  if (unnamed !== undefined) {
    throw new BenchError('FEED_PACKAGE_MISSING', { package: unnamed, release: release.version, target: text, chain: unnamed });
  }
  const keys = readKeys([...(releaseKeys[release.series] ?? []), ...(options.keys ?? [])], release.packageManager);
  const isSigned = keys.usign.length + keys.apk.length > 0;
  if (!isSigned && !isSafe(base)) throw new BenchError('FEED_PLAIN_HTTP', { url: base.href.slice(0, 200), release: release.version });
  const cache = new Cache(options.cacheFolder, disk);
  await cache.open();
  const proxies = options.proxies ?? noProxies;
  const [http, traffic] = [new Http(clock, { safeOnly: !isSigned, proxies, authorities }), new Traffic()];
  try {
    const indexes = new IndexFiles(http, cache, traffic, signal);
    const places = new Places(base, release.version, ...target);
    const stock = await readIndexes({ places, indexes, release, keys, onProgress });
    const chosen = resolvePackages(packages, { ...stock, release: release.version, target: text });
    checkFiles(chosen);
    const files = await fetchFiles(chosen, new PackageFiles(http, cache, traffic, signal), onProgress);
    return {
      files,
      kernel: kernelOf(chosen),
      downloadedBytes: traffic.downloaded,
      fromCacheBytes: traffic.fromCache,
      warnings: [...(isSigned ? [] : (['unsigned'] as const)), ...(stock.isOlder ? (['older'] as const) : [])],
    };
  } finally {
    await http.close();
  }
}

interface Reading {
  readonly places: Places;
  readonly indexes: IndexFiles;
  readonly release: Release;
  readonly keys: ReturnType<typeof readKeys>;
  readonly onProgress: FetchOptions['onProgress'];
}

/** The stock image and every feed of the release that is read, the target's own first. */
async function readIndexes({ places, indexes, release, keys, onProgress }: Reading) {
  const files = 4 + feedNames.length;
  let filesDone = 0;
  const step = async <T>(file: string, work: () => Promise<T>): Promise<T> => {
    onProgress?.({ stage: 'index', file, files, filesDone, bytes: 0, bytesDone: 0 });
    const result = await work();
    filesDone++;
    return result;
  };
  const profiles = await step('profiles.json', () => readProfiles(places, indexes));
  const installed = await step('manifest', () => readStockImage(places, indexes));
  const feeds: FeedPackage[] = [];
  let isOlder = false;
  for (const [url, mustBe] of folders(places, profiles)) {
    const name = url ? folderName(url) : 'kmods';
    const found = await step(name, async () => (url ? readFeedIndex(url, release.packageManager, keys, indexes) : null));
    if (!found && mustBe) throw new BenchError('FEED_FILE_MISSING', { file: name });
    for (const one of found?.packages ?? []) feeds.push(one);
    isOlder ||= found?.isOlder === true;
  }
  return { installed, feeds, isOlder };
}

/**
 * Address, and whether every mirror has it. The kernel's modules have a folder of their own on routers from 24.10 on (OpenWrt
 * include/feeds.mk, FeedSourcesAppendOPKG); before, the target's `packages` holds them.
 */
function folders(places: Places, profiles: Profiles): [URL | null, boolean][] {
  const { linux_kernel: kernel, arch_packages: architecture } = profiles;
  const modules = kernel ? places.kernelModules(`${kernel.version}-${kernel.release}-${kernel.vermagic}`) : null;
  return [
    [places.targetPackages, true],
    [modules, false],
    ...feedNames.map((name): [URL, boolean] => [places.feed(architecture, name), true]),
  ];
}

/** `mt7621/packages`, `mipsel_24kc/base`. */
function folderName(url: URL): string {
  return readable(url.pathname.split('/').slice(-3, -1).join('/'));
}

/** All of them fit the kernel of one stock image, or there had been FEED_KERNEL_MISMATCH. */
function kernelOf(chosen: readonly FeedPackage[]): string | null {
  const needed = chosen.flatMap(({ depends }) => depends.flat()).find(({ name, operator }) => name === 'kernel' && operator === '=');
  return needed?.version ?? null;
}

function checkFiles(chosen: readonly FeedPackage[]): void {
  const names = new Set<string>();
  for (const { file } of chosen) {
    // They come to lie in one folder.
    if (names.has(file)) throw new BenchError('FEED_INDEX_UNREADABLE', { file, message: 'it is the file of two packages' });
    names.add(file);
  }
  const total = chosen.reduce((sum, one) => sum + one.bytes, 0);
  const large = chosen.find((one) => one.bytes > MAX_PACKAGE);
  if (large || total > MAX_TOTAL) {
    const file = large?.file ?? chosen.at(-1)?.file ?? '';
    throw new BenchError('FEED_INDEX_UNREADABLE', { file, message: `packages of ${total} bytes in all` });
  }
}

async function fetchFiles(
  chosen: readonly FeedPackage[],
  store: PackageFiles,
  onProgress: FetchOptions['onProgress'],
): Promise<readonly FetchedFile[]> {
  const total = chosen.reduce((sum, one) => sum + one.bytes, 0);
  const files: FetchedFile[] = [];
  let before = 0;
  for (const one of chosen) {
    const filesDone = files.length;
    const bytes = await store.read(one, (done) =>
      onProgress?.({ stage: 'packages', file: one.file, files: chosen.length, filesDone, bytes: total, bytesDone: before + done }),
    );
    before += one.bytes;
    files.push({ name: one.file, bytes, sha256: createHash('sha256').update(bytes).digest('hex') });
  }
  return files;
}
