import type { Db } from '../../modem-db/db.ts';
import { listReleases } from '../../modem-db/openwrt/index.ts';
import type { BundleSummary } from '../contract/manifest.ts';
import type { Snapshot } from '../contract/snapshot.ts';
import type { Wishes } from '../contract/wishes.ts';
import type { Language } from '../contract/words.ts';
import { type Bundle, type BundleInput, buildBundle, checkWishes, requireRelease, writeBundle } from '../openwrt/index.ts';
import { bundleInput } from './bundling/bundle-input.ts';
import { factsOfJob } from './bundling/job-dongle.ts';
import type { KnownModel } from './bundling/known-model.ts';
import { factsOfModel } from './bundling/model-dongle.ts';
import type { Prepared } from './dongle.ts';

/** The bench's side of the bundle: from what was verified, or from what is known, to the files for the router. */

export interface ExportOptions {
  readonly db: Db;
  /** Of Modem Bench. */
  readonly version: string;
  /** Of the printed page. */
  readonly language?: Language | undefined;
}

/** Throws with the code of the first wish that the router's release would not carry out as meant. */
export function refuseWishes(wishes: Wishes): void {
  checkWishes(wishes);
}

export function listRouters(): Snapshot['routers'] {
  return listReleases().map(({ version, kernel, packageManager }) => ({ release: version, kernel, packageManager }));
}

/** What a bundle of a model will be made of. Throws the codes of `openwrt/`, and those of `dongleOfModel`. */
export function inputOfModel(model: KnownModel, wishes: Wishes, options: ExportOptions): BundleInput {
  checkWishes(wishes, requireRelease(wishes.router));
  return bundleInput(factsOfModel(model, wishes, options.db), wishes, { ...options, refuses: true });
}

/** The bundle of a dongle that was prepared. Throws the codes of `openwrt/`. */
export function bundleOfJob(prepared: Prepared, options: ExportOptions): Promise<Bundle> {
  return buildBundle(bundleInput(factsOfJob(prepared, options.db), prepared.wishes, options));
}

/** Builds and writes the bundle of a dongle that was prepared. Throws the codes of `openwrt/`. */
export async function exportBundle(prepared: Prepared, folder: string, options: ExportOptions): Promise<BundleSummary> {
  return writeBundle(folder, await bundleOfJob(prepared, options));
}
