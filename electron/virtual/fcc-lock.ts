import type { ModemBody } from './modem.ts';

/**
 * The FCC lock of laptop cards: low power from the start of the firmware, every try to leave it refused, until the laptop's own
 * program has unlocked the card (ModemManager, "FCC unlock procedure"). Nothing unlocks it here.
 */

/** Whether this firmware refuses to turn its radio on. */
export const radioLocked = ({ faults }: Pick<ModemBody, 'faults'>): boolean => faults.fccLocked === true;

/** At the start of the firmware: as after +CFUN=4, which is what QMI calls low power. */
export function keepRadioOff(body: Pick<ModemBody, 'faults' | 'memory'>): void {
  if (!radioLocked(body)) return;
  body.memory.set('radioOff', true);
  body.memory.set('functionality', '4');
}
