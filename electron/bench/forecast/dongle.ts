import type { Db, Recognised } from '../../../modem-db/db.ts';
import type { DriverForecast } from '../../contract/drivers.ts';
import type { ScsiNames } from '../../seams/host.ts';
import type { Sighting } from '../../seams/usb-bus.ts';
import { activeInterfaces } from '../../seams/usb-bus.ts';
import { meantWay, recogniseDevice } from '../identity/recognise.ts';
import { toldConfiguration } from './configuration.ts';
import { withDial } from './dial.ts';
import { newIdNotes } from './new-id-notes.ts';
import { atPort, reportedPorts } from './ports.ts';
import { routerSwitchForecast } from './router-switch.ts';
import { driverVerdict } from './view.ts';

/**
 * What a router of a release would do with a dongle as it was sighted. `scsi`: its answer to INQUIRY, where it was asked. `recognised`:
 * what it was found to be, where more than its descriptors was asked. `model`: AT+CGMM.
 */
export function dongleForecast(
  sighting: Sighting,
  release: string,
  db: Db,
  scsi: ScsiNames | null,
  recognised: Recognised = recogniseDevice(sighting, db),
  model: string | null = null,
): DriverForecast {
  const told = toldConfiguration(sighting, sighting.activeConfiguration);
  const verdict = driverVerdict(sighting, release, { meant: meantWay(sighting, recognised), use: recognised });
  const { vid, pid, product } = sighting;
  const { mode, name } = recognised;
  const port = atPort(reportedPorts(activeInterfaces(sighting), recognised, sighting, verdict.interfaces));
  return {
    ...verdict,
    way: withDial(verdict.way, { vid, pid, product, mode, name, model }, port),
    routerSwitch: routerSwitchForecast(sighting, release, db, scsi),
    notes: [...(told ? [{ key: 'drivers.notes.configuration', values: { ...told } }] : []), ...newIdNotes(release, verdict.newIds)],
  };
}

/** The last forecast, since a view is made at every change and what it is made of stays the same. */
export class LastForecast {
  #made: { readonly of: Of; readonly forecast: DriverForecast } | null = null;

  of(
    sighting: Sighting,
    release: string,
    db: Db,
    scsi: ScsiNames | null,
    recognised: Recognised | undefined,
    model: string | null,
  ): DriverForecast {
    const of: Of = [sighting, release, scsi, recognised, model];
    if (!this.#made || this.#made.of.some((one, i) => one !== of[i]))
      this.#made = { of, forecast: dongleForecast(sighting, release, db, scsi, recognised, model) };
    return this.#made.forecast;
  }
}

type Of = readonly [Sighting, string, ScsiNames | null, Recognised | undefined, string | null];
