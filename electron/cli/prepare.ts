import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { refusalOf } from '../bench/export-facts/for-router.ts';
import type { Acceptance } from '../contract/acceptance.ts';
import { BenchError } from '../contract/errors.ts';
import type { FetchProgress, PackageRequest } from '../contract/packages.ts';
import type { Plan } from '../contract/plan.ts';
import { mostBackupBytes } from '../contract/queries.ts';
import type { RouterFitView } from '../contract/router-backup.ts';
import type { DongleView, Snapshot } from '../contract/snapshot.ts';
import type { Text } from '../contract/text.ts';
import type { Wishes } from '../contract/wishes.ts';
import type { Language } from '../contract/words.ts';
import { readRouterBackup } from '../openwrt/backup/index.ts';
import { readBounded } from './files.ts';
import { sayFiles, showFit } from './router-files.ts';
import type { Session } from './session.ts';
import { showOtherMode, showPlan, showProgress, showVerdict } from './show.ts';

export interface PrepareOptions {
  readonly wishes: Wishes;
  readonly out: string;
  readonly yes: boolean;
  /** What is wanted although the bench advises against it. */
  readonly accepts: readonly Acceptance[];
  /** Packages to put into the file; `null`: none. */
  readonly packages: PackageRequest | null;
  /** The file of the backup that the router made; `null`: none. */
  readonly routerBackup: Uint8Array | null;
  /** Of the printed page. */
  readonly language: Language;
  /** Ends a question that nobody answers any more. */
  readonly signal: AbortSignal;
}

export interface Outcome {
  readonly dongle: DongleView;
  /** What was found in the router's backup, and what the bundle will change on that router. */
  readonly router: RouterFitView | null;
}

/** Lines for people: progress on standard output, or on standard error where the output is a document. */
export type Say = (line: string) => void;

/** Plans, asks, carries out, exports. Throws BenchError. */
export async function prepare(session: Session, options: PrepareOptions, text: Text, say: Say): Promise<Outcome> {
  const { bench } = session;
  const { portPath } = session.dongle();
  const find = () => {
    const dongle = bench.snapshot().dongles.find((d) => d.portPath === portPath);
    if (!dongle) throw new BenchError('UNPLUGGED_BEFORE_SWITCH');
    return dongle;
  };
  const plan = await planFor(session, portPath, options.wishes);
  if (!options.yes) {
    say(showPlan(text, plan));
    if (!(await agreed(options.signal))) throw new BenchError('CANCELLED');
  }
  await bench.handle({ type: 'prepare', portPath, planId: plan.id });
  await follow(session, portPath, text, say);
  const verdict = find().job?.verdict;
  if (verdict) say(showVerdict(verdict, text));
  const fitted = options.routerBackup && (await readFit(session, portPath, options.routerBackup));
  if (fitted) {
    say(showFit(fitted.fit, text));
    const refusal = refusalOf(fitted.fit);
    if (refusal) throw refusal;
    if (!options.yes && !(await agreed(options.signal))) throw new BenchError('CANCELLED');
  }
  const { packages, language, out, accepts } = options;
  const stop = bench.subscribe(fetching(portPath, sayFiles(say)));
  try {
    await bench.handle({
      type: 'export',
      portPath,
      folder: resolve(out),
      language,
      packages,
      accepts: [...accepts],
      backupId: fitted?.backupId ?? null,
    });
  } finally {
    stop();
  }
  return { dongle: find(), router: fitted?.fit ?? null };
}

async function readFit({ bench }: Session, portPath: string, backup: Uint8Array) {
  const answer = await bench.answer({ type: 'read-router-backup', portPath, data: Buffer.from(backup).toString('base64') });
  if (answer.type !== 'router-backup') throw new BenchError('INTERNAL', { message: 'another answer than was asked for' });
  return answer;
}

const fetching = (portPath: string, tell: (progress: FetchProgress) => void) => (snapshot: Snapshot) => {
  const progress = snapshot.dongles.find((d) => d.portPath === portPath)?.exporting;
  if (progress) tell(progress);
};

/** The file of a router's backup, looked into before anything is done to a dongle. Throws FILE_UNREADABLE and the BACKUP_ codes. */
export async function readBackupFile(path: string): Promise<Uint8Array> {
  const bytes = await readBounded(path, mostBackupBytes);
  if (bytes.length > mostBackupBytes) throw new BenchError('BACKUP_TOO_LARGE', { what: 'bytes', most: mostBackupBytes });
  await readRouterBackup(bytes);
  return bytes;
}

export async function planFor(session: Session, portPath: string, wishes: Wishes): Promise<Plan> {
  await session.bench.handle({ type: 'plan', portPath, wishes });
  const plan = session.bench.snapshot().dongles.find((d) => d.portPath === portPath)?.draft;
  if (!plan) throw new BenchError('DONGLE_NOT_FOUND', { port: portPath });
  return plan;
}

/** Says each step as it ends, until the job is through. Throws what it failed with; a PIN that is asked for and not given is PIN_NEEDED. */
function follow(session: Session, portPath: string, text: Text, say: Say): Promise<void> {
  return new Promise((done, failed) => {
    const said = new Set<string>();
    let settled = false;
    let stop: () => void = () => undefined;
    const settle = (settleWith: () => void) => {
      settled = true;
      stop();
      settleWith();
    };
    stop = session.bench.subscribe((snapshot: Snapshot) => {
      if (settled) return;
      const dongle = snapshot.dongles.find((d) => d.portPath === portPath);
      if (!dongle) return settle(() => failed(new BenchError('DONGLE_NOT_FOUND', { port: portPath })));
      const { job } = dongle;
      if (!job) return;
      for (const progress of job.progress) {
        if (progress.state === 'waiting' || progress.state === 'running' || said.has(progress.id)) continue;
        said.add(progress.id);
        say(showProgress(text, job.plan, progress));
        if (progress.id === 'composition' && job.insteadOf) say(showOtherMode(text, job.insteadOf, job.plan.wishes.mode));
      }
      if (dongle.phase === 'done') settle(done);
      else if (dongle.state === 'locked') {
        settle(() => {
          void session.bench.handle({ type: 'cancel', portPath });
          failed(new BenchError('PIN_NEEDED'));
        });
      } else if (dongle.phase === 'failed') {
        settle(() =>
          failed(
            job.failure
              ? new BenchError(job.failure.code, job.failure.detail)
              : new BenchError('INTERNAL', { message: 'failed without a code' }),
          ),
        );
      }
    });
    if (settled) stop();
  });
}

/** Whether somebody at a terminal says yes; nobody there is a no, and so is whoever ends the command. */
export async function agreed(signal?: AbortSignal): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    // No terminal and no --yes: nobody agreed.
    const closed = new Promise<string>((resolveClosed) => terminal.once('close', () => resolveClosed('')));
    // A question that stays open keeps the input open, and with it the process.
    const answer = terminal.question('Do this? [y/N] ', signal ? { signal } : {}).catch((error: unknown) => {
      if (signal?.aborted) return '';
      throw error;
    });
    return /^y(es)?$/i.test((await Promise.race([answer, closed])).trim());
  } finally {
    terminal.close();
  }
}
