import { BenchError } from '../../contract/errors.ts';
import type { RouterSummary, RouterZone } from '../../contract/router-backup.ts';
import type { Wishes } from '../../contract/wishes.ts';
import { change, type FitStep, finding, listed, refusal } from './phrases.ts';

/**
 * The zone that the interface joins: the wished one, else that of the wired WAN, else the only one that translates addresses. A router
 * without any of them keeps what was wished, and a refusal. Where a text has no firewall the setup finds the zone on the router.
 */
export function fitZone(wishes: Wishes, { zones, text }: RouterSummary): FitStep {
  const wished = wishes.onRouter.zone;
  if (text?.lacks.includes('firewall')) return { wishes, changes: [], findings: [finding('note', 'zone-unseen', { zone: wished })] };
  const there = zones.find(({ name }) => name === wished);
  const zone = there ?? wanZone(zones);
  if (!zone) {
    const values = { zone: wished, zones: zones.length === 0 ? '—' : listed(zones.map(({ name }) => name)) };
    return { wishes, changes: [], findings: [refusal('zone-missing', new BenchError('ROUTER_ZONE_MISSING', values))] };
  }
  return {
    wishes: there ? wishes : { ...wishes, onRouter: { ...wishes.onRouter, zone: zone.name } },
    changes: there ? [] : [change('zone', { from: wished, to: zone.name })],
    findings: zone.masq ? [] : [finding('warning', 'zone-without-masq', { zone: zone.name })],
  };
}

function wanZone(zones: readonly RouterZone[]): RouterZone | undefined {
  const usable = zones.filter(({ name }) => /^[A-Za-z0-9_.-]{1,32}$/.test(name));
  const masked = usable.filter(({ masq }) => masq);
  const wired = usable.filter(({ networks }) => networks.includes('wan') || networks.includes('wan6'));
  return wired.find(({ masq }) => masq) ?? wired[0] ?? (masked.length === 1 ? masked[0] : undefined);
}
