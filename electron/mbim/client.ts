import { BenchError, notSent } from '../contract/errors.ts';
import { Emitter } from '../lib/emitter.ts';
import { oneAnswer, type Settle } from '../seams/answer.ts';
import type { Clock } from '../seams/clock.ts';
import type { MessageChannel } from '../seams/streams.ts';
import type { CommandRequest, MbimCommand } from './commands.ts';
import { notTaken, ofMessage, readOf, refused } from './failures.ts';
import {
  DEFAULT_MAX_MESSAGE,
  decodeAnswers,
  decodeReply,
  encodeRequest,
  type MbimAnswer,
  type MbimFragment,
  type MbimReply,
  type MbimRequest,
} from './messages.ts';
import { Reassembly } from './reassembly.ts';

export interface RequestOptions {
  /** Time limit in ms. Local queries are answered within a second; a connection takes up to minutes. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface OpenOptions {
  /** A modem that just came back is deaf for a while: so many tries of so many ms each. */
  readonly attempts?: number;
  readonly attemptMs?: number;
  /** wMaxControlMessage of the function in bytes (`maxControlMessage`); 4096 where the host cannot tell. */
  readonly maxMessage?: number;
  readonly signal?: AbortSignal;
}

interface Pending {
  readonly name: string;
  readonly accepts: (answer: MbimAnswer | (MbimReply & { readonly type: 'reply' })) => boolean;
  settle(result: MbimReply | Error): void;
}

const DEFAULT_TIMEOUT_MS = 10_000;
const CLOSE_TIMEOUT_MS = 2000;
const NOTHING: MbimReply = { service: '', command: 0, status: 0, info: new Uint8Array() };

/**
 * Starts MBIM on a channel. The client owns the channel from then on; where this fails, the channel is closed. Throws MBIM_SILENT,
 * MBIM_GARBLED, MBIM_ERROR, MBIM_NO_CHANNEL.
 */
export async function openMbim(channel: MessageChannel, clock: Clock, options: OpenOptions = {}): Promise<MbimClient> {
  const { attempts = 5, attemptMs = 3000, signal } = options;
  const client = new MbimClient(channel, clock, options);
  const limit = { timeoutMs: attemptMs, ...(signal ? { signal } : {}) };
  try {
    for (let attempt = 1; ; attempt++) {
      try {
        await client.open(limit);
        return client;
      } catch (error) {
        // What an earlier program left behind may be answered first, with an error of its own: a function that is open starts anew.
        const again = error instanceof BenchError && error.code !== 'MBIM_NO_CHANNEL' && error.code.startsWith('MBIM_');
        if (attempt >= attempts || !again) throw error;
      }
    }
  } catch (error) {
    await channel.close().catch(() => undefined);
    throw error;
  }
}

/** MBIM over one channel: transactions with time limits, fragments, indications. Made by `openMbim`. */
export class MbimClient {
  readonly #channel: MessageChannel;
  readonly #clock: Clock;
  readonly #maxMessage: number;
  readonly #pending = new Map<number, Pending>();
  readonly #listeners = new Emitter<MbimReply>();
  readonly #reassembly = new Reassembly();
  #transaction = 0;
  #garbled = 0;
  #open = false;
  #closed: { readonly cause: Error | null } | null = null;

