import { BenchError } from '../../contract/errors.ts';
import type { RouterFitView } from '../../contract/router-backup.ts';
import { type FetchedPackages, type FetchOptions, fetchPackages } from '../../feeds/fetch-packages.ts';
import { fitToRouter, previewChanges, type RouterBackup, setupOf } from '../../openwrt/backup/index.ts';
import { type BundleInput, outlineBundle } from '../../openwrt/index.ts';

/** A bundle for one very router: what its own backup asks for, and the packages that it cannot fetch by itself. */

export interface FittedInput {
  readonly input: BundleInput;
  /** What was found out, and what will change there. */
  readonly view: RouterFitView;
}

/**
 * Fits a bundle to the router that a backup is from. Nothing is written. Throws with the code of the first finding that refuses, and
 * as `outlineBundle`.
 */
export function fitToBackup(input: BundleInput, backup: RouterBackup): FittedInput {
  const { plan, packages } = outlineBundle(input);
  const facts = { proto: plan.proto, routerAddress: input.dongle.routerAddress, packages };
  const { wishes, changes, findings } = fitToRouter(input.wishes, facts, backup);
  const refusal = findings.find(({ severity }) => severity === 'refusal');
  if (refusal) throw new BenchError(refusal.code ?? 'WISH_INVALID', refusal.message.values);
  const fitted = { ...input, wishes };
  const outline = outlineBundle(fitted);
  const diff = previewChanges(backup, setupOf(outline.wishes, outline.plan));
  return { input: fitted, view: { router: backup.summary, changes: [...changes], findings: [...findings], diff } };
}

export type PackageSource = Omit<FetchOptions, 'release' | 'packages'>;

/** Puts the packages into a bundle, with all that they need on a router of that target. Throws as `fetchPackages`. */
export async function withFetchedPackages(
  input: BundleInput,
  source: PackageSource,
): Promise<{ readonly input: BundleInput; readonly fetched: FetchedPackages }> {
  const { release, packages } = outlineBundle(input);
  const fetched = await fetchPackages({ ...source, release, packages });
  const files = fetched.files.map(({ name, bytes }) => ({ name, bytes }));
  return { input: { ...input, target: source.target, offline: { files } }, fetched };
}
