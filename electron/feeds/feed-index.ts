import { gunzipSync } from 'node:zlib';
import { BenchError } from '../contract/errors.ts';
import { adbSchemas, readAdb } from './adb.ts';
import { readApkIndex } from './apk-index.ts';
import { checkApkSignature } from './apk-signature.ts';
import type { FeedPackage } from './feed-package.ts';
import { readable } from './http.ts';
import type { IndexFiles, Kept } from './index-files.ts';
import type { FeedKeys } from './keys.ts';
import { readPackagesIndex } from './opkg-index.ts';
import { file } from './places.ts';
import { checkUsign } from './usign.ts';
import { compareVersions } from './versions.ts';

/** The largest feed has 2 MB, 10 MB unpacked. */
const MAX_INDEX = 32_000_000;
const MAX_UNPACKED = 128_000_000;
const MAX_SIGNATURE = 10_000;

export interface FeedIndex {
  readonly packages: readonly FeedPackage[];
  /** Than the one that the server gave before. */
  readonly isOlder: boolean;
}

/**
 * Reads the index of one folder of packages: `Packages.gz` with `Packages.sig` over what is in it (opkg), or `packages.adb`, which
 * holds its signatures (apk). null where the server has no such feed. Nothing of it is read before its signature holds, where there
 * is a key. Throws FEED_SIGNATURE_BAD and FEED_INDEX_UNREADABLE.
 */
export async function readFeedIndex(folder: URL, manager: 'opkg' | 'apk', keys: FeedKeys, files: IndexFiles): Promise<FeedIndex | null> {
  const url = file(folder, manager === 'opkg' ? 'Packages.gz' : 'packages.adb');
  const signatureUrl = file(folder, 'Packages.sig');
  const before = await files.kept(url, MAX_INDEX);
  const bytes = await files.read(url, MAX_INDEX);
  if (!bytes) return null;
  const name = pathOf(url);
  const isSame = (read: Uint8Array) => before !== null && Buffer.from(read).equals(before.bytes);
  const compared = async (packages: readonly FeedPackage[], read: Uint8Array): Promise<FeedIndex> => {
    const isOlder = before !== null && !isSame(read) && isOlderThan(packages, readKept(before, manager, folder));
    if (isOlder) await files.putBack(url, before);
    return { packages, isOlder };
  };
  try {
    if (manager === 'apk') return await compared(readApk(bytes, folder, name, keys), bytes);
    const index = unpack(bytes);
    if (keys.usign.length > 0) {
      const signature = await files.read(signatureUrl, MAX_SIGNATURE);
      const fault = signature ? checkUsign(index, Buffer.from(signature).toString('latin1'), keys.usign) : 'it is not signed';
      if (fault !== null) throw new BenchError('FEED_SIGNATURE_BAD', { file: name, message: fault });
    }
    return await compared(readOpkg(index, folder), bytes);
  } catch (cause) {
    // What was good the last time is what the next one is compared with; if that is what is wrong now, it goes.
    if (before && !isSame(bytes)) await files.putBack(url, before);
    else await files.forget(url);
    await files.forget(signatureUrl);
    if (cause instanceof BenchError) throw cause;
    throw unreadable(name, cause);
  }
}

/** The index of the last time, which was checked then; what cannot be read any more tells nothing. */
function readKept({ bytes }: Kept, manager: 'opkg' | 'apk', folder: URL): readonly FeedPackage[] {
  try {
    return manager === 'apk' ? readApkIndex(readAdb(bytes, adbSchemas.index, MAX_UNPACKED), folder.href) : readOpkg(unpack(bytes), folder);
  } catch {
    return [];
  }
}

/**
 * Indexes say nothing of their age, and a server can say of it what it likes. A feed's versions only rise, but for a single one that
 * is taken back while others rise: one index is older than another where some versions in it are lower and none is higher.
 */
function isOlderThan(packages: readonly FeedPackage[], before: readonly FeedPackage[]): boolean {
  const versions = new Map(before.map(({ name, version }) => [name, version]));
  const orders = packages.map(({ name, version }) => compareVersions(version, versions.get(name) ?? version));
  return orders.some((order) => order < 0) && !orders.some((order) => order > 0);
}

function readOpkg(index: Uint8Array, folder: URL): FeedPackage[] {
  return readPackagesIndex(Buffer.from(index).toString('utf8'), folder.href);
}

function readApk(bytes: Uint8Array, folder: URL, name: string, keys: FeedKeys): readonly FeedPackage[] {
  const adb = readAdb(bytes, adbSchemas.index, MAX_UNPACKED);
  const fault = keys.apk.length > 0 ? checkApkSignature(adb, keys.apk) : null;
  if (fault !== null) throw new BenchError('FEED_SIGNATURE_BAD', { file: name, message: fault });
  return readApkIndex(adb, folder.href);
}

function unpack(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_UNPACKED });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : '';
    throw new Error(code === 'ERR_BUFFER_TOO_LARGE' ? `it unpacks to more than ${MAX_UNPACKED} bytes` : 'its compression is broken', {
      cause,
    });
  }
}

/** An index that cannot be read, as an error that can be shown: it may quote the index, and a terminal would obey some of its signs. */
export function unreadable(name: string, cause: unknown): BenchError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new BenchError('FEED_INDEX_UNREADABLE', { file: name, message: message.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '?') }, { cause });
}

/** The last three names of a path: `mipsel_24kc/base/Packages.gz`. */
export function pathOf(url: URL): string {
  return readable(url.pathname.split('/').slice(-3).join('/'));
}
