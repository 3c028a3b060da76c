import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname, join, parse } from 'node:path';

export interface LogFileLimits {
  /** Bytes of one file; one line that is longer has a file for itself. */
  readonly bytes: number;
  /** Older files beside it, `name.1.log` the newest of them. */
  readonly older: number;
}

/**
 * A file of lines that only its owner may read, and that starts anew when it is full; for several processes at once, each line
 * whole. A library would bring less: electron-log keeps one older file and leaves the mode to the umask, pino and winston write behind
 * the process's back, and what it says last, before it dies, is lost.
 */
export class LogFile {
  readonly #path: string;
  readonly #limits: LogFileLimits;

  /** `path`: in a folder whose parent is there; the folder is made. */
  constructor(path: string, limits: LogFileLimits = { bytes: 1024 * 1024, older: 3 }) {
    this.#path = path;
    this.#limits = limits;
  }

  /** Writes a line and its end, at once. A disk that is full or gone costs the line and nothing else. */
  append(line: string): void {
    const bytes = Buffer.from(`${line}\n`);
    try {
      let file = this.#open();
      const { size } = fstatSync(file);
      if (size > 0 && size + bytes.length > this.#limits.bytes) {
        closeSync(file);
        this.#rotate();
        file = this.#open();
      }
      writeAndClose(file, bytes);
    } catch {
      // Whoever logs has better to do than to mind its log.
    }
  }

  #open(): number {
    try {
      return openSync(this.#path, 'a', 0o600);
    } catch {
      mkdirSync(dirname(this.#path), { mode: 0o700 });
      return openSync(this.#path, 'a', 0o600);
    }
  }

  /** Each older file takes the place of the one before it; the oldest goes. */
  #rotate(): void {
    for (let age = this.#limits.older; age >= 1; age--) {
      try {
        renameSync(this.#older(age - 1), this.#older(age));
      } catch {
        // There is none of that age yet, or another process was faster.
      }
    }
  }

  #older(age: number): string {
    const { dir, name, ext } = parse(this.#path);
    return age === 0 ? this.#path : join(dir, `${name}.${age}${ext}`);
  }
}

function writeAndClose(file: number, bytes: Uint8Array): void {
  try {
    writeSync(file, bytes);
  } finally {
    closeSync(file);
  }
}
