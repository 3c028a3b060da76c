import { type Db, usbId } from '../../../modem-db/db.ts';
import { stockUsbModeFile } from '../../../modem-db/openwrt/usbmode/index.ts';
import type { Phrase } from '../../contract/plan.ts';
import type { Wishes } from '../../contract/wishes.ts';
import { mergeUsbModeFiles, type RouterDevice, routerSwitch } from '../../drivers/usbmode.ts';
import type { UsbModeCorrection } from './usb-mode.ts';

/** The dongle's card reader as the router's storage, where it is wished. */

const STORAGE_CLASS = 0x08;

export const wantsStorage = ({ onRouter }: Wishes) => onRouter.storage !== '';

/** Whether a device shows a mass storage interface in the configuration that it is in. */
export function showsStorage({ configurations, activeConfiguration }: RouterDevice): boolean {
  return configurations.some(({ value, interfaces }) => value === activeConfiguration && interfaces.some((i) => i.class === STORAGE_CLASS));
}

export const withoutStorage = (wishes: Wishes): Wishes => ({ ...wishes, onRouter: { ...wishes.onRouter, storage: '' } });

/** Whether usbmode of the release, with the bundle's own entries, sends the dongle anything in its mode, which takes the reader's driver away, or ejects what is in it. */
export function losesReader(modem: RouterDevice, { router }: Wishes, db: Db, usbMode: UsbModeCorrection | null): boolean {
  const file = mergeUsbModeFiles(stockUsbModeFile(router), usbMode ? [usbMode.file] : []);
  const entry = db.findSwitch(modem.vid, modem.pid, { ...modem, scsi: null });
  return routerSwitch(modem, router, { entry, file }).transfers.length > 0;
}

/** What is to be said of a card that will be mounted. `reader`: whether the mode is known to show one; `null`: nobody has listed it. */
export function storageWarnings(
  modem: RouterDevice,
  wishes: Wishes,
  { reader, usbMode, db }: { readonly reader: boolean | null; readonly usbMode: UsbModeCorrection | null; readonly db: Db },
): Phrase[] {
  const say = (key: string, values: Phrase['values'] = {}): Phrase => ({ key: `bundle.warnings.storage-${key}`, values });
  return [
    say('card', { target: wishes.onRouter.storage }),
    ...(reader === null ? [say('reader-unlisted')] : []),
    ...(losesReader(modem, wishes, db, usbMode) ? [say('ejected', { id: usbId(modem.vid, modem.pid) })] : []),
  ];
}
