import { BenchError } from '../contract/errors.ts';
import type { MbimClient, RequestOptions } from './client.ts';
import { basicConnect, type CommandRequest, queryOf, setOf } from './commands.ts';
import { readOf, refused, unlessRefused } from './failures.ts';
import { InfoReader, InfoWriter } from './info.ts';
import { statuses } from './status.ts';

/** MBIM_PIN_TYPE, MBIM 1.0, table 10-24. */
export const PIN1 = 2;
export const PUK1 = 11;
/** MBIM_PIN_STATE: 0 unlocked, 1 locked. */
const LOCKED = 1;
/** MBIM_PIN_OPERATION. */
const operations = { enter: 0, enable: 1, disable: 2 } as const;
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

interface ReadStatus extends PinStatus {
  /** False where the tries are those of another PIN: a function may speak of the second while the first is open. */
  readonly ofPin1: boolean;
}

const askStatus = (client: MbimClient, options?: RequestOptions): Promise<ReadStatus> =>
  client.ask(queryOf(basicConnect.pin), readPin, options);

/** MBIM 1.0, 10.5.4. */
export async function getPinStatus(client: MbimClient, options?: RequestOptions): Promise<PinStatus> {
  const { asksFor, triesLeft } = await askStatus(client, options);
  return { asksFor, triesLeft };
}

function readPin(info: Uint8Array): ReadStatus {
  const fields = new InfoReader(info);
  const type = fields.u32(0);
  const locked = fields.u32(4) === LOCKED;
  const tries = fields.u32(8);
  const asksFor = !locked ? 'nothing' : type === PIN1 ? 'pin' : type === PUK1 ? 'puk' : 'other';
  return { asksFor, triesLeft: tries === UNKNOWN_TRIES ? null : tries, ofPin1: type === PIN1 };
}

/** Type, operation, PIN, no new PIN. Secret. */
const pinRequest = (operation: keyof typeof operations, pin: string): CommandRequest =>
  setOf(basicConnect.pin, new InfoWriter().u32(PIN1, operations[operation]).text(pin).text('').done());

/** Gives PIN1. Secret. */
export const enterPinRequest = (pin: string): CommandRequest => pinRequest('enter', pin);

/** What `enterPin` may send, in order; the status once more where the answer does not tell the tries left. Secret. */
export const enterPinRequests = (pin: string): readonly CommandRequest[] => [queryOf(basicConnect.pin), enterPinRequest(pin)];

/** What `setPinRequest` may send, in order; the status once more where the answer does not tell the tries left. Secret. */
export const pinLockRequests = (on: boolean, pin: string): readonly CommandRequest[] => [
  queryOf(basicConnect.pinList),
  queryOf(basicConnect.pin),
  pinRequest(on ? 'enable' : 'disable', pin),
];

/** What `readPinEnabled` sends. */
export const pinListRequests: readonly CommandRequest[] = [queryOf(basicConnect.pinList)];

/** Whether the SIM asks for PIN1 when it is started; `null` where the function does not tell. MBIM 1.0, 10.5.5: MBIM_PIN_MODE of the first. */
export const readPinEnabled = (client: MbimClient, options?: RequestOptions): Promise<boolean | null> =>
  unlessRefused(
    () => client.ask(queryOf(basicConnect.pinList), (info) => [null, true, false][new InfoReader(info).u32(0)] ?? null, options),
    null,
  );

/**
 * Gives PIN1 where the SIM asks for it; resolves to whether it did. The tries left are read before, and below two, or where the
 * modem does not tell, the PIN is not sent. Throws PIN_MALFORMED, PIN_TRIES_UNKNOWN, PIN_LAST_TRY, PUK_NEEDED, SIM_FAILED (a lock
 * of another kind) with nothing sent; PIN_WRONG (detail `tries`: left now) or MBIM_ERROR after it was.
 */
export async function enterPin(client: MbimClient, pin: string, options: RequestOptions = {}): Promise<boolean> {
  wellFormed(pin);
  const status = await askStatus(client, options);
  if (status.asksFor === 'nothing') return false;
  await attempt(client, enterPinRequest(pin), triesOf(status), options);
  return true;
}

/**
 * Turns the PIN request on or off, on a SIM that is open; resolves to whether it had to. It costs a try as entering does, so the tries
 * left of PIN1 are read before: many a function does not tell them while the SIM is open, and then the PIN is not sent. Throws as
 * `enterPin`, and PIN_NEEDED where the SIM is not open yet.
 */
export async function setPinRequest(client: MbimClient, on: boolean, pin: string, options: RequestOptions = {}): Promise<boolean> {
  wellFormed(pin);
  if ((await readPinEnabled(client, options)) === on) return false;
  const status = await askStatus(client, options);
  if (status.asksFor === 'pin') throw new BenchError('PIN_NEEDED');
  await attempt(client, pinRequest(on ? 'enable' : 'disable', pin), triesOf(status), options);
  return true;
}

function wellFormed(pin: string): void {
  if (!/^[0-9]{4,8}$/.test(pin)) throw new BenchError('PIN_MALFORMED');
}

/** Tries left of PIN1 where it may be tried. */
function triesOf({ asksFor, triesLeft, ofPin1 }: ReadStatus): number {
  if (asksFor === 'puk') throw new BenchError('PUK_NEEDED');
  if (asksFor === 'other') throw new BenchError('SIM_FAILED');
  if (triesLeft === null || !ofPin1) throw new BenchError('PIN_TRIES_UNKNOWN');
  if (triesLeft < MIN_TRIES) throw new BenchError('PIN_LAST_TRY', { tries: triesLeft });
  return triesLeft;
}

async function attempt(
  client: MbimClient,
  { command, kind, info }: CommandRequest,
  triesLeft: number,
  options: RequestOptions,
): Promise<void> {
  const reply = await client.exchange(command, kind, info, options);
  if (reply.status === 0) return;
  // The tries left are in the answer (10.5.4.5); firmwares that leave it empty are asked.
  const told = reply.info.length > 0 ? readOf(command, reply.info, readPin) : await askStatus(client, options);
  if (told.asksFor === 'puk') throw new BenchError('PUK_NEEDED');
  const fewer = told.ofPin1 && told.triesLeft !== null && told.triesLeft < triesLeft;
  if (fewer && reply.status !== statuses.pinDisabled) throw new BenchError('PIN_WRONG', { tries: told.triesLeft ?? triesLeft - 1 });
  throw refused(command.name, reply.status);
}
