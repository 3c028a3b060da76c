import type { GivenSwitches } from '../../modem-db/db.ts';
import { importSwitches } from '../../modem-db/import.ts';
import { BenchError } from '../contract/errors.ts';

/** Letters of a file's name that the source of its entries has. */
const MAX_NAME = 200;

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
