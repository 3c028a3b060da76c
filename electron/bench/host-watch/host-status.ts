import type { Clock } from '../../seams/clock.ts';
import type { Holder, Host, UsbAccess } from '../../seams/host.ts';
import { poll } from '../../seams/poll.ts';

/** Between two looks from an attach on, in ms; then the last of them for as long as it stays. ModemManager takes seconds to list a modem. */
const LOOK_DELAYS_MS = [300, 1000, 2000, 4000, 8000];
/** While something is in the way: usb_modeswitch ends, a disc is ejected, a rule gives access. */
const PASSING_DELAY_MS = 1500;

/** What this computer does with a dongle beside its drivers. */
export interface HostStatus {
  readonly holders: readonly Holder[];
  readonly access: UsbAccess;
}

export const unknownHost: HostStatus = { holders: [], access: 'unknown' };

/** Looks for as long as the dongle stays, until the signal; tells only what has changed. Never throws. */
export async function watchHost(
  host: Host,
  portPath: string,
  clock: Clock,
  signal: AbortSignal,
  changed: (status: HostStatus) => void,
): Promise<void> {
  let before = JSON.stringify(unknownHost);
  let passing = false;
  const look = async () => {
    const [holders, access] = await Promise.all([
      host.holders(portPath).catch((): readonly Holder[] => []),
      host.usbAccess(portPath).catch((): UsbAccess => 'unknown'),
    ]);
    if (signal.aborted) return;
    passing = access === 'denied' || holders.some((holder) => holder.kind !== 'modem-manager');
    const status: HostStatus = { holders, access };
    const now = JSON.stringify(status);
    if (now === before) return;
    before = now;
    changed(status);
  };
  const every = (looks: number) => {
    const pause = LOOK_DELAYS_MS[Math.min(looks, LOOK_DELAYS_MS.length) - 1] ?? PASSING_DELAY_MS;
    return passing ? Math.min(pause, PASSING_DELAY_MS) : pause;
  };
  await poll(clock, { every, signal }, look, () => false).catch(() => undefined);
}
