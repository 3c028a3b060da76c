import { BenchError, notSent } from '../contract/errors.ts';
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
  readonly signal?: AbortSignal;
}

const DEFAULT_TIMEOUT_MS = 5000;
/** A modem that just came back takes a while until its AT interpreter listens. */
const WAKE_ATTEMPTS = 8;
const WAKE_TIMEOUT_MS = 1000;
const QUIET_MS = 250;
const MAX_QUIET_LOOKS = 12;
/** Text that never becomes a result is noise, not a slow answer. */
const MAX_NOISE = 64 * 1024;

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
  /** A command ran into its limit: its answer may still be on the way and must not be taken for the next one's. */
  #late = false;
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
   * of it outlives the port. Throws AT_SILENT, or AT_GARBLED where bytes come but no answer.
   */
  async wake(signal?: AbortSignal): Promise<void> {
    const limit = signal ? { signal } : {};
    for (let attempt = 1; ; attempt++) {
      try {
        await this.command(wakeCommands[0], { timeoutMs: WAKE_TIMEOUT_MS, ...limit });
        if (attempt > 1) await this.#quiet();
        break;
      } catch (error) {
        if (attempt >= WAKE_ATTEMPTS || !(error instanceof BenchError) || !['AT_SILENT', 'AT_GARBLED', 'AT_ERROR'].includes(error.code))
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
   * AT_NOT_LISTED (a command that is on nobody's list).
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
    if (this.#closed !== undefined) throw this.#gone();
    if (this.#late) await this.#quiet();
    this.#late = false;
    const reply = await this.#exchange(command, shown, options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    if (reply.final.kind === 'error' && options.allowError !== true) {
      throw new BenchError('AT_ERROR', {
        command: shown,
        reply: reply.final.text,
        ...(reply.final.number === null ? {} : { number: reply.final.number }),
      });
    }
    return reply;
  }

  /** Waits until nothing more comes: answers to what was given up on must not be taken for the next one's. */
  async #quiet(): Promise<void> {
    for (let look = 0; look < MAX_QUIET_LOOKS; look++) {
      const before = this.#noise;
      await sleep(this.#clock, QUIET_MS);
      if (this.#noise === before) return;
    }
  }

  #exchange(command: string, shown: string, timeoutMs: number): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const gatherer = new ReplyGatherer(command, this.#numeric);
      this.#noise = 0;
      this.#splitter.clear();
      const end = (settle: () => void) => {
        this.#current = null;
        this.#onClosed = null;
        this.#clock.clearTimeout(timer);
        settle();
      };
      const timer = this.#clock.setTimeout(() => {
        this.#late = true;
        end(() =>
          reject(
            new BenchError(this.#noise === 0 ? 'AT_SILENT' : 'AT_GARBLED', {
              command: shown,
              port: this.name,
              seconds: timeoutMs / 1000,
            }),
          ),
        );
      }, timeoutMs);
      this.#current = (line) => {
        const reply = gatherer.take(line);
        if (reply) end(() => resolve(reply));
        else if (this.#noise > MAX_NOISE)
          end(() => reject(new BenchError('AT_GARBLED', { command: shown, port: this.name, seconds: timeoutMs / 1000 })));
      };
      this.#onClosed = () => end(() => reject(this.#gone()));
      this.#stream
        .write(Buffer.from(`${command}\r`, 'latin1'))
        .catch((error: unknown) => end(() => reject(notSent(error) ?? this.#gone(error))));
    });
  }

  #gone(cause: unknown = this.#closed): BenchError {
    return new BenchError('AT_NO_PORT', { port: this.name }, { cause });
  }
}
