import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { BenchError } from '../contract/errors.ts';
import type { BundleSummary } from '../contract/manifest.ts';
import type { Bundle } from './bundle.ts';
import { firstBootName } from './image.ts';

/** What writing needs of a file system; tests put a full or a read-only one in its place. Errors carry Node's `code`. */
export interface FileWriter {
  /** Makes the folder and its parents where they are missing. */
  makeFolder(folder: string): Promise<void>;
  /** Writes a new file with that mode and flushes it to the disk. Fails where the file exists. */
  write(path: string, data: Uint8Array, mode: number): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Removes a file; none there is no error. */
  remove(path: string): Promise<void>;
}

export const diskWriter: FileWriter = {
  makeFolder,
  write: async (path, data, mode) => {
    const file = await open(path, 'wx', mode);
    try {
      await file.writeFile(data);
      await file.sync();
    } finally {
      await file.close();
    }
  },
  rename,
  remove: (path) => rm(path, { force: true }),
};

/** Node's own recursive mkdir never ends where a folder refuses children as "not found", as /proc does: each level is tried once here. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    const code = systemCode(error);
    if (code === 'EEXIST' && (await stat(folder)).isDirectory()) return;
    if (code !== 'ENOENT' || dirname(folder) === folder || (await isFolder(dirname(folder)))) throw error;
    await makeFolder(dirname(folder));
    await mkdir(folder);
  }
}

const isFolder = (path: string) =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

const notWritable = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EISDIR', 'ENOENT', 'EEXIST', 'ELOOP', 'ENAMETOOLONG', 'EBUSY'];
const full = ['ENOSPC', 'EDQUOT', 'EFBIG'];

/**
 * Writes the bundle's files into a folder. Each is written under a temporary name first, and only when all are on the disk do they
 * take their names, replacing an earlier export: a full disk leaves that one as it was. Files with a secret get mode 0600.
 * Throws EXPORT_NOT_WRITABLE, EXPORT_DISK_FULL or EXPORT_FAILED, each with the path and the system's code.
 */
export async function writeBundle(folder: string, bundle: Bundle, writer: FileWriter = diskWriter): Promise<BundleSummary> {
  const target = resolve(folder);
  const mark = randomBytes(6).toString('hex');
  const files = bundle.files.map((file) => ({ ...file, path: join(target, file.name), temporary: join(target, `.${file.name}.${mark}`) }));
  try {
    await writer.makeFolder(target);
    for (const file of files) await writer.write(file.temporary, file.data, file.secret ? 0o600 : 0o644);
    for (const file of files) await writer.rename(file.temporary, file.path);
    // Of an earlier export, for another configuration: it would be taken for this one's.
    if (!bundle.files.some(({ name }) => name === firstBootName)) await writer.remove(join(target, firstBootName));
  } catch (error) {
    await Promise.allSettled(files.map((file) => writer.remove(file.temporary)));
    throw exportError(target, error);
  }
  const { manifest } = bundle;
  return {
    folder: target,
    archive: join(target, manifest.archive.name),
    files: files.map((file) => file.path),
    sha256: manifest.archive.sha256,
    interfaceName: manifest.wishes.interfaceName,
    packages: manifest.packages,
    offline: null,
    warnings: manifest.warnings,
    commands: manifest.commands,
  };
}

function exportError(folder: string, cause: unknown): BenchError {
  const reason = systemCode(cause);
  const code = full.includes(reason) ? 'EXPORT_DISK_FULL' : notWritable.includes(reason) ? 'EXPORT_NOT_WRITABLE' : 'EXPORT_FAILED';
  return new BenchError(code, { path: folder.slice(0, 1000), message: reason }, { cause });
}

function systemCode(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string') return error.code;
  return (error instanceof Error ? error.message : String(error)).slice(0, 200);
}
