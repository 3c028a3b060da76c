import { findRelease, type Release } from '../../../modem-db/openwrt/index.ts';
import { BenchError } from '../../contract/errors.ts';
import type { RouterFinding, RouterSummary } from '../../contract/router-backup.ts';
import { finding, refusal } from './phrases.ts';

/**
 * Whether the backup is from a router of that release. Another series has other protocol options, another kernel or another package
 * manager: that is refused. Within a series the point releases differ little, and the router may have been upgraded since.
 */
export function releaseFindings(wished: Release, { release: named, packageManager }: RouterSummary): RouterFinding[] {
  const findings: RouterFinding[] = [];
  if (packageManager !== null && packageManager !== wished.packageManager) {
    const values = { found: packageManager, expected: wished.packageManager, wished: wished.version };
    findings.push(finding('warning', 'package-manager', values));
  }
  if (named === null) return [...findings, finding('note', 'release-unknown', { wished: wished.version })];
  const release = findRelease(named);
  const values = { release: named, wished: wished.version };
  if (!release) return [...findings, finding('warning', 'release-unlisted', values)];
  if (release.version === wished.version) return findings;
  return release.series === wished.series
    ? [...findings, finding('warning', 'release-point', values)]
    : [...findings, refusal('release-differs', new BenchError('ROUTER_RELEASE_DIFFERS', values))];
}
