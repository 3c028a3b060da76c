import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { compileDb } from '../../modem-db/compile.ts';
import { importSwitch } from '../../modem-db/import.ts';
import { type Finding, lintDb, statistics } from '../../modem-db/lint.ts';
import type { DbImportDocument, DbLintDocument } from '../contract/documents.ts';
import { BenchError } from '../contract/errors.ts';

/** The modem database as a person edits it: commands that need no dongle. */

export interface DbReply<T> {
  readonly document: T;
  readonly lines: string;
}

/** Files of a person are read whole; a database of a hundred vendors has a megabyte. */
const MAX_BYTES = 16 * 1024 * 1024;

/** `db lint`: `folder` holds `vendors/` and the rest. Throws USAGE where there is none. */
export async function lintFolder(folder: string): Promise<DbReply<DbLintDocument>> {
  const vendors = join(folder, 'vendors');
  const names = await readdir(vendors).catch(() => {
    throw new BenchError('USAGE', { message: `${vendors} cannot be read; --folder names the modem-db of a checkout` });
  });
  const texts = await Promise.all(
    names.filter((n) => n.endsWith('.json')).map(async (name) => ({ name, text: await readText(join(vendors, name)) })),
  );
  const broken: Finding[] = [];
  const files = texts.flatMap(({ name, text }) => {
    try {
      return [{ name, data: JSON.parse(text) as unknown }];
    } catch (error) {
      broken.push({ file: name, path: '', message: error instanceof Error ? error.message : String(error), severity: 'error' });
      return [];
    }
  });
  const findings = [...broken, ...lintDb(files), ...(await lintCompiled(folder, files))];
  const providers: unknown = JSON.parse(await readText(join(folder, 'providers', 'providers.json')).catch(() => 'null'));
  const counts = statistics(files, providers);
  const errors = findings.filter((f) => f.severity === 'error').length;
  const failure =
    errors === 0
      ? null
      : new BenchError('DATA_INVALID', { file: vendors, errors, message: findings.find((f) => f.severity === 'error')?.message ?? '' });
  const share = Math.round(counts.secondSourceShare * 100);
  const lines = [
    ...findings.map((f) => `${f.severity}  ${f.file}  ${f.path}  ${f.message}`),
    `${errors} errors, ${findings.length - errors} warnings`,
    `${counts.switchEntries} switch entries, ${counts.models} models, ${counts.compositions} compositions, ${counts.recipes} recipes, ${counts.settings} settings, ${counts.providers ?? 0} providers`,
    `${counts.factsWithSecondSource} of ${counts.facts} facts have a second source (${share} %)`,
  ];
  return {
    document: { failure: failure?.toFailure() ?? null, errors, warnings: findings.length - errors, findings, statistics: counts },
    lines: lines.join('\n'),
  };
}

/** `db import`: a file of usb_modeswitch's own format as an entry of ours. `source` is where the file is from. */
export async function importFile(path: string, source: string): Promise<DbReply<DbImportDocument>> {
  const text = await readText(path);
  const result = importSwitch(text, { fileName: basename(path), source });
  if (result.ok)
    return { document: { failure: null, entry: { ...result.entry }, problems: [] }, lines: JSON.stringify(result.entry, null, 2) };
  const problems = result.problems.map((p) => ({ ...p }));
  const first = problems[0];
  const failure = new BenchError('DATA_INVALID', {
    file: path,
    errors: problems.length,
    message: first ? `line ${first.line}: ${first.message}` : '',
  });
  return {
    document: { failure: failure.toFailure(), entry: null, problems },
    lines: problems.map((p) => `${path}:${p.line}: ${p.message}${p.suggestion === undefined ? '' : ` (${p.suggestion}?)`}`).join('\n'),
  };
}

/** What the app loads has to be what the files say. */
async function lintCompiled(folder: string, files: readonly { readonly name: string; readonly data: unknown }[]): Promise<Finding[]> {
  const finding = (message: string): Finding[] => [{ file: 'compiled/db.json', path: '', message, severity: 'error' }];
  const compiled = await readText(join(folder, 'compiled', 'db.json')).catch(() => null);
  if (compiled === null) return finding('is not there; run: npm run compile-db');
  try {
    return compileDb(files.map((f) => f.data)) === compiled ? [] : finding('is not what the files say; run: npm run compile-db');
  } catch {
    // The files themselves are wrong, which is told above.
    return [];
  }
}

async function readText(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new BenchError('USAGE', { message: error instanceof Error ? error.message : String(error) });
  });
  if (text.length > MAX_BYTES) throw new BenchError('USAGE', { message: `${path} is too long` });
  return text;
}
