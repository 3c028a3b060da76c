import type { Db, Recognised, Role } from '../../../modem-db/db.ts';
import { driverTables, tableReleases } from '../../../modem-db/drivers/index.ts';
import { atCandidates } from '../../../modem-db/ports/port-hints.ts';
import type { Mode } from '../../contract/words.ts';
import { forecast } from '../../drivers/forecast.ts';
import type { MeantWay } from '../../drivers/nodes.ts';
import { chosenConfiguration, type DeviceShape } from '../../drivers/shape.ts';

/**
 * Drivers whose tables were written for single ids, so that what they take is what its maker meant it for; with what their interface
 * is. Cards are told by their class already.
 */
const speakers: ReadonlyMap<string, { readonly mode: Mode; readonly control: Recognised['control'] }> = new Map([
  ['qmi_wwan', { mode: 'qmi', control: 'qmi' }],
  ['cdc_mbim', { mode: 'mbim', control: 'mbim' }],
  ['huawei_cdc_ncm', { mode: 'ncm', control: 'at' }],
] as const);

/**
 * What a device is: by the database, and where that tells no mode or no more than that it dials, by the newest Linux drivers that are
 * known, which have ids of their own. One derivation for the bench, the reports and the bundles. `model`: AT+CGMM. Pure.
 */
export function recogniseDevice(device: DeviceShape, db: Db, model?: string): Recognised {
  const interfaces = (chosenConfiguration(device) ?? device.configurations[0])?.interfaces ?? [];
  const recognised = db.recognise(device.vid, device.pid, interfaces, model);
  if (recognised.mode !== null && recognised.mode !== 'ppp') return recognised;
  const { nodes } = forecast(device, driverTables(tableReleases().at(-1) ?? ''));
  const spoken = nodes.find(({ driver, node }) => node !== null && speakers.has(driver));
  const speaker = speakers.get(spoken?.driver ?? '');
  if (!spoken || !speaker || !isFree(recognised.roles.get(spoken.interfaceNumber))) return recognised;
  const roles = new Map(recognised.roles).set(spoken.interfaceNumber, 'control');
  const known = new Map(recognised.known).set(spoken.interfaceNumber, 'listed');
  return { ...recognised, ...speaker, roles, known };
}

const isFree = (role: Role | undefined) => role === undefined || role === 'other' || role === 'control' || role === 'net';

/**
 * What a forecast has to know of a device to choose the way that its mode stands for: the ports that dial are those for modems, then
 * those that take AT or may be asked.
 */
export function meantWay(device: DeviceShape, recognised: Recognised): MeantWay {
  const interfaces = chosenConfiguration(device)?.interfaces ?? [];
  const modems = [...recognised.roles].flatMap(([number, role]) => (role === 'modem' ? [number] : []));
  const asked = atCandidates(interfaces, recognised, device);
  return { mode: recognised.mode, dials: [...new Set([...modems.sort((a, b) => a - b), ...asked])] };
}
