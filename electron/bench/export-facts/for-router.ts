import { BenchError } from '../../contract/errors.ts';
import type { BundleSummary, Manifest } from '../../contract/manifest.ts';
import type { RouterFitView } from '../../contract/router-backup.ts';
import type { FetchedPackages, FetchOptions } from '../../feeds/fetch-packages.ts';
import { environmentProxies } from '../../host/environment-proxies.ts';
import { fitToRouter, lanAddress, type RouterBackup, setupOf } from '../../openwrt/backup/index.ts';
import { type BundleInput, buildBundle, outlineBundle, writeBundle } from '../../openwrt/index.ts';

/** A bundle for one very router: what its own backup asks for, and the packages that it cannot fetch by itself. */

export interface FittedInput {
  readonly input: BundleInput;
  /** What was found out, and what will change there. */
  readonly view: RouterFitView;
}

/**
 * Fits a bundle to the router that a backup is from. Where a finding refuses, nothing will be written, and there is no diff. Throws as
 * `outlineBundle`.
 */
export function fitView(input: BundleInput, backup: RouterBackup): FittedInput {
  const { plan, packages, claim } = outlineBundle(input);
  const facts = { proto: plan.proto, routerAddress: input.dongle.routerAddress, packages, claim };
  const { wishes, changes, findings } = fitToRouter(input.wishes, facts, backup);
  const view = { router: backup.summary, changes: [...changes], findings: [...findings] };
  const fitted = { ...input, wishes, reachedAt: lanAddress(backup.summary) };
  if (refusalOf(view)) return { input: fitted, view: { ...view, diff: [] } };
  const outline = outlineBundle(fitted);
  return { input: fitted, view: { ...view, diff: backup.preview(setupOf(outline)) } };
}

/** As `fitView`. Throws also with the code of the first finding that refuses. */
export function fitToBackup(input: BundleInput, backup: RouterBackup): FittedInput {
  const fitted = fitView(input, backup);
  const refusal = refusalOf(fitted.view);
  if (refusal) throw refusal;
  return fitted;
}

/** The first finding that keeps the bundle from being written, as an error; `null`: none does. */
export function refusalOf({ findings }: Pick<RouterFitView, 'findings'>): BenchError | null {
  const refusal = findings.find((finding) => finding.severity === 'refusal');
  return refusal ? new BenchError(refusal.code, refusal.message.values) : null;
}

export type PackageSource = Omit<FetchOptions, 'release' | 'packages'>;

export interface Written {
  readonly bundle: BundleSummary;
  readonly manifest: Manifest;
  /** `null`: no packages were asked for. */
  readonly fetched: FetchedPackages | null;
}

/**
 * Makes the bundle and writes it, with packages from `source` in it where there is one. Nothing is written before all of it is there.
 * Throws as `fetchPackages` (CANCELLED where its signal says so), `buildBundle` and `writeBundle`.
 */
export async function writeForRouter(input: BundleInput, source: PackageSource | null, folder: string): Promise<Written> {
  const fetched = source && (await packagesOf(input, source));
  const bundle = await buildBundle(fetched && source ? withPackages(input, source.target, fetched) : input);
  if (source?.signal?.aborted) throw new BenchError('CANCELLED');
  const { summary, manifest } = await writeBundle(folder, bundle);
  if (!fetched) return { bundle: summary, manifest, fetched };
  const bytes = fetched.files.reduce((sum, file) => sum + file.bytes.length, 0);
  const warnings = [...fetched.warnings.map((name) => ({ key: `feeds.${name}`, values: {} })), ...summary.warnings];
  return { bundle: { ...summary, warnings, offline: { files: fetched.files.length, bytes } }, manifest, fetched };
}

/** With all that they need on a router of that target. Proxies are the app's, or those that the environment names. */
async function packagesOf(input: BundleInput, source: PackageSource): Promise<FetchedPackages> {
  const { release, packages } = outlineBundle(input);
  // A fifth of the bench's code, with an HTTP client in it, which most benches never need.
  const { fetchPackages } = await import('../../feeds/fetch-packages.ts');
  const proxies = source.proxies ?? environmentProxies() ?? undefined;
  return fetchPackages({ ...source, proxies, release, packages });
}

function withPackages(input: BundleInput, target: string, { files, kernel }: FetchedPackages): BundleInput {
  return { ...input, target, offline: { files: files.map(({ name, bytes }) => ({ name, bytes })), kernel } };
}
