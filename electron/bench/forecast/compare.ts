import type { Db } from '../../../modem-db/db.ts';
import { hex4 } from '../../../modem-db/db.ts';
import { driverTables } from '../../../modem-db/drivers/index.ts';
import type { DriversDocument, ReleaseChange } from '../../contract/drivers.ts';
import { createText } from '../../contract/text.ts';
import type { Language } from '../../contract/words.ts';
import { compareReleases } from '../../drivers/compare.ts';
import { knownDevices } from '../../drivers/known-shapes.ts';
import { interfaceForecast, judgedBy } from './view.ts';
import { reasonOf } from './words.ts';

export type ReleaseComparison = NonNullable<DriversDocument['compared']>;

/** What one release binds otherwise than another, over all compositions of the database. Pure. */
export function releaseComparison(before: string, after: string, language: Language, db: Db): ReleaseComparison {
  const [a, b] = [driverTables(before), driverTables(after)];
  const words = createText(language);
  const devices = knownDevices(db.vendors.flatMap((vendor) => vendor.compositions));
  const changes = compareReleases(a, b, devices).map((change): ReleaseChange => {
    const foretold = interfaceForecast(change.after, []);
    return {
      name: change.name.slice(0, 300),
      vid: hex4(change.vid),
      pid: hex4(change.pid),
      number: change.number,
      before: change.before.driver,
      after: change.after.driver,
      why: foretold.why,
      reason: reasonOf(foretold, words),
    };
  });
  return { before: judgedBy(a), after: judgedBy(b), compositions: devices.length, changes };
}
