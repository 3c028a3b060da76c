import { type Db, hex4, type Recognised, usbId } from '../../../modem-db/db.ts';
import { type StateWithoutModem, stateWithoutModem } from '../../../modem-db/ids/boot-states.ts';
import { discName, ownName, tells } from '../../../modem-db/labels/names.ts';
import type { SwitchEntry } from '../../../modem-db/schema.ts';
import { BenchError } from '../../contract/errors.ts';
import type { Mode } from '../../contract/words.ts';
import { withFound } from '../../modem/access.ts';
import { activeInterfaces, type Sighting } from '../../seams/usb-bus.ts';
import { planSwitch } from '../../switching/plan-switch.ts';
import type { PlanContext } from '../planning/plan-context.ts';
import { recogniseDevice } from './recognise.ts';

/** What a sighting is, as far as its descriptors and the database tell. */
export type Identified =
  /** In a state that it has to be switched out of. */
  | { readonly kind: 'disc'; readonly name: string; readonly entry: SwitchEntry }
  | { readonly kind: 'modem'; readonly name: string; readonly recognised: Recognised }
  /** Boot code and no modem: shown with what to do, and never written to. */
  | { readonly kind: 'no-modem'; readonly name: string; readonly recognised: Recognised; readonly state: StateWithoutModem }
  /** A stick, a phone, a dongle that nobody listed in a state that says nothing. Shown, but nothing is offered. */
  | { readonly kind: 'unknown'; readonly name: string; readonly recognised: Recognised };

/** Classes that no dongle consists of alone: audio, human interface, image, printer, hub, video, audio/video. */
const EVERYDAY = new Set([0x01, 0x03, 0x06, 0x07, 0x09, 0x0e, 0x10]);

export function identify(sighting: Sighting, db: Db, known: PlanContext = {}): Identified {
  const state = stateWithoutModem(sighting, activeInterfaces(sighting));
  if (state) return { kind: 'no-modem', name: state.name, recognised: bootCode(state), state };
  const listed = recogniseDevice(sighting, db, known.model);
  const recognised = known.ports ? withFound(listed, known.ports) : listed;
  const entry = findEntry(sighting, db, known);
  if (entry && isUnswitched(entry, sighting, recognised.mode)) return { kind: 'disc', name: discName(entry), entry };
  const name = nameOf(recognised, sighting, known.model, db) || sighting.product || `${hex4(sighting.vid)}:${hex4(sighting.pid)}`;
  return { kind: recognised.mode === null ? 'unknown' : 'modem', name, recognised };
}

/** Nothing of it has a role: not one port takes a question. */
function bootCode({ name, source }: StateWithoutModem): Recognised {
  return { listed: true, name, mode: null, control: 'none', roles: new Map(), router: null, source };
}

/**
 * The listed name, unless it is none: a placeholder, or of an id that several makers' modems show. What the device calls itself goes before
 * these.
 */
function nameOf({ name, shared }: Recognised, { vid, pid, manufacturer, product }: Sighting, model: string | undefined, db: Db): string {
  const told = tells(name, usbId(vid, pid));
  if (name === '' || (told === 'model' && shared !== true)) return name;
  // The vendor id of a shared one is that of the chip's maker.
  const vendor = shared === true ? null : (db.vendorOf(vid)?.vendor ?? null);
  return ownName({ vendor, manufacturer, product, model }, told === 'id') ?? name;
}

/** Whether it takes the answer to INQUIRY to tell which of several dongles this is. */
export function needsScsi({ vid, pid }: Sighting, db: Db): boolean {
  return db.switchesOf(vid, pid).some((entry) => entry.when?.some((match) => match.key.startsWith('scsi')) ?? false);
}

/** Whether a device belongs on the bench at all: everything but mice, cameras and the like, and those only if nobody listed them. */
export function mayBeDongle(sighting: Sighting, db: Db): boolean {
  if (db.switchesOf(sighting.vid, sighting.pid).length > 0) return true;
  const interfaces = activeInterfaces(sighting);
  return interfaces.length === 0 || interfaces.some((i) => !EVERYDAY.has(i.class));
}

/** The mode that another configuration of the same device would be in, by bConfigurationValue. */
export function otherConfigurations(sighting: Sighting, db: Db): ReadonlyMap<number, Mode> {
  const modes = new Map<number, Mode>();
  for (const { value } of sighting.configurations) {
    if (value === sighting.activeConfiguration) continue;
    const { mode } = recogniseDevice({ ...sighting, activeConfiguration: value }, db);
    if (mode !== null) modes.set(value, mode);
  }
  return modes;
}

function findEntry(sighting: Sighting, db: Db, { scsi = null }: PlanContext): SwitchEntry | undefined {
  const { manufacturer, product, serial } = sighting;
  return db.findSwitch(sighting.vid, sighting.pid, { manufacturer, product, serial, scsi });
}

/**
 * A device whose id is listed is not therefore in its disc state: some keep their id, and some entries only choose among the
 * configurations of what is a modem already.
 */
function isUnswitched(entry: SwitchEntry, sighting: Sighting, mode: Mode | null): boolean {
  if (mode !== null && (entry.method.name === 'Configuration' || entry.method.name === 'MbimOrNothing')) return false;
  try {
    return planSwitch(entry, sighting).kind === 'send';
  } catch (error) {
    if (error instanceof BenchError) return false;
    throw error;
  }
}
