import { BenchError } from '../contract/errors.ts';
import type { MbimClient, RequestOptions } from './client.ts';
import { basicConnect, type CommandRequest, queryOf, setOf } from './commands.ts';
import { readOf, refused } from './failures.ts';
import { InfoReader, InfoWriter } from './info.ts';
import { statuses } from './status.ts';

/** MBIM_PIN_TYPE, MBIM 1.0, table 10-24. */
export const PIN1 = 2;
export const PUK1 = 11;
/** MBIM_PIN_STATE: 0 unlocked, 1 locked. */
const LOCKED = 1;
/** MBIM_PIN_OPERATION. */
const ENTER = 0;
/** A function that does not know how many are left. */
const UNKNOWN_TRIES = 0xffff_ffff;
/** Below this many the PIN is not tried: the last try is the technician's own, in a phone. */
const MIN_TRIES = 2;

export interface PinStatus {
  /** What the SIM asks for; `other` is a lock that is not the SIM's own. */
  readonly asksFor: 'nothing' | 'pin' | 'puk' | 'other';
  /** Tries left of what it asks for; `null` where the modem does not tell. */
  readonly triesLeft: number | null;
}

/** MBIM 1.0, 10.5.4. */
export const getPinStatus = (client: MbimClient, options?: RequestOptions): Promise<PinStatus> =>
  client.ask(queryOf(basicConnect.pin), readPin, options);

function readPin(info: Uint8Array): PinStatus {
  const fields = new InfoReader(info);
  const type = fields.u32(0);
  const locked = fields.u32(4) === LOCKED;
  const tries = fields.u32(8);
  const asksFor = !locked ? 'nothing' : type === PIN1 ? 'pin' : type === PUK1 ? 'puk' : 'other';
  return { asksFor, triesLeft: tries === UNKNOWN_TRIES ? null : tries };
}

/** Gives PIN1: type, operation, PIN, no new PIN. Secret. */
export const enterPinRequest = (pin: string): CommandRequest =>
  setOf(basicConnect.pin, new InfoWriter().u32(PIN1, ENTER).text(pin).text('').done());

/** What `enterPin` may send, in order; the status once more where the answer does not tell the tries left. Secret. */
export const enterPinRequests = (pin: string): readonly CommandRequest[] => [queryOf(basicConnect.pin), enterPinRequest(pin)];

/**
 * Gives PIN1 where the SIM asks for it; resolves to whether it did. The tries left are read before, and below two, or where the
 * modem does not tell, the PIN is not sent. Throws PIN_MALFORMED, PIN_TRIES_UNKNOWN, PIN_LAST_TRY, PUK_NEEDED, SIM_FAILED (a lock
 * of another kind) with nothing sent; PIN_WRONG (detail `tries`: left now) or MBIM_ERROR after it was.
 */
export async function enterPin(client: MbimClient, pin: string, options: RequestOptions = {}): Promise<boolean> {
  if (!/^[0-9]{4,8}$/.test(pin)) throw new BenchError('PIN_MALFORMED');
  const { asksFor, triesLeft } = await getPinStatus(client, options);
  if (asksFor === 'nothing') return false;
  if (asksFor === 'puk') throw new BenchError('PUK_NEEDED');
  if (asksFor === 'other') throw new BenchError('SIM_FAILED');
  if (triesLeft === null) throw new BenchError('PIN_TRIES_UNKNOWN');
  if (triesLeft < MIN_TRIES) throw new BenchError('PIN_LAST_TRY', { tries: triesLeft });
  const { command, kind, info } = enterPinRequest(pin);
  const reply = await client.exchange(command, kind, info, options);
  if (reply.status === 0) return true;
  // The tries left are in the answer (10.5.4.5); firmwares that leave it empty are asked.
  const told = reply.info.length > 0 ? readOf(command, reply.info, readPin) : await getPinStatus(client, options);
  if (told.asksFor === 'puk') throw new BenchError('PUK_NEEDED');
  const wrong = reply.status !== statuses.pinDisabled && told.triesLeft !== null && told.triesLeft < triesLeft;
  if (wrong) throw new BenchError('PIN_WRONG', { tries: told.triesLeft ?? triesLeft - 1 });
  throw refused(command.name, reply.status);
}
