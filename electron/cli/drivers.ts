import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { type Db, loadDb } from '../../modem-db/db.ts';
import { releaseComparison } from '../bench/forecast/compare.ts';
import { readDump } from '../bench/forecast/dumps.ts';
import { forecastReleases, refuseRelease } from '../bench/forecast/release.ts';
import type { DriversDocument } from '../contract/drivers.ts';
import { BenchError } from '../contract/errors.ts';
import { createText } from '../contract/text.ts';
import type { Language } from '../contract/words.ts';
import { MOST_TEXT } from '../usb/dumps/index.ts';
import { showComparison, showReport } from './show-drivers.ts';

export interface DriversOptions {
  /** Point release; the newest that is known, unless given. */
  readonly router?: string | undefined;
  /** Two releases, to be compared over the whole database. */
  readonly compare?: readonly string[] | undefined;
  readonly language: Language;
}

/** Standard input, or what stands for it. */
export type TextStream = Readable & { readonly isTTY?: boolean };

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
  const report = readDump(await readText(file, input), release, options.language, db);
  if (report.devices.length === 0) throw new BenchError('DUMP_EMPTY');
  const document = { failure: null, router: report.router, devices: report.devices, compared: null };
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
  const document = { failure: null, router: null, devices: [], compared };
  return { document, lines: showComparison(createText(language), compared) };
}

/** At most MOST_TEXT characters, of what may have no end. Files of the kernel have no length, so none is asked for. */
async function readText(file: string | undefined, input: TextStream): Promise<string> {
  const fromInput = file === undefined || file === '-';
  if (fromInput && input.isTTY) throw new BenchError('USAGE', { message: 'a file, or a text on standard input' });
  const stream: Readable = fromInput ? input : createReadStream(file);
  let text = '';
  let decoder: TextDecoder | null = null;
  try {
    for await (const chunk of stream) {
      const bytes = Buffer.from(chunk);
      decoder ??= decoderOf(bytes);
      text += decoder.decode(bytes, { stream: true });
      if (text.length >= MOST_TEXT) break;
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new BenchError('FILE_UNREADABLE', { file: (file ?? '-').slice(0, 1000), message: message.slice(0, 1000) });
  }
  return text.slice(0, MOST_TEXT);
}

/** Windows' shells write UTF-16, with a mark. */
function decoderOf(bytes: Uint8Array): TextDecoder {
  return new TextDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8');
}
