import type { Capabilities } from '../contract/capabilities.ts';
import { BenchError } from '../contract/errors.ts';
import type { RadioState, ServingCell, SignalReading } from '../contract/signal.ts';
import type { ModemIdentity } from '../contract/snapshot.ts';
import type { ModemAccess } from './access.ts';
import { AtForm } from './at-form.ts';
import type { Language, ModemForm, Registered, SimFace, SimStatus } from './form.ts';
import { MbimForm } from './mbim-form.ts';
import { type FormOpener, isMute, openersFor } from './open-forms.ts';
import { QmiForm } from './qmi-form.ts';
import { fromSeam } from './seam-errors.ts';

/** The SIM as one language shows it. */
export interface Sim {
  readonly face: SimFace;
  readonly status: SimStatus;
}

/** As many as a record keeps. */
const MAX_NAMES = 2000;

interface Way {
  readonly opener: FormOpener;
  form: ModemForm | null;
  /** Why it is not spoken here. */
  failure: unknown;
}

/**
 * Opens a modem for the length of one piece of work, whatever it speaks, and lets go of it however that ends. Every answer comes from
 * the first language that has it; a language is opened when it is first asked. Where none is spoken, what the first one failed with is thrown.
 */
export async function withModem<T>(access: ModemAccess, signal: AbortSignal, work: (modem: Modem) => Promise<T>): Promise<T> {
  const modem = new Modem(access, signal);
  try {
    return await work(modem);
  } catch (error) {
    throw fromSeam(error, access);
  } finally {
    await modem.close();
  }
}

/** One modem, whatever it speaks. Made by `withModem`. */
export class Modem {
  readonly #access: ModemAccess;
  readonly #signal: AbortSignal;
  readonly #ways: readonly Way[];

  constructor(access: ModemAccess, signal: AbortSignal) {
    this.#access = access;
    this.#signal = signal;
    this.#ways = openersFor(access).map((opener) => ({ opener, form: null, failure: null }));
  }

  /** Maker, model, firmware, IMEI: what the first language leaves out is asked in the next. */
  async identity(): Promise<ModemIdentity> {
    let known: ModemIdentity = {};
    await this.#until(async (form) => {
      known = { ...(await form.identity(this.#signal)), ...known };
      return known.model !== undefined && known.imei !== undefined;
    });
    return known;
  }

  /** The SIM, in the first language that knows its state and, where it asks for its PIN, the tries that are left. */
  async sim(): Promise<Sim> {
    let best: Sim | null = null;
    await this.#until(async (form) => {
      const status = await form.status(this.#signal);
      const triesLeft = status.state === 'pin' && status.triesLeft === null ? await form.triesLeft(this.#signal) : status.triesLeft;
      const sim: Sim = { face: form, status: { ...status, triesLeft } };
      if (best === null || best.status.state === 'unknown' || (status.state === 'pin' && triesLeft !== null)) best = sim;
      return status.state !== 'unknown' && (status.state !== 'pin' || triesLeft !== null);
    });
    if (best === null) throw this.#mute();
    return best;
  }

  /** Registration alone; name and technology are there where the same answer tells them. */
  async registration(): Promise<Registered> {
    let best: Registered = { registration: 'unknown', operator: null, technology: null };
    await this.#until(async (form) => {
      const seen = await form.registration(this.#signal);
      if (best.registration === 'unknown' || (best.registration === 'none' && seen.registration !== 'unknown')) best = seen;
      return best.registration !== 'unknown' && best.registration !== 'none';
    });
    return best;
  }

