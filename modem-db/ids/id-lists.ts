import { z } from 'zod';
import { usbId } from '../db.ts';
import { asksFor, quirksFor } from '../quirks/index.ts';
import fccLocks from './fcc-locks.json' with { type: 'json' };
import hubs from './hubs.json' with { type: 'json' };
import otherDevices from './other-devices.json' with { type: 'json' };

/** What is known of single ids and nothing else. */

const IdList = z.object({ source: z.string(), ids: z.array(z.string().regex(/^[0-9a-f]{4}:[0-9a-f]{4}$/)) });
const locked: ReadonlySet<string> = new Set(IdList.parse(fccLocks).ids);
const hubIds: ReadonlySet<string> = new Set(IdList.parse(hubs).ids);
const others: ReadonlySet<string> = new Set(IdList.parse(otherDevices).ids);

/** Whether cards of this id are known to wait for their maker's unlocking (FCC lock) before they transmit. */
export function mayBeFccLocked(vid: number, pid: number): boolean {
  return locked.has(usbId(vid, pid)) || asksFor(quirksFor({ vid, pid }), 'fcc-lock');
}

/** Whether these ids are a hub's, of a text that tells no more than ids. */
export function isListedHub(vid: number, pid: number): boolean {
  return hubIds.has(usbId(vid, pid));
}

/** Whether an id that a list of drivers has is known to be no modem: an adapter, a dock, a telephone. */
export function isOtherDevice(vid: number, pid: number): boolean {
  return others.has(usbId(vid, pid));
}
