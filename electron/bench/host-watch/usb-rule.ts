import { BenchError } from '../../contract/errors.ts';
import type { Clock } from '../../seams/clock.ts';
import type { Host } from '../../seams/host.ts';
import { poll } from '../../seams/poll.ts';

/** udev turns the rule into permissions within a second; one that has much to look at takes longer. */
const EFFECT_MS = 6000;
const LOOK_EVERY_MS = 300;

/**
 * Installs the udev rule, where the dongle on this port may not be opened without it, and what goes with it, and looks whether it helped. Throws USB_RULE_DISMISSED, USB_RULE_FAILED, and USB_RULE_NO_EFFECT where
 * the dongle on this port still may not be opened.
 */
export async function giveUsbAccess(host: Host, portPath: string, clock: Clock): Promise<void> {
  // A package brings the udev rule along; a copy beside it would be what counts, and grow old.
  const isOpen = (await host.usbAccess(portPath)) === 'granted';
  if ((await host.installUsbRule(!isOpen)) === 'dismissed') throw new BenchError('USB_RULE_DISMISSED');
  const access = await poll(
    clock,
    { every: LOOK_EVERY_MS, within: EFFECT_MS },
    () => host.usbAccess(portPath),
    (seen) => seen !== 'denied',
  );
  if (access === 'denied') throw new BenchError('USB_RULE_NO_EFFECT', { port: portPath });
}
