import type { VendorFile } from '../../modem-db/schema.ts';
import { iccid, imei, imsi, operator, pinTries, plainValue, registration, signal as signalOf, simState } from '../at/replies.ts';
import type { AtSession } from '../at/session.ts';
import { BenchError } from '../contract/errors.ts';
import type { NetworkView } from '../contract/snapshot.ts';
import type { Clock } from '../seams/clock.ts';
import { poll } from '../seams/poll.ts';
import {
  iccidCommand,
  identityCommands,
  lockQuery,
  networkCommands,
  pinCommand,
  registrationCommands,
  simCommands,
  unlockCommand,
} from './commands.ts';
import type { ModemForm, PinReply, SimStatus } from './form.ts';
import { simWaking } from './sim-waking.ts';

/** +CME ERROR 16: incorrect password (3GPP TS 27.007, 9.2.1). */
const INCORRECT_PASSWORD = 16;
const PIN_TIMEOUT_MS = 15_000;
const NUMBERS_TIMEOUT_MS = 10_000;

/** The modem in AT: 3GPP TS 27.007, and what each vendor keeps elsewhere. */
export class AtForm implements ModemForm {
  readonly language = 'at';
  /** For commands of recipes. */
  readonly session: AtSession;
  readonly #vendor: VendorFile | undefined;
  readonly #clock: Clock;

  constructor(session: AtSession, { vendor, clock }: { readonly vendor: VendorFile | undefined; readonly clock: Clock }) {
    this.session = session;
    this.#vendor = vendor;
    this.#clock = clock;
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
    const reply = await poll(this.#clock, { ...simWaking, signal }, look, (seen) => simState(seen) !== 'unknown');
    const state = simState(reply);
    if (state === 'unknown' && reply.final.kind === 'error' && reply.final.number === null)
      throw new BenchError('AT_ERROR', { command: simCommands.state, reply: reply.final.text });
    return { state, triesLeft: null };
  }

  async triesLeft(signal?: AbortSignal): Promise<number | null> {
    const reading = this.#vendor?.reading;
    return reading ? pinTries(await this.#ask(reading.pinTries, signal), reading.pinTriesReply) : null;
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
    let best: NetworkView['registration'] = 'unknown';
    for (const command of registrationCommands) {
      const state = registration(await this.#ask(command, signal));
      if (state === 'home' || state === 'roaming') return { registration: state, operator: null, technology: null };
      if (best === 'unknown' || best === 'none') best = state === 'unknown' ? best : state;
    }
    return { registration: best, operator: null, technology: null };
  }

  async operator(signal?: AbortSignal) {
    await this.#ask(networkCommands.format, signal);
    const found = operator(await this.#ask(networkCommands.operator, signal, NUMBERS_TIMEOUT_MS));
    return { operator: found?.name ?? null, technology: found?.technology ?? null };
  }

  async signals(signal?: AbortSignal) {
    const strength = signalOf(await this.#ask(networkCommands.signal, signal));
    return strength === null ? [] : [{ technology: null, rssi: strength.dbm, rsrp: null, rsrq: null, sinr: null }];
  }

  async radio() {
    return 'unknown' as const;
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
