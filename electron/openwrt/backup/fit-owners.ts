import { BenchError } from '../../contract/errors.ts';
import type { Phrase } from '../../contract/plan.ts';
import type { RouterFinding, RouterInterface, RouterSummary } from '../../contract/router-backup.ts';
import type { Wishes } from '../../contract/wishes.ts';
import type { Claim } from '../features/index.ts';
import { type Owners, ownersOf } from './owners.ts';
import { change, type FitStep, finding, listed, refusal } from './phrases.ts';

/** As the programs call themselves. */
const titles = { modemmanager: 'ModemManager', qmodem: 'QModem', 'luci-app-modem': 'luci-app-modem' } as const;
/** Of whoever has not wished for one. */
const USUAL_ZONE = 'wan';
/** Interfaces beyond the first ones are among the names alone. */
const MOST = 10;

export interface OwnersStep extends FitStep {
  /** The router as the bundle will find it where it comes to its own interface. */
  readonly left: RouterSummary;
}

/**
 * Others on the router that have the dongle or may have it: each is told with why two cannot, and what is wished becomes of it. Where the
 * wish is to refuse them, a refusal comes first. One that is taken out leaves its place in the firewall to the bundle's interface.
 */
export function fitOwners(wishes: Wishes, claim: Claim, summary: RouterSummary): OwnersStep {
  const owners = ownersOf(summary, claim, wishes.interfaceName);
  const wish = wishes.onRouter.owners;
  const names = namesOf(owners);
  const all = owners.interfaces.map(({ each }) => each);
  // What another bundle made is taken back by its own record, and only switched off here.
  const out = wish === 'replace' ? all.filter(({ ours, identity }) => !ours && identity === null) : [];
  const off = wish === 'disable' || wish === 'replace' ? all.filter((each) => !out.includes(each)) : [];
  const [place] = out.flatMap(({ name }) =>
    summary.zones.flatMap((zone) => (zone.networks.includes(name) && zone.name !== USUAL_ZONE ? [{ name, zone: zone.name }] : [])),
  );
  const zone = place && wishes.onRouter.zone === USUAL_ZONE ? place.zone : wishes.onRouter.zone;
  return {
    wishes: { ...wishes, onRouter: { ...wishes.onRouter, zone } },
    changes: [
      ...named('owners-off', off),
      ...named('owners-out', out),
      ...(wish === 'disable' || wish === 'replace' ? programsOff(owners) : []),
      ...(zone === wishes.onRouter.zone
        ? []
        : [change('zone-of-owner', { from: wishes.onRouter.zone, to: zone, name: place?.name ?? '' })]),
    ],
    findings: [
      ...(names.length > 0 && wish === 'refuse' ? [refusal('owned', new BenchError('ROUTER_DONGLE_OWNED', { names: listed(names) }))] : []),
      ...told(owners),
      ...(names.length > 0 && wish === 'keep' ? [finding('warning', 'owners-kept')] : []),
      ...otherModems(owners, wishes.interfaceName, summary),
    ],
    left: without(summary, out, off),
  };
}

function namesOf({ interfaces, programs }: Owners): string[] {
  return [...interfaces.map(({ each }) => each.name), ...programs.map(({ name }) => titles[name])];
}

const named = (key: string, interfaces: readonly RouterInterface[]): Phrase[] =>
  interfaces.length === 0 ? [] : [change(key, { names: listed(interfaces.map(({ name }) => name)) })];

function programsOff({ programs }: Owners): Phrase[] {
  const diallers = programs.filter(({ name }) => name !== 'modemmanager');
  return diallers.length === 0 ? [] : [change('programs-off', { programs: listed(diallers.map(({ name }) => titles[name])) })];
}

function told({ interfaces, programs }: Owners): RouterFinding[] {
  return [
    ...interfaces
      .slice(0, MOST)
      .map(({ each: { name, proto, device }, how }) =>
        finding('warning', how === 'same' ? 'owner-interface' : 'owner-interface-maybe', { name, proto, device: device ?? '—' }),
      ),
    ...programs.map(({ name, sections }) =>
      name === 'modemmanager'
        ? finding('warning', 'owner-modemmanager')
        : sections.length === 0
          ? finding('warning', 'owner-program-next', { program: titles[name] })
          : finding('warning', 'owner-program', { program: titles[name], sections: listed(sections.map((each) => each.name)) }),
    ),
  ];
}

function otherModems({ interfaces: owners }: Owners, own: string, { interfaces }: RouterSummary): RouterFinding[] {
  const known = new Set(owners.map(({ each }) => each.name));
  const others = interfaces.filter(({ modem, disabled, name, ours }) => modem && !disabled && !(ours && name === own) && !known.has(name));
  return others.length === 0 ? [] : [finding('warning', 'other-modems', { names: listed(others.map(({ name }) => name)) })];
}

function without(summary: RouterSummary, out: readonly RouterInterface[], off: readonly RouterInterface[]): RouterSummary {
  const gone = new Set(out.map(({ name }) => name));
  return {
    ...summary,
    interfaces: summary.interfaces.filter((each) => !gone.has(each.name) && !off.includes(each)),
    takenNames: summary.takenNames.filter((name) => !gone.has(name)),
    zones: summary.zones.map((zone) => ({ ...zone, networks: zone.networks.filter((name) => !gone.has(name)) })),
  };
}
