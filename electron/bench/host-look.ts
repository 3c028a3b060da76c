import { type Clock, sleep } from '../seams/clock.ts';
import type { Holder, Host, UsbAccess } from '../seams/host.ts';

/** From an attach on, in ms; then at the last of them for as long as it stays. ModemManager takes seconds to list a modem. */
const LOOKS_MS = [0, 300, 1000, 2000, 4000, 8000];
/** While something is in the way: usb_modeswitch ends, a disc is ejected, a rule gives access. */
const SOON_MS = 1500;

/** What this computer does with a dongle beside its drivers. */
export interface HostView {
  readonly holders: readonly Holder[];
  readonly access: UsbAccess;
}

export const unseenHost: HostView = { holders: [], access: 'unknown' };

/** Looks for as long as the dongle stays, until the signal; tells only what has changed. Never throws. */
export async function watchHost(
  host: Host,
  portPath: string,
  clock: Clock,
  signal: AbortSignal,
  changed: (view: HostView) => void,
): Promise<void> {
  let before = JSON.stringify(unseenHost);
  let passing = false;
  for (let look = 0; ; look++) {
    const pause = LOOKS_MS[Math.min(look, LOOKS_MS.length - 1)] ?? SOON_MS;
    const waited = await sleep(clock, passing ? Math.min(pause, SOON_MS) : pause, signal).then(
      () => true,
      () => false,
    );
    if (!waited) return;
    const [holders, access] = await Promise.all([
      host.holders(portPath).catch((): readonly Holder[] => []),
      host.usbAccess(portPath).catch((): UsbAccess => 'unknown'),
    ]);
    if (signal.aborted) return;
    passing = access === 'denied' || holders.some((holder) => holder.kind !== 'modem-manager');
    const view: HostView = { holders, access };
    const now = JSON.stringify(view);
    if (now === before) continue;
    before = now;
    changed(view);
  }
}
