import { atCandidates as mayTakeAt } from '../../modem-db/port-hints.ts';
import { activeInterfaces } from '../seams/usb-bus.ts';
import type { ModemAccess } from './access.ts';

type Shown = Pick<ModemAccess, 'recognised' | 'sighting'> & Partial<Pick<ModemAccess, 'ports'>>;

/** Interfaces that the database lists as AT ports: the one meant for it, then the modem port. */
export function listedAtPorts({ recognised }: Shown): number[] {
  const withRole = (role: string) =>
    [...recognised.roles].filter(([number, r]) => r === role && recognised.known?.get(number) !== 'class').map(([number]) => number);
  return [...withRole('at'), ...withRole('modem')];
}

/** Serial interfaces that may be asked, those that their class codes or a list speak for before the others. */
export function atCandidates({ recognised, sighting }: Shown): readonly number[] {
  return mayTakeAt(activeInterfaces(sighting), recognised, sighting);
}

/** Whether anything of it may take AT commands over a serial port, and was not found to take none. */
export function mayHaveAt(shown: Shown): boolean {
  if (shown.ports?.noAt === true) return false;
  return listedAtPorts(shown).length > 0 || atCandidates(shown).length > 0;
}
