import { createHash } from 'node:crypto';
import { type AdbFile, adbSchemas, readAdb } from './adb.ts';
import { type AdbSlots, AdbValues } from './adb-values.ts';

/** Numbers of the fields, from apk-tools 3, src/apk_adb.h (ADBI_PKG_, ADBI_DI_, ADBI_FI_). */
const packageFields = { paths: 2 } as const;
const folderFields = { files: 3 } as const;
const fileFields = { size: 3, hashes: 5, target: 6 } as const;

/** Digest of a file by its length in bytes (apk-tools 3, src/crypto.c, apk_digest_alg_by_len). */
const digests: Readonly<Record<number, string>> = { 20: 'sha1', 32: 'sha256', 64: 'sha512' };

/**
 * Checks an .apk file against the digest of its database in the (signed) index, and each file in it against the database: together
 * these vouch for all of it, as the packages themselves are not signed by OpenWrt. Data blocks follow the order of the files that
 * have content, and each begins with the number of the folder and of the file in it, 4 bytes each (apk-tools 3, src/extract_v3.c,
 * src/apk_adb.h struct adb_data_package). `limit`: greatest size once unpacked, in bytes. Returns what is wrong, or null.
 */
export function checkApkPackage(bytes: Uint8Array, hex: string, limit: number): string | null {
  let file: AdbFile;
  try {
    file = readAdb(bytes, adbSchemas.package, limit);
    // An index may hold the first 20 bytes only (APK_DIGEST_SHA256_160).
    if (!createHash('sha256').update(file.database).digest('hex').startsWith(hex)) return 'its contents are not those of the index';
    return checkData(file);
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
}

function checkData(file: AdbFile): string | null {
  const wanted = [...contents(new AdbValues(file.database).root().slots(packageFields.paths))];
  if (wanted.length !== file.data.length) return 'it does not hold the files that it lists';
  for (const [at, { folder, number, size, hash }] of wanted.entries()) {
    const block = Buffer.from(file.data[at] ?? []);
    const digest = digests[hash.length];
    if (block.length !== size + 8 || block.readUInt32LE(0) !== folder || block.readUInt32LE(4) !== number)
      return 'its files are not in order';
    if (!digest || !createHash(digest).update(block.subarray(8)).digest().equals(hash)) return 'a file in it was changed';
  }
  return null;
}

/** The files that have a data block: not empty, and neither links nor device nodes, which have a target. */
function* contents(folders: AdbSlots): Generator<{ folder: number; number: number; size: number; hash: Uint8Array }> {
  let folder = 0;
  for (const entry of folders.items()) {
    folder++;
    let number = 0;
    for (const file of entry.slots(folderFields.files).items()) {
      number++;
      const size = file.integer(fileFields.size);
      if (size > 0 && file.bytes(fileFields.target) === null)
        yield { folder, number, size, hash: file.bytes(fileFields.hashes) ?? new Uint8Array() };
    }
  }
}
