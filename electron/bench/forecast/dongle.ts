import type { Db } from '../../../modem-db/db.ts';
import type { DriverForecast } from '../../contract/drivers.ts';
import type { ScsiNames } from '../../seams/host.ts';
import type { Sighting } from '../../seams/usb-bus.ts';
import { toldConfiguration } from './configuration.ts';
import { routerSwitchForecast } from './router-switch.ts';
import { driverVerdict } from './view.ts';

/** What a router of a release would do with a dongle as it was sighted. `scsi`: its answer to INQUIRY, where it was asked. */
export function dongleForecast(sighting: Sighting, release: string, db: Db, scsi: ScsiNames | null): DriverForecast {
  const told = toldConfiguration(sighting, sighting.activeConfiguration);
  return {
    ...driverVerdict(sighting, release),
    routerSwitch: routerSwitchForecast(sighting, release, db, scsi),
    notes: told ? [{ key: 'drivers.notes.configuration', values: { ...told } }] : [],
  };
}

/** The last forecast, since a view is made at every change and what it is made of stays the same. */
export class LastForecast {
  #made: { readonly of: readonly [Sighting, string, ScsiNames | null]; readonly forecast: DriverForecast } | null = null;

  of(sighting: Sighting, release: string, db: Db, scsi: ScsiNames | null): DriverForecast {
    const same = this.#made?.of[0] === sighting && this.#made.of[1] === release && this.#made.of[2] === scsi;
    if (!this.#made || !same) this.#made = { of: [sighting, release, scsi], forecast: dongleForecast(sighting, release, db, scsi) };
    return this.#made.forecast;
  }
}
