import { BenchError, type DetailOf } from '../contract/errors.ts';
import { protocolErrorName, protocolErrors } from './protocol-errors.ts';
import type { QmiMessage } from './services.ts';
import type { Tlvs } from './tlv.ts';

export const detailOf = (message: QmiMessage) => ({ service: message.service, message: message.name });

/** What an answer that refuses may tell besides. */
export type RefusalDetail = Omit<DetailOf<'QMI_ERROR'>, 'service' | 'message' | 'number' | 'name'>;

/** QMI_ERROR for an answer that refuses. */
export function refused(message: QmiMessage, number: number, more: RefusalDetail = {}): BenchError {
  return new BenchError('QMI_ERROR', { ...detailOf(message), number, name: protocolErrorName(number), ...more });
}

/** Whether the modem does not know a message or the service behind it: then there may be another way to ask. */
export function isUnknownMessage(error: number): boolean {
  return error === protocolErrors.invalidQmiCommand || error === protocolErrors.notSupported || error === protocolErrors.invalidServiceType;
}

/** As `isUnknownMessage`, for what `request` throws. */
export function isUnknownMessageError(error: unknown): boolean {
  return error instanceof BenchError && error.code === 'QMI_ERROR' && isUnknownMessage(Number(error.detail.number));
}

/** Names the message in a QMI_GARBLED. */
export function withMessage(error: unknown, message: QmiMessage): Error {
  if (error instanceof BenchError && error.code === 'QMI_GARBLED')
    return new BenchError('QMI_GARBLED', { what: String(error.detail.what ?? ''), ...detailOf(message) }, { cause: error });
  return error instanceof Error ? error : new Error(String(error));
}

/** Reads an answer's fields with `read`; one that is missing or cut off becomes QMI_GARBLED with the message's name. */
export function readOf<T>(message: QmiMessage, tlvs: Tlvs, read: (tlvs: Tlvs) => T): T {
  try {
    return read(tlvs);
  } catch (error) {
    throw withMessage(error, message);
  }
}

/** What a question is answered with; `undefined` where the modem refuses to tell (QMI_ERROR). Silence and noise are thrown. */
export async function told<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof BenchError && error.code === 'QMI_ERROR') return undefined;
    throw error;
  }
}
