import type { NamedDevice } from '../../../electron/drivers/compare.ts';
import type { DriverTables } from '../../../modem-db/drivers/index.ts';
import { acmDevices } from './acm.ts';
import { configurationDevices } from './configurations.ts';
import { ethernetDevices } from './ethernet.ts';
import { ncmDevices } from './ncm.ts';
import { otherDevices } from './others.ts';
import { serialDevices } from './serial.ts';

/**
 * Every probe rule of the forecast from both sides: a device that just fits and one that just misses. What the real kernel bound to each
 * is in `field/kernel-drivers.json` (`npm run lab:drivers -- --record`). Names are unique.
 */
export function ruleDevices(tables: DriverTables): NamedDevice[] {
  return [
    ...serialDevices(tables),
    ...ethernetDevices(tables),
    ...ncmDevices(),
    ...acmDevices(),
    ...otherDevices(tables),
    ...configurationDevices(),
  ];
}
