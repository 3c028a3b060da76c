import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { compileDb, compileDials, compileQuirks } from '../../modem-db/compile.ts';
import { IdListFile } from '../../modem-db/ids/id-list.ts';
import { type ImportProblem, importSwitches } from '../../modem-db/import.ts';
import { type Finding, type JsonFile, lintDb, type Statistics, statistics } from '../../modem-db/lint.ts';
import { ProviderFile } from '../../modem-db/providers/schema.ts';
import { decodeText } from '../contract/decode-text.ts';
import type { DbImportDocument, DbLintDocument } from '../contract/documents.ts';
import { BenchError } from '../contract/errors.ts';
import { readInput } from './files.ts';

/** The modem database as a person edits it: commands that need no dongle. */

export interface DbReply<T> {
  readonly document: T;
  readonly lines: string;
  /** What is told beside them; it goes where it does not mix with them. */
  readonly aside?: string;
}

/** Files of a person are read whole; a database of a hundred vendors has a megabyte. */
const MAX_BYTES = 16 * 1024 * 1024;

/** `db lint`: `folder` holds `vendors/` and the rest; a file that cannot be read is a finding. Throws USAGE where there is no folder. */
export async function lintFolder(folder: string): Promise<DbReply<DbLintDocument>> {
  const vendors = join(folder, 'vendors');
  const names = await readdir(vendors).catch(() => {
    throw new BenchError('USAGE', { message: `${vendors} cannot be read; --folder names the modem-db of a checkout` });
  });
  const unread: Finding[] = [];
  const files = await readAll(vendors, names, '', unread);
  const quirks = await readAll(join(folder, QUIRKS), await readdir(join(folder, QUIRKS)).catch(() => []), `${QUIRKS}/`, unread);
  const dials = await readAll(join(folder, DIALS), await readdir(join(folder, DIALS)).catch(() => []), `${DIALS}/`, unread);
  const table = await lintProviders(folder);
  const lists = await lintLists(folder);
  const portRoles = await readOptional(join(folder, PORT_ROLES), PORT_ROLES, unread);
  const models = await readOptional(join(folder, MODELS), MODELS, unread);
  const bootStates = await readOptional(join(folder, BOOT_STATES), BOOT_STATES, unread);
  const findings = [
    ...unread,
    ...lintDb(files, { portRoles, bootStates, models, quirks, dials }),
    ...(await lintCompiled(folder, files, quirks, dials)),
    ...table.findings,
    ...lists.findings,
  ];
  const counts = statistics(files, { providers: table.providers, bootStates, lists: lists.files, quirks, dials });
  const errors = findings.filter((f) => f.severity === 'error').length;
  const failure =
    errors === 0
      ? null
      : new BenchError('DATA_INVALID', { file: vendors, errors, message: findings.find((f) => f.severity === 'error')?.message ?? '' });
  const { hardware, code, report } = counts.quirks;
  const share = Math.round(counts.secondSourceShare * 100);
  const lines = [
    ...findings.map((f) => `${f.severity}  ${f.file}  ${f.path}  ${f.message}`),
    `${errors} errors, ${findings.length - errors} warnings`,
    `${counts.switchEntries} switch entries, ${counts.models} models, ${counts.compositions} compositions, ${counts.recipes} recipes, ${counts.settings} settings, ${counts.bootStates ?? 0} ids without a modem, ${counts.providers ?? 0} providers`,
    `${hardware + code + report} quirks: ${hardware} seen on hardware, ${code} read in programs, ${report} reported`,
    dialLine(counts.dials),
    `${counts.factsWithSecondSource} of ${counts.facts} facts have a second source (${share} %)`,
    ...coverageLines(counts.coverage),
  ];
  return {
    document: { failure: failure?.toFailure() ?? null, errors, warnings: findings.length - errors, findings, statistics: counts },
    lines: lines.join('\n'),
  };
}

function dialLine({ hardware, code, report, assumed }: Statistics['dials']): string {
  const sum = hardware + code + report + assumed;
  return `${sum} dials: ${hardware} seen on hardware, ${code} read in programs, ${report} reported, ${assumed} assumed`;
}

