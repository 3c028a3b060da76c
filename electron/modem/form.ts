import { BenchError } from '../contract/errors.ts';
import type { RadioState, ServingCell, SignalReading } from '../contract/signal.ts';
import type { ModemIdentity, NetworkView } from '../contract/snapshot.ts';
import type { Wishes } from '../contract/wishes.ts';
import type { Clock } from '../seams/clock.ts';

/** What a modem is asked and told, whatever it speaks. Each language has a form of it; `modem.ts` puts them together. */

export type Language = 'at' | 'qmi' | 'mbim';

export interface SimStatus {
  readonly state: NetworkView['sim'];
  /** Tries left of the PIN; `null` where the modem does not tell. */
  readonly triesLeft: number | null;
}

export interface Registered {
  readonly registration: NetworkView['registration'];
  readonly operator: string | null;
  readonly technology: string | null;
}

/** What a modem said to one try of the PIN. `tries`: left now, where its answer says so. `reply`: its own words, without the PIN. */
export type PinReply =
  | { readonly kind: 'taken' }
  | { readonly kind: 'wrong'; readonly tries: number | null }
  | { readonly kind: 'refused'; readonly reply: string };

export type PinLock = 'on' | 'off' | 'unknown';

/** What concerns the SIM. All of one piece of work goes through one language: a PIN is never given in two. */
export interface SimFace {
  /** Waits until the SIM says what it is, as long as a SIM takes after power-up. */
  status(signal?: AbortSignal): Promise<SimStatus>;
  triesLeft(signal?: AbortSignal): Promise<number | null>;
  /** Whether the SIM asks for its PIN after each power-up. */
  lock(signal?: AbortSignal): Promise<PinLock>;
  /** One try of the PIN, as entered on a telephone. The tries left are the caller's to read, before and after. Throws where no answer came. */
  enterPin(pin: string, signal?: AbortSignal): Promise<PinReply>;
  /** One try of the PIN, after which the SIM asks for none any more. */
  dropLock(pin: string, signal?: AbortSignal): Promise<PinReply>;
  /** Numbers of an open SIM; what it does not tell is left out. */
  numbers(signal?: AbortSignal): Promise<Pick<ModemIdentity, 'imsi' | 'iccid'>>;
}

/** Who gives the address of a data connection, and how it is asked for. */
export type ConnectionWish = Pick<Wishes, 'mode' | 'apn' | 'username' | 'password' | 'auth' | 'pdpType'>;

/** One language's form. What it does not tell is `null` or left out; what it fails with is thrown. */
export interface ModemForm extends SimFace {
  readonly language: Language;
  /** Of the port or channel. */
  readonly name: string;
  /** Maker, model, firmware, IMEI; and the SIM's numbers where the same answers tell them. */
  identity(signal?: AbortSignal): Promise<ModemIdentity>;
  /** Registration alone, as it is asked again and again; name and technology are there where the same answer tells them. */
  registration(signal?: AbortSignal): Promise<Registered>;
  /** The operator's name and the technology of a modem that is registered. */
  operator(signal?: AbortSignal): Promise<Pick<Registered, 'operator' | 'technology'>>;
  signals(signal?: AbortSignal): Promise<readonly SignalReading[]>;
  cell(signal?: AbortSignal): Promise<ServingCell | null>;
  radio(signal?: AbortSignal): Promise<RadioState>;
  /** Names of what this firmware says that it can be asked; `null` where it does not tell. */
  capabilities(signal?: AbortSignal): Promise<readonly string[] | null>;
  close(): Promise<void>;
}

/** What a form has to know beyond its language. */
export interface FormOptions {
  readonly clock: Clock;
  /** Cards of this id are known to have an FCC lock: one that is off, and not by a switch, is taken for locked. */
  readonly mayBeLocked: boolean;
  /** Milliseconds from power-up until its SIM can be asked, where that is longer than with others. */
  readonly startMs?: number | undefined;
}

/** Options of a request. */
export const limit = (signal: AbortSignal | undefined) => (signal ? { signal } : {});

/** What a client of QMI or MBIM says of a try of the PIN, as an answer: an error that the modem answered with is one. */
export async function tried(work: Promise<unknown>): Promise<PinReply> {
  try {
    await work;
    return { kind: 'taken' };
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    const { tries, name } = error.detail;
    if (error.code === 'PIN_WRONG') return { kind: 'wrong', tries: typeof tries === 'number' ? tries : null };
    if (error.code === 'PUK_NEEDED') return { kind: 'wrong', tries: 0 };
    if (isRefusal(error)) return { kind: 'refused', reply: String(name ?? error.code) };
    throw error;
  }
}

/** What a question resolves to, or `otherwise` where the modem refuses it; silence and noise are thrown on. */
export async function unlessRefused<T, O>(asked: Promise<T>, otherwise: O): Promise<T | O> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof BenchError && isRefusal(error)) return otherwise;
    throw error;
  }
}

const isRefusal = ({ code }: BenchError) => code === 'QMI_ERROR' || code === 'MBIM_ERROR';
