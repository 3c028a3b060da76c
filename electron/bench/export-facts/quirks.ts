import { stockUsbModeFile } from '../../../modem-db/openwrt/usbmode/index.ts';
import { asksFor, quirksFor, startSeconds } from '../../../modem-db/quirks/index.ts';
import type { Phrase } from '../../contract/plan.ts';
import type { Wishes } from '../../contract/wishes.ts';
import type { Mode } from '../../contract/words.ts';
import { radioOn } from '../../modem/commands.ts';
import type { BundleDongle } from '../../openwrt/index.ts';
import type { UsbModeCorrection } from './usb-mode.ts';

/** What a bundle does about the quirks of its dongle, and says of it. */
export interface QuirkNeeds {
  /** Seconds before the protocol begins; `null`: as usual. */
  readonly delay: number | null;
  readonly resetAtBoot: boolean;
  /** Whether the dialler may ask for the call over and over, and the watchdog let its USB device go. */
  readonly polls: boolean;
  readonly usbReset: boolean;
  /** AT commands whenever the dongle appears, before anything else. */
  readonly commands: readonly string[];
  /** The stock usbmode entry of its id should not act; whether that can be had is another question (`bundledUsb`). */
  readonly asideUsbMode: boolean;
  readonly warnings: readonly Phrase[];
}

/** Says that the stock entry of an id does not act, where the bundle was able to see to that. */
export function setAsideWarning(id: string, usbMode: UsbModeCorrection | null): Phrase[] {
  const own = usbMode?.file.devices[id];
  return own !== undefined && Object.keys(own).length === 0 ? [warning('usbmode-aside', { id })] : [];
}

const warning = (key: string, values: Phrase['values'] = {}): Phrase => ({ key: `bundle.warnings.quirk-${key}`, values });

/** Protocols whose handler waits before it begins: the others have no option for it. */
const waits: readonly Mode[] = ['qmi', 'mbim', 'ncm', 'ppp'];

/**
 * Whether somebody else puts the radio on: uqmi's handler does at each connection (OpenWrt v21.02.0 to v25.12.5, qmi.sh,
 * --set-device-operating-mode online), and ModemManager enables whatever modem it has.
 */
function radioIsPutOn({ mode, onRouter }: Wishes): boolean {
  return mode === 'qmi' || onRouter.way === 'modemmanager';
}

/** `atInterface`: number of the port that takes AT; `null`: none is known, and no command can be sent. */
export function quirkNeeds(dongle: BundleDongle, wishes: Wishes, atInterface: number | null): QuirkNeeds {
  const { mode, onRouter, router } = wishes;
  const [vid, pid] = [dongle.vid, dongle.pid].map((hex) => Number.parseInt(hex, 16));
  const quirks = quirksFor({ ...dongle, vid: vid ?? 0, pid: pid ?? 0, mode, release: router });
  const seconds = startSeconds(quirks);
  const isDialled = onRouter.way === 'dial' || (onRouter.way === 'mode' && dongle.dial != null);
  const canWait = isDialled || (waits.includes(mode) && onRouter.way === 'mode');
  const delay = canWait && seconds > 0 && onRouter.delay === null ? seconds : null;
  const resetAtBoot = !onRouter.resetAtBoot && asksFor(quirks, 'reset-at-boot');
  const commands = asksFor(quirks, 'radio-on') && !radioIsPutOn(wishes) && atInterface !== null ? [radioOn] : [];
  const id = `${dongle.vid}:${dongle.pid}`;
  const asideUsbMode = asksFor(quirks, 'usbmode-aside') && stockUsbModeFile(router).devices[id] !== undefined;
  return {
    delay,
    resetAtBoot,
    polls: !asksFor(quirks, 'no-polling'),
    usbReset: !asksFor(quirks, 'no-usb-reset'),
    commands,
    asideUsbMode,
    warnings: [
      ...(delay === null ? [] : [warning('slow-start', { seconds: delay })]),
      ...(resetAtBoot ? [warning('reset-at-boot')] : []),
      ...(commands.length > 0 ? [warning('radio-on', { command: radioOn })] : []),
    ],
  };
}
