import { type Db, usbId } from '../../../modem-db/db.ts';
import { driverTables } from '../../../modem-db/drivers/index.ts';
import type { SwitchEntry } from '../../../modem-db/schema.ts';
import { wayFor } from '../../../modem-db/switch-ways.ts';
import type { RouterSwitchForecast } from '../../contract/drivers.ts';
import type { Phrase } from '../../contract/plan.ts';
import type { Mode } from '../../contract/words.ts';
import { forecast } from '../../drivers/forecast.ts';
import { chosenConfiguration, type DeviceShape } from '../../drivers/shape.ts';
import { type MbimWish, type RouterDevice, routerSwitch } from '../../drivers/usbmode.ts';
import type { ScsiNames } from '../../seams/host.ts';
import { mends } from '../export-facts/usb-mode.ts';

/** A device with its strings, as a sighting has it. */
type SwitchDevice = Omit<RouterDevice, 'drivers' | 'scsi'> & DeviceShape;

/**
 * What a router of a release does by itself with a dongle in the state that it is in, with the drivers that the router would have
 * bound by then; `null` where nobody knows of a switch for it. `scsi`: the answer to INQUIRY, where somebody asked.
 */
export function routerSwitchForecast(device: SwitchDevice, release: string, db: Db, scsi: ScsiNames | null): RouterSwitchForecast | null {
  return judge(asFound(device, release, scsi), entryOf(device, db, scsi), release, db);
}

/** What to know of it before a dongle goes into the router, for its plan. `mode`: the wished one, for which another switch may be meant. */
export function routerSwitchNotes(device: SwitchDevice, release: string, db: Db, scsi: ScsiNames | null, mode?: Mode): Phrase[] {
  const found = asFound(device, release, scsi);
  const entry = entryOf(device, db, scsi);
  const wish: MbimWish = { preferMbim: mode === undefined || mode === 'mbim' };
  const way = entry && mode !== undefined ? wayFor(entry, mode, db) : undefined;
  const meant = way?.entry ?? entry;
  const foretold = judge(found, meant, release, db, wish);
  if (!foretold) return [];
  const usual = way && way.other !== null && foretold.outcome !== 'switches' ? judge(found, entry, release, db, wish) : null;
  const why = usual?.outcome === 'switches' ? usualSwitch(device) : foretold.why;
  return notesOf({ ...foretold, why }, foretold.outcome !== 'switches' && mends(release, found, meant, db, wish));
}

const usualSwitch = ({ vid, pid }: SwitchDevice): Phrase => ({ key: 'router-switch.usual-switch', values: { id: usbId(vid, pid) } });

function judge(
  found: RouterDevice,
  entry: SwitchEntry | undefined,
  release: string,
  db: Db,
  wish: MbimWish = {},
): RouterSwitchForecast | null {
  const { outcome, why, needless, kernelAlone } = routerSwitch(found, release, { entry, ...wish });
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
