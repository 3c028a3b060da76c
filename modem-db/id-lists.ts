import { z } from 'zod';
import { usbId } from './db.ts';
import downloadModes from './download-modes.json' with { type: 'json' };
import fccLocks from './fcc-locks.json' with { type: 'json' };

/** What is known of single ids and nothing else. */

const IdList = z.object({ source: z.string(), ids: z.array(z.string().regex(/^[0-9a-f]{4}:[0-9a-f]{4}$/)) });
const locked: ReadonlySet<string> = new Set(IdList.parse(fccLocks).ids);
const downloading: ReadonlySet<string> = new Set(IdList.parse(downloadModes).ids);

/** Whether cards of this id are known to wait for their maker's unlocking (FCC lock) before they transmit. */
export function mayBeFccLocked(vid: number, pid: number): boolean {
  return locked.has(usbId(vid, pid));
}

/** Whether this is a boot loader that waits for firmware, and is never written to. */
export function waitsForFirmware(vid: number, pid: number): boolean {
  return downloading.has(usbId(vid, pid));
}
