import { z } from 'zod';
import { usbId } from './db.ts';
import data from './fcc-locks.json' with { type: 'json' };

const { ids } = z.object({ source: z.string(), ids: z.array(z.string().regex(/^[0-9a-f]{4}:[0-9a-f]{4}$/)) }).parse(data);
const listed: ReadonlySet<string> = new Set(ids);

/** Whether cards of this id are known to wait for their maker's unlocking (FCC lock) before they transmit. */
export function mayBeFccLocked(vid: number, pid: number): boolean {
  return listed.has(usbId(vid, pid));
}