  /** Of a modem that is registered. */
  async operator(): Promise<Pick<Registered, 'operator' | 'technology'>> {
    let known: Pick<Registered, 'operator' | 'technology'> = { operator: null, technology: null };
    await this.#until(async (form) => {
      const { operator, technology } = await form.operator(this.#signal);
      known = { operator: known.operator ?? operator, technology: known.technology ?? technology };
      return known.operator !== null && known.technology !== null;
    });
    return known;
  }

  /** One reading a technology that is measured. Where the first language has the whole carrier's strength alone, the next is asked for more. */
  async signals(): Promise<readonly SignalReading[]> {
    let best: readonly SignalReading[] = [];
    await this.#until(async (form) => {
      const seen = await form.signals(this.#signal);
      if (richness(seen) > richness(best)) best = seen;
      return best.some(({ rsrp }) => rsrp !== null);
    });
    return best;
  }

  async cell(): Promise<ServingCell | null> {
    let cell: ServingCell | null = null;
    await this.#until(async (form) => {
      cell = await form.cell(this.#signal);
      return cell !== null;
    });
    return cell;
  }

  async radio(): Promise<RadioState> {
    let state: RadioState = 'unknown';
    await this.#until(async (form) => {
      state = await form.radio(this.#signal);
      return state !== 'unknown';
    });
    return state;
  }

  /** What its firmware can be asked, in each language that it speaks. */
  async capabilities(): Promise<Capabilities> {
    const known: Record<Language, string[] | null> = { at: null, qmi: null, mbim: null };
    for (const way of this.#ways) {
      const form = known[way.opener.language] === null ? await this.#opened(way) : null;
      const names = form && (await unlessMute(form.capabilities(this.#signal)));
      if (names) known[way.opener.language] = names.slice(0, MAX_NAMES);
      this.#signal.throwIfAborted();
    }
    return known;
  }

  /** For commands of the database's recipes: AT on a port. Throws what AT fails with. */
  async at(): Promise<AtForm> {
    const way = this.#ways.find(({ opener }) => opener.isPort);
    if (way === undefined) throw new BenchError('AT_NO_PORT', { port: this.#access.sighting.portPath });
    const form = await this.#opened(way);
    if (form instanceof AtForm) return form;
    throw way.failure;
  }

  /** For what only this language has: the router will command the modem in it. Throws what it fails with. */
  async qmi(): Promise<QmiForm> {
    return this.#only('qmi', (form) => form instanceof QmiForm, 'QMI_NO_CHANNEL');
  }

  async mbim(): Promise<MbimForm> {
    return this.#only('mbim', (form) => form instanceof MbimForm, 'MBIM_NO_CHANNEL');
  }

  async close(): Promise<void> {
    for (const way of [...this.#ways].reverse()) await way.form?.close().catch(() => undefined);
  }

  async #only<F extends ModemForm>(
    language: FormOpener['language'],
    is: (form: ModemForm) => form is F,
    code: 'QMI_NO_CHANNEL' | 'MBIM_NO_CHANNEL',
  ): Promise<F> {
    const way = this.#ways.find(({ opener }) => opener.language === language);
    const form = way && (await this.#opened(way));
    if (form && is(form)) return form;
    throw way?.failure ?? new BenchError(code, { port: this.#access.sighting.portPath });
  }

  /** Asks one language after the other until one has the whole answer. Throws where none said anything. */
  async #until(asked: (form: ModemForm) => Promise<boolean>): Promise<void> {
    let answered = false;
    let failure: unknown = null;
    for (const way of this.#ways) {
      const form = await this.#opened(way);
      if (form === null) continue;
      try {
        const whole = await asked(form);
        answered = true;
        if (whole) return;
      } catch (error) {
        this.#signal.throwIfAborted();
        if (!isMute(error)) throw error;
        failure ??= error;
      }
    }
    if (!answered) throw failure ?? this.#mute();
  }

  async #opened(way: Way): Promise<ModemForm | null> {
    if (way.form !== null || way.failure !== null) return way.form;
    try {
      this.#signal.throwIfAborted();
      way.form = await way.opener.open(this.#signal, () => this.mbim());
    } catch (error) {
      this.#signal.throwIfAborted();
      const failure = fromSeam(error, this.#access);
      // What says nothing of the language is no reason to ask in another.
      if (!isMute(failure)) throw failure;
      way.failure = failure;
    }
    return way.form;
  }

  #mute(): unknown {
    const [first] = this.#ways;
    return first?.failure ?? new BenchError('AT_NO_PORT', { port: this.#access.sighting.portPath });
  }
}

/** `null` where this language has no answer. */
async function unlessMute<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (isMute(error)) return null;
    throw error;
  }
}

/** How much of the signal is told. */
function richness(readings: readonly SignalReading[]): number {
  return readings.reduce((sum, { rssi, rsrp, rsrq, sinr }) => sum + [rssi, rsrp, rsrq, sinr].filter((v) => v !== null).length, 0);
}
