import { randomBytes } from 'node:crypto';
import { closeSync, constants, linkSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { BenchError } from '../../contract/errors.ts';
import { bootId, processStart } from '../../host/this-computer.ts';
import { parseJsonOrNull } from '../../lib/parse-json.ts';

/**
 * Who works in a data folder: one bench at a time, since what one of them left half-way is the next one's to go on with or to end.
 *
 * On Linux a file names the owner by boot, process and start of the process, so that none that has died, and none that only has its
 * number now, keeps the folder. On macOS and Windows the system itself locks the file for as long as the process lives.
 */

const Owner = z.object({ boot: z.string().max(80), pid: z.number().int().positive(), start: z.string().max(20).nullable() });
type Owner = z.infer<typeof Owner>;

const NAME = 'owner.json';
/** Others may take it at the same moment; nobody does so again and again. */
const MAX_TRIES = 20;
/** open(2) of macOS: O_EXLOCK and O_NONBLOCK; libuv's UV_FS_O_EXLOCK on Windows. Node names none of them. */
const EXCLUSIVE: Partial<Record<NodeJS.Platform, number>> = { darwin: 0x20 | 0x4, win32: 0x1000_0000 };

export class DataOwner {
  readonly #release: () => void;
  #held = true;

  private constructor(release: () => void) {
    this.#release = release;
  }

  /** Throws DATA_FOLDER_IN_USE where another bench has it, JOURNAL_UNWRITABLE where nothing can be written there. */
  static take(folder: string, platform: NodeJS.Platform = process.platform): DataOwner {
    const path = join(folder, NAME);
    const flags = EXCLUSIVE[platform];
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      return new DataOwner(flags === undefined ? takeByName(path) : takeByLock(path, flags));
    } catch (error) {
      if (error instanceof BenchError) throw error;
      throw new BenchError('JOURNAL_UNWRITABLE', { folder, message: messageOf(error) }, { cause: error });
    }
  }

  /** Lets go of it. A second call does nothing. */
  release(): void {
    if (!this.#held) return;
    this.#held = false;
    this.#release();
  }
}

function takeByName(path: string): () => void {
  const own: Owner = { boot: bootId(), pid: process.pid, start: processStart(process.pid) };
  const mark = randomBytes(6).toString('hex');
  const draft = `${path}.${mark}`;
  const text = `${JSON.stringify({ ...own, mark })}\n`;
  writeFileSync(draft, text, { flag: 'wx', mode: 0o600 });
  try {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      if (linked(draft, path)) return () => removeOwn(path, text);
      const there = readText(path);
      const owner = parseJsonOrNull(there ?? '', Owner);
      if (owner !== null && isAlive(owner)) throw new BenchError('DATA_FOLDER_IN_USE', { folder: path, pid: owner.pid });
      if (there !== null) removeStale(path, there, mark);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  throw new BenchError('DATA_FOLDER_IN_USE', { folder: path });
}

/** Takes a name of nobody's away. Whoever got in between and took the folder meanwhile gets it back. */
function removeStale(path: string, stale: string, mark: string): void {
  const aside = `${path}.stale-${mark}`;
  try {
    renameSync(path, aside);
  } catch {
    return; // Another one was faster.
  }
  if (readText(aside) !== stale) linked(aside, path);
  rmSync(aside, { force: true });
}

function removeOwn(path: string, text: string): void {
  if (readText(path) === text) rmSync(path, { force: true });
}

/** False where there is a file of that name. */
function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function isAlive({ boot, pid, start }: Owner): boolean {
  return boot === bootId() && start !== null && processStart(pid) === start;
}

function takeByLock(path: string, flags: number): () => void {
  try {
    const descriptor = openSync(path, constants.O_RDWR | constants.O_CREAT | flags, 0o600);
    return () => closeSync(descriptor);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    // macOS says EAGAIN of a lock that is held; Windows a sharing violation, which libuv calls EBUSY.
    if (code === 'EAGAIN' || code === 'EBUSY') throw new BenchError('DATA_FOLDER_IN_USE', { folder: path }, { cause: error });
    throw error;
  }
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').slice(0, 4096);
  } catch {
    return null;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
