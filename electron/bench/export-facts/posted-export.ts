import type { Db } from '../../../modem-db/db.ts';
import { BenchError, unlessRefused } from '../../contract/errors.ts';
import type { Phrase } from '../../contract/plan.ts';
import type { Answer, Query } from '../../contract/queries.ts';
import type { Language, Mode } from '../../contract/words.ts';
import { type RouterBackup, readRouterBackup } from '../../openwrt/backup/index.ts';
import { type BundleInput, requireAbsolute } from '../../openwrt/index.ts';
import { type PostedDevice, type PostedReport, readPosted } from '../forecast/dumps.ts';
import { refuseRelease } from '../forecast/release.ts';
import type { ExportOptions } from './bundle-input.ts';
import { fitToBackup, writeForRouter } from './for-router.ts';
import { inputOfModel } from './input-of-model.ts';
import type { KnownModel } from './known-model.ts';
import { modesOnReleases } from './matrix.ts';
import { choosePosted, postedModel } from './posted-model.ts';

/** The modem of a posted text, and what else of it a bundle takes. */
export interface TextModel {
  readonly model: KnownModel;
  /** That the text shows it in; none: it does not tell. */
  readonly mode: Mode | undefined;
  /** The router's configuration, where the text has it. */
  readonly backup: RouterBackup | null;
  /** What the text does not tell and is taken for granted. */
  readonly assumed: readonly Phrase[];
}

export interface TextChoice {
  readonly release: string;
  /** Its ids, its port, or bus and address, where the text shows several; or its place in the report. */
  readonly device?: string | number | undefined;
  readonly language: Language;
}

/**
 * The modem of a posted text, and the router's configuration where that stands in it too. Throws ROUTER_UNKNOWN, DUMP_EMPTY, MODEM_NOT_RUNNING,
 * TEXT_AMBIGUOUS, TEXT_LACKS and MODEL_UNKNOWN.
 */
export async function modelOfText(text: string, { release, device, language }: TextChoice, db: Db): Promise<TextModel> {
  refuseRelease(release);
  const report = readPosted(text, release, language, db);
  const chosen = typeof device === 'number' ? at(report.devices, device) : choosePosted(report.devices, device);
  const { reported } = chosen;
  return {
    model: postedModel(chosen, db),
    mode: reported.mode ?? undefined,
    backup: report.configuration > 0 ? await backupIn(text) : null,
    assumed: reported.assumed,
  };
}

function at(devices: readonly PostedDevice[], index: number): PostedDevice {
  const device = devices[index];
  if (!device) throw new BenchError('DUMP_EMPTY');
  return device;
}

/** A text that has some of a router's configuration need not have what a backup must. */
async function backupIn(text: string): Promise<RouterBackup | null> {
  try {
    return await readRouterBackup(new TextEncoder().encode(text));
  } catch (error) {
    if (error instanceof BenchError && error.code.startsWith('BACKUP_')) return null;
    throw error;
  }
}

/** With the warning that the text shows it in another mode than the bundle is for: nobody has switched it. */
export function saidOfText(input: BundleInput, { mode, model }: TextModel): BundleInput {
  if (mode === undefined || mode === input.dongle.mode) return input;
  const values = { name: model.title, shown: mode.toUpperCase(), mode: input.dongle.mode.toUpperCase() };
  return { ...input, warnings: [...(input.warnings ?? []), { key: 'bundle.warnings.text-other-mode', values }] };
}

/** For each device of a report, the modes for which a file can be made; the one that the text shows it in is the first. */
export function bundleModes({ router, devices }: PostedReport, options: ExportOptions): Mode[][] {
  return devices.map((device) => {
    const model = modelIfAny(device, options.db);
    if (!model) return [];
    const rows = modesOnReleases(model, options, { releases: [router.release] });
    const modes = new Set(rows.flatMap(({ mode, way, failure }) => (failure === null && way !== 'modemmanager' ? [mode] : [])));
    const { mode: told } = device.reported;
    return told !== null && modes.has(told) ? [told, ...[...modes].filter((mode) => mode !== told)] : [...modes];
  });
}

function modelIfAny(device: PostedDevice, db: Db): KnownModel | null {
  return device.reported.bootState === null ? unlessRefused(() => postedModel(device, db)) : null;
}

export type PostedExportQuery = Extract<Query, { type: 'export-posted' }>;

/** Writes the bundle for a device of a text. Throws what `modelOfText` throws, EXPORT_FOLDER_RELATIVE, and the codes of `openwrt/`. */
export async function exportPosted(query: PostedExportQuery, options: ExportOptions): Promise<Answer> {
  const { text, device, wishes, folder, language, fit, accepts } = query;
  requireAbsolute(folder);
  const posted = await modelOfText(text, { release: wishes.router, device, language }, options.db);
  const made = saidOfText(inputOfModel(posted.model, wishes, { ...options, language, accepts }), posted);
  const fitted = fit && posted.backup ? fitToBackup(made, posted.backup) : null;
  const { bundle } = await writeForRouter(fitted?.input ?? made, null, folder);
  return { type: 'posted-bundle', bundle, fit: fitted?.view ?? null };
}
