import { BenchError, notSent } from '../contract/errors.ts';
import { oneAnswer, type Settle } from '../seams/answer.ts';
import { type Clock, sleep } from '../seams/clock.ts';
import type { ByteStream } from '../seams/streams.ts';
import { LineSplitter, type Reply, ReplyGatherer } from './lines.ts';

export interface CommandOptions {
  /** Time limit in ms; 3GPP TS 27.007 gives none for most, real sticks answer local queries within 2 s. */
  readonly timeoutMs?: number;
  /** What stands for the command in errors and traces, where it holds a secret. */
  readonly shown?: string;
  /** True where an ERROR is an answer, not a failure. */
  readonly allowError?: boolean;
  /** Sent although the answer to the command before is still due: for an end that cannot wait for it. */
  readonly atOnce?: boolean;
  /** Ends the wait; what was sent is not taken back. */
  readonly signal?: AbortSignal | undefined;
}

const DEFAULT_TIMEOUT_MS = 5000;
/** A modem that just came back takes a while until its AT interpreter listens. */
const WAKE_ATTEMPTS = 8;
const WAKE_TIMEOUT_MS = 1000;
const QUIET_MS = 250;
const MAX_QUIET_LOOKS = 12;
/** Text that never becomes a result is noise, not a slow answer. */
const MAX_NOISE = 64 * 1024;
/** Commands whose echo may still come. */
const MAX_EARLIER = 10;

