import { z } from 'zod';
import { usbId } from './db.ts';
import fccLocks from './fcc-locks.json' with { type: 'json' };

/** What is known of single ids and nothing else. */

const IdList = z.object({ source: z.string(), ids: z.array(z.string().regex(/^[0-9a-f]{4}:[0-9a-f]{4}$/)) });
const locked: ReadonlySet<string> = new Set(IdList.parse(fccLocks).ids);

/** Whether cards of this id are known to wait for their maker's unlocking (FCC lock) before they transmit. */
export function mayBeFccLocked(vid: number, pid: number): boolean {
  return locked.has(usbId(vid, pid));
}
