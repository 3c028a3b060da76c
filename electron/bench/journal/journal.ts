import {
  closeSync,
  constants,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { BenchError } from '../../contract/errors.ts';
import type { JournalEntry, NewEntry } from './entries.ts';
import { openPlain } from './plain-file.ts';

/**
 * The record of what was done to one dongle: JSON lines, written and flushed to the disk before what they speak of is sent. No PIN, no
 * password, no number of a modem or a SIM: whoever writes a line leaves them out.
 */

export const JOURNAL_ENDING = '.jsonl';
/** A journal file that is longer than any job can make it is not ours to read. */
export const MAX_JOURNAL_BYTES = 8 * 1024 * 1024;

/**
 * What has to be on the disk before the work goes on. The rest goes to the disk with the next of these, and is there at once for
 * whoever reads the file, a crash of the app or not: only a power cut loses it, and then a step counts as begun that was finished,
 * which resuming is made for. A flush takes longer than most modems' answers.
 */
const FLUSHED: ReadonlySet<JournalEntry['kind']> = new Set(['job', 'resumed', 'send', 'failed', 'closed', 'end', 'dismissed']);

export class Journal {
  readonly file: string;
  readonly #descriptor: number;
  readonly #now: () => number;
  #open = true;

  private constructor(file: string, descriptor: number, now: () => number) {
    this.file = file;
    this.#descriptor = descriptor;
    this.#now = now;
  }

  /** A new one, `<time>-<port>`; `job` is its name. Throws JOURNAL_UNWRITABLE: nothing is sent to a dongle that cannot be written down. */
  static begin(folder: string, portPath: string, now: () => number): { readonly journal: Journal; readonly job: string } {
    return unlessUnwritable(folder, () => {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      // The clock may have been set back: whatever is begun later is the newer one.
      for (let at = startAfter(folder, portPath, now()); ; at++) {
        const job = jobName(at, portPath);
        const file = join(folder, `${job}${JOURNAL_ENDING}`);
        const descriptor = openNew(file);
        if (descriptor === null) continue;
        syncFolder(folder);
        return { journal: new Journal(file, descriptor, now), job };
      }
    });
  }

  /** One that is there; a line that a crash cut off is taken away, so that what follows can be read. Throws JOURNAL_UNWRITABLE. */
  static reopen(folder: string, job: string, now: () => number): Journal {
    return unlessUnwritable(folder, () => {
      const file = join(folder, `${job}${JOURNAL_ENDING}`);
      const descriptor = openPlain(file, constants.O_RDWR | constants.O_APPEND);
      const { size } = fstatSync(descriptor);
      const text = size <= MAX_JOURNAL_BYTES ? readFileSync(descriptor) : null;
      if (text && text.length > 0 && text[text.length - 1] !== 0x0a) ftruncateSync(descriptor, text.lastIndexOf(0x0a) + 1);
      return new Journal(file, descriptor, now);
    });
  }

  /** Returns when the entry is written and, where something goes out after it, on the disk. Throws JOURNAL_UNWRITABLE. */
  write(entry: NewEntry): void {
    if (!this.#open) return;
    unlessUnwritable(this.file, () => {
      const line = Buffer.from(`${JSON.stringify({ v: 2, at: new Date(this.#now()).toISOString(), ...entry })}\n`);
      for (let written = 0; written < line.length; ) written += writeSync(this.#descriptor, line, written);
      if (FLUSHED.has(entry.kind)) fdatasyncSync(this.#descriptor);
    });
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    closeSync(this.#descriptor);
  }
}

/** `2026-11-30T10-15-00-123Z-1-1.4`: by name they lie in the order in which they were begun, and each port's can be told from the others'. */
export function jobName(at: number, portPath: string): string {
  return `${new Date(at).toISOString().replace(/[:.]/g, '-')}-${portPath}`;
}

const TIME_LENGTH = new Date(0).toISOString().length;
const JOB_NAME = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z-(?<port>[a-z0-9]+(?:-[a-z0-9]+)?(?:\.[0-9]+)*)$/;

/** The port of a job, by its name; `null`: no name of a job. */
export function portOfJob(job: string): string | null {
  return job.length <= 100 ? (JOB_NAME.exec(job)?.groups?.['port'] ?? null) : null;
}

/** When a job was begun, by its name. */
function timeOfJob(job: string): number {
  return Date.parse(job.slice(0, TIME_LENGTH).replace(/T(\d\d)-(\d\d)-(\d\d)-/, 'T$1:$2:$3.'));
}

/** `now`, or where a job of the port has a later name, the next moment after that. */
function startAfter(folder: string, portPath: string, now: number): number {
  const jobs = readdirSync(folder)
    .filter((name) => name.endsWith(JOURNAL_ENDING))
    .map((name) => name.slice(0, -JOURNAL_ENDING.length));
  const times = jobs.filter((job) => portOfJob(job) === portPath).map(timeOfJob);
  const next = times.reduce((latest, time) => (time >= latest ? time + 1 : latest), now);
  // No name has room for a year behind the last one that is written with four digits.
  return portOfJob(jobName(next, portPath)) === null ? now : next;
}

/** `null` where there is one of that name. */
function openNew(file: string): number | null {
  try {
    return openSync(file, constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_EXCL, 0o600);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return null;
    throw error;
  }
}

/** A new name is on the disk with its folder. Windows flushes no folders. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function unlessUnwritable<T>(folder: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof BenchError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new BenchError('JOURNAL_UNWRITABLE', { folder, message }, { cause: error });
  }
}
