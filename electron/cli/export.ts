import { resolve } from 'node:path';
import { type Db, loadDb } from '../../modem-db/db.ts';
import { isGiven, withSwitches } from '../../modem-db/given-switches.ts';
import { listRouters } from '../bench/export/export.ts';
import { databaseModel } from '../bench/export-facts/database-model.ts';
import { describedModel } from '../bench/export-facts/described-model.ts';
import { type FittedInput, fitToBackup, writeForRouter } from '../bench/export-facts/for-router.ts';
import { inputOfModel } from '../bench/export-facts/input-of-model.ts';
import { idsOf, type KnownModel } from '../bench/export-facts/known-model.ts';
import { modesOnReleases, showReleases } from '../bench/export-facts/matrix.ts';
import { saidOfText } from '../bench/export-facts/posted-export.ts';
import { notInFile } from '../bench/planning/switches-of-text.ts';
import type { Acceptance } from '../contract/acceptance.ts';
import type { ExportDocument, ExportMatrixDocument, MatrixRow } from '../contract/documents.ts';
import { BenchError } from '../contract/errors.ts';
import type { Text } from '../contract/text.ts';
import type { Language } from '../contract/words.ts';
import { unswitchedDevice } from '../drivers/usbmode.ts';
import type { FetchedPackages } from '../feeds/fetch-packages.ts';
import { readRouterBackup } from '../openwrt/backup/index.ts';
import { type BundleInput, requireRelease } from '../openwrt/index.ts';
import { readBounded } from './files.ts';
import { modelInFile } from './posted.ts';
import { practiceModel, practiceModels } from './practice-models.ts';
import { agreed, type Say } from './prepare.ts';
import { feedCache, packageRequest, type RouterFileOptions, sayFiles, showFit } from './router-files.ts';
import { showBundle } from './show.ts';
import { readSwitchFile } from './switch-file.ts';
import type { TextStream } from './text-file.ts';
import { type WishOptions, wishesOf } from './wish-options.ts';

export interface ExportOptions extends Partial<WishOptions>, RouterFileOptions {
  readonly model?: string;
  /** A text that somebody posted: a path, or `-` for standard input. */
  readonly from?: string;
  /** Which of the devices in the text. */
  readonly device?: string;
  readonly out?: string;
  readonly list?: true;
  readonly yes?: true;
  /** What the technician vouches for. */
  readonly accept?: readonly Acceptance[];
  readonly language: Language;
}

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
export async function exportModel(
  asked: ExportOptions,
  text: Text,
  version: string,
  say: Say,
  stdin: TextStream,
): Promise<Reply<ExportDocument>> {
  const { out, language, router: release } = asked;
  const one = (asked.model === undefined) !== (asked.from === undefined);
  if (!one || !out || release === undefined || (asked.mode === undefined && asked.from === undefined))
    throw new BenchError('USAGE', { message: 'export: --model and --mode, or --from, and --router and --out are needed, or --list' });
  if (asked.device !== undefined && asked.from === undefined) throw new BenchError('USAGE', { message: 'export: --device is for --from' });
  const request = await packageRequest(asked, 'export');
  const source = request && { ...request, cacheFolder: feedCache(asked), onProgress: sayFiles(say) };
  const db = await dbFor(asked);
  const posted = asked.from === undefined ? null : await modelInFile({ ...asked, from: asked.from, router: release }, db, stdin);
  const mode = asked.mode ?? posted?.mode;
  if (mode === undefined) throw new BenchError('USAGE', { message: 'export: the text does not tell a mode: --mode is needed' });
  const options = { ...asked, router: release, mode };
  if (!namesRouter(options)) throw new BenchError('USAGE', { message: 'export: --mode and --router are needed' });
  const known = posted?.model ?? findKnownModel(asked.model ?? '', db);
  const made = inputOfModel(known, wishesOf(options), { db, version, language, accepts: options.accept });
  let input = posted ? saidOfText(made, posted) : made;
  if (posted) for (const line of posted.assumed) say(text.phrase(line));
  // Which one the bundle is for is said before it is written.
  if (known.ids) say(`${known.title}  ${idLine(`${input.dongle.vid}:${input.dongle.pid}`, known, text)}`);
  for (const line of givenLines(db, text)) say(line);
  const router =
    options.routerBackup !== undefined
      ? await fitted(input, options.routerBackup)
      : posted?.backup
        ? fitToBackup(input, posted.backup)
        : null;
  if (router) {
    say(showFit(router.view, text));
    if (options.yes !== true && !(await agreed())) throw new BenchError('CANCELLED');
    input = router.input;
  }
  const { bundle, manifest, fetched } = await writeForRouter(input, source, resolve(out));
  const document = {
    failure: null,
    bundle,
    manifest,
    router: router?.view ?? null,
    fetched: fetched && told(fetched),
  };
  return { document, lines: showBundle(bundle, text) };
}

async function fitted(input: BundleInput, path: string): Promise<FittedInput> {
  return fitToBackup(input, await readRouterBackup(await readBounded(path, MOST_BACKUP)));
}