/** A table by list: ids, those known by model, those by vendor and driver alone, those of nobody. */
function coverageLines(coverage: Statistics['coverage']): string[] {
  if (coverage.length === 0) return [];
  const head = ['list', 'ids', 'by model', 'by family', 'unknown'];
  const rows = coverage.map((c) => [c.title, c.ids, c.byModel, c.byFamily, c.unknown].map(String));
  const width = (at: number) => Math.max(...[head, ...rows].map((cells) => cells[at]?.length ?? 0));
  const widths = head.map((_, at) => width(at));
  const line = (cells: readonly string[]) =>
    cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  ');
  return ['', line(head), ...rows.map(line)];
}

/**
 * `db import`: what a file has of switch entries, as entries of ours: of usb_modeswitch's own format, its command lines, pieces of OpenWrt's
 * usb-mode.json; of `-`, what is pasted into `input`. `source` is where it is from. Throws DATA_INVALID where the file cannot be read, and what
 * reading the input does.
 */
export async function importFile(path: string, source: string, input: Readable = process.stdin): Promise<DbReply<DbImportDocument>> {
  const pasted = path === '-';
  const text = decodeText(pasted ? await readInput(input, MAX_BYTES) : await readBytes(path));
  const { entries, problems, warnings } = importSwitches(text, { ...(pasted ? {} : { fileName: basename(path) }), source });
  const [first] = problems;
  const failure =
    first === undefined
      ? null
      : new BenchError('DATA_INVALID', { file: path, errors: problems.length, message: `line ${first.line}: ${first.message}` });
  const told = (problem: ImportProblem) => `${path}:${problem.line}: ${problem.message}${suggested(problem)}`;
  const json = entries.length === 0 ? [] : [JSON.stringify(entries.length === 1 ? entries[0] : entries, null, 2)];
  return {
    document: {
      failure: failure?.toFailure() ?? null,
      entry: entries[0] === undefined ? null : { ...entries[0] },
      entries: entries.map((entry) => ({ ...entry })),
      problems: problems.map((problem) => ({ ...problem })),
      warnings: warnings.map((warning) => ({ ...warning })),
    },
    lines: [...problems.map(told), ...json].join('\n'),
    aside: warnings.map((warning) => `! ${told(warning)}`).join('\n'),
  };
}

const suggested = ({ suggestion }: ImportProblem) => (suggestion === undefined ? '' : ` (${suggestion}?)`);

/** The JSON files among `names`; what cannot be read is a finding of `prefix` and its name. */
async function readAll(folder: string, names: readonly string[], prefix: string, unread: Finding[]): Promise<JsonFile[]> {
  const files: JsonFile[] = [];
  for (const name of names.filter((n) => n.endsWith('.json'))) {
    const data = await readJson(join(folder, name), `${prefix}${name}`, unread);
    if (data !== undefined) files.push({ name, data });
  }
  return files;
}

/** What the app loads has to be what the files say. */
async function lintCompiled(
  folder: string,
  files: readonly JsonFile[],
  quirks: readonly JsonFile[],
  dials: readonly JsonFile[],
): Promise<Finding[]> {
  return [
    ...(await lintOneCompiled(folder, 'db.json', () => compileDb(files.map((f) => f.data)))),
    // A folder without quirks or dials may be without their list as well.
    ...(quirks.length > 0 ? await lintOneCompiled(folder, 'quirks.json', () => compileQuirks(quirks.map((f) => f.data))) : []),
    ...(dials.length > 0 ? await lintOneCompiled(folder, 'dials.json', () => compileDials(dials.map((f) => f.data))) : []),
  ];
}

async function lintOneCompiled(folder: string, name: string, make: () => string): Promise<Finding[]> {
  const finding = (message: string): Finding[] => [{ file: `compiled/${name}`, path: '', message, severity: 'error' }];
  const compiled = await readText(join(folder, 'compiled', name)).catch(() => null);
  if (compiled === null) return finding('is not there; run: npm run compile-db');
  try {
    return make() === compiled ? [] : finding('is not what the files say; run: npm run compile-db');
  } catch {
    // The files themselves are wrong, which is told above.
    return [];
  }
}

