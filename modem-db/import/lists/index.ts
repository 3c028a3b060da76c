import type { ListImporter } from './importer.ts';
import { linuxTables } from './linux-table.ts';
import { modemManager } from './modem-manager.ts';
import { modemband, modemdata, threeGinfoLite } from './modem-scripts.ts';
import { openwrtUsbmode } from './openwrt-usbmode.ts';
import { openwrtWwan } from './openwrt-wwan.ts';
import { qmodem } from './qmodem.ts';
import { usbIds } from './usb-ids.ts';

export { importList, type ListImporter, type SourceText, writeList } from './importer.ts';
export { hubIds } from './usb-ids.ts';

/**
 * Every outside list, by name.
 * @param wanted ids of the lists before, for the one that only names them
 */
export function listImporters(wanted: ReadonlySet<string> = new Set()): readonly ListImporter[] {
  return [...linuxTables, modemManager, openwrtWwan, openwrtUsbmode, qmodem, modemband, modemdata, threeGinfoLite, usbIds(wanted)];
}
