import { BenchError, type DetailOf } from '../contract/errors.ts';
import type { MbimCommand } from './commands.ts';
import { protocolName, statusName } from './status.ts';

/** What cannot be read. `what` says for people which part. */
export function garbled(what: string): BenchError {
  return new BenchError('MBIM_GARBLED', { what });
}

/** MBIM_ERROR for an answer that refuses. */
export function refused(message: string, number: number, more: Pick<DetailOf<'MBIM_ERROR'>, 'networkError'> = {}): BenchError {
  return new BenchError('MBIM_ERROR', { message, number, name: statusName(number), ...more });
}

/** MBIM_ERROR for a MBIM_FUNCTION_ERROR: the function did not take the message at all. */
export function notTaken(message: string, number: number): BenchError {
  return new BenchError('MBIM_ERROR', { message, number, name: protocolName(number) });
}

/** Names the message in a MBIM_GARBLED. */
export function ofMessage(error: BenchError, message: string): BenchError {
  if (error.code !== 'MBIM_GARBLED') return error;
  return new BenchError('MBIM_GARBLED', { what: String(error.detail.what ?? ''), message }, { cause: error });
}

/** Reads an answer's fields with `read`; one that is missing or cut off becomes MBIM_GARBLED with the command's name. */
export function readOf<T>(command: MbimCommand, info: Uint8Array, read: (info: Uint8Array) => T): T {
  try {
    return read(info);
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    throw ofMessage(error, command.name);
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