const QUIRKS = 'quirks';
const DIALS = 'dials';
const PORT_ROLES = 'ports/port-roles.json';
const LISTS = 'ids/lists';
const PROVIDER_LISTS = ['by-hand.json', 'providers.json', 'android.json'].map((name) => `providers/${name}`);
const MODELS = 'labels/models.json';
const BOOT_STATES = 'ids/boot-states.json';
/** A table whose every line is wrong in one way needs no thousand of them. */
const MOST_FINDINGS = 20;

/** The outside lists, for their coverage; a checkout may be without them. */
async function lintLists(folder: string): Promise<{ readonly files: { readonly data: unknown }[]; readonly findings: readonly Finding[] }> {
  const findings: Finding[] = [];
  const files: { readonly data: unknown }[] = [];
  const names = (await readdir(join(folder, LISTS)).catch(() => [])).filter((name) => name.endsWith('.json')).sort();
  for (const name of names) {
    const file = `${LISTS}/${name}`;
    const data = await readJson(join(folder, LISTS, name), file, findings);
    if (data === undefined) continue;
    files.push({ data });
    const parsed = IdListFile.safeParse(data);
    for (const issue of parsed.success ? [] : parsed.error.issues.slice(0, MOST_FINDINGS))
      findings.push({ file, path: issue.path.join('.'), message: issue.message, severity: 'error' });
    if (parsed.success && `${parsed.data.list}.json` !== name)
      findings.push({
        file,
        path: 'list',
        message: `The file of list ${parsed.data.list} is named ${parsed.data.list}.json`,
        severity: 'error',
      });
  }
  return { files, findings };
}

/** The lists of providers, for their count; a checkout may be without any. */
async function lintProviders(folder: string): Promise<{ readonly providers: unknown; readonly findings: readonly Finding[] }> {
  const findings: Finding[] = [];
  const providers: unknown[] = [];
  for (const name of PROVIDER_LISTS) {
    const path = join(folder, name);
    if (!(await isThere(path))) continue;
    const list = await readJson(path, name, findings);
    if (list === undefined) continue;
    const parsed = ProviderFile.safeParse(list);
    if (parsed.success) providers.push(...parsed.data.providers);
    else
      for (const issue of parsed.error.issues.slice(0, MOST_FINDINGS))
        findings.push({ file: name, path: issue.path.join('.'), message: issue.message, severity: 'error' });
  }
  return { providers: providers.length > 0 ? { providers } : null, findings };
}

/** A file that cannot be looked at is there, and reading it says why not. */
const isThere = (path: string) =>
  stat(path).then(
    () => true,
    (error: unknown) => !(error instanceof Error && 'code' in error && error.code === 'ENOENT'),
  );

/** The same for a file that a checkout may be without: `undefined` then as well. */
async function readOptional(path: string, file: string, findings: Finding[]): Promise<unknown> {
  return (await isThere(path)) ? readJson(path, file, findings) : undefined;
}

/** What a file of the database holds; `undefined`, and a finding, where it cannot be read or is no JSON. */
async function readJson(path: string, file: string, findings: Finding[]): Promise<unknown> {
  try {
    return JSON.parse(await readText(path)) as unknown;
  } catch (error) {
    const message = error instanceof BenchError ? String(error.detail.message) : reasonOf(error);
    findings.push({ file, path: '', message, severity: 'error' });
    return undefined;
  }
}

async function readText(path: string): Promise<string> {
  return new TextDecoder().decode(await readBytes(path));
}

/** Measured before it is read: what never ends (`/dev/zero`) or waits (a pipe) has no length. Throws DATA_INVALID, with file and reason. */
async function readBytes(path: string): Promise<Uint8Array> {
  try {
    const stats = await stat(path);
    if (!stats.isFile()) throw new Error('not a file');
    if (stats.size > MAX_BYTES) throw new Error(`too long: ${stats.size} bytes, and ${MAX_BYTES} are read at most`);
    return await readFile(path);
  } catch (error) {
    throw new BenchError('DATA_INVALID', { file: path, errors: 1, message: reasonOf(error) });
  }
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
