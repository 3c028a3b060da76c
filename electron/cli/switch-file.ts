import { basename } from 'node:path';
import type { GivenSwitches } from '../../modem-db/db.ts';
import { decodeText, importSwitches, MAX_IMPORT } from '../../modem-db/import.ts';
import { BenchError } from '../contract/errors.ts';
import { readBounded } from './files.ts';

/** Bytes of the longest text that is read, each sign in UTF-16 and a mark. */
const MAX_BYTES = 2 * MAX_IMPORT + 2;
/** Letters of a file's name that the source of its entries has. */
const MAX_NAME = 200;

/**
 * The switch entries of a file that a technician names: all that `db import` takes. Throws FILE_UNREADABLE, and DATA_INVALID where anything in
 * it is no entry: what is to be sent to a dongle is not half understood.
 */
export async function readSwitchFile(path: string): Promise<GivenSwitches> {
  const file = basename(path).slice(0, MAX_NAME);
  const text = decodeText(await readBounded(path, MAX_BYTES));
  const { entries, problems } = importSwitches(text, { fileName: basename(path), source: `the file ${file}, given by a technician` });
  const [first] = problems;
  if (first) throw new BenchError('DATA_INVALID', { file, errors: problems.length, message: `line ${first.line}: ${first.message}` });
  return { file, entries };
}
