import { closeSync, constants, fstatSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { Failure } from '../../contract/errors.ts';
import type { Plan } from '../../contract/plan.ts';
import type { StepProgress } from '../../contract/snapshot.ts';
import type { Mode } from '../../contract/words.ts';
import { parseJsonOrNull } from '../../lib/parse-json.ts';
import type { ScsiNames } from '../../seams/host.ts';
import type { Sighting } from '../../seams/usb-bus.ts';
import type { DongleMark } from './dongle-mark.ts';
import { type JobResult, JournalEntry } from './entries.ts';
import { JOURNAL_ENDING, Journal, MAX_JOURNAL_BYTES, portOfJob } from './journal.ts';
import { openPlain } from './plain-file.ts';
import { readSighting } from './sighting-record.ts';

/** What journals say of jobs that are over, or were cut off. */

/** An `end` is far shorter. */
const TAIL_BYTES = 512;
/** So many lines that cannot be read, and only the last ones are looked at. */
const MOST_BAD_LINES = 1000;
const LAST_LINES = 100;

/** A job as its journal shows it. Its plan is to be shown, and never to be carried out. */
export interface PastJob {
  readonly job: string;
  readonly portPath: string;
  readonly origin: 'usb' | 'practice';
  readonly boot: string;
  readonly sighting: Sighting;
  readonly scsi: ScsiNames | null;
  readonly model: string | null;
  readonly plan: Plan;
  /** Where it went on in another mode than was wished for: which that was, and what the rest of the plan was made from. */
  readonly otherMode: { readonly wished: Mode; readonly sighting: Sighting; readonly model: string | null } | null;
  /** How each step ended, by its id. */
  readonly steps: ReadonlyMap<string, StepProgress['state']>;
  /** Ids of the steps that were done or found needless. */
  readonly finished: ReadonlySet<string>;
  /** The step that was begun and not finished, if any. */
  readonly begun: string | null;
  /** The last enumeration that it worked on. */
  readonly mark: DongleMark | null;
  /** Digest of the IMEI, where it was read. */
  readonly imei: string | null;
  /** When its first and its last line were written, in ms. */
  readonly beganAt: number;
  readonly lastAt: number;
  /** `null`: cut off. */
  readonly end: Extract<JournalEntry, { kind: 'end' }>['state'] | null;
  /** Cut off because the app was closed. */
  readonly closed: boolean;
  /** The technician does not want to see it again. */
  readonly dismissed: boolean;
  readonly failure: Failure | null;
  readonly result: JobResult | null;
  /** There are lines in it that are none: what it did is not known whole, only how it ended. */
  readonly damaged: boolean;
}

/** The newest job of each port, whatever became of it; and the older ones that nobody ended. */
export interface PastJobs {
  readonly newest: readonly PastJob[];
  /** Names of jobs. */
  readonly leftOpen: readonly string[];
}

/** Reads the journals of a folder. A file that is no journal, or not called as its job, is passed over. */
export function readPastJobs(folder: string): PastJobs {
  const byPort = new Map<string, string[]>();
  for (const job of jobsIn(folder)) {
    const port = portOfJob(job);
    if (port !== null) byPort.set(port, [...(byPort.get(port) ?? []), job]);
  }
  const newest: PastJob[] = [];
  const leftOpen: string[] = [];
  for (const jobs of byPort.values()) {
    let found = false;
    for (const job of jobs.sort().reverse()) {
      // Journals are kept for ever: those of years ago must not be read whole at each start.
      if (found && hasEnded(join(folder, `${job}${JOURNAL_ENDING}`))) continue;
      const past = readPastJob(folder, job);
      if (past === null) continue;
      if (!found) newest.push(past);
      else if (past.end === null) leftOpen.push(job);
      found = true;
    }
  }
  return { newest, leftOpen };
}

/** Names of the jobs of a folder; none where there is no such folder. */
function jobsIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(JOURNAL_ENDING))
      .map(({ name }) => name.slice(0, -JOURNAL_ENDING.length));
  } catch {
    return [];
  }
}

