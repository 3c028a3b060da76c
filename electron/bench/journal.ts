import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { BenchError, Failure } from '../contract/errors.ts';
import { Plan } from '../contract/plan.ts';
import { PortPath } from '../contract/words.ts';

/**
 * The record of what was done to one dongle: JSON lines, written and flushed to the disk before what they speak of is
 * sent. It is enough to go on after a crash and to undo by hand. No PIN, no password: a command that holds one is written
 * with asterisks by whoever sends it.
 */

const Base = z.object({ v: z.literal(1), at: z.iso.datetime() });

export const JournalEntry = z.discriminatedUnion('kind', [
  Base.extend({
    kind: z.literal('job'),
    job: z.string().max(80),
    portPath: PortPath,
    origin: z.enum(['usb', 'practice']),
    pid: z.number().int(),
    plan: Plan,
  }),
  /** Another process took the job over after a crash. */
  Base.extend({ kind: z.literal('resumed'), pid: z.number().int() }),
  Base.extend({ kind: z.literal('start'), step: z.string().max(60) }),
  /** What goes out, before it goes out: an AT command, or a transfer in hex. */
  Base.extend({ kind: z.literal('send'), step: z.string().max(60), what: z.string().max(2000) }),
  Base.extend({ kind: z.literal('reply'), step: z.string().max(60), what: z.string().max(2000) }),
  Base.extend({ kind: z.literal('done'), step: z.string().max(60), skipped: z.boolean() }),
  Base.extend({ kind: z.literal('failed'), step: z.string().max(60).nullable(), failure: Failure }),
  /** The job needs nothing more: verified, failed, or given up by the technician. */
  Base.extend({ kind: z.literal('end'), state: z.string().max(40) }),
]);
export type JournalEntry = z.infer<typeof JournalEntry>;

type Entry<T = JournalEntry> = T extends JournalEntry ? Omit<T, 'v' | 'at'> : never;

/** A journal file that is longer than any job can make it is not ours to read. */
const MAX_BYTES = 8 * 1024 * 1024;
/** An `end` is far shorter. */
const TAIL_BYTES = 512;

/**
 * What has to be on the disk before the work goes on. The rest goes to the disk with the next of these, and is there at once for
 * whoever reads the file, a crash of the app or not: only a power cut loses it, and then a step counts as begun that was finished,
 * which resuming is made for. A flush takes longer than most modems' answers.
 */
const FLUSHED: ReadonlySet<JournalEntry['kind']> = new Set(['job', 'resumed', 'send', 'failed', 'end']);

export class Journal {
  readonly file: string;
  readonly #descriptor: number;
  readonly #now: () => number;
  #open = true;

  private constructor(file: string, now: () => number) {
    this.file = file;
    this.#now = now;
    this.#descriptor = openSync(file, 'a+', 0o600);
    this.#mend();
  }

  /** Throws JOURNAL_UNWRITABLE. Nothing is sent to a dongle that cannot be written down. */
  static open(folder: string, job: string, now: () => number): Journal {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      return new Journal(join(folder, `${job}.jsonl`), now);
    } catch (error) {
      throw new BenchError('JOURNAL_UNWRITABLE', { folder, message: messageOf(error) }, { cause: error });
    }
  }

  /** Returns when the entry is written and, where something goes out after it, on the disk. Throws JOURNAL_UNWRITABLE. */
  write(entry: Entry): void {
    if (!this.#open) return;
    try {
      const line = Buffer.from(`${JSON.stringify({ v: 1, at: new Date(this.#now()).toISOString(), ...entry })}\n`);
      for (let written = 0; written < line.length; ) written += writeSync(this.#descriptor, line, written);
      if (FLUSHED.has(entry.kind)) fdatasyncSync(this.#descriptor);
    } catch (error) {
      throw new BenchError('JOURNAL_UNWRITABLE', { folder: this.file, message: messageOf(error) }, { cause: error });
    }
  }

  /** A line that a crash cut off is taken away, so that what follows can be read. */
  #mend(): void {
    const text = readFileSync(this.file);
    if (text.length > 0 && text[text.length - 1] !== 0x0a) ftruncateSync(this.#descriptor, text.lastIndexOf(0x0a) + 1);
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    closeSync(this.#descriptor);
  }
}

/** A job that a journal shows as begun and not ended. */
export interface OpenJob {
  readonly job: string;
  readonly portPath: string;
  readonly origin: 'usb' | 'practice';
  readonly plan: Plan;
  /** Ids of the steps that were done or found needless. */
  readonly finished: ReadonlySet<string>;
  /** The step that was begun and not finished, if any. */
  readonly begun: string | null;
}

/** Reads every journal of a folder. A job whose process still runs is that process's own and is left alone. A line cut off by a crash is the end of its file; a file that is no journal is passed over. */
export function openJobs(folder: string, ending = '.jsonl'): OpenJob[] {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith(ending));
  } catch {
    return [];
  }
  // Journals are kept for ever: those of years ago must not be read whole at each start.
  return names
    .map((name) => join(folder, name))
    .filter((file) => !hasEnded(file))
    .flatMap((file) => openJob(readEntries(file)) ?? []);
}

/** Whether the last line is the end of the job, seen from the last bytes alone. */
function hasEnded(file: string): boolean {
  try {
    const descriptor = openSync(file, 'r');
    try {
      const { size } = fstatSync(descriptor);
      const tail = Buffer.alloc(Math.min(size, TAIL_BYTES));
      readSync(descriptor, tail, 0, tail.length, size - tail.length);
      const last = JournalEntry.safeParse(parseJson(tail.toString('utf8').trimEnd().split('\n').at(-1) ?? ''));
      return last.success && last.data.kind === 'end';
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return false;
  }
}

/** Ends the jobs on a port that a crash left open: another plan takes their place. */
export function supersede(folder: string, portPath: string, now: () => number): void {
  for (const { job, portPath: port } of openJobs(folder, `-${portPath}.jsonl`))
    if (port === portPath) endJob(folder, job, 'superseded', null, now);
}

/** Writes the end of a job that will not be gone on with. */
export function endJob(folder: string, job: string, state: string, failure: Failure | null, now: () => number): void {
  const journal = Journal.open(folder, job, now);
  if (failure) journal.write({ kind: 'failed', step: null, failure });
  journal.write({ kind: 'end', state });
  journal.close();
}

export function readEntries(file: string): JournalEntry[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return [];
  }
  if (text.length > MAX_BYTES) return [];
  const entries: JournalEntry[] = [];
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const parsed = JournalEntry.safeParse(parseJson(line));
    if (!parsed.success) break;
    entries.push(parsed.data);
  }
  return entries;
}

function openJob(entries: readonly JournalEntry[]): OpenJob | null {
  const head = entries[0];
  if (head?.kind !== 'job' || entries.some((e) => e.kind === 'end')) return null;
  const owner = entries.findLast((e) => e.kind === 'job' || e.kind === 'resumed')?.pid;
  if (owner !== undefined && owner !== process.pid && runs(owner)) return null;
  const finished = new Set(entries.flatMap((e) => (e.kind === 'done' ? [e.step] : [])));
  const begun = entries.findLast((e) => e.kind === 'start')?.step ?? null;
  return {
    job: head.job,
    portPath: head.portPath,
    origin: head.origin,
    plan: head.plan,
    finished,
    begun: begun !== null && finished.has(begun) ? null : begun,
  };
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It runs, under another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