/** Commands that write an IMEI or a serial number, or erase calibration: never sent, be they on a list or not. */
const FORBIDDEN =
  /(\+EGMR|SIMEI|SPIMEI|LCTSN|PHYNUM|[\^+%$#!]IMEI=|\+CGSN="|NVENCRYPTIMEI|\^NVWR|\^NVRST|\^INFORRS|\^DATALOCK=|\^CARDLOCK=|\^CIMEI|\$QCMDN|\+QNVW|\+QNVFW|\+EMGR|\+CLCK="P[NUPC]")/i;

/** Is somebody there; no echo, results in words; errors with numbers. */
export const wakeCommands = ['AT', 'ATE0V1', 'AT+CMEE=1'] as const;

export interface AtSessionOptions {
  /** Which commands may be sent: what is not on the caller's list stays here. */
  readonly allows: (command: string) => boolean;
}

/** AT over one byte stream: one command at a time, each with its limit, noise and unsolicited lines kept apart from answers. */
export class AtSession {
  readonly #stream: ByteStream;
  readonly #clock: Clock;
  readonly #allows: (command: string) => boolean;
  readonly #splitter = new LineSplitter();
  #queue: Promise<unknown> = Promise.resolve();
  #current: ((line: string) => void) | null = null;
  #noise = 0;
  #closed: Error | null | undefined;
  #onClosed: (() => void) | null = null;
  /** Until when the answer to a command that was given up on may still come; it must not be taken for the next one's. `null`: none is due. */
  #owedUntil: number | null = null;
  #earlier: readonly string[] = [];
  /** Until ATV1 was taken, a modem may answer in digits. */
  #numeric = true;

  constructor(stream: ByteStream, clock: Clock, { allows }: AtSessionOptions) {
    this.#stream = stream;
    this.#clock = clock;
    this.#allows = allows;
    stream.onData((data) => {
      this.#noise += data.length;
      for (const line of this.#splitter.feed(data)) this.#current?.(line);
    });
    stream.onClose((error) => {
      this.#closed = error;
      this.#onClosed?.();
    });
  }

  get name(): string {
    return this.#stream.name;
  }

  /**
   * Finds out whether somebody listens, and sets the session up: words instead of digits, no echo, numbered errors. Nothing
   * of it outlives the port. `withinMs`: how long it is asked again at least, for modems that start slowly. Throws AT_SILENT, or AT_GARBLED where bytes come but no answer.
   */
  async wake(signal?: AbortSignal, withinMs = 0): Promise<void> {
    const limit = signal ? { signal } : {};
    const attempts = Math.max(WAKE_ATTEMPTS, Math.ceil(withinMs / WAKE_TIMEOUT_MS));
    for (let attempt = 1; ; attempt++) {
      try {
        await this.command(wakeCommands[0], { timeoutMs: WAKE_TIMEOUT_MS, ...limit });
        if (attempt > 1) await this.#quiet(signal);
        break;
      } catch (error) {
        if (attempt >= attempts || !(error instanceof BenchError) || !['AT_SILENT', 'AT_GARBLED', 'AT_ERROR'].includes(error.code))
          throw error;
      }
    }
    await this.command(wakeCommands[1], limit);
    this.#numeric = false;
    await this.command(wakeCommands[2], { allowError: true, ...limit });
  }

  /**
   * Sends one command line (without its CR) and waits for the final result. Throws AT_SILENT (no byte within the limit),
   * AT_GARBLED (bytes, but no result), AT_ERROR, AT_NO_PORT (the port closed), STEP_REFUSED_LOCKOUT (a command that writes an identity),
   * AT_NOT_LISTED (a command that is on nobody's list), and the signal's reason. After a command that was broken off the next one waits for
   * its answer, at most until its limit.
   */
  command(command: string, options: CommandOptions = {}): Promise<Reply> {
    const run = this.#queue.then(() => this.#run(command, options));
    this.#queue = run.catch(() => undefined);
    return run;
  }

  async close(): Promise<void> {
    await this.#stream.close();
  }

  async #run(command: string, options: CommandOptions): Promise<Reply> {
    const shown = options.shown ?? command;
    if (FORBIDDEN.test(command.replace(/\s/g, ''))) throw new BenchError('STEP_REFUSED_LOCKOUT', { command: shown });
    if (/[^\x20-\x7e]/.test(command)) throw new BenchError('AT_ERROR', { command: shown, reply: 'not sent: control characters' });
    if (!this.#allows(command)) throw new BenchError('AT_NOT_LISTED', { command: shown });
    options.signal?.throwIfAborted();
    if (options.atOnce === true && this.#owedUntil !== null) this.#owedUntil = this.#clock.now();
    await this.#settle(options.signal);
    if (this.#closed !== undefined) throw this.#gone();
    const reply = await this.#exchange(command, shown, options);
    if (reply.final.kind === 'error' && options.allowError !== true) {
      throw new BenchError('AT_ERROR', { command: shown, reply: reply.final.text });
    }
    return reply;
  }

  /** Waits for what is still due, then until nothing more comes. */
  async #settle(signal?: AbortSignal): Promise<void> {
    while (this.#owedUntil !== null && this.#closed === undefined) {
      const due = this.#current !== null && this.#clock.now() < this.#owedUntil;
      if (!due) await this.#quiet(signal);
      else await sleep(this.#clock, QUIET_MS, signal);
      if (!due) this.#owedUntil = null;
    }
    this.#current = null;
  }

  async #quiet(signal?: AbortSignal): Promise<void> {
    for (let look = 0; look < MAX_QUIET_LOOKS; look++) {
      const before = this.#noise;
      await sleep(this.#clock, QUIET_MS, signal);
      if (this.#noise === before) return;
    }
  }

  async #exchange(command: string, shown: string, { timeoutMs = DEFAULT_TIMEOUT_MS, signal }: CommandOptions): Promise<Reply> {
    const gatherer = new ReplyGatherer(command, this.#numeric, this.#earlier);
    this.#earlier = [...this.#earlier, command].slice(-MAX_EARLIER);
    const garbled = () => new BenchError('AT_GARBLED', { command: shown, port: this.name });
    this.#owedUntil = this.#clock.now() + timeoutMs;
    const begin = (settle: Settle<Reply>) => {
      this.#noise = 0;
      this.#splitter.clear();
      this.#current = (line) => {
        const reply = gatherer.take(line);
        if (reply) {
          this.#current = null;
          // One that was found at the end of a line may not have been it, and behind CONNECT some say OK as well (Gosuncn's +ZECMCALL).
          if (!gatherer.glued && reply.final.kind !== 'connect') this.#owedUntil = null;
          settle(reply);
        } else if (this.#noise > MAX_NOISE) settle(garbled());
      };
      this.#onClosed = () => settle(this.#gone());
      this.#stream.write(Buffer.from(`${command}\r`, 'latin1')).catch((error: unknown) => {
        this.#owedUntil = null;
        settle(notSent(error) ?? this.#gone(error));
      });
    };
    const end = () => {
      this.#onClosed = null;
    };
    const late = () =>
      this.#noise === 0 ? new BenchError('AT_SILENT', { command: shown, port: this.name, seconds: timeoutMs / 1000 }) : garbled();
    const limits = { clock: this.#clock, timeoutMs, signal, late, cancelled: () => new BenchError('CANCELLED') };
    return oneAnswer(limits, begin, end);
  }

  #gone(cause: unknown = this.#closed): BenchError {
    return new BenchError('AT_NO_PORT', { port: this.name }, { cause });
  }
}