  constructor(channel: MessageChannel, clock: Clock, { maxMessage }: Pick<OpenOptions, 'maxMessage'> = {}) {
    this.#channel = channel;
    this.#clock = clock;
    this.#maxMessage = maxMessage ?? DEFAULT_MAX_MESSAGE;
    channel.onMessage((message) => this.#receive(message));
    channel.onClose((error) => {
      this.#closed = { cause: error };
      for (const pending of [...this.#pending.values()]) pending.settle(this.#gone());
    });
  }

  get name(): string {
    return this.#channel.name;
  }

  /** Called for every indication; those that make no sense are dropped. */
  onIndication(listener: (indication: MbimReply) => void): () => void {
    return this.#listeners.subscribe(listener);
  }

  /** As that of the channel: with an error after an unplug, with `null` after `close`. */
  onClose(listener: (error: Error | null) => void): () => void {
    return this.#channel.onClose(listener);
  }

  /** MBIM_OPEN, once. Throws as `openMbim`. */
  async open(options: RequestOptions = {}): Promise<void> {
    const open = (transaction: number): MbimRequest => ({ type: 'open', transaction, maxControlTransfer: this.#maxMessage });
    const { status } = await this.#transact('OPEN', open, (a) => a.type === 'openDone', options);
    if (status !== 0) throw refused('OPEN', status);
    this.#open = true;
  }

  /** Asks and resolves to what `read` makes of the answer; a field that is missing or cut off is MBIM_GARBLED. */
  async ask<T>({ command, kind, info }: CommandRequest, read: (info: Uint8Array) => T, options: RequestOptions = {}): Promise<T> {
    return readOf(command, await this.request(command, kind, info, options), read);
  }

  /**
   * One command. Resolves to the answer's information. Throws MBIM_ERROR (details: message, number, name), MBIM_SILENT,
   * MBIM_GARBLED, MBIM_NO_CHANNEL, or the signal's reason.
   */
  async request(command: MbimCommand, kind: 'query' | 'set', info?: Uint8Array, options: RequestOptions = {}): Promise<Uint8Array> {
    const reply = await this.exchange(command, kind, info, options);
    if (reply.status !== 0) throw refused(command.name, reply.status);
    return reply.info;
  }

  /** As `request`, but an error is an answer: some carry what matters (tries left, the network's cause). */
  exchange(
    command: MbimCommand,
    kind: 'query' | 'set',
    info: Uint8Array = new Uint8Array(),
    options: RequestOptions = {},
  ): Promise<MbimReply> {
    const { service, id, name } = command;
    const request = (transaction: number): MbimRequest => ({ type: 'command', transaction, service, command: id, kind, info });
    const accepts: Pending['accepts'] = (a) => a.type === 'reply' && a.service === service && a.command === id;
    return this.#transact(name, request, accepts, options);
  }

  /** MBIM_CLOSE, which also ends a connection of this client's, and closes the channel. */
  async close(): Promise<void> {
    if (this.#open && !this.#closed) {
      const close = (transaction: number): MbimRequest => ({ type: 'close', transaction });
      const limit = { timeoutMs: CLOSE_TIMEOUT_MS };
      // A function that is gone or hangs by now has nothing left to close.
      await this.#transact('CLOSE', close, (a) => a.type === 'closeDone', limit).catch(() => undefined);
    }
    this.#open = false;
    await this.#channel.close();
  }

  #transact(
    name: string,
    request: (transaction: number) => MbimRequest,
    accepts: Pending['accepts'],
    options: RequestOptions,
  ): Promise<MbimReply> {
    const { timeoutMs = DEFAULT_TIMEOUT_MS, signal } = options;
    if (signal?.aborted) return Promise.reject(signal.reason);
    if (this.#closed) return Promise.reject(this.#gone());
    const transaction = this.#nextTransaction();
    const garbledBefore = this.#garbled;
    const late = () => {
      // Noise cannot be told whom it was for, so it does not end a transaction; but then it was not silence either.
      return this.#garbled > garbledBefore
        ? new BenchError('MBIM_GARBLED', { what: 'noise in place of an answer', message: name })
        : new BenchError('MBIM_SILENT', { message: name, port: this.name, seconds: timeoutMs / 1000 });
    };
    const begin = (settle: Settle<MbimReply>) => {
      this.#pending.set(transaction, { name, accepts, settle });
      this.#send(encodeRequest(request(transaction), this.#maxMessage)).catch((error: unknown) =>
        settle(notSent(error) ?? this.#gone(error)),
      );
    };
    const limits = { clock: this.#clock, timeoutMs, signal, late, cancelled: () => new BenchError('CANCELLED') };
    return oneAnswer(limits, begin, () => this.#pending.delete(transaction));
  }

  async #send(messages: readonly Uint8Array[]): Promise<void> {
    for (const message of messages) await this.#channel.send(message);
  }

  /** 0 is for what the function says unasked. */
  #nextTransaction(): number {
    do this.#transaction = this.#transaction === 0xffff_ffff ? 1 : this.#transaction + 1;
    while (this.#pending.has(this.#transaction));
    return this.#transaction;
  }

  #receive(message: Uint8Array): void {
    const { answers, garbled: noise } = decodeAnswers(message);
    if (noise !== null) this.#garbled++;
    for (const answer of answers) {
      if ('payload' in answer) {
        this.#fragment(answer);
        continue;
      }
      const pending = this.#pending.get(answer.transaction);
      if (answer.type === 'functionError') pending?.settle(notTaken(pending.name, answer.code));
      else if (pending?.accepts(answer)) pending.settle({ ...NOTHING, status: answer.status });
    }
  }

  /** Late answers find no transaction and are dropped, as are those to another program's requests. */
  #fragment(fragment: MbimFragment): void {
    const whole = this.#reassembly.add(fragment);
    if (typeof whole === 'string') this.#garbled++;
    if (whole === null || typeof whole === 'string') return;
    const pending = fragment.type === 'commandDone' ? this.#pending.get(fragment.transaction) : undefined;
    try {
      const reply = decodeReply(fragment.type, whole);
      if (fragment.type === 'indicateStatus') this.#listeners.emit(reply);
      else if (pending?.accepts({ ...reply, type: 'reply' })) pending.settle(reply);
    } catch (error) {
      if (!(error instanceof BenchError)) throw error;
      this.#garbled++;
      pending?.settle(ofMessage(error, pending.name));
    }
  }

  #gone(cause: unknown = this.#closed?.cause): BenchError {
    return new BenchError('MBIM_NO_CHANNEL', { port: this.name }, { cause });
  }
}
