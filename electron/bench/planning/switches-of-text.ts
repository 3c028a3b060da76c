import type { GivenSwitches } from '../../../modem-db/db.ts';
import { givenIds } from '../../../modem-db/given-switches.ts';
import { importSwitches } from '../../../modem-db/import.ts';
import { BenchError } from '../../contract/errors.ts';

/** Letters of a file's name that the source of its entries has. */
const MAX_NAME = 200;
/** Ids of a file of entries that an error names. */
const MOST_IDS = 8;

/**
 * The switch entries of a text that a technician gives: all that `db import` takes. `name`: of the file. Throws DATA_INVALID where anything in
 * it is no entry: what is to be sent to a dongle is not half understood.
 */
export function switchesOfText(name: string, text: string, strict: boolean): GivenSwitches {
  const file = name.slice(0, MAX_NAME);
  const { entries, problems } = importSwitches(text, { fileName: name, source: `the file ${file}, given by a technician` });
  const [first] = problems;
  if (first) throw new BenchError('DATA_INVALID', { file, errors: problems.length, message: `line ${first.line}: ${first.message}` });
  return { file, entries, strict };
}

/** SWITCH_NOT_IN_FILE: a file was given, and what is to be switched (`id`) is not of it. */
export function notInFile(given: GivenSwitches, id: string): BenchError {
  return new BenchError('SWITCH_NOT_IN_FILE', { file: given.file, id, ids: givenIds(given).slice(0, MOST_IDS).join(', ') });
}
