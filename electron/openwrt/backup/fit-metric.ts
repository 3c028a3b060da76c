import type { RouterInterface, RouterSummary } from '../../contract/router-backup.ts';
import type { Wishes } from '../../contract/wishes.ts';
import { change, type FitStep, finding, listed } from './phrases.ts';

const MOST = 65535;
const STEP = 10;

/**
 * The metric: behind every wired way to the internet, and no other modem's, since of two default routes with one metric only the
 * first is kept. Raised by tens; a metric that does both already stays.
 */
export function fitMetric(wishes: Wishes, summary: RouterSummary): FitStep {
  const others = summary.interfaces.filter(
    ({ name, defaultRoute }) => defaultRoute && name !== wishes.interfaceName && name !== `${wishes.interfaceName}6`,
  );
  const wired = others.filter((each) => !each.modem && leadsOut(each, wishes.onRouter.zone, summary));
  const modems = new Set(others.filter(({ modem }) => modem).map(({ metric }) => metric));
  const least = wired.reduce((most, { metric }) => Math.max(most, metric + 1), 0);
  if (wishes.metric >= least && !modems.has(wishes.metric)) return { wishes, changes: [], findings: [] };
  let to = wishes.metric < least ? Math.ceil((least - 1 + STEP) / STEP) * STEP : wishes.metric;
  while (modems.has(to)) to += STEP;
  const after = listed(
    (wishes.metric < least ? wired : others.filter(({ modem }) => modem)).map(({ name, metric }) => `${name} (${metric})`),
  );
  if (to > MOST) return { wishes, changes: [], findings: [finding('warning', 'metric-impossible', { after })] };
  return { wishes: { ...wishes, metric: to }, changes: [change('metric', { from: wishes.metric, to, after })], findings: [] };
}

/** It stands in the zone that leads to the internet, or has the name of the stock WAN. */
function leadsOut({ name }: RouterInterface, zone: string, { zones }: RouterSummary): boolean {
  return /^wan6?$/.test(name) || zones.some((each) => each.name === zone && each.networks.includes(name));
}
