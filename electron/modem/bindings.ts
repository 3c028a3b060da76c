import type { InterfaceBinding } from '../seams/host.ts';
import { poll } from '../seams/poll.ts';
import type { ModemAccess } from './access.ts';

/** What this computer's drivers made of a modem's interfaces. */

/** Drivers bind within a second on a quiet PC; one that loads modules from a slow disk takes longer. */
const DRIVER_TIMEOUT_MS = 8000;
const LOOK_EVERY_MS = 150;

export function ttyOf(binding: InterfaceBinding): string | null {
  return binding.nodes.find((n) => n.startsWith('/dev/tty')) ?? null;
}

export function wdmOf(binding: InterfaceBinding): string | null {
  return binding.nodes.find((n) => n.startsWith('/dev/cdc-wdm')) ?? null;
}

/** Waits until the interface's driver has made what is wanted, or until the time (ms) is over; then whatever is there. */
export async function waitForBinding(
  { backend, sighting, clock }: Pick<ModemAccess, 'backend' | 'sighting' | 'clock'>,
  number: number,
  wanted: (binding: InterfaceBinding) => boolean,
  signal?: AbortSignal,
  within = DRIVER_TIMEOUT_MS,
): Promise<InterfaceBinding | undefined> {
  const look = async () => (await backend.host.bindings(sighting.portPath)).find((b) => b.interfaceNumber === number);
  return poll(clock, { every: LOOK_EVERY_MS, within, signal }, look, (seen) => seen !== undefined && wanted(seen));
}
