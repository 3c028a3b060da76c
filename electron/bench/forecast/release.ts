import { tableReleases } from '../../../modem-db/drivers/index.ts';
import { nearestRelease } from '../../../modem-db/openwrt/index.ts';
import { BenchError } from '../../contract/errors.ts';

const seriesOf = (version: string) => version.split('.').slice(0, 2).join('.');

/** Releases that a forecast can be asked for, oldest first. */
export const forecastReleases = tableReleases;

/**
 * A point release of a known series, one that is newer than this app included, or `snapshot`: the nearest known tables judge for it.
 * Throws ROUTER_UNKNOWN for what no tables are near to.
 */
export function refuseRelease(release: string): void {
  const isPoint = /^\d{2}\.\d{2}\.\d{1,2}$/.test(release);
  if (release === 'snapshot' || (isPoint && tableReleases().some((known) => seriesOf(known) === seriesOf(release)))) return;
  throw new BenchError('ROUTER_UNKNOWN', { release: release.slice(0, 40), nearest: nearestRelease(release)?.version ?? '' });
}
