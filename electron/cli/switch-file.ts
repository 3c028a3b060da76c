import { basename } from 'node:path';
import type { GivenSwitches } from '../../modem-db/db.ts';
import { MAX_IMPORT } from '../../modem-db/import.ts';
import { switchesOfText } from '../bench/planning/switches-of-text.ts';
import { decodeText } from '../contract/decode-text.ts';
import { readBounded } from './files.ts';

/** Bytes of the longest text that is read, each sign in UTF-16 and a mark. */
const MAX_BYTES = 2 * MAX_IMPORT + 2;

/** The switch entries of a file that a technician names for one dongle. Throws FILE_UNREADABLE, and what `switchesOfText` throws. */
export async function readSwitchFile(path: string): Promise<GivenSwitches> {
  return switchesOfText(basename(path), decodeText(await readBounded(path, MAX_BYTES)), true);
}
