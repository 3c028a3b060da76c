import { join, resolve } from 'node:path';
import { type Db, loadDb } from '../../modem-db/db.ts';
import { capture } from '../bench/capture/capture.ts';
import { type EntryDraft, toEntry } from '../bench/capture/entry.ts';
import type { Capture, CaptureDocument } from '../contract/capture.ts';
import { BenchError } from '../contract/errors.ts';
import type { DongleView } from '../contract/snapshot.ts';
import { createFiles, replaceFiles } from '../lib/atomic-write.ts';
import type { FileWriter } from '../lib/file-writer.ts';
import { exportError } from '../openwrt/index.ts';
import type { Backend } from '../seams/backend.ts';
import type { Clock } from '../seams/clock.ts';

export interface CaptureOptions {
  /** Folder for the two files; made where it is missing. */
  readonly out: string;
  /** Of Modem Bench. */
  readonly version: string;
  readonly clock: Clock;
  /** True: files of an earlier capture are replaced. */
  readonly force?: boolean;
  readonly db?: Db;
  readonly signal?: AbortSignal;
  readonly writer?: FileWriter;
}

/** Lines for people, while it goes on. */
export type Say = (line: string) => void;

export interface CaptureOutcome {
  readonly document: Omit<CaptureDocument, 'failure'>;
  readonly lines: string;
  readonly capture: Capture;
  readonly entry: EntryDraft;
}

/**
 * `db capture DONGLE`: captures the dongle and writes `<vid>-<pid>.capture.json` and `<vid>-<pid>.entry.json`, mode 0600. Throws
 * what `capture` throws, EXPORT_NOT_WRITABLE (EEXIST where they are there already and `force` is not given), EXPORT_DISK_FULL and EXPORT_FAILED.
 */
export async function runCapture(
  backends: readonly Backend[],
  { portPath, origin }: Pick<DongleView, 'portPath' | 'origin'>,
  options: CaptureOptions,
  say: Say,
): Promise<CaptureOutcome> {
  const { version, clock, signal, db = loadDb() } = options;
  const backend = backends.find((w) => w.origin === origin);
  const sighting = (await backend?.bus.list())?.find((s) => s.portPath === portPath);
  if (!backend || !sighting) throw new BenchError('DONGLE_NOT_FOUND', { port: portPath });
  const captured = await capture({ backend, sighting, db, clock, version, onSend: say, ...(signal ? { signal } : {}) });
  const entry = toEntry(captured, db);
  const stem = join(resolve(options.out), `${captured.vid}-${captured.pid}`);
  const files = [
    { path: `${stem}.capture.json`, text: textOf(captured) },
    { path: `${stem}.entry.json`, text: textOf(entry) },
  ];
  await writeAll(resolve(options.out), files, options);
  const paths = files.map(({ path }) => path);
  const findings = [...captured.notes, ...entry.findings];
  return {
    document: { files: paths, findings },
    lines: [...paths.map((path) => `-> ${path}`), ...findings.map((finding) => `   ${finding}`)].join('\n'),
    capture: captured,
    entry,
  };
}

/** As a file of the tree looks: what is saved goes into a commit as it is. */
export const textOf = (document: Capture | EntryDraft) => `${JSON.stringify(document, null, 2)}\n`;

/** Both or none, and over what is there only where that is wished. */
async function writeAll(
  folder: string,
  files: readonly { path: string; text: string }[],
  { force, writer }: CaptureOptions,
): Promise<void> {
  const wanted = files.map(({ path, text }) => ({ path, data: Buffer.from(text), mode: 0o600 }));
  try {
    await (force ? replaceFiles(wanted, writer) : createFiles(wanted, writer));
  } catch (error) {
    throw exportError(folder, error);
  }
}
