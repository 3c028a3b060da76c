import type { Backend } from '../seams/backend.ts';
import { type Clock, sleep } from '../seams/clock.ts';
import type { ScsiNames } from '../seams/host.ts';
import type { Sighting } from '../seams/usb-bus.ts';
import { inquire } from '../switching/inquiry.ts';

/** The storage driver asks a second after it was bound (delay_use of usb-storage), and a slow drive takes its time. */
const LOOKS = 20;
const LOOK_EVERY_MS = 250;

/**
 * What the drive of a dongle answers to INQUIRY: from the system, which asked already, else asked by ourselves. Resolves to `null`
 * where there is no answer. `alone` runs the asking over USB when nobody else is at work on the dongle, or not at all. Throws UsbError where the device cannot be had.
 */
export async function readScsiNames(
  backend: Backend,
  sighting: Sighting,
  clock: Clock,
  signal: AbortSignal,
  alone: (ask: () => Promise<ScsiNames | null>) => Promise<ScsiNames | null>,
): Promise<ScsiNames | null> {
  for (let look = 0; backend.host.seesDrivers && look < LOOKS; look++) {
    const names = await backend.host.scsiNames(sighting.portPath);
    if (names) return names;
    await sleep(clock, LOOK_EVERY_MS, signal);
  }
  return alone(async () => {
    const handle = await backend.bus.open(sighting);
    try {
      return await inquire(handle, sighting);
    } finally {
      await handle.close();
    }
  });
}
