import type { MbimClient } from '../mbim/client.ts';
import type { Capabilities } from '../mbim/extensions.ts';
import { readIdentity } from '../mbim/identity.ts';
import { readNetwork } from '../mbim/network.ts';
import { enterPin, getPinStatus, readPinEnabled, setPinRequest } from '../mbim/pin.ts';
import { radioStateOf, readFccLock, readRadio } from '../mbim/radio.ts';
import { readSignals } from '../mbim/signal.ts';
import { readSim } from '../mbim/sim.ts';
import type { Clock } from '../seams/clock.ts';
import { poll } from '../seams/poll.ts';
import { type FormOptions, limit, type ModemForm, type SimStatus, tried, unlessRefused } from './form.ts';
import { simWakingOf } from './sim-waking.ts';

/** The modem in MBIM: MBIM 1.0, chapter 10, and Microsoft's extensions where the function has them. */
export class MbimForm implements ModemForm {
  readonly language = 'mbim';
  readonly client: MbimClient;
  /** What the function said that it can be asked. */
  readonly offered: Capabilities;
  readonly #clock: Clock;
  readonly #mayBeLocked: boolean;
  readonly #simWaking: ReturnType<typeof simWakingOf>;

  constructor(client: MbimClient, offered: Capabilities, { clock, mayBeLocked, startMs = 0 }: FormOptions) {
    this.client = client;
    this.offered = offered;
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
    const look = () => readSim(this.client, limit(signal));
    return poll(this.#clock, { ...this.#simWaking, signal }, look, ({ state }) => state !== 'unknown');
  }

  async triesLeft(signal?: AbortSignal): Promise<number | null> {
    return (await getPinStatus(this.client, limit(signal))).triesLeft;
  }

  async lock(signal?: AbortSignal) {
    const enabled = await readPinEnabled(this.client, limit(signal));
    return enabled === null ? 'unknown' : enabled ? 'on' : 'off';
  }

  enterPin(pin: string, signal?: AbortSignal) {
    return tried(enterPin(this.client, pin, limit(signal)));
  }

  dropLock(pin: string, signal?: AbortSignal) {
    return tried(setPinRequest(this.client, false, pin, limit(signal)));
  }

  async numbers(signal?: AbortSignal) {
    const { imsi, iccid } = await readIdentity(this.client, limit(signal));
    return { ...(imsi ? { imsi } : {}), ...(iccid ? { iccid } : {}) };
  }

  registration(signal?: AbortSignal) {
    return readNetwork(this.client, limit(signal));
  }

  operator(signal?: AbortSignal) {
    return this.registration(signal);
  }

  signals(signal?: AbortSignal) {
    return unlessRefused(readSignals(this.client, limit(signal)), []);
  }

  /** MBIM has no word for it. */
  async cell() {
    return null;
  }

  async radio(signal?: AbortSignal) {
    const radio = await unlessRefused(readRadio(this.client, limit(signal)), null);
    if (radio === null) return 'unknown';
    if (radioStateOf(radio) !== 'off') return radioStateOf(radio);
    const told = await readFccLock(this.client, this.offered.services, limit(signal));
    return radioStateOf(radio, told ?? this.#mayBeLocked);
  }

  async capabilities() {
    const names = [...this.offered.services].flatMap(([service, ids]) => [...ids].map((id) => `${service} ${id}`));
    return names.length > 0 ? names : null;
  }

  close(): Promise<void> {
    return this.client.close();
  }
}
