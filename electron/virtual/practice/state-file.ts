import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { replaceFileSync } from '../../lib/atomic-write.ts';
import { parseJson } from '../../lib/parse-json.ts';

/** What the practice bench remembers of its dongles while the bench process is dead: what real ones would have in themselves. */

const Plain = z.union([z.string().max(4000), z.number(), z.boolean()]);
const Values = z.record(z.string().max(40), Plain);

const StoredDongle = z.object({
  name: z.string().max(60),
  /** `null`: in the drawer. */
  portPath: z.string().max(64).nullable(),
  flash: Values,
  /** What it shows or is on its way to. */
  composition: z.string().max(200).nullable(),
  /** On the bus at that moment, not away between two compositions. */
  present: z.boolean(),
  /** USB device address, as the practice computer numbers its devices. */
  address: z.number().int().min(1).max(100_000).nullable().default(null),
  /** What it keeps while it has power (PIN given). */
  memory: Values,
  /** The faults that its flash was set up with; other ones set it up anew. */
  setUp: z.string().max(400),
});
export type StoredDongle = z.infer<typeof StoredDongle>;

const StoredBench = z.object({ version: z.literal(1), dongles: z.array(StoredDongle).max(50) });

/** The dongles in a file; none where there is no file or it is not one of ours. */
export function readState(path: string): StoredDongle[] {
  try {
    return parseJson(readFileSync(path, 'utf8'), StoredBench).dongles;
  } catch {
    return [];
  }
}

/**
 * Replaces the file in one step, so that a process killed at any moment leaves the old one or the new one. Gives false where
 * it cannot be written: practice goes on, and the dongles are as new after the next start.
 */
export function writeState(path: string, dongles: readonly StoredDongle[]): boolean {
  try {
    mkdirSync(dirname(path), { recursive: true });
    replaceFileSync({ path, data: Buffer.from(`${JSON.stringify({ version: 1, dongles }, null, 1)}\n`), mode: 0o600 });
    return true;
  } catch {
    return false;
  }
}
