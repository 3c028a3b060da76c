import { gunzipSync } from 'node:zlib';
import { BenchError } from '../contract/errors.ts';
import { adbSchemas, readAdb } from './adb.ts';
import { readApkIndex } from './apk-index.ts';
import { checkApkSignature } from './apk-signature.ts';
import type { FeedPackage } from './feed-package.ts';
import { readable } from './http.ts';
import type { IndexFiles } from './index-files.ts';
import type { FeedKeys } from './keys.ts';
import { readPackagesIndex } from './opkg-index.ts';
import { file } from './places.ts';
import { checkUsign } from './usign.ts';

/** The largest feed has 2 MB, 10 MB unpacked. */
const MAX_INDEX = 32_000_000;
const MAX_UNPACKED = 128_000_000;
const MAX_SIGNATURE = 10_000;

/**
 * Reads the index of one folder of packages: `Packages.gz` with `Packages.sig` over what is in it (opkg), or `packages.adb`, which
 * holds its signatures (apk). null where the server has no such feed. Nothing of it is read before its signature holds, where there
 * is a key. Throws FEED_SIGNATURE_BAD and FEED_INDEX_UNREADABLE.
 */
export async function readFeedIndex(
  folder: URL,
  manager: 'opkg' | 'apk',
  keys: FeedKeys,
  files: IndexFiles,
): Promise<readonly FeedPackage[] | null> {
  const url = file(folder, manager === 'opkg' ? 'Packages.gz' : 'packages.adb');
  const signatureUrl = file(folder, 'Packages.sig');
  const bytes = await files.read(url, MAX_INDEX);
  if (!bytes) return null;
  const name = pathOf(url);
  try {
    if (manager === 'apk') return readApk(bytes, folder, name, keys);
    const index = unpack(bytes);
    if (keys.usign.length > 0) {
      const signature = await files.read(signatureUrl, MAX_SIGNATURE);
      const fault = signature ? checkUsign(index, Buffer.from(signature).toString('latin1'), keys.usign) : 'it is not signed';
      if (fault !== null) throw new BenchError('FEED_SIGNATURE_BAD', { file: name, message: fault });
    }
    return readPackagesIndex(Buffer.from(index).toString('utf8'), folder.href);
  } catch (cause) {
    await files.forget(url);
    await files.forget(signatureUrl);
    if (cause instanceof BenchError) throw cause;
    throw unreadable(name, cause);
  }
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
