import { BenchError } from '../contract/errors.ts';
import type { NetworkView } from '../contract/snapshot.ts';
import type { MbimClient } from '../mbim/client.ts';
import { readIdentity } from '../mbim/identity.ts';
import { getRegistration, getSignal } from '../mbim/network.ts';
import { enterPin, getPinStatus } from '../mbim/pin.ts';
import { getSubscriberReady, type ReadyState } from '../mbim/subscriber.ts';
import type { Clock } from '../seams/clock.ts';
import { poll } from '../seams/poll.ts';
import type { ModemForm, PinReply, SimStatus } from './form.ts';
import { simWaking } from './sim-waking.ts';

/** The modem in MBIM: MBIM 1.0, chapter 10. */
export class MbimForm implements ModemForm {
  readonly language = 'mbim';
  readonly client: MbimClient;
  readonly #clock: Clock;

  constructor(client: MbimClient, clock: Clock) {
    this.client = client;
    this.#clock = clock;
  }

  get name(): string {
    return this.client.name;
  }

  identity(signal?: AbortSignal) {
    return readIdentity(this.client, options(signal));
  }

  async status(signal?: AbortSignal): Promise<SimStatus> {
    const look = () => getSubscriberReady(this.client, options(signal));
    const { state } = await poll(this.#clock, { ...simWaking, signal }, look, (seen) => simStates[seen.state] !== 'unknown');
    if (state !== 'locked') return { state: simStates[state], triesLeft: null };
    const { asksFor, triesLeft } = await getPinStatus(this.client, options(signal));
    // A lock of the network's or the maker's is none that a PIN opens.
    const asked = { nothing: 'ready', pin: 'pin', puk: 'puk', other: 'failed' } as const;
    return { state: asked[asksFor], triesLeft };
  }

  async triesLeft(signal?: AbortSignal): Promise<number | null> {
    return (await getPinStatus(this.client, options(signal))).triesLeft;
  }

  async lock() {
    return 'unknown' as const;
  }

  async enterPin(pin: string, signal?: AbortSignal): Promise<PinReply> {
    return pinReply(enterPin(this.client, pin, options(signal)));
  }

  async dropLock(_pin: string): Promise<PinReply> {
    throw new BenchError('MBIM_ERROR', {});
  }

  async numbers(signal?: AbortSignal) {
    const { imsi, iccid } = await readIdentity(this.client, options(signal));
    return { ...(imsi ? { imsi } : {}), ...(iccid ? { iccid } : {}) };
  }

  async registration(signal?: AbortSignal) {
    const { state, technology, providerName } = await getRegistration(this.client, options(signal));
    return { registration: state, technology, operator: providerName === '' ? null : providerName };
  }

  operator(signal?: AbortSignal) {
    return this.registration(signal);
  }

  async signals(signal?: AbortSignal) {
    const seen = await getSignal(this.client, options(signal));
    return seen === null ? [] : [{ technology: null, rssi: seen.dbm, rsrp: null, rsrq: null, sinr: null }];
  }

  async cell() {
    return null;
  }

  async radio() {
    return 'unknown' as const;
  }

  close(): Promise<void> {
    return this.client.close();
  }
}

/** MBIM_SUBSCRIBER_READY_STATE in the bench's words (MBIM 1.0, table 10-19). */
const simStates: Readonly<Record<ReadyState, NetworkView['sim']>> = {
  'not-initialized': 'unknown',
  unknown: 'unknown',
  initialized: 'ready',
  // Registered or not is the network's affair: the card is open.
  'not-activated': 'ready',
  missing: 'missing',
  bad: 'failed',
  failure: 'failed',
  locked: 'pin',
};

const options = (signal: AbortSignal | undefined) => (signal ? { signal } : {});

async function pinReply(tried: Promise<unknown>): Promise<PinReply> {
  try {
    await tried;
    return { kind: 'taken' };
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    if (error.code === 'PIN_WRONG')
      return { kind: 'wrong', tries: typeof error.detail['tries'] === 'number' ? error.detail['tries'] : null };
    if (error.code === 'PUK_NEEDED') return { kind: 'wrong', tries: 0 };
    if (error.code === 'MBIM_ERROR') return { kind: 'refused', reply: String(error.detail['name'] ?? error.code) };
    throw error;
  }
}
