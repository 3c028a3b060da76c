import type { RouterInterface, RouterProgram, RouterSummary } from '../../contract/router-backup.ts';
import { type Claim, plainPort } from '../features/owners.ts';
import { shown } from './config.ts';

/** `same`: for this very dongle. `maybe`: for a modem that nothing tells from it. */
export type Ownership = 'same' | 'maybe';

export interface Owners {
  readonly interfaces: readonly { readonly each: RouterInterface; readonly how: Ownership }[];
  /** With those of their sections alone that may be for the dongle. */
  readonly programs: readonly RouterProgram[];
}

/** Who on the router has the dongle, or may have it, beside the interface `own` that an earlier bundle made. */
export function ownersOf({ interfaces, programs }: Pick<RouterSummary, 'interfaces' | 'programs'>, claim: Claim, own: string): Owners {
  return {
    interfaces: interfaces.flatMap((each) => {
      const how = each.ours && each.name === own ? null : ownership(each, claim);
      return how ? [{ each, how }] : [];
    }),
    programs: programs.flatMap((program) => programFor(program, claim) ?? []),
  };
}

/** Whether an interface has the dongle; `null`: it has none, is switched off, or its modem is another one. */
export function ownership({ modem, disabled, identity, port, device }: RouterInterface, claim: Claim): Ownership | null {
  if (!modem || disabled) return null;
  if (identity !== null) return identity === shown(claim.identity) ? 'same' : null;
  if (port !== null && claim.port !== '') return samePort(port, claim.port) ? 'same' : null;
  const [theirs, ours] = [numberOf(device ?? ''), numberOf(claim.device)];
  if (theirs !== null && ours !== null) return theirs === ours ? 'same' : null;
  // A card alone has no control node, so that one is another modem's.
  if (!claim.commanded && device?.startsWith('/dev/cdc-wdm')) return null;
  return device !== null && device === claim.device ? 'same' : 'maybe';
}

/**
 * The number of a control node or of the net device beside it: the drivers that make both number them alike where the router has no
 * others. `null` for anything else; of serial ports and cards one dongle has several, or their numbers change.
 */
function numberOf(device: string): string | null {
  return /^(?:\/dev\/cdc-wdm|wwan)([0-9]+)$/.exec(device)?.[1] ?? null;
}

/** Also where QModem writes `1_1_4` for the port `1-1.4`. */
const samePort = (one: string, other: string) => plainPort(one) === plainPort(other);

function programFor({ name, sections }: RouterProgram, { port, commanded, managed }: Claim): RouterProgram | null {
  if (name === 'modemmanager') return managed || !commanded ? null : { name, sections };
  const fitting = sections.filter((section) => section.port === null || port === '' || samePort(section.port, port));
  return fitting.length === 0 && sections.length > 0 ? null : { name, sections: fitting };
}
