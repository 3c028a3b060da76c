import { join, resolve } from 'node:path';
import { type Db, loadDb } from '../../modem-db/db.ts';
import { databaseModel } from '../bench/bundling/database-model.ts';
import { describedModel } from '../bench/bundling/described-model.ts';
import { type FittedInput, fitToBackup, type PackageSource, withFetchedPackages } from '../bench/bundling/for-router.ts';
import type { KnownModel } from '../bench/bundling/known-model.ts';
import { modesOnReleases, showReleases } from '../bench/bundling/matrix.ts';
import { inputOfModel, listRouters } from '../bench/export.ts';
import type { ExportDocument, ExportMatrixDocument, MatrixRow } from '../contract/documents.ts';
import { BenchError, type Failure } from '../contract/errors.ts';
import type { RouterFitView } from '../contract/router-backup.ts';
import type { Text } from '../contract/text.ts';
import type { Language } from '../contract/words.ts';
import type { FetchedPackages } from '../feeds/fetch-packages.ts';
import { diffText, readRouterBackup } from '../openwrt/backup/index.ts';
import { type BundleInput, buildBundle, writeBundle } from '../openwrt/index.ts';
import { defaultDataFolder } from '../shell/data-folder.ts';
import { readBounded } from './files.ts';
import { practiceModel, practiceModels } from './practice-models.ts';
import { agreed, type Say } from './prepare.ts';
import { type WishOptions, wishesOf } from './wish-options.ts';

export interface ExportOptions extends Partial<WishOptions> {
  readonly model?: string;
  readonly out?: string;
  readonly list?: true;
  readonly yes?: true;
  readonly packages?: true;
  /** `ramips/mt7621`. */
  readonly target?: string;
  readonly feedUrl?: string;
  /** Paths of files with public keys. */
  readonly feedKey?: readonly string[];
  readonly cache?: string;
  /** Path of a backup that the router made. */
  readonly routerBackup?: string;
  readonly language: Language;
}

/** A key has a line or some. */
const MOST_KEY = 64 * 1024;
/** What the reader of backups takes, and refuses beyond. */
const MOST_BACKUP = 32 * 1024 * 1024;

interface Reply<T> {
  readonly document: T;
  readonly lines: string;
}

/**
 * `export`: the bundle for a dongle that is not plugged in, where asked for fitted to a router's backup, and with the packages in it.
 * Throws USAGE, CANCELLED, and what finding out, fetching and writing throw.
 */
export async function exportModel(options: ExportOptions, text: Text, version: string, say: Say): Promise<Reply<ExportDocument>> {
  const { model, out, language } = options;
  if (model === undefined || out === undefined || !namesRouter(options))
    throw new BenchError('USAGE', { message: 'export: --model, --mode, --router and --out are needed, or --list' });
  if (options.dropPinLock)
    throw new BenchError('USAGE', { message: 'export: --drop-pin-lock is for plan and prepare, where the SIM is at hand' });
  const source = await packageSource(options, say);
  const db = loadDb();
  let input = inputOfModel(findKnownModel(model, db), wishesOf(options), { db, version, language });
  const router = options.routerBackup === undefined ? null : await fitted(input, options.routerBackup);
  if (router) {
    say(showFit(router.view, text));
    if (options.yes !== true && !(await agreed())) throw new BenchError('CANCELLED');
    input = router.input;
  }
  const offline = source && (await withFetchedPackages(input, source));
  const built = await buildBundle(offline?.input ?? input);
  const bundle = await writeBundle(resolve(out), built);
  const warnings = (offline?.fetched.warnings ?? []).map((warning) => ({ key: `feeds.${warning}`, values: {} }));
  const lines = [
    ...bundle.files.map((file) => `-> ${file}`),
    ...[...warnings, ...built.manifest.warnings].map((warning) => `!  ${text.phrase(warning)}`),
    `   ${bundle.commands.packages}`,
    `   ${bundle.commands.importOverSsh}`,
  ];
  const document = {
    failure: null,
    bundle,
    manifest: built.manifest,
    router: router?.view ?? null,
    fetched: offline ? told(offline.fetched) : null,
  };
  return { document, lines: lines.join('\n') };
}

async function fitted(input: BundleInput, path: string): Promise<FittedInput> {
  return fitToBackup(input, await readRouterBackup(await readBounded(path, MOST_BACKUP)));
}

