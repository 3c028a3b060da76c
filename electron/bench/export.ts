import { hex4 } from '../../modem-db/db.ts';
import { listReleases } from '../../modem-db/openwrt/index.ts';
import type { BundleSummary } from '../contract/manifest.ts';
import type { Snapshot } from '../contract/snapshot.ts';
import type { Wishes } from '../contract/wishes.ts';
import { type BundleDongle, buildBundle, checkWishes, writeBundle } from '../openwrt/index.ts';
import type { Prepared } from './dongle.ts';

/** The bench's side of the bundle: from what was verified to the files for the router. */

/** Throws with the code of the first wish that the router's release would not carry out as meant. */
export function refuseWishes(wishes: Wishes): void {
  checkWishes(wishes);
}

export function listRouters(): Snapshot['routers'] {
  return listReleases().map(({ version, kernel, packageManager }) => ({ release: version, kernel, packageManager }));
}

/** Builds and writes the bundle. Throws the codes of `openwrt/`. */
export async function exportBundle(prepared: Prepared, folder: string, version: string): Promise<BundleSummary> {
  const { job, wishes } = prepared;
  const bundle = await buildBundle({
    wishes,
    dongle: bundleDongle(prepared),
    generator: `Modem Bench ${version}`,
    done: job.plan.steps.filter((s) => job.progress.find((p) => p.id === s.id)?.state === 'done').map((s) => s.title),
  });
  return writeBundle(folder, bundle);
}

function bundleDongle({ job, wishes, name, sighting, family, atPortIndex }: Prepared): BundleDongle {
  const { manufacturer, model, revision, imei, iccid } = job.identity;
  return {
    name,
    vid: hex4(sighting.vid),
    pid: hex4(sighting.pid),
    mode: wishes.mode,
    manufacturer: manufacturer ?? null,
    model: model ?? null,
    revision: revision ?? null,
    imei: imei ?? null,
    iccid: iccid ?? null,
    controlNode: controlNode(job.checks, wishes.mode, atPortIndex),
    netDevice: wishes.mode === 'qmi' || wishes.mode === 'ncm' ? 'wwan0' : null,
    vendorFamily: family ?? '',
    hasUimState: job.hasUimState,
  };
}

/**
 * The node over which the router will command this dongle, as a router names it whose only modem it is. QMI has but one. NCM
 * is commanded over the control node where AT was heard there, else over the AT port: some firmware never answers on the former.
 */
function controlNode(checks: Prepared['job']['checks'], mode: Wishes['mode'], atPortIndex: number | null): string | null {
  const heard = (id: string) => checks.some((c) => c.id === id && c.state === 'passed');
  if (mode === 'qmi' || mode === 'mbim') return '/dev/cdc-wdm0';
  if (mode === 'ncm' && heard('control-at')) return '/dev/cdc-wdm0';
  return atPortIndex === null ? null : `/dev/ttyUSB${atPortIndex}`;
}
