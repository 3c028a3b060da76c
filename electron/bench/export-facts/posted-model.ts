import type { Db } from '../../../modem-db/db.ts';
import type { ReportedDevice } from '../../contract/drivers.ts';
import { BenchError } from '../../contract/errors.ts';
import type { PostedDevice } from '../forecast/dumps.ts';
import type { KnownModel } from './known-model.ts';
import { shownModel } from './shown-model.ts';

/** How many devices an error names. */
const MOST_NAMED = 8;

/** Whether a bundle can be for it: keyboards and cameras come along in most texts. */
const mayBeModem = ({ reported }: PostedDevice) =>
  reported.bootState === null && (reported.disc || reported.mode !== null || reported.way !== null || reported.listed);

/**
 * The one device of a text that a bundle is to be for. `wanted`: its ids (`2c7c:0125`), its port (`1-1.2`), or bus and address (`1/6`), where the
 * text shows several. Throws DUMP_EMPTY where none may be a modem, TEXT_AMBIGUOUS where several fit, TEXT_LACKS where none does.
 */
export function choosePosted(devices: readonly PostedDevice[], wanted?: string): PostedDevice {
  const modems = devices.filter(mayBeModem);
  const fitting = wanted === undefined ? modems : modems.filter(({ reported }) => namesOf(reported).includes(wanted.trim().toLowerCase()));
  const meant = lastOf(likelier(fitting));
  const [first, ...others] = meant;
  if (modems.length === 0) throw bootState(devices) ?? new BenchError('DUMP_EMPTY');
  if (!first)
    throw new BenchError('TEXT_LACKS', { name: (wanted ?? '').slice(0, 60).replace(/[^ -~]/g, '?'), candidates: namesIn(modems) });
  if (others.length > 0) throw new BenchError('TEXT_AMBIGUOUS', { candidates: namesIn(meant) });
  return first;
}

/** Beside one that is known as a modem, a network card that nobody listed is somebody's adapter. */
function likelier(devices: readonly PostedDevice[]): readonly PostedDevice[] {
  const listed = devices.filter(({ reported }) => reported.listed);
  return listed.length > 0 ? listed : devices;
}

/** It went, in a log that has something else in that port later. */
const isGone = ({ reported }: PostedDevice) => reported.events.some((event) => event.includes('USB disconnect'));

/**
 * A log has a stick in all the states that it was in: in one port its disc, and the modem that it became, once or again. The modem is what a bundle is for; of
 * what shows the same mode several times, the last.
 */
function lastOf(devices: readonly PostedDevice[]): readonly PostedDevice[] {
  const places = new Set(devices.map(({ reported: r }) => r.port ?? `${r.bus} ${r.vid}:${r.pid}`));
  if (places.size !== 1) return devices;
  const modems = devices.filter(({ reported }) => !reported.disc && (reported.mode !== null || reported.way !== null));
  const found = [modems, devices.filter(({ reported }) => !reported.disc)].find((some) => some.length > 0) ?? devices;
  const there = found.filter((device) => !isGone(device));
  if (there.length === 1) return there;
  const shown = new Set(found.map(({ reported: r }) => `${r.vid}:${r.pid} ${r.mode} ${r.disc}`));
  return shown.size === 1 ? found.slice(-1) : found;
}

function bootState(devices: readonly PostedDevice[]): BenchError | null {
  const boot = devices.find(({ reported }) => reported.bootState !== null)?.reported;
  return boot ? new BenchError('MODEM_NOT_RUNNING', { id: `${boot.vid}:${boot.pid}`, name: boot.name.slice(0, 200) }) : null;
}

function namesOf({ vid, pid, port, bus, address }: ReportedDevice): string[] {
  return [
    ...(vid === null || pid === null ? [] : [`${vid}:${pid}`]),
    ...(port === null ? [] : [port]),
    ...(bus === null || address === null ? [] : [`${bus}/${address}`]),
  ];
}

const namesIn = (devices: readonly PostedDevice[]) =>
  devices
    .slice(0, MOST_NAMED)
    .map(({ reported }) => `${namesOf(reported).join(' ')} ${reported.name.slice(0, 60)}`.trim())
    .join('; ') + (devices.length > MOST_NAMED ? '; …' : '');

/** A device of a text as a model. Throws MODEL_UNKNOWN where the text tells no ids, by which a router would find it, or nobody knows a mode of it. */
export function postedModel({ reported, shape, identified, described }: PostedDevice, db: Db): KnownModel {
  const { vid, pid, name, mode } = reported;
  if (vid === null || pid === null) throw new BenchError('MODEL_UNKNOWN', { name: name.slice(0, 60).replace(/[^ -~]/g, '?') });
  return shownModel({ shape, identified, mode, title: name, described }, db);
}
