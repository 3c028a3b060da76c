import { BenchError, notSent } from '../contract/errors.ts';
import { Emitter } from '../lib/emitter.ts';
import { oneAnswer, type Settle } from '../seams/answer.ts';
import type { Clock } from '../seams/clock.ts';
import type { MessageChannel } from '../seams/streams.ts';
import { allocateRequest, ctlMessages, releaseRequest, syncRequest, versionInfoRequest } from './ctl.ts';
import { detailOf, readOf, refused, withMessage } from './failures.ts';
import { decodeFrames, decodeResponse, encodeFrame, type QmiFrame } from './qmux.ts';
import { type QmiMessage, type QmiRequest, type ServiceName, services } from './services.ts';
import { decodeTlvs, garbled, type Tlv, type Tlvs } from './tlv.ts';

export interface RequestOptions {
  /** Time limit in ms. Local queries are answered within a second; a search or a connection takes up to minutes. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface OpenOptions {
  /** A modem that just came back is deaf for a while: so many tries of so many ms each. */
  readonly attempts?: number;
  readonly attemptMs?: number;
  /**
   * Other programs speak to this modem too (a node that ModemManager or qmi-proxy holds): no Sync is sent, since it takes every client id
   * away, theirs as well.
   */
  readonly shared?: boolean;
  readonly signal?: AbortSignal;
}

/** An answer, good or not: `error` 0 is success. */
export interface QmiReply {
  readonly error: number;
  readonly tlvs: Tlvs;
}

export interface QmiIndication {
  readonly service: number;
  readonly client: number;
  readonly message: number;
  readonly tlvs: Tlvs;
}

export interface ServiceVersion {
  readonly major: number;
  readonly minor: number;
}

interface Pending {
  readonly message: QmiMessage;
  settle(result: QmiReply | Error): void;
}

const DEFAULT_TIMEOUT_MS = 10_000;
const RELEASE_TIMEOUT_MS = 1000;
const MAX_CTL_TRANSACTION = 0xff;
const MAX_TRANSACTION = 0xffff;

/**
 * Starts QMI on a channel: sync (which drops clients that an earlier program left behind; not where it is `shared`) and version info. The
 * client owns the channel from then on; where this fails, the channel is closed. Throws QMI_SILENT, QMI_GARBLED, QMI_NO_CHANNEL.
 */
export async function openQmi(channel: MessageChannel, clock: Clock, options: OpenOptions = {}): Promise<QmiClient> {
  const { attempts = 5, attemptMs = 2000, shared = false, signal } = options;
  const client = new QmiClient(channel, clock);
  const limit = { timeoutMs: attemptMs, ...(signal ? { signal } : {}) };
  // An error will do as well: somebody is there, and the oldest firmwares do not know the messages.
  const first = () => (shared ? client.readVersions(limit) : client.exchange(syncRequest.message, syncRequest.tlvs, limit));
  try {
    await untilAnswered(first, attempts);
    if (!shared) await client.readVersions(limit);
    return client;
  } catch (error) {
    await channel.close().catch(() => undefined);
    throw error;
  }
}

async function untilAnswered(ask: () => Promise<unknown>, attempts: number): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await ask();
      return;
    } catch (error) {
      const again = error instanceof BenchError && (error.code === 'QMI_SILENT' || error.code === 'QMI_GARBLED');
      if (attempt >= attempts || !again) throw error;
    }
  }
}

/** QMI over one channel: client ids, transactions with time limits, indications. Made by `openQmi`. */
export class QmiClient {
  readonly #channel: MessageChannel;
  readonly #clock: Clock;
  readonly #pending = new Map<string, Pending>();
  readonly #listeners = new Emitter<QmiIndication>();
  readonly #clients = new Map<ServiceName, Promise<number>>();
  readonly #transactions = new Map<ServiceName, number>();
  #versions: ReadonlyMap<number, ServiceVersion> = new Map();
  #garbled = 0;
  #closed: { readonly cause: Error | null } | null = null;

