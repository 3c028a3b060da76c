import { qmiCandidates as mayBeQmi, atCandidates as mayTakeAt } from '../../modem-db/port-hints.ts';
import { activeInterfaces } from '../seams/usb-bus.ts';
import type { ModemAccess } from './access.ts';

type Shown = Pick<ModemAccess, 'recognised' | 'sighting' | 'vendor'> & Partial<Pick<ModemAccess, 'ports'>>;

/** Interfaces that the database lists as AT ports: the one meant for it, then the modem port. */
export function listedAtPorts({ recognised }: Pick<Shown, 'recognised'>): number[] {
  const withRole = (role: string) =>
    [...recognised.roles].filter(([number, r]) => r === role && recognised.known?.get(number) !== 'class').map(([number]) => number);
  return [...withRole('at'), ...withRole('modem')];
}

/** Serial interfaces that may be asked, those that their class codes or a list speak for before the others. */
export function atCandidates(shown: Shown): readonly number[] {
  const { recognised, sighting } = shown;
  const candidates = mayTakeAt(activeInterfaces(sighting), recognised, sighting);
  return isLikelyModem(shown, candidates.length) ? candidates : [];
}

/** Interfaces of a modem that nobody listed that may speak QMI. */
export function qmiCandidates(shown: Shown): readonly number[] {
  const { recognised, sighting } = shown;
  if (recognised.listed || recognised.control !== 'none') return [];
  const candidates = mayBeQmi(activeInterfaces(sighting), recognised);
  return isLikelyModem(shown, candidates.length + mayTakeAt(activeInterfaces(sighting), recognised, sighting).length) ? candidates : [];
}

/** Whether anything of it may take AT commands over a serial port, and was not found to take none. */
export function mayHaveAt(shown: Shown): boolean {
  if (shown.ports?.noAt === true) return false;
  return listedAtPorts(shown).length > 0 || atCandidates(shown).length > 0;
}

/**
 * What nobody listed may be anything with an interface of its vendor's own, a Wi-Fi stick or a serial adapter among them, and is not
 * spoken to: unless its vendor makes modems, it has a network card of a standard class, or several ports.
 */
function isLikelyModem({ recognised, vendor }: Shown, ports: number): boolean {
  return recognised.listed || vendor !== undefined || recognised.mode !== null || ports > 1;
}
