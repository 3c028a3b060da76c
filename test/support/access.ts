import { type ModemAccess, nothingFound } from '../../electron/modem/access.ts';

type Needed = 'backend' | 'sighting' | 'recognised' | 'clock';

/** How to reach a modem in a test: any command may be sent, and nothing is known beyond what is given. */
export function accessTo(known: Pick<ModemAccess, Needed> & Partial<Omit<ModemAccess, Needed>>): ModemAccess {
  return { vendor: undefined, allows: () => true, ports: nothingFound(), isHeld: true, ...known };
}
