import { link, lstat, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemCode } from './system-code.ts';

/** What writing needs of a file system; tests put a full or a read-only one in its place. Errors carry Node's `code`. */
export interface FileWriter {
  /** Makes the folder and its parents where they are missing. */
  makeFolder(folder: string): Promise<void>;
  /** Writes a new file with that mode and flushes it to the disk. EEXIST where anything has the name. */
  write(path: string, data: Uint8Array, mode: number): Promise<void>;
  /** Gives a file a second name. EEXIST where anything has it. */
  link(from: string, to: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Removes a file; none there is no error. */
  remove(path: string): Promise<void>;
  /** Whether anything has that name, a link that leads nowhere too. */
  exists(path: string): Promise<boolean>;
  /** Whether a regular file of that name holds exactly these bytes; what cannot be read does not. */
  holds(path: string, data: Uint8Array): Promise<boolean>;
  /** Flushes the names in a folder to the disk, on systems that can. */
  syncFolder(folder: string): Promise<void>;
}

export const diskWriter: FileWriter = {
  makeFolder,
  write: async (path, data, mode) => {
    const file = await open(path, 'wx', mode);
    try {
      await file.writeFile(data);
      await file.sync();
    } catch (error) {
      await rm(path, { force: true }).catch(() => undefined);
      throw error;
    } finally {
      await file.close();
    }
  },
  link,
  rename,
  remove: (path) => rm(path, { force: true }),
  exists: async (path) => {
    try {
      await lstat(path);
      return true;
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return false;
      throw error;
    }
  },
  holds: async (path, data) => {
    try {
      const found = await lstat(path);
      return found.isFile() && found.size === data.length && (await readFile(path)).equals(data);
    } catch {
      return false;
    }
  },
  syncFolder: async (folder) => {
    try {
      const handle = await open(folder, 'r');
      await handle.sync().finally(() => handle.close());
    } catch (error) {
      if (!isUnsyncable(error)) throw error;
    }
  },
};

/** Windows opens no folder as a file; some file systems flush none; a folder may be closed to reading and open to writing. */
const unsyncable = ['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'EBADF', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'];
export const isUnsyncable = (error: unknown) => unsyncable.includes(systemCode(error));

/** Node's own recursive mkdir never ends where a folder refuses children as "not found", as /proc does: each level is tried once here. */
async function makeFolder(folder: string): Promise<void> {
  const parent = dirname(folder);
  try {
    await makeLevel(folder);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT' || parent === folder || (await isFolder(parent))) throw error;
    await makeFolder(parent);
    await makeLevel(folder);
  }
}

/** One that is there already, perhaps made by another at this moment, is as good. */
async function makeLevel(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    if (systemCode(error) === 'EEXIST' && (await isFolder(folder))) return;
    throw error;
  }
  await diskWriter.syncFolder(dirname(folder));
}

const isFolder = (path: string) =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
