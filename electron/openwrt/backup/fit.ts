import type { RouterFinding, RouterFit, RouterSummary } from '../../contract/router-backup.ts';
import type { Wishes } from '../../contract/wishes.ts';
import { requireRelease } from '../wishes.ts';
import type { FitFacts } from './fit-facts.ts';
import { fitMetric } from './fit-metric.ts';
import { fitName } from './fit-name.ts';
import { fitOwners } from './fit-owners.ts';
import { fitZone } from './fit-zone.ts';
import { lanAddress } from './lan-address.ts';
import { lanFindings } from './lan-clash.ts';
import { type FitStep, finding, listed } from './phrases.ts';
import { releaseFindings } from './release-findings.ts';

const order = { refusal: 0, warning: 1, note: 2 } as const;

/**
 * Fits wishes to the router that a backup is from: an interface name that is free, the firewall zone of its WAN, a metric behind the
 * wired one. What cannot be fitted is a finding; one with the severity `refusal` has an error code, whose values are those of its message.
 * A pure function. Throws ROUTER_UNKNOWN for a release that is not known.
 */
export function fitToRouter(wishes: Wishes, facts: FitFacts, router: { readonly summary: RouterSummary }): RouterFit {
  const { summary } = router;
  const release = requireRelease(wishes.router);
  const owners = fitOwners(wishes, facts.claim, summary);
  const { left } = owners;
  // The name needs the zone, and the metric both.
  const zone = fitZone(owners.wishes, left);
  const name = fitName(zone.wishes, left, facts.proto);
  const metric = fitMetric(name.wishes, left);
  const steps: readonly FitStep[] = [owners, zone, name, metric];
  const findings = [
    ...textFindings(summary),
    ...releaseFindings(release, summary),
    ...steps.flatMap((step) => step.findings),
    ...lanFindings(facts, metric.wishes, left),
    ...(lanAddress(summary) === null ? [finding('note', 'address-unknown')] : []),
    ...(summary.waiting ? [finding('note', 'bundle-waiting')] : []),
    ...(summary.oldSyntax.length > 0 ? [finding('warning', 'old-syntax', { names: listed(summary.oldSyntax) })] : []),
    ...(wishes.onRouter.multiwan === 'mwan3' && !summary.mwan3 ? [finding('note', 'mwan3-unseen')] : []),
    ...(wishes.onRouter.storage === '' ? [] : [finding('note', 'storage-unseen')]),
    ...packageFindings(facts.packages, summary.packages),
  ];
  return {
    wishes: metric.wishes,
    changes: steps.flatMap((step) => step.changes),
    findings: findings.sort((a, b) => order[a.severity] - order[b.severity]),
  };
}

/** What cannot be judged by a text in place of a backup. */
function textFindings({ text }: RouterSummary): RouterFinding[] {
  if (text === null) return [];
  const { lacks, strangeLines } = text;
  return [
    ...(strangeLines.length === 0 ? [] : [finding('warning', 'text-strange', { lines: listed(strangeLines.map(String)) })]),
    finding('note', 'text-only'),
    ...(lacks.length === 0 ? [] : [finding('note', 'text-lacks', { files: listed(lacks.map((name) => `/etc/config/${name}`)) })]),
  ];
}

function packageFindings(needed: readonly string[], installed: RouterSummary['packages']): RouterFinding[] {
  if (installed === null) return [finding('note', 'packages-unknown')];
  const there = new Set(installed);
  const missing = needed.filter((name) => !there.has(name));
  return [missing.length === 0 ? finding('note', 'packages-there') : finding('note', 'packages-missing', { packages: listed(missing) })];
}
