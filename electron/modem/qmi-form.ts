import { BenchError } from '../contract/errors.ts';
import { readServingCell } from '../qmi/cell.ts';
import type { QmiClient } from '../qmi/client.ts';
import { readIccid, readIdentity, readImsi } from '../qmi/identity.ts';
import { readPinLock, setPinProtection } from '../qmi/pin-protection.ts';
import { radioStateOf, readRadio } from '../qmi/radio.ts';
import { readRegistration } from '../qmi/registration.ts';
import { readSignals } from '../qmi/signal.ts';
import { listingServices, readSupported } from '../qmi/supported.ts';
import { getCardStatus, getSimStatus, verifyPin } from '../qmi/uim.ts';
import type { Clock } from '../seams/clock.ts';
import { poll } from '../seams/poll.ts';
import { type FormOptions, limit, type ModemForm, type SimStatus, tried, unlessRefused } from './form.ts';
import { simWakingOf } from './sim-waking.ts';

/** The modem in QMI: DMS, UIM and NAS. */
export class QmiForm implements ModemForm {
  readonly language = 'qmi';
  readonly client: QmiClient;
  readonly #clock: Clock;
  readonly #mayBeLocked: boolean;
  readonly #simWaking: ReturnType<typeof simWakingOf>;

  constructor(client: QmiClient, { clock, mayBeLocked, startMs = 0 }: FormOptions) {
    this.client = client;
    this.#clock = clock;
    this.#mayBeLocked = mayBeLocked;
    this.#simWaking = simWakingOf(startMs);
  }

  get name(): string {
    return this.client.name;
  }

  identity(signal?: AbortSignal) {
    return readIdentity(this.client, limit(signal));
  }

  async status(signal?: AbortSignal): Promise<SimStatus> {
    const look = () => getSimStatus(this.client, limit(signal));
    const seen = await poll(this.#clock, { ...this.#simWaking, signal }, look, ({ state }) => state !== 'unknown');
    return { state: seen.state, triesLeft: seen.pinTriesLeft };
  }

  async triesLeft(signal?: AbortSignal): Promise<number | null> {
    return (await getSimStatus(this.client, limit(signal))).pinTriesLeft;
  }

  lock(signal?: AbortSignal) {
    return readPinLock(this.client, limit(signal));
  }

  enterPin(pin: string, signal?: AbortSignal) {
    return tried(verifyPin(this.client, pin, limit(signal)));
  }

  dropLock(pin: string, signal?: AbortSignal) {
    return tried(setPinProtection(this.client, false, pin, limit(signal)));
  }

  async numbers(signal?: AbortSignal) {
    const iccid = await readIccid(this.client, limit(signal));
    const imsi = await readImsi(this.client, limit(signal));
    return { ...(imsi ? { imsi } : {}), ...(iccid ? { iccid } : {}) };
  }

  registration(signal?: AbortSignal) {
    return readRegistration(this.client, limit(signal));
  }

  operator(signal?: AbortSignal) {
    return this.registration(signal);
  }

  signals(signal?: AbortSignal) {
    return unlessRefused(readSignals(this.client, limit(signal)), []);
  }

  async cell(signal?: AbortSignal) {
    const cell = await unlessRefused(readServingCell(this.client, limit(signal)), null);
    if (cell === null) return null;
    const band = cell.band === null ? null : `${cell.technology === '5G' ? 'n' : 'B'}${cell.band}`;
    return { ...cell, band };
  }

  async radio(signal?: AbortSignal) {
    const radio = await unlessRefused(readRadio(this.client, limit(signal)), null);
    if (radio === null) return 'unknown';
    const state = radioStateOf(radio);
    return state === 'off' && radio.hardwareRestricted !== true && this.#mayBeLocked ? 'locked' : state;
  }

  /** Whether it tells the state of its card, as uqmi wants to know it. */
  async tellsCardState(signal?: AbortSignal): Promise<boolean> {
    try {
      const { cards } = await getCardStatus(this.client, limit(signal));
      return cards.some((card) => card.applications.length > 0);
    } catch (error) {
      if (error instanceof BenchError && error.code === 'QMI_ERROR') return false;
      throw error;
    }
  }

  /** By Get Supported Messages, of each service that the bench has words for. */
  async capabilities(signal?: AbortSignal) {
    const names: string[] = [];
    for (const service of listingServices) {
      const numbers = await readSupported(this.client, service, limit(signal));
      for (const number of numbers ?? []) names.push(`${service} ${number.toString(16).padStart(4, '0')}`);
    }
    return names.length > 0 ? names : null;
  }

  close(): Promise<void> {
    return this.client.close();
  }
}
