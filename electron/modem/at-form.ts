import type { VendorFile } from '../../modem-db/schema.ts';
import type { Reply } from '../at/lines.ts';
import { iccid, imei, imsi, plainValue } from '../at/replies/identity.ts';
import { operator } from '../at/replies/operator.ts';
import { radioLock, radioState } from '../at/replies/radio.ts';
import { dataRegistration } from '../at/replies/registration.ts';
import { servingCell } from '../at/replies/serving-cell.ts';
import { signalReadings } from '../at/replies/signal.ts';
import { pinTries, simState } from '../at/replies/sim.ts';
import type { AtSession } from '../at/session.ts';
import { BenchError } from '../contract/errors.ts';
import type { SignalReading } from '../contract/signal.ts';
import type { Clock } from '../seams/clock.ts';
import { poll } from '../seams/poll.ts';
import {
  cellCommands,
  iccidCommand,
  identityCommands,
  listCommand,
  lockQuery,
  networkCommands,
  pinCommand,
  radioQuery,
  registrationCommands,
  signalCommands,
  simCommands,
  triesReading,
  unlockCommand,
} from './commands.ts';
import type { FormOptions, ModemForm, PinReply, SimStatus } from './form.ts';
import { simWakingOf } from './sim-waking.ts';

/** +CME ERROR 16: incorrect password (3GPP TS 27.007, 9.2.1). */
const INCORRECT_PASSWORD = 16;
const PIN_TIMEOUT_MS = 15_000;
const NUMBERS_TIMEOUT_MS = 10_000;
const LIST_TIMEOUT_MS = 15_000;

/** The modem in AT: 3GPP TS 27.007, and what each vendor keeps elsewhere. */
export class AtForm implements ModemForm {
  readonly language = 'at';
  /** For commands of recipes. */
  readonly session: AtSession;
  readonly #vendor: VendorFile | undefined;
  readonly #clock: Clock;
  readonly #mayBeLocked: boolean;
  readonly #simWaking: ReturnType<typeof simWakingOf>;
  /** One command tells signal and cell with some vendors: it is asked once. */
  readonly #measured = new Map<string, Reply>();

  constructor(session: AtSession, { vendor, clock, mayBeLocked, startMs = 0 }: FormOptions & { readonly vendor: VendorFile | undefined }) {
    this.session = session;
    this.#vendor = vendor;
    this.#clock = clock;
    this.#mayBeLocked = mayBeLocked;
    this.#simWaking = simWakingOf(startMs);
  }

  get name(): string {
    return this.session.name;
  }

