import type { Db } from '../../../modem-db/db.ts';
import { driverTables } from '../../../modem-db/drivers/index.ts';
import type { RouterSwitchForecast } from '../../contract/drivers.ts';
import type { Phrase } from '../../contract/plan.ts';
import { forecast } from '../../drivers/forecast.ts';
import { chosenConfiguration, type DeviceShape } from '../../drivers/shape.ts';
import { type RouterDevice, routerSwitch } from '../../drivers/usbmode.ts';
import type { ScsiNames } from '../../seams/host.ts';

/** A device with its strings, as a sighting has it. */
type SwitchDevice = Omit<RouterDevice, 'drivers' | 'scsi'> & DeviceShape;

/**
 * What a router of a release does by itself with a dongle in the state that it is in, with the drivers that the router would have
 * bound by then; `null` where nobody knows of a switch for it. `scsi`: the answer to INQUIRY, where somebody asked.
 */
export function routerSwitchForecast(device: SwitchDevice, release: string, db: Db, scsi: ScsiNames | null): RouterSwitchForecast | null {
  const { vid, pid, manufacturer, product, serial } = device;
  const entry = db.findSwitch(vid, pid, { manufacturer, product, serial, scsi });
  const drivers = driversOf(device, release);
  const activeConfiguration = chosenConfiguration(device)?.value ?? null;
  const { outcome, why, needless, kernelAlone } = routerSwitch({ ...device, activeConfiguration, scsi, drivers }, release, { entry });
  const kernelSwitches = kernelAlone?.switches ?? false;
  if (outcome === 'nothing' && !kernelSwitches && db.switchesOf(vid, pid).length === 0) return null;
  return { outcome, why, needless, kernelAlone: kernelSwitches };
}

/** What to know of it before a dongle goes into the router; nothing where the router leaves a modem alone, as it should. */
export function routerSwitchNotes(foretold: RouterSwitchForecast | null): Phrase[] {
  if (!foretold || (foretold.needless && foretold.outcome !== 'harms')) return [];
  return [foretold.why, ...(foretold.kernelAlone ? [{ key: 'router-switch.kernel-alone', values: {} }] : [])];
}

/** Of every configuration; without usb-storage, which a router has only where somebody installed it. */
function driversOf(device: DeviceShape, release: string): ReadonlyMap<string, string> {
  const tables = driverTables(release);
  const bound = device.configurations.flatMap(({ value }) =>
    forecast({ ...device, activeConfiguration: value }, tables).interfaces.flatMap(({ number, driver }) =>
      driver === null || driver === 'usb-storage' ? [] : [[`${value}.${number}`, driver] as const],
    ),
  );
  return new Map(bound);
}
