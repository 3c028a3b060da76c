import { exitCodes } from './errors/entry.ts';
import { type ErrorCode, errorTable } from './errors/table.ts';

/** The exit code that an error stands for: whose fault it is, as far as a script needs to know. */
export function exitCodeOf(code: ErrorCode): number {
  return exitCodes[errorTable[code].exit];
}