/** What was found in the backup, what is changed for it, and the lines that the bundle will change on that router. */
export function showFit({ findings, changes, diff }: RouterFitView, text: Text): string {
  return [
    ...findings.map(({ severity, message }) => `${severity === 'note' ? ' ' : '!'}  ${text.phrase(message)}`),
    ...changes.map((change) => `*  ${text.phrase(change)}`),
    ...diffText(diff),
  ].join('\n');
}

/** Where `--packages` takes them from; `null` without it. Throws USAGE and FILE_UNREADABLE. */
async function packageSource(options: ExportOptions, say: Say): Promise<PackageSource | null> {
  const { packages, target, feedUrl, feedKey = [], cache } = options;
  if (packages !== true) {
    if (target === undefined && feedUrl === undefined && feedKey.length === 0 && cache === undefined) return null;
    throw new BenchError('USAGE', { message: 'export: --target, --feed-url, --feed-key and --cache are for --packages' });
  }
  if (target === undefined) throw new BenchError('USAGE', { message: 'export: --packages needs --target, such as ramips/mt7621' });
  const keys = await Promise.all(feedKey.map(async (path) => new TextDecoder().decode(await readBounded(path, MOST_KEY))));
  let last = '';
  return {
    target,
    feedUrl,
    keys,
    cacheFolder: cache === undefined ? join(defaultDataFolder(), 'feeds') : resolve(cache),
    onProgress: ({ file, files, filesDone }) => {
      if (file !== last) say(`   ${filesDone}/${files} ${file}`);
      last = file;
    },
  };
}

function told({ files, downloadedBytes, fromCacheBytes, warnings }: FetchedPackages): NonNullable<ExportDocument['fetched']> {
  const named = files.map(({ name, bytes, sha256 }) => ({ name, bytes: bytes.length, sha256 }));
  return { files: named, downloadedBytes, fromCacheBytes, warnings: [...warnings] };
}

const namesRouter = (options: ExportOptions): options is ExportOptions & WishOptions =>
  options.mode !== undefined && options.router !== undefined;

/** A practice dongle's name, else one of the database. Throws MODEL_UNKNOWN and MODEL_AMBIGUOUS. */
export function findKnownModel(name: string, db: Db): KnownModel {
  const practice = practiceModel(name);
  return practice ? describedModel(practice, db) : databaseModel(name, db);
}

/** `export --list`: every practice dongle, or the model that is named, in every mode on every release. */
export async function listExports(options: ExportOptions, text: Text, version: string): Promise<Reply<ExportMatrixDocument>> {
  const db = loadDb();
  const models = options.model === undefined ? practiceModels().map((m) => describedModel(m, db)) : [findKnownModel(options.model, db)];
  const document: ExportMatrixDocument = { failure: null, releases: listRouters().map(({ release }) => release), models: [] };
  const lines: string[] = [];
  for (const model of models) {
    const rows = modesOnReleases(model, { db, version }).map(
      (row): MatrixRow => ({
        ...row,
        releases: [...row.releases],
        packages: [...row.packages],
        reason: row.failure === null ? '' : whyNot(text, row.failure),
      }),
    );
    document.models.push({ name: model.name, title: model.title, rows });
    lines.push(`${model.name}  ${model.title}`, ...showRows(rows, text));
  }
  return { document, lines: lines.join('\n') };
}

/** With the reason that the database has, where it has one: what is refused is refused for that. */
function whyNot(text: Text, failure: Failure): string {
  const { reason } = failure.detail;
  return reason === undefined ? text.cause(failure) : `${text.cause(failure)} ${reason}`;
}

/** What a dongle simply has not is one line for all such modes. */
function showRows(rows: readonly MatrixRow[], text: Text): string[] {
  const lacking = rows.filter(({ failure }) => failure?.code === 'MODE_NOT_OFFERED');
  const rest = rows.filter((row) => !lacking.includes(row)).map(showRow);
  return lacking.length === 0
    ? rest
    : [...rest, `x  ${text.word('list.modes-lacking', { modes: lacking.map(({ mode }) => mode).join(' ') })}`];
}

function showRow({ mode, way, releases, failure, reason, proto, packages }: MatrixRow): string {
  const options = way === 'mode' ? `--mode ${mode}` : `--mode ${mode} --way ${way}`;
  const answer = failure === null ? `${proto}: ${packages.join(' ')}` : `${failure.code}: ${reason}`;
  return `${failure === null ? ' ' : 'x'}  ${options}  ${showReleases(releases)}  ${answer}`;
}
