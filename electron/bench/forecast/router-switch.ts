import type { Db } from '../../../modem-db/db.ts';
import { driverTables } from '../../../modem-db/drivers/index.ts';
import type { SwitchEntry } from '../../../modem-db/schema.ts';
import type { RouterSwitchForecast } from '../../contract/drivers.ts';
import type { Phrase } from '../../contract/plan.ts';
import { forecast } from '../../drivers/forecast.ts';
import { chosenConfiguration, type DeviceShape } from '../../drivers/shape.ts';
import { type RouterDevice, routerSwitch } from '../../drivers/usbmode.ts';
import type { ScsiNames } from '../../seams/host.ts';
import { mends } from '../bundling/usb-mode.ts';

/** A device with its strings, as a sighting has it. */
type SwitchDevice = Omit<RouterDevice, 'drivers' | 'scsi'> & DeviceShape;

/**
 * What a router of a release does by itself with a dongle in the state that it is in, with the drivers that the router would have
 * bound by then; `null` where nobody knows of a switch for it. `scsi`: the answer to INQUIRY, where somebody asked.
 */
export function routerSwitchForecast(device: SwitchDevice, release: string, db: Db, scsi: ScsiNames | null): RouterSwitchForecast | null {
  return judge(asFound(device, release, scsi), entryOf(device, db, scsi), release, db);
}

/** What to know of it before a dongle goes into the router, for its plan. */
export function routerSwitchNotes(device: SwitchDevice, release: string, db: Db, scsi: ScsiNames | null): Phrase[] {
  const found = asFound(device, release, scsi);
  const entry = entryOf(device, db, scsi);
  const foretold = judge(found, entry, release, db);
  return foretold ? notesOf(foretold, foretold.outcome !== 'switches' && mends(release, found, entry, db)) : [];
}

function judge(found: RouterDevice, entry: SwitchEntry | undefined, release: string, db: Db): RouterSwitchForecast | null {
  const { outcome, why, needless, kernelAlone } = routerSwitch(found, release, { entry });
  const kernelSwitches = kernelAlone?.switches ?? false;
  if (outcome === 'nothing' && !kernelSwitches && db.switchesOf(found.vid, found.pid).length === 0) return null;
  return { outcome, why, needless, kernelAlone: kernelSwitches };
}

function entryOf({ vid, pid, manufacturer, product, serial }: SwitchDevice, db: Db, scsi: ScsiNames | null): SwitchEntry | undefined {
  return db.findSwitch(vid, pid, { manufacturer, product, serial, scsi });
}

/** Nothing where the router leaves a modem alone, as it should. `mended`: the bundle has the router do the right thing. */
export function notesOf({ outcome, why, needless, kernelAlone }: RouterSwitchForecast, mended: boolean): Phrase[] {
  if (needless && outcome !== 'harms') return [];
  const note = (key: string): Phrase => ({ key, values: {} });
  return [why, ...(kernelAlone ? [note('router-switch.kernel-alone')] : []), ...(mended ? [note('notes.switch-mended')] : [])];
}

/** As a router's kernel has it before any program. */
function asFound(device: SwitchDevice, release: string, scsi: ScsiNames | null): RouterDevice {
  return { ...device, activeConfiguration: chosenConfiguration(device)?.value ?? null, scsi, drivers: driversOf(device, release) };
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
