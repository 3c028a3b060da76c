import type { DongleView } from './snapshot.ts';
import type { Mode } from './words.ts';

/** The mode that is proposed where nobody chose one: that which it is in, else the first that it offers. `null`: it offers none. */
export function proposedMode({ offers, mode: present }: Pick<DongleView, 'offers' | 'mode'>): Mode | null {
  const possible = offers.filter((offer) => offer.possible);
  // Dial-up goes nearly everywhere and is slow: it is proposed only where nothing else is.
  const offer = possible.find(({ mode }) => mode === present) ?? possible.find(({ mode }) => mode !== 'ppp') ?? possible[0];
  return offer?.mode ?? null;
}
