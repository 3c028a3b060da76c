import { type DriverTables, driverTables, rowsOfAnyKernel, tableReleases } from '../../modem-db/drivers/index.ts';
import type { MatchDevice } from './match.ts';
import { optionFlags } from './rules/serial.ts';

/** The id whose driver_info a given one gets; no id where the driver does the same without. */
export interface IdReference {
  readonly info: string;
  readonly id: { readonly vid: number; readonly pid: number } | null;
}

/** Driver by interface number, as sysfs names it: what a modem has to become; `null`: it is to be left alone. */
export type WantedBindings = ReadonlyMap<number, string | null>;

/** What qmi_wwan takes an id without driver_info for (qmi_wwan.c, qmi_wwan_probe), and what newer chips need: DTR is set. */
const QMI = 'qmi_wwan_info';
const QMI_DTR = 'qmi_wwan_info_quirk_dtr';

/**
 * What may be given as reference for this device's id, best first, one for each driver_info: that which any kernel has for this id comes
 * before what other modems have. It is of a row that every known release of the same series has, since the router may run another point
 * release than it was made for, and the kernel refuses a reference that its table lacks; of several, one that all series have and one of
 * the same vendor come first. Pure.
 */
export function idReferences(driver: string, device: MatchDevice, tables: DriverTables, wanted: WantedBindings): readonly IdReference[] {
  const own = ownInfos(driver, device);
  const series = seriesOf(tables);
  // A kernel that no release has is asked itself.
  const ids = series.length === 0 ? firstInfos(driver, tables) : lastingInfos(driver, series);
  const infos = driver === 'qmi_wwan' ? qmiInfos(own, device, ids) : driver === 'option' ? optionInfos(own, ids, wanted) : own;
  return infos.flatMap((info) => referenceTo(info, driver, device, ids) ?? []);
}

/** What any kernel has for this very id; what says most comes first. */
function ownInfos(driver: string, { vid, pid }: MatchDevice): string[] {
  const rows = rowsOfAnyKernel(vid, pid).filter((row) => row.driver === driver && row.pid !== undefined);
  return [...new Set(rows.map(({ info }) => info))].sort((a, b) => parts(b) - parts(a));
}

const parts = (info: string) => (info === '' ? 0 : info.split(' | ').length);

/** Of an id that no kernel has, what most modems of its vendor have. */
function qmiInfos(own: readonly string[], { vid }: MatchDevice, ids: FirstInfos): string[] {
  if (own.length > 0) return own.filter((info) => info === QMI || info === QMI_DTR);
  const siblings = [...ids].filter(([id]) => vidOf(id) === vid).map(([, info]) => info);
  const plain = siblings.filter((info) => info === QMI).length;
  return plain * 2 > siblings.length ? [QMI, QMI_DTR] : [QMI_DTR, QMI];
}

/** Flags that only stand where somebody saw that the modem needs them: they are not taken over from another modem. */
const OWN_FLAGS = /NCTRL|NUMEP2|ZLP/;

/** Those that reserve what is meant for others, and nothing that is wanted of option; what reserves least comes first. */
function optionInfos(own: readonly string[], ids: FirstInfos, wanted: WantedBindings): string[] {
  const others = ['', ...new Set(ids.values())].filter((info) => !OWN_FLAGS.test(info)).sort((a, b) => parts(a) - parts(b));
  return [...new Set([...own, ...others])].filter((info) => {
    const { reserved } = optionFlags(info);
    return [...wanted].every(([number, driver]) => (driver !== 'option') === reserved.includes(number) || driver === 'qcserial');
  });
}

/** `null`: no id of this series has it. */
function referenceTo(info: string, driver: string, { vid }: MatchDevice, ids: FirstInfos): IdReference | null {
  if (info === withoutReference.get(driver)) return { info, id: null };
  const everywhere = lastingInfos(driver, tableReleases());
  const score = (id: number) => (everywhere.get(id) === info ? 2 : 0) + (vidOf(id) === vid ? 1 : 0);
  let best: number | null = null;
  for (const [id, own] of ids) if (own === info && (best === null || score(id) > score(best))) best = id;
  return best === null ? null : { info, id: { vid: vidOf(best), pid: best % PIDS } };
}

/** driver_info that an id without reference gets; of qcserial it is a layout, and always named. */
const withoutReference: ReadonlyMap<string, string> = new Map([
  ['option', ''],
  ['qmi_wwan', QMI],
]);

/** driver_info by id, a number of 32 bits: of the first row that names it, which is what the kernel takes for a reference. */
type FirstInfos = ReadonlyMap<number, string>;
const PIDS = 0x10000;
const vidOf = (id: number) => Math.floor(id / PIDS);

/** Linux drivers/usb/core/driver.c, usb_store_new_id: the whole of a table is searched for vendor and product alone. */
function firstInfos(driver: string, { drivers }: DriverTables): FirstInfos {
  const infos = new Map<number, string>();
  for (const { vid, pid, info } of drivers.get(driver) ?? []) {
    if (vid === undefined || pid === undefined) continue;
    const id = vid * PIDS + pid;
    if (!infos.has(id)) infos.set(id, info);
  }
  return infos;
}

/** Known releases of the same series. */
function seriesOf({ judgedBy }: DriverTables): readonly string[] {
  const series = judgedBy.split('.').slice(0, 2).join('.');
  return tableReleases().filter((release) => release.startsWith(`${series}.`));
}

const lasting = new Map<string, FirstInfos>();

/** Ids that have the same driver_info in the tables of all these releases. */
function lastingInfos(driver: string, releases: readonly string[]): FirstInfos {
  const key = `${driver} ${releases[0]} ${releases.length}`;
  const known = lasting.get(key);
  if (known) return known;
  const kernels = new Map(releases.map((release) => [driverTables(release).kernel, driverTables(release)]));
  const [first, ...others] = [...kernels.values()].map((tables) => firstInfos(driver, tables));
  const same = new Map([...(first ?? [])].filter(([id, info]) => others.every((infos) => infos.get(id) === info)));
  lasting.set(key, same);
  return same;
}
