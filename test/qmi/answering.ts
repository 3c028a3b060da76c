import { openQmi, type QmiClient } from '../../electron/qmi/client.ts';
import type { Tlv } from '../../electron/qmi/tlv.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { failure, ScriptedChannel } from './scripted-channel.ts';

/** Bytes of hexadecimal digits; blanks are for the reader. */
export const hex = (digits: string): Uint8Array => Uint8Array.from(Buffer.from(digits.replaceAll(' ', ''), 'hex'));

/** A client on a modem that answers the listed messages (`service/message`) and refuses all others. */
export async function modem(answers: Record<string, readonly Tlv[]>): Promise<{ client: QmiClient; channel: ScriptedChannel }> {
  const channel = new ScriptedChannel();
  channel.script = (f) => (f.service === 0 ? null : (answers[`${f.service}/${f.message.toString(16)}`] ?? [failure(71)]));
  return { client: await openQmi(channel, new ManualClock()), channel };
}
