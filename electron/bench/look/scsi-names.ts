import type { Backend } from '../../seams/backend.ts';
import type { Clock } from '../../seams/clock.ts';
import type { ScsiNames } from '../../seams/host.ts';
import { poll } from '../../seams/poll.ts';
import type { Sighting } from '../../seams/usb-bus.ts';
import { inquire } from '../../switching/inquiry.ts';

/** The storage driver asks a second after it was bound (delay_use of usb-storage), and a slow drive takes its time. */
const ASKED_WITHIN_MS = 5_000;
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
  if (backend.host.seesDrivers) {
    const looking = { every: LOOK_EVERY_MS, within: ASKED_WITHIN_MS, signal };
    const names = await poll(
      clock,
      looking,
      () => backend.host.scsiNames(sighting.portPath),
      (seen) => seen !== null,
    );
    if (names !== null) return names;
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
