import type { RouterFinding, RouterSummary } from '../../contract/router-backup.ts';
import type { Wishes } from '../../contract/wishes.ts';
import type { Claim } from '../features/index.ts';
import { isOwn, type Owners, ownersOf } from './owners.ts';
import { finding, listed } from './phrases.ts';

/** As the programs call themselves. */
const titles = { modemmanager: 'ModemManager', qmodem: 'QModem', 'luci-app-modem': 'luci-app-modem' } as const;

/**
 * Others on the router that have the dongle or may have it, each with why both cannot, and interfaces of other modems. Where the wish
 * is to refuse them, a refusal comes first.
 */
export function ownerFindings({ interfaceName, onRouter }: Wishes, claim: Claim, summary: RouterSummary): RouterFinding[] {
  const owners = ownersOf(summary, claim, interfaceName);
  const names = namesOf(owners);
  return [
    ...(names.length > 0 && onRouter.owners === 'refuse'
      ? [finding('refusal', 'owned', { names: listed(names) }, 'ROUTER_DONGLE_OWNED')]
      : []),
    ...told(owners),
    ...(names.length > 0 && onRouter.owners === 'keep' ? [finding('warning', 'owners-kept')] : []),
    ...otherModems(owners, interfaceName, summary),
  ];
}

function namesOf({ interfaces, programs }: Owners): string[] {
  return [...interfaces.map(({ each }) => each.name), ...programs.map(({ name }) => titles[name])];
}

/** Interfaces beyond the first ones are among the names alone. */
const MOST = 10;

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
        : finding('warning', 'owner-program', {
            program: titles[name],
            sections: sections.length === 0 ? '—' : listed(sections.map((each) => each.name)),
          }),
    ),
  ];
}

function otherModems({ interfaces: owners }: Owners, own: string, { interfaces }: RouterSummary): RouterFinding[] {
  const known = new Set(owners.map(({ each }) => each.name));
  const others = interfaces.filter(({ modem, disabled, name }) => modem && !disabled && !isOwn(name, own) && !known.has(name));
  return others.length === 0 ? [] : [finding('warning', 'other-modems', { names: listed(others.map(({ name }) => name)) })];
}