function told({ files, downloadedBytes, fromCacheBytes, warnings }: FetchedPackages): NonNullable<ExportDocument['fetched']> {
  const named = files.map(({ name, bytes, sha256 }) => ({ name, bytes: bytes.length, sha256 }));
  return { files: named, downloadedBytes, fromCacheBytes, warnings: [...warnings] };
}

/** Throws what reading the file of `--switch` does. */
async function dbFor({ switch: file }: ExportOptions): Promise<Db> {
  return file === undefined ? loadDb() : withSwitches(loadDb(), await readSwitchFile(file));
}

const namesRouter = (options: ExportOptions): options is ExportOptions & WishOptions =>
  options.mode !== undefined && options.router !== undefined;

/** A practice dongle's name, else one of the database: a USB id, a label, a name. Throws MODEL_UNKNOWN, MODEL_AMBIGUOUS, SWITCH_NOT_IN_FILE. */
export function findKnownModel(name: string, db: Db): KnownModel {
  const practice = practiceModel(name);
  const known = practice ? describedModel(practice, db) : databaseModel(name, db);
  if (db.given === null || known.discs.some(({ entry }) => isGiven(db, entry))) return known;
  // Who names a modem beside an entry that does not say what the disc becomes says that it becomes this one.
  const open = db.given.entries.filter(({ target }) => target.pids === undefined);
  if (!practice && open.length > 0) return { ...known, discs: open.map((entry) => ({ device: unswitchedDevice(entry), entry })) };
  throw notInFile(db.given, known.discs[0]?.entry.id ?? idsOf(known)[0] ?? name);
}

/**
 * `export --list`: every practice dongle, or the model that is named, in every mode on every release, or in those that are named.
 * Throws USAGE, ROUTER_UNKNOWN, and what `findKnownModel` throws.
 */
export async function listExports(options: ExportOptions, text: Text, version: string): Promise<Reply<ExportMatrixDocument>> {
  if (options.from !== undefined) throw new BenchError('USAGE', { message: 'export: --list is not for --from' });
  if (options.out !== undefined) throw new BenchError('USAGE', { message: 'export: --list writes nothing, so that --out is not for it' });
  const db = await dbFor(options);
  const releases = options.router === undefined ? listRouters().map(({ release }) => release) : [requireRelease(options.router).version];
  const models = options.model === undefined ? practiceModels().map((m) => describedModel(m, db)) : [findKnownModel(options.model, db)];
  const document: ExportMatrixDocument = { failure: null, releases, models: [] };
  const lines: string[] = [];
  for (const model of models) {
    const rows = modesOnReleases(model, { db, version }, { mode: options.mode, releases }).map(
      (row): MatrixRow => ({
        ...row,
        releases: [...row.releases],
        packages: [...row.packages],
        newIds: [...row.newIds],
        reason: row.failure === null ? '' : text.cause(row.failure),
      }),
    );
    document.models.push({ name: model.name, title: model.title, ids: idsOf(model), otherIds: [...(model.otherIds ?? [])], rows });
    lines.push(`${model.name}  ${model.title}  ${idLine(idsOf(model).join(', '), model, text)}`, ...showRows(rows, text));
  }
  return { document, lines: [...lines, ...givenLines(db, text)].join('\n') };
}

/** That the dongle, and by the file its router, is switched by what a technician gave. */
function givenLines({ given }: Db, text: Text): string[] {
  return given === null ? [] : [`!  ${text.phrase({ key: 'notes.switch-given', values: { file: given.file } })}`];
}

/** Whose bundles these are, by USB id, and what else may be behind the same label. */
function idLine(ids: string, { name, otherIds = [] }: KnownModel, text: Text): string {
  if (otherIds.length === 0) return ids;
  const isId = /^[0-9a-f]{4}:[0-9a-f]{4}$/i.test(name);
  return text.word(isId ? 'list.may-return-as' : 'list.other-ids', { ids, others: otherIds.join(', ') });
}

/** What a dongle simply has not is one line for all such modes. */
function showRows(rows: readonly MatrixRow[], text: Text): string[] {
  const lacking = rows.filter(({ failure }) => failure?.code === 'MODE_NOT_OFFERED');
  const rest = rows.filter((row) => !lacking.includes(row)).map((row) => showRow(row, text));
  return lacking.length === 0
    ? rest
    : [...rest, `x  ${text.word('list.modes-lacking', { modes: lacking.map(({ mode }) => mode).join(' ') })}`];
}

function showRow({ mode, way, releases, failure, reason, proto, packages, newIds }: MatrixRow, text: Text): string {
  const options = way === 'mode' ? `--mode ${mode}` : `--mode ${mode} --way ${way}`;
  const given = newIds.length === 0 ? '' : `; ${text.word('list.new-ids', { ids: newIds.join(', ') })}`;
  const answer = failure === null ? `${proto}: ${packages.join(' ')}${given}` : `${failure.code}: ${reason}`;
  return `${failure === null ? ' ' : 'x'}  ${options}  ${showReleases(releases)}  ${answer}`;
}
