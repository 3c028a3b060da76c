import type { Db } from '../../../modem-db/db.ts';
import { type DriverTables, driverTables } from '../../../modem-db/drivers/index.ts';
import type { Phrase } from '../../contract/plan.ts';
import type { Mode } from '../../contract/words.ts';
import { knownDevices } from '../../drivers/known-shapes.ts';
import type { Sighting } from '../../seams/usb-bus.ts';
import type { Identified } from '../identity/identify.ts';
import { newIdForecast, newIdLine } from './new-ids.ts';

/** What a plan has to know: the dongle as it is now, and the ids that it may show when the plan is done (`2c7c:030b`), the likeliest first. */
interface Planned {
  readonly identified: Identified;
  readonly sighting: Sighting;
  readonly ids: readonly string[];
}

/** Where drivers of the router's release lack the dongle in that mode, as it is or as the database has it: that the file gives them its id. */
export function newIdPlanNotes({ identified, sighting, ids }: Planned, mode: Mode, release: string, db: Db): Phrase[] {
  const tables = driverTables(release);
  const isThere = identified.kind === 'modem' && identified.recognised.mode === mode;
  const given = isThere
    ? newIdForecast(sighting, tables, { mode, roles: identified.recognised.roles }).ids
    : idsLater(ids, mode, tables, db);
  return newIdNotes(release, given.map(newIdLine));
}

/** That the file for the router gives these ids, where it gives any. */
export function newIdNotes(release: string, lines: readonly string[]): Phrase[] {
  return lines.length === 0 ? [] : [{ key: 'drivers.notes.new-id', values: { release, ids: lines.join('; ') } }];
}

function idsLater(ids: readonly string[], mode: Mode, tables: DriverTables, db: Db) {
  const [composition] = db.compositionsOf(ids).filter((one) => one.mode === mode);
  const [known] = composition ? knownDevices([composition]) : [];
  if (!known) return [];
  const { shape } = known;
  const { roles } = db.recognise(shape.vid, shape.pid, shape.configurations[0]?.interfaces ?? []);
  return newIdForecast(shape, tables, { mode, roles }, null, true).ids;
}
