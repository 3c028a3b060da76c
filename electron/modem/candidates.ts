import { activeInterfaces } from '../seams/usb-bus.ts';
import type { ModemAccess } from './access.ts';

type Shown = Pick<ModemAccess, 'recognised' | 'sighting'>;

/** Interfaces that the database lists as AT ports: the one meant for it, then the modem port. */
export function listedAtPorts({ recognised }: Shown): number[] {
  const withRole = (role: string) => [...recognised.roles].filter(([, r]) => r === role).map(([number]) => number);
  return [...withRole('at'), ...withRole('modem')];
}

/** Interfaces that look like serial lines and of which nobody knows what they are. */
export function atCandidates({ recognised, sighting }: Shown): number[] {
  return activeInterfaces(sighting)
    .filter((i) => i.class === 0xff && i.subclass !== 0x42 && (recognised.roles.get(i.number) ?? 'other') === 'other')
    .filter(({ endpoints }) => {
      const bulk = endpoints.filter((e) => e.type === 'bulk');
      return bulk.some((e) => e.address & 0x80) && bulk.some((e) => !(e.address & 0x80));
    })
    .map((i) => i.number);
}

/** Whether anything of it may take AT commands over a serial port. */
export function mayHaveAt(shown: Shown): boolean {
  return listedAtPorts(shown).length > 0 || atCandidates(shown).length > 0;
}