  async identity(signal?: AbortSignal) {
    const ask = async (command: string) => plainValue(await this.#ask(command, signal), command);
    const manufacturer = await ask(identityCommands.manufacturer);
    const model = await ask(identityCommands.model);
    const revision = await ask(identityCommands.revision);
    const number = await this.imei(signal);
    return {
      ...(manufacturer === null ? {} : { manufacturer }),
      ...(model === null ? {} : { model }),
      ...(revision === null ? {} : { revision }),
      ...(number === null ? {} : { imei: number }),
    };
  }

  async imei(signal?: AbortSignal): Promise<string | null> {
    return imei(await this.#ask(identityCommands.imei, signal));
  }

  /** Throws AT_ERROR where the modem refuses the question itself: that says nothing of the SIM. */
  async status(signal?: AbortSignal): Promise<SimStatus> {
    const look = () => this.#ask(simCommands.state, signal);
    const reply = await poll(this.#clock, { ...this.#simWaking, signal }, look, (seen) => simState(seen) !== 'unknown');
    const state = simState(reply);
    if (state === 'unknown' && reply.final.kind === 'error' && reply.final.number === null)
      throw new BenchError('AT_ERROR', { command: simCommands.state, reply: reply.final.text });
    return { state, triesLeft: null };
  }

  async triesLeft(signal?: AbortSignal): Promise<number | null> {
    const { command, reply } = triesReading(this.#vendor);
    return pinTries(await this.#ask(command, signal), reply);
  }

  async lock(signal?: AbortSignal) {
    const { lines } = await this.#ask(lockQuery, signal);
    const state = lines.map((line) => /^\+CLCK: ?([01])/.exec(line)?.[1]).find((digit) => digit !== undefined);
    return state === undefined ? 'unknown' : state === '0' ? 'off' : 'on';
  }

  enterPin(pin: string, signal?: AbortSignal): Promise<PinReply> {
    return this.#try(`AT+CPIN="${pin}"`, pinCommand, signal);
  }

  dropLock(pin: string, signal?: AbortSignal): Promise<PinReply> {
    return this.#try(`AT+CLCK="SC",0,"${pin}"`, unlockCommand, signal);
  }

  async numbers(signal?: AbortSignal) {
    const subscriber = imsi(await this.#ask(simCommands.imsi, signal, NUMBERS_TIMEOUT_MS));
    const card = iccid(await this.#ask(iccidCommand(this.#vendor), signal, NUMBERS_TIMEOUT_MS));
    return { ...(subscriber === null ? {} : { imsi: subscriber }), ...(card === null ? {} : { iccid: card }) };
  }

  async registration(signal?: AbortSignal) {
    const answered: { command: string; reply: Reply }[] = [];
    for (const command of registrationCommands) {
      answered.push({ command, reply: await this.#ask(command, signal) });
      const registration = dataRegistration(answered);
      if (registration === 'home' || registration === 'roaming') return { registration, operator: null, technology: null };
    }
    return { registration: dataRegistration(answered), operator: null, technology: null };
  }

  async operator(signal?: AbortSignal) {
    await this.#ask(networkCommands.format, signal);
    const found = operator(await this.#ask(networkCommands.operator, signal, NUMBERS_TIMEOUT_MS));
    return { operator: found?.name ?? null, technology: found?.technology ?? null };
  }

  /** The vendor's own command first: it tells most. What tells of the whole carrier alone is the last resort. */
  async signals(signal?: AbortSignal) {
    let carrier: readonly SignalReading[] = [];
    for (const command of signalCommands(this.#vendor)) {
      const reply = await this.#ask(command, signal);
      this.#measured.set(command, reply);
      const readings = signalReadings(command, reply);
      if (readings.some(({ rsrp }) => rsrp !== null)) return readings;
      if (carrier.length === 0) carrier = readings;
    }
    return carrier;
  }

  async cell(signal?: AbortSignal) {
    for (const command of cellCommands(this.#vendor)) {
      const cell = servingCell(command, this.#measured.get(command) ?? (await this.#ask(command, signal)));
      if (cell !== null) return cell;
    }
    return null;
  }

  /** Where the vendor's own query tells why the radio is off, that is believed before +CFUN?. */
  async radio(signal?: AbortSignal) {
    const state = radioState(await this.#ask(radioQuery, signal));
    const lock = this.#vendor?.reading?.radioLock;
    const why = lock === undefined ? 'unknown' : radioLock(await this.#ask(lock.query, signal), lock);
    if (why !== 'unknown') return why;
    return state === 'off' && this.#mayBeLocked ? 'locked' : state;
  }

  /** +CLAC: one command a line, or all in one line. */
  async capabilities(signal?: AbortSignal) {
    const { lines, final } = await this.#ask(listCommand, signal, LIST_TIMEOUT_MS);
    if (final.kind !== 'ok') return null;
    const names = lines.flatMap((line) => line.replace(/^\+CLAC: ?/, '').split(/[,\s]+/)).map((name) => name.replace(/^AT/, ''));
    return [...new Set(names.filter((name) => /^[&+^*%$!#A-Z][A-Z0-9_&+]{0,30}$/.test(name)))];
  }

  async close(): Promise<void> {
    await this.session.close().catch(() => undefined);
  }

  #ask(command: string, signal?: AbortSignal, timeoutMs?: number) {
    return this.session.command(command, {
      allowError: true,
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      ...(signal ? { signal } : {}),
    });
  }

  async #try(command: string, shown: string, signal?: AbortSignal): Promise<PinReply> {
    const { final } = await this.session.command(command, {
      shown,
      allowError: true,
      timeoutMs: PIN_TIMEOUT_MS,
      ...(signal ? { signal } : {}),
    });
    if (final.kind !== 'error') return { kind: 'taken' };
    return final.number === INCORRECT_PASSWORD ? { kind: 'wrong', tries: null } : { kind: 'refused', reply: `${shown}: ${final.text}` };
  }
}
