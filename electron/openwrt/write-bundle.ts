import { isAbsolute, join, resolve } from 'node:path';
import { BenchError } from '../contract/errors.ts';
import type { BundleSummary, Manifest } from '../contract/manifest.ts';
import { createFiles } from '../lib/atomic-write.ts';
import { diskWriter, type FileWriter } from '../lib/file-writer.ts';
import { systemCode } from '../lib/system-code.ts';
import { type Bundle, numberBundle } from './bundle.ts';

export interface WrittenBundle {
  readonly summary: BundleSummary;
  /** As it was written, with the name that the archive got. */
  readonly manifest: Manifest;
}

/** As many exports of one kind as one folder takes. */
const MOST_NUMBERS = 9999;

/** Throws EXPORT_FOLDER_RELATIVE: the bench has no folder that anybody could mean by it. */
export function requireAbsolute(folder: string): void {
  if (!isAbsolute(folder)) throw new BenchError('EXPORT_FOLDER_RELATIVE', { path: folder.slice(0, 1000) });
}

/**
 * Writes the bundle's files into a folder, all or none, and never over what is there: where one of their names is taken, all of them get
 * the next number. Where the very same files are there already, nothing is written and they are the answer. Files with a secret get mode
 * 0600. Throws EXPORT_FOLDER_RELATIVE, and EXPORT_NOT_WRITABLE, EXPORT_DISK_FULL or EXPORT_FAILED with the path and the system's code.
 */
export async function writeBundle(folder: string, bundle: Bundle, writer: FileWriter = diskWriter): Promise<WrittenBundle> {
  requireAbsolute(folder);
  const target = resolve(folder);
  try {
    await writer.makeFolder(target);
    for (let number = 1; number <= MOST_NUMBERS; number++) {
      const numbered = number === 1 ? bundle : numberBundle(bundle, number);
      if (await isTaken(target, numbered, writer)) {
        if (await isThere(target, numbered, writer)) return written(target, numbered, true);
      } else if (await takesNames(target, numbered, writer)) return written(target, numbered, false);
    }
  } catch (error) {
    throw exportError(target, error);
  }
  throw new BenchError('EXPORT_NOT_WRITABLE', { path: target.slice(0, 1000), message: 'EEXIST' });
}

/** Whether anything has one of the names; that of the script as well where there is none: it would be taken for this bundle's. */
async function isTaken(folder: string, { names }: Bundle, writer: FileWriter): Promise<boolean> {
  for (const name of Object.values(names)) if (await writer.exists(join(folder, name))) return true;
  return false;
}

/** Whether exactly this bundle is there, and nothing else that would pass for a part of it. */
async function isThere(folder: string, { names, files }: Bundle, writer: FileWriter): Promise<boolean> {
  for (const name of Object.values(names)) {
    const file = files.find((one) => one.name === name);
    if (file ? !(await writer.holds(join(folder, name), file.data)) : await writer.exists(join(folder, name))) return false;
  }
  return true;
}

/** False where another export was faster. The archive takes its name last: where it is, the others are. */
async function takesNames(folder: string, { files }: Bundle, writer: FileWriter): Promise<boolean> {
  const wanted = files.map(({ name, data, secret }) => ({ path: join(folder, name), data, mode: secret ? 0o600 : 0o644 }));
  try {
    await createFiles(wanted.reverse(), writer);
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  }
}

function written(folder: string, { manifest, files, making }: Bundle, alreadyThere: boolean): WrittenBundle {
  const { restore, restoreLabel, upload, confirm, interfaces } = making.outline.release.menu;
  const summary = {
    folder,
    archive: join(folder, manifest.archive.name),
    files: files.map(({ name }) => join(folder, name)),
    alreadyThere,
    sha256: manifest.archive.sha256,
    interfaceName: manifest.wishes.interfaceName,
    packages: manifest.packages,
    offline: null,
    warnings: manifest.warnings,
    commands: manifest.commands,
    luci: { restore, restoreLabel, upload, confirm, interfaces },
  };
  return { summary, manifest };
}

const notWritable = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EISDIR', 'ENOENT', 'EEXIST', 'ELOOP', 'ENAMETOOLONG', 'EBUSY'];
const full = ['ENOSPC', 'EDQUOT', 'EFBIG'];

/** A fault of the system at writing into a folder as EXPORT_NOT_WRITABLE, EXPORT_DISK_FULL or EXPORT_FAILED. */
export function exportError(folder: string, cause: unknown): BenchError {
  const reason = systemCode(cause);
  const code = full.includes(reason) ? 'EXPORT_DISK_FULL' : notWritable.includes(reason) ? 'EXPORT_NOT_WRITABLE' : 'EXPORT_FAILED';
  return new BenchError(code, { path: folder, message: reason }, { cause });
}