  constructor(channel: MessageChannel, clock: Clock) {
    this.#channel = channel;
    this.#clock = clock;
    channel.onMessage((message) => this.#receive(message));
    channel.onClose((error) => {
      this.#closed = { cause: error };
      for (const pending of [...this.#pending.values()]) pending.settle(this.#gone());
    });
  }

  get name(): string {
    return this.#channel.name;
  }

  /** Services that the modem listed, by number; empty where it does not tell. */
  get versions(): ReadonlyMap<number, ServiceVersion> {
    return this.#versions;
  }

  /** False only where the modem told its services and this one is not among them. */
  offers(service: ServiceName): boolean {
    return this.#versions.size === 0 || this.#versions.has(services[service]);
  }

  /** Called for every indication, whichever client id it is for; those that make no sense are dropped. */
  onIndication(listener: (indication: QmiIndication) => void): () => void {
    return this.#listeners.subscribe(listener);
  }

  /**
   * One transaction; a client id for the service is allocated first if need be. Resolves to the answer's TLVs. Throws QMI_ERROR
   * (details: service, message, number, name), QMI_SILENT, QMI_GARBLED, QMI_NO_CHANNEL, or the signal's reason.
   */
  async request(message: QmiMessage, tlvs: readonly Tlv[] = [], options: RequestOptions = {}): Promise<Tlvs> {
    const reply = await this.exchange(message, tlvs, options);
    if (reply.error !== 0) throw refused(message, reply.error);
    return reply.tlvs;
  }

  /** As `request`, with what `read` makes of the answer; a field that is missing or cut off is QMI_GARBLED. */
  async ask<T>({ message, tlvs }: QmiRequest, read: (tlvs: Tlvs) => T, options: RequestOptions = {}): Promise<T> {
    return readOf(message, await this.request(message, tlvs, options), read);
  }

  /** As `request`, but an error is an answer: some carry what matters (tries left, why a call ended). */
  async exchange(message: QmiMessage, tlvs: readonly Tlv[] = [], options: RequestOptions = {}): Promise<QmiReply> {
    const client = message.service === 'CTL' ? 0 : await this.#clientOf(message.service, options);
    return this.#transact(client, message, tlvs, options);
  }

  /** Reads which services the modem has. */
  async readVersions(options: RequestOptions = {}): Promise<void> {
    const { error, tlvs } = await this.exchange(versionInfoRequest.message, versionInfoRequest.tlvs, options);
    if (error !== 0) return;
    this.#versions = readOf(ctlMessages.versionInfo, tlvs, (read) => {
      const list = read.need(0x01);
      const versions = new Map<number, ServiceVersion>();
      for (let count = list.u8(); count > 0; count--) versions.set(list.u8(), { major: list.u16(), minor: list.u16() });
      return versions;
    });
  }

  /** Gives the client ids back, which also ends what hangs on them (a connection), and closes the channel. */
  async close(): Promise<void> {
    const held = [...this.#clients];
    this.#clients.clear();
    if (!this.#closed)
      await Promise.allSettled(
        held.map(async ([service, client]) => {
          const { message, tlvs } = releaseRequest(service, await client);
          await this.exchange(message, tlvs, { timeoutMs: RELEASE_TIMEOUT_MS });
        }),
      );
    await this.#channel.close();
  }

  /** An id that is on its way is waited for by `close` also where the one who asked for it has gone: else it would be lost in the modem. */
  async #clientOf(service: ServiceName, { timeoutMs, signal }: RequestOptions): Promise<number> {
    const allocated = this.#clients.get(service) ?? this.#allocated(service, timeoutMs === undefined ? {} : { timeoutMs });
    return signal ? unlessAborted(allocated, signal) : allocated;
  }

  #allocated(service: ServiceName, options: RequestOptions): Promise<number> {
    const allocated = this.#allocate(service, options);
    this.#clients.set(service, allocated);
    // A failed allocation is tried again by the next request.
    allocated.catch(() => {
      if (this.#clients.get(service) === allocated) this.#clients.delete(service);
    });
    return allocated;
  }

  #allocate(service: ServiceName, options: RequestOptions): Promise<number> {
    const read = (tlvs: Tlvs) => {
      const info = tlvs.need(0x01);
      if (info.u8() !== services[service]) throw garbled('a client id for another service');
      return info.u8();
    };
    return this.ask(allocateRequest(service), read, options);
  }

  #transact(client: number, message: QmiMessage, tlvs: readonly Tlv[], options: RequestOptions): Promise<QmiReply> {
    const { timeoutMs = DEFAULT_TIMEOUT_MS, signal } = options;
    if (signal?.aborted) return Promise.reject(signal.reason);
    if (this.#closed) return Promise.reject(this.#gone());
    const service = services[message.service];
    const transaction = this.#nextTransaction(message.service, client);
    const key = keyOf(service, client, transaction);
    const garbledBefore = this.#garbled;
    const late = () => {
      // Noise cannot be told whom it was for, so it does not end a transaction; but then it was not silence either.
      return this.#garbled > garbledBefore
        ? new BenchError('QMI_GARBLED', { what: 'noise in place of an answer', ...detailOf(message) })
        : new BenchError('QMI_SILENT', { ...detailOf(message), port: this.name, seconds: timeoutMs / 1000 });
    };
    const begin = (settle: Settle<QmiReply>) => {
      this.#pending.set(key, { message, settle });
      const frame = encodeFrame({ from: 'host', service, client, kind: 'request', transaction, message: message.id, tlvs });
      this.#channel.send(frame).catch((error: unknown) => settle(notSent(error) ?? this.#gone(error)));
    };
    const limits = { clock: this.#clock, timeoutMs, signal, late, cancelled: () => new BenchError('CANCELLED') };
    return oneAnswer(limits, begin, () => this.#pending.delete(key));
  }

  #nextTransaction(service: ServiceName, client: number): number {
    const most = service === 'CTL' ? MAX_CTL_TRANSACTION : MAX_TRANSACTION;
    let transaction = this.#transactions.get(service) ?? 0;
    do transaction = (transaction % most) + 1;
    while (this.#pending.has(keyOf(services[service], client, transaction)) && this.#pending.size < most);
    this.#transactions.set(service, transaction);
    return transaction;
  }

  #receive(message: Uint8Array): void {
    const { frames, garbled: noise } = decodeFrames(message);
    if (noise !== null) this.#garbled++;
    for (const frame of frames) {
      if (frame.from !== 'modem') this.#garbled++;
      else if (frame.kind === 'response') this.#answer(frame);
      else if (frame.kind === 'indication') this.#indicate(frame);
    }
  }

  /** Late answers and those to other programs' requests find no transaction and are dropped. */
  #answer(frame: QmiFrame): void {
    const pending = this.#pending.get(keyOf(frame.service, frame.client, frame.transaction));
    if (!pending || pending.message.id !== frame.message) return;
    try {
      pending.settle(decodeResponse(frame));
    } catch (error) {
      pending.settle(withMessage(error, pending.message));
    }
  }

  #indicate(frame: QmiFrame): void {
    try {
      const tlvs = decodeTlvs(frame.body);
      this.#listeners.emit({ service: frame.service, client: frame.client, message: frame.message, tlvs });
    } catch {
      this.#garbled++;
    }
  }

  #gone(cause: unknown = this.#closed?.cause): BenchError {
    return new BenchError('QMI_NO_CHANNEL', { port: this.name }, { cause });
  }
}

const keyOf = (service: number, client: number, transaction: number) => `${service}/${client}/${transaction}`;

/** As `work`, but rejects with the signal's reason as soon as there is one. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let onAbort: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
  });
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
