import { quirksFor, startSeconds } from '../../modem-db/quirks/index.ts';
import type { ModemAccess } from './access.ts';

/** Milliseconds that this modem is known to take from power-up until its SIM or its ports can be asked; 0: no longer than others. */
export function startMs({ sighting, recognised }: Pick<ModemAccess, 'sighting' | 'recognised'>): number {
  const { vid, pid } = sighting;
  return startSeconds(quirksFor({ vid, pid, name: recognised.name, product: sighting.product, mode: recognised.mode })) * 1000;
}