/** One job; `null` where its file is none of ours. */
export function readPastJob(folder: string, job: string): PastJob | null {
  const { entries, damaged } = readLines(join(folder, `${job}${JOURNAL_ENDING}`));
  const head = entries[0];
  if (head?.kind !== 'job' || head.job !== job || head.portPath !== portOfJob(job) || head.sighting.portPath !== head.portPath) return null;
  const steps = stepStates(entries);
  const finished = new Set([...steps].flatMap(([id, state]) => (state === 'done' || state === 'skipped' ? [id] : [])));
  const begun = entries.findLast((e) => e.kind === 'start')?.step ?? null;
  const dismissed = entries.some((e) => e.kind === 'dismissed');
  const turn = entries.findLast((e) => e.kind === 'other-mode');
  const marks = entries.flatMap((e) => (e.kind === 'dongle' ? [e.mark] : []));
  return {
    job,
    portPath: head.portPath,
    origin: head.origin,
    boot: head.boot,
    sighting: readSighting(head.sighting),
    scsi: head.scsi,
    model: head.model,
    plan: turn?.plan ?? head.plan,
    otherMode: turn ? { wished: head.plan.wishes.mode, sighting: readSighting(turn.sighting), model: turn.model } : null,
    steps,
    finished,
    begun: begun !== null && finished.has(begun) ? null : begun,
    mark: marks.at(-1) ?? null,
    imei: marks.findLast((mark) => mark.imei !== null)?.imei ?? null,
    beganAt: Date.parse(head.at),
    lastAt: Date.parse(entries.at(-1)?.at ?? head.at),
    // A disk that was full may have kept the end from being written.
    end: entries.findLast((e) => e.kind === 'end')?.state ?? (dismissed ? 'given-up' : hasFailed(entries) ? 'failed' : null),
    closed: entries.some((e) => e.kind === 'closed'),
    dismissed,
    failure: entries.findLast((e) => e.kind === 'failed')?.failure ?? null,
    result: entries.findLast((e) => e.kind === 'result')?.result ?? null,
    damaged,
  };
}

function stepStates(entries: readonly JournalEntry[]): Map<string, StepProgress['state']> {
  const states = new Map<string, StepProgress['state']>();
  for (const entry of entries) {
    if (entry.kind === 'start') states.set(entry.step, 'running');
    else if (entry.kind === 'done') states.set(entry.step, entry.skipped ? 'skipped' : 'done');
    else if (entry.kind === 'failed' && entry.step !== null) states.set(entry.step, 'failed');
  }
  return states;
}

/** Writes the end of a job that will not be gone on with. Throws JOURNAL_UNWRITABLE. */
export function endJob(
  folder: string,
  job: string,
  state: NonNullable<PastJob['end']>,
  now: () => number,
  failure: Failure | null = null,
): void {
  const journal = Journal.reopen(folder, job, now);
  try {
    if (failure) journal.write({ kind: 'failed', step: null, failure });
    journal.write({ kind: 'end', state });
  } finally {
    journal.close();
  }
}

/** Writes down that a job which is over is not to be shown again. A disk that takes nothing keeps nobody from going on. */
export function noteDismissed(folder: string, job: string, now: () => number): void {
  try {
    const journal = Journal.reopen(folder, job, now);
    try {
      journal.write({ kind: 'dismissed' });
    } finally {
      journal.close();
    }
  } catch {
    // It is shown once more after a restart.
  }
}

/** Ends what a crash left open on a port: another plan takes its place. */
export function supersede(folder: string, portPath: string, now: () => number): void {
  for (const job of jobsIn(folder)) {
    if (portOfJob(job) !== portPath || hasEnded(join(folder, `${job}${JOURNAL_ENDING}`))) continue;
    if (readPastJob(folder, job)?.end === null) endJob(folder, job, 'superseded', now);
  }
}

/** A job that failed, or was stopped, is over although a crash kept its end from being written. */
const hasFailed = (entries: readonly JournalEntry[]) =>
  entries.findLast((e) => e.kind === 'failed' || e.kind === 'resumed')?.kind === 'failed';

/** The lines of a file that are a journal's; none where it is no plain file, or too long. */
export function readEntries(file: string): JournalEntry[] {
  return readLines(file).entries;
}

/** A line without an end is what a crash cut off; each other one that cannot be read is damage, and is passed over. */
function readLines(file: string): { readonly entries: JournalEntry[]; readonly damaged: boolean } {
  const text = withFile(file, (descriptor, size) => (size > MAX_JOURNAL_BYTES ? '' : readFileSync(descriptor, 'utf8'))) ?? '';
  const lines = text.split('\n').slice(0, -1);
  const entries: JournalEntry[] = [];
  let bad = 0;
  for (let i = 0; i < lines.length; i++) {
    const entry = parseJsonOrNull(lines[i] ?? '', JournalEntry);
    if (entry !== null) entries.push(entry);
    // How it ended stands in the last ones, however much rubbish there is.
    else if (++bad === MOST_BAD_LINES) i = Math.max(i, lines.length - LAST_LINES - 1);
  }
  return { entries, damaged: bad > 0 };
}

/** Whether the last line is the end of the job, seen from the last bytes alone. */
function hasEnded(file: string): boolean {
  const tail = withFile(file, (descriptor, size) => {
    const bytes = Buffer.alloc(Math.min(size, TAIL_BYTES));
    readSync(descriptor, bytes, 0, bytes.length, size - bytes.length);
    return bytes.toString('utf8');
  });
  const last = parseJsonOrNull(tail?.trimEnd().split('\n').at(-1) ?? '', JournalEntry);
  return last?.kind === 'end' || last?.kind === 'dismissed';
}

/** `null` where it is no plain file, or cannot be read: whatever lies there may be anybody's. */
function withFile<T>(file: string, work: (descriptor: number, size: number) => T): T | null {
  try {
    const descriptor = openPlain(file, constants.O_RDONLY);
    try {
      return work(descriptor, fstatSync(descriptor).size);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return null;
  }
}
