import { listReleases } from '../../../modem-db/openwrt/index.ts';
import { acceptances } from '../../contract/acceptance.ts';
import { BenchError } from '../../contract/errors.ts';
import type { Intent } from '../../contract/intents.ts';
import type { Answer, Query } from '../../contract/queries.ts';
import type { RouterOwners } from '../../contract/router-options.ts';
import type { Snapshot } from '../../contract/snapshot.ts';
import type { Wishes } from '../../contract/wishes.ts';
import { type BundleInput, checkWishes, requireAbsolute } from '../../openwrt/index.ts';
import type { Dongle } from '../dongle.ts';
import { bundleInput, type ExportOptions } from '../export-facts/bundle-input.ts';
import { fitToBackup, fitView, writeForRouter } from '../export-facts/for-router.ts';
import { factsOfJob } from '../export-facts/job-dongle.ts';
import type { Prepared } from './prepared.ts';

/** The bench's side of the bundle: from what was verified, or from what is known, to the files for the router. */

/** Throws with the code of the first wish that the router's release would not carry out as meant. */
export function refuseWishes(wishes: Wishes): void {
  checkWishes(wishes);
}

export function listRouters(): Snapshot['routers'] {
  return listReleases().map(({ version, kernel, packageManager }) => ({ release: version, kernel, packageManager }));
}

/** What the bundle of a dongle that was prepared is made of. */
function inputOfJob(prepared: Prepared, options: ExportOptions): BundleInput {
  return bundleInput(factsOfJob(prepared, options.db), prepared.wishes, options);
}

export type ExportIntent = Extract<Intent, { type: 'export' }>;

/**
 * Writes the bundle of a dongle that was prepared, fitted to a backup and with packages in it where the intent says so. Throws
 * DONGLE_BUSY, EXPORT_FOLDER_RELATIVE, BACKUP_FORGOTTEN, CANCELLED, and the codes of `openwrt/` and `feeds/`.
 */
export async function exportDongle(
  dongle: Dongle,
  intent: ExportIntent,
  options: ExportOptions & { readonly cacheFolder: string },
): Promise<void> {
  const prepared = dongle.prepared(intent.accepts ?? []);
  // Before packages are fetched for an hour.
  requireAbsolute(intent.folder);
  await dongle.export(async (run) => {
    let input = inputOfJob(withOwners(prepared, intent.owners), { ...options, language: intent.language });
    if (intent.backupId) input = fitToBackup(input, dongle.exporting.backup(intent.backupId)).input;
    const { proxies } = dongle.backend;
    const source = intent.packages ? { ...intent.packages, cacheFolder: options.cacheFolder, proxies, ...run } : null;
    return (await writeForRouter(input, source, intent.folder)).bundle;
  });
}

/** The choice that is made beside the backup, after the dongle was prepared. */
function withOwners(prepared: Prepared, owners: RouterOwners | undefined): Prepared {
  const { wishes } = prepared;
  return owners === undefined ? prepared : { ...prepared, wishes: { ...wishes, onRouter: { ...wishes.onRouter, owners } } };
}

export type BackupQuery = Extract<Query, { type: 'read-router-backup' }>;

/**
 * What a router's backup (base64) asks of the bundle of a dongle that was prepared. It is kept for the export. Throws DONGLE_BUSY, the
 * BACKUP_ codes and those of `openwrt/`.
 */
export async function readBackupFor(dongle: Dongle, { data, owners }: BackupQuery, options: ExportOptions): Promise<Answer> {
  const prepared = withOwners(dongle.prepared(acceptances), owners);
  const { id, backup } = await dongle.exporting.keep(bytesOfBase64(data));
  return { type: 'router-backup', backupId: id, fit: fitView(inputOfJob(prepared, options), backup).view };
}

/** Throws BACKUP_NOT_ARCHIVE where it is something else. */
function bytesOfBase64(data: string): Uint8Array {
  // Node passes over whatever is no base64; then the length tells.
  const bytes = Buffer.from(data, 'base64');
  const padding = data.endsWith('==') ? 2 : data.endsWith('=') ? 1 : 0;
  if (data.length % 4 !== 0 || bytes.length !== (data.length / 4) * 3 - padding) throw new BenchError('BACKUP_NOT_ARCHIVE');
  return bytes;
}
