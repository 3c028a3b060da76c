import { BenchError } from '../contract/errors.ts';
import type { QmiClient, RequestOptions } from './client.ts';
import { refused } from './client.ts';
import type { QmiMessage } from './services.ts';
import type { Tlv, Tlvs } from './tlv.ts';

/** Asks, and reads the answer with `read`; a field that is missing or cut off becomes QMI_GARBLED that names the message. */
export async function ask<T>(
  client: QmiClient,
  message: QmiMessage,
  tlvs: readonly Tlv[],
  read: (tlvs: Tlvs) => T,
  options: RequestOptions = {},
): Promise<T> {
  const reply = await client.exchange(message, tlvs, options);
  if (reply.error !== 0) throw refused(message, reply.error);
  return readOf(message, reply.tlvs, read);
}

/** `read`, with the message's name on what it throws. */
export function readOf<T>(message: QmiMessage, tlvs: Tlvs, read: (tlvs: Tlvs) => T): T {
  try {
    return read(tlvs);
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    throw new BenchError(error.code, { service: message.service, message: message.name, ...error.detail }, { cause: error });
  }
}
