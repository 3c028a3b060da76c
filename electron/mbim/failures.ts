import { BenchError, type FailureDetail } from '../contract/errors.ts';
import type { MbimCommand } from './commands.ts';
import { protocolName, statusName } from './status.ts';

/** What cannot be read. `what` says for people which part. */
export function garbled(what: string): BenchError {
  return new BenchError('MBIM_GARBLED', { what });
}

/** MBIM_ERROR for an answer that refuses. */
export function refused(message: string, number: number, more: FailureDetail = {}): BenchError {
  return new BenchError('MBIM_ERROR', { message, number, name: statusName(number), ...more });
}

/** MBIM_ERROR for a MBIM_FUNCTION_ERROR: the function did not take the message at all. */
export function notTaken(message: string, number: number): BenchError {
  return new BenchError('MBIM_ERROR', { message, number, name: protocolName(number) });
}

/** Reads an answer's fields with `read`; one that is missing or cut off becomes MBIM_GARBLED with the command's name. */
export function readOf<T>(command: MbimCommand, info: Uint8Array, read: (info: Uint8Array) => T): T {
  try {
    return read(info);
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    throw new BenchError(error.code, { message: command.name, ...error.detail }, { cause: error });
  }
}

/** What `ask` resolves to, or `otherwise` where the function refuses (MBIM_ERROR); silence and noise are thrown on. */
export async function unlessRefused<T, O>(ask: () => Promise<T>, otherwise: O): Promise<T | O> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof BenchError && error.code === 'MBIM_ERROR') return otherwise;
    throw error;
  }
}
