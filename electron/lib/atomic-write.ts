import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { diskWriter, type FileWriter, isUnsyncable } from './file-writer.ts';
import { systemCode } from './system-code.ts';

/** Files that are there whole or not at all, whatever ends the process or the power meanwhile. */

export interface FileToWrite {
  readonly path: string;
  readonly data: Uint8Array;
  /** Permission bits of a new file, such as 0o600. */
  readonly mode: number;
}

/** In the folder of the file, since a name is only given within one file system; hidden, and of one length whatever the file is called. */
const temporaryIn = (folder: string) => join(folder, `.modem-bench-${randomBytes(8).toString('hex')}`);

/**
 * Writes new files into one folder, made where it is missing: all of them, or none. They take their names in the order given, once all
 * of them are on the disk. Never over what is there, whoever put it there at whatever moment: EEXIST then. Throws the system's error.
 */
export function createFiles(files: readonly FileToWrite[], writer: FileWriter = diskWriter): Promise<void> {
  return writeFiles(files, writer, async (temporary, file, made) => {
    try {
      await writer.link(temporary, file.path);
      made.push(file.path);
    } catch (error) {
      if (systemCode(error) === 'EEXIST') throw error;
      // No second names on this file system, such as FAT on a stick: the name is taken by an empty file of our own, which is replaced.
      await writer.write(file.path, new Uint8Array(), file.mode);
      made.push(file.path);
      await writer.rename(temporary, file.path);
    }
  });
}

/** Writes files into one folder, made where it is missing, over those that are there: each is the old one or the new one. Throws the system's error. */
export function replaceFiles(files: readonly FileToWrite[], writer: FileWriter = diskWriter): Promise<void> {
  return writeFiles(files, writer, (temporary, file) => writer.rename(temporary, file.path));
}

/** `takeName` notes in `made` what is to be removed again if a later one fails. */
async function writeFiles(
  files: readonly FileToWrite[],
  writer: FileWriter,
  takeName: (temporary: string, file: FileToWrite, made: string[]) => Promise<void>,
): Promise<void> {
  const made: string[] = [];
  const staged = files.map((file) => ({ file, temporary: temporaryIn(dirname(file.path)) }));
  const folders = [...new Set(files.map(({ path }) => dirname(path)))];
  const removeAll = (paths: readonly string[]) => Promise.allSettled(paths.map((path) => writer.remove(path)));
  try {
    for (const folder of folders) await writer.makeFolder(folder);
    for (const { file, temporary } of staged) await writer.write(temporary, file.data, file.mode);
    for (const { file, temporary } of staged) await takeName(temporary, file, made);
    await removeAll(staged.map(({ temporary }) => temporary));
    for (const folder of folders) await writer.syncFolder(folder);
  } catch (error) {
    await removeAll([...made, ...staged.map(({ temporary }) => temporary)]);
    throw error;
  }
}

/** As `replaceFiles`, of one file in a folder that is there, for where there is no time to wait. Throws the system's error. */
export function replaceFileSync({ path, data, mode }: FileToWrite): void {
  const temporary = temporaryIn(dirname(path));
  try {
    const file = openSync(temporary, 'wx', mode);
    try {
      writeFileSync(file, data);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  syncFolderSync(dirname(path));
}

function syncFolderSync(folder: string): void {
  try {
    const handle = openSync(folder, 'r');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    if (!isUnsyncable(error)) throw error;
  }
}
