/**
 * The FCC lock of laptop cards: low power from the start of the firmware, every try to leave it refused, until the laptop's own
 * program has unlocked the card (ModemManager, "FCC unlock procedure"). Nothing unlocks it here.
 */

/** What of a dongle decides it, and remembers it until the next start. */
interface Lockable {
  readonly faults: { readonly fccLocked?: boolean };
  readonly memory: Map<string, unknown>;
}

/** Whether this firmware refuses to turn its radio on. */
export const radioLocked = ({ faults }: Pick<Lockable, 'faults'>): boolean => faults.fccLocked === true;

/** At the start of the firmware: as after +CFUN=4, which is what QMI calls low power. */
export function keepRadioOff(body: Lockable): void {
  if (!radioLocked(body)) return;
  body.memory.set('radioOff', true);
  body.memory.set('functionality', '4');
}
