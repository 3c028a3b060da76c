import { BenchError } from '../contract/errors.ts';
import type { QmiClient } from '../qmi/client.ts';
import { readIccid, readIdentity, readImsi } from '../qmi/identity.ts';
import { getServingSystem, readSignal } from '../qmi/nas.ts';
import { getCardStatus, getSimStatus, verifyPin } from '../qmi/uim.ts';
import type { Clock } from '../seams/clock.ts';
import { poll } from '../seams/poll.ts';
import type { ModemForm, PinReply, SimStatus } from './form.ts';
import { simWaking } from './sim-waking.ts';

/** The modem in QMI: DMS, UIM and NAS. */
export class QmiForm implements ModemForm {
  readonly language = 'qmi';
  readonly client: QmiClient;
  readonly #clock: Clock;

  constructor(client: QmiClient, clock: Clock) {
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
    const look = () => getSimStatus(this.client, options(signal));
    const seen = await poll(this.#clock, { ...simWaking, signal }, look, ({ state }) => state !== 'unknown');
    return { state: seen.state, triesLeft: seen.pinTriesLeft };
  }

  async triesLeft(signal?: AbortSignal): Promise<number | null> {
    return (await getSimStatus(this.client, options(signal))).pinTriesLeft;
  }

  async lock() {
    return 'unknown' as const;
  }

  async enterPin(pin: string, signal?: AbortSignal): Promise<PinReply> {
    return pinReply(verifyPin(this.client, pin, options(signal)));
  }

  async dropLock(_pin: string): Promise<PinReply> {
    throw new BenchError('QMI_ERROR', {});
  }

  async numbers(signal?: AbortSignal) {
    const iccid = await readIccid(this.client, options(signal));
    const imsi = await readImsi(this.client, options(signal));
    return { ...(imsi ? { imsi } : {}), ...(iccid ? { iccid } : {}) };
  }

  async registration(signal?: AbortSignal) {
    const { registration, operator, technology } = await getServingSystem(this.client, options(signal));
    return { registration, operator, technology };
  }

  operator(signal?: AbortSignal) {
    return this.registration(signal);
  }

  async signals(signal?: AbortSignal) {
    const seen = await readSignal(this.client, options(signal));
    return seen === null ? [] : [{ technology: seen.technology, rssi: seen.dbm, rsrp: null, rsrq: null, sinr: null }];
  }

  async cell() {
    return null;
  }

  async radio() {
    return 'unknown' as const;
  }

  /** Whether it tells the state of its card, as uqmi wants to know it. */
  async tellsCardState(signal?: AbortSignal): Promise<boolean> {
    try {
      const { cards } = await getCardStatus(this.client, options(signal));
      return cards.some((card) => card.applications.length > 0);
    } catch (error) {
      if (error instanceof BenchError && error.code === 'QMI_ERROR') return false;
      throw error;
    }
  }

  close(): Promise<void> {
    return this.client.close();
  }
}

const options = (signal: AbortSignal | undefined) => (signal ? { signal } : {});

/** What the client says of a try, as an answer: an error that names the tries left is one. */
async function pinReply(tried: Promise<unknown>): Promise<PinReply> {
  try {
    await tried;
    return { kind: 'taken' };
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    if (error.code === 'PIN_WRONG')
      return { kind: 'wrong', tries: typeof error.detail['tries'] === 'number' ? error.detail['tries'] : null };
    if (error.code === 'PUK_NEEDED') return { kind: 'wrong', tries: 0 };
    if (error.code === 'QMI_ERROR') return { kind: 'refused', reply: String(error.detail['name'] ?? error.code) };
    throw error;
  }
}
