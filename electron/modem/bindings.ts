import type { Clock } from '../seams/clock.ts';
import type { DriverHost, InterfaceBinding } from '../seams/host.ts';
import { poll } from '../seams/poll.ts';
import type { Sighting } from '../seams/usb-bus.ts';

/** What this computer's drivers made of a modem's interfaces. */

/** Drivers bind within a second on a quiet PC; one that loads modules from a slow disk takes longer. */
const DRIVER_TIMEOUT_MS = 8000;
const LOOK_EVERY_MS = 150;

/** Which modem, and who tells what is bound to it. */
interface Bound {
  readonly backend: { readonly host: Pick<DriverHost, 'bindings'> };
  readonly sighting: Pick<Sighting, 'portPath'>;
  readonly clock: Clock;
}

export function ttyOf(binding: InterfaceBinding): string | null {
  return binding.nodes.find((n) => n.startsWith('/dev/tty')) ?? null;
}

export function wdmOf(binding: InterfaceBinding): string | null {
  return binding.nodes.find((n) => n.startsWith('/dev/cdc-wdm')) ?? null;
}

/** Waits until the interface's driver has made what is wanted, or until the time (ms) is over; then whatever is there. */
export async function waitForBinding(
  { backend, sighting, clock }: Bound,
  number: number,
  wanted: (binding: InterfaceBinding) => boolean,
  signal?: AbortSignal,
  within = DRIVER_TIMEOUT_MS,
): Promise<InterfaceBinding | undefined> {
  const look = async () => (await backend.host.bindings(sighting.portPath)).find((b) => b.interfaceNumber === number);
  return poll(clock, { every: LOOK_EVERY_MS, within, signal }, look, (seen) => seen !== undefined && wanted(seen));
}
