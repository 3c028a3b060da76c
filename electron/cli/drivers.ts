import { type Db, loadDb } from '../../modem-db/db.ts';
import { releaseComparison } from '../bench/forecast/compare.ts';
import { readDump } from '../bench/forecast/dumps.ts';
import { forecastReleases, refuseRelease } from '../bench/forecast/release.ts';
import type { DriversDocument } from '../contract/drivers.ts';
import { BenchError } from '../contract/errors.ts';
import { createText } from '../contract/text.ts';
import type { Language } from '../contract/words.ts';
import { showComparison, showReport } from './show-drivers.ts';
import { readTextFile, type TextStream } from './text-file.ts';

export interface DriversOptions {
  /** Point release; the newest that is known, unless given. */
  readonly router?: string | undefined;
  /** Two releases, to be compared over the whole database. */
  readonly compare?: readonly string[] | undefined;
  readonly language: Language;
}

export interface DriversReply {
  readonly document: DriversDocument;
  readonly lines: string;
}

/**
 * `drivers`: which driver a router would bind to what a text shows, or what changes between two releases. `file`: a path, or `-` or
 * nothing for standard input. Throws USAGE, ROUTER_UNKNOWN, FILE_UNREADABLE, DUMP_EMPTY.
 */
export async function foretellDrivers(file: string | undefined, options: DriversOptions, input: TextStream): Promise<DriversReply> {
  const db = loadDb();
  if (options.compare) return compare(file, { ...options, compare: options.compare }, db);
  const release = options.router ?? forecastReleases().at(-1) ?? '';
  refuseRelease(release);
  const report = readDump(await readTextFile(file, input), release, options.language, db);
  if (report.devices.length === 0) throw new BenchError('DUMP_EMPTY');
  const document = { failure: null, ...report, compared: null };
  return { document, lines: showReport(createText(options.language), report) };
}

type CompareOptions = DriversOptions & { readonly compare: readonly string[] };

function compare(file: string | undefined, { compare: releases, router, language }: CompareOptions, db: Db): DriversReply {
  const [before, after, ...more] = releases;
  if (before === undefined || after === undefined || more.length > 0 || file !== undefined || router !== undefined)
    throw new BenchError('USAGE', { message: '--compare takes two releases, and neither a file nor --router' });
  refuseRelease(before);
  refuseRelease(after);
  const compared = releaseComparison(before, after, language, db);
  const document = { failure: null, router: null, devices: [], unread: { count: 0, lines: [] }, configuration: 0, compared };
  return { document, lines: showComparison(createText(language), compared) };
}
