import { type Db, hex4, type Recognised } from '../../modem-db/db.ts';
import type { SwitchEntry } from '../../modem-db/schema.ts';
import { activeInterfaces, type Sighting } from '../seams/usb-bus.ts';

/** What a sighting is, as far as its descriptors and the database tell. */
export type Identified =
  | { readonly kind: 'disc'; readonly name: string; readonly entry: SwitchEntry }
  | { readonly kind: 'modem'; readonly name: string; readonly recognised: Recognised }
  /** A stick, a phone, a dongle that nobody listed in a state that says nothing. Shown, but nothing is offered. */
  | { readonly kind: 'unknown'; readonly name: string; readonly recognised: Recognised };

/** Classes that no dongle consists of alone: audio, human interface, image, printer, hub, video, audio/video. */
const EVERYDAY = new Set([0x01, 0x03, 0x06, 0x07, 0x09, 0x0e, 0x10]);

export function identify(sighting: Sighting, db: Db): Identified {
  const entry = db.findSwitch(sighting.vid, sighting.pid);
  const interfaces = activeInterfaces(sighting);
  if (entry && interfaces.some((i) => i.class === 8)) return { kind: 'disc', name: entry.name, entry };
  const recognised = db.recognise(sighting.vid, sighting.pid, interfaces);
  const name = recognised.name || sighting.product || `${hex4(sighting.vid)}:${hex4(sighting.pid)}`;
  return { kind: recognised.mode === null ? 'unknown' : 'modem', name, recognised };
}

/** Whether a device belongs on the bench at all: everything but mice, cameras and the like. */
export function mayBeDongle(sighting: Sighting): boolean {
  const interfaces = activeInterfaces(sighting);
  return interfaces.length === 0 || interfaces.some((i) => !EVERYDAY.has(i.class));
}
