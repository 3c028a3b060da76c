import { BenchError } from '../../contract/errors.ts';
import type { RouterSummary } from '../../contract/router-backup.ts';
import type { Wishes } from '../../contract/wishes.ts';
import type { RouterProto } from '../writers/writer.ts';
import { change, type FitStep, finding, refusal } from './phrases.ts';

/** `3g-` goes before it and `_4` behind it, and kernel names end at 15 characters. */
const CHARACTERS = 10;
const LAST = 99;

/**
 * The interface's name: the wished one, where it is free or an earlier bundle's own, else that with the next number. Beside itself it
 * takes its dynamic parts (`wwan_4`, `wwan_6`) and the second interface (`wwan6`).
 */
export function fitName(wishes: Wishes, summary: RouterSummary, proto: RouterProto): FitStep {
  const { interfaceName: wished } = wishes;
  const taken = takenNames(summary, wishes.onRouter.zone);
  const own = summary.interfaces.some(({ name, ours }) => ours && name === wished);
  if (own) return { wishes, changes: [], findings: [finding('note', 'replaces-own', { name: wished })] };
  const second = proto === 'dhcp' && wishes.pdpType !== 'ipv4';
  const free = (name: string) => [name, `${name}_4`, `${name}_6`, ...(second ? [`${name}6`] : [])].every((each) => !taken.has(each));
  if (free(wished)) return { wishes, changes: [], findings: [] };
  const to = candidates(wished).find(free);
  if (to === undefined)
    return { wishes, changes: [], findings: [refusal('no-free-name', new BenchError('ROUTER_NO_FREE_NAME', { name: wished }))] };
  return { wishes: { ...wishes, interfaceName: to }, changes: [change('name', { from: wished, to })], findings: [] };
}

/** Also of a zone that is not the interface's own: it would be in both. */
function takenNames({ takenNames: names, zones }: RouterSummary, zone: string): Set<string> {
  return new Set([...names, ...zones.filter(({ name }) => name !== zone).flatMap(({ networks }) => networks)]);
}

/** `wwan2` to `wwan99`, shortened in front of the number where that gets too long. */
function candidates(name: string): string[] {
  const stem = name.replace(/[0-9]+$/, '') || 'wwan';
  return Array.from({ length: LAST - 1 }, (_, at) => {
    const number = String(at + 2);
    return stem.slice(0, CHARACTERS - number.length) + number;
  });
}
