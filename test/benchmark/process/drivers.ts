import { knownDevices } from '../../../electron/drivers/known-shapes.ts';
import { loadDb } from '../../../modem-db/db.ts';
import { driverTables, tableReleases } from '../../../modem-db/drivers/index.ts';
import tablesText from '../../../modem-db/drivers/tables.json?raw';
import { forecastAll } from '../../support/forecast-all.ts';

/**
 * In a process of its own, since an app foretells with nothing warmed up. `floor` only parses the text of the tables, which nothing
 * that reads them can undercut; `forecast` loads the tables and judges every known composition for every release. The compositions
 * are read before the clock starts. One line of JSON.
 */

const devices = knownDevices(loadDb().vendors.flatMap((v) => v.compositions));
const interfaces = devices.reduce((sum, { shape }) => {
  const numbers = shape.configurations.flatMap((c) => c.interfaces.map((i) => i.number));
  return sum + new Set(numbers).size;
}, 0);

interface Verdicts {
  readonly releases: number;
  readonly verdicts: number;
  readonly bound: number;
  readonly ms: number;
}

function forecasts(): Verdicts {
  const began = performance.now();
  const releases = tableReleases();
  const all = forecastAll(devices, releases.map(driverTables));
  const ms = performance.now() - began;
  const verdicts = all.flatMap((list) => list.flatMap((one) => one.interfaces));
  return { releases: releases.length, verdicts: verdicts.length, bound: verdicts.filter(({ driver }) => driver !== null).length, ms };
}

function floor(): { readonly ms: number } {
  const began = performance.now();
  const parsed: unknown = JSON.parse(tablesText);
  const ms = performance.now() - began;
  if (typeof parsed !== 'object') throw new Error('no tables');
  return { ms };
}

const result = process.argv[2] === 'floor' ? floor() : { devices: devices.length, interfaces, ...forecasts() };
process.stdout.write(`${JSON.stringify(result)}\n`);
