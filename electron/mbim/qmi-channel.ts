import { BenchError } from '../contract/errors.ts';
import { Emitter } from '../lib/emitter.ts';
import { Closing } from '../seams/closing.ts';
import type { MessageChannel } from '../seams/streams.ts';
import type { MbimClient, RequestOptions } from './client.ts';
import { basicConnect, type CommandRequest, setOf } from './commands.ts';
import { unlessRefused } from './failures.ts';
import { InfoWriter } from './info.ts';
import { type DeviceServices, offers } from './services.ts';
import { qualcomm } from './vendor-commands.ts';

/** A connection, the slowest request, takes up to minutes; who asked gives up when they like. */
const TIMEOUT_MS = 180_000;

/** Number of entries, then for each a pair that leads to the service, and the numbers of its commands: MBIM 1.0, 10.5.30. */
const entry = new InfoWriter().uuid(qualcomm.qmi.service).u32(1, qualcomm.qmi.id).done();
const subscribeRequest = setOf(basicConnect.subscribeList, new InfoWriter().u32(1).data(entry).done());

/** What `qmiOverMbim` sends before any QMI. */
export const qmiChannelRequests: readonly CommandRequest[] = [subscribeRequest];

/** The message that carries one QMUX frame. Secret where the frame is. */
export const qmiRequest = (frame: Uint8Array): CommandRequest => setOf(qualcomm.qmi, frame);

/** Whether a function told that it carries QMI. */
export const carriesQmi = (services: DeviceServices): boolean => offers(services, qualcomm.qmi);

/**
 * QMI inside MBIM, as `qmicli --device-open-mbim` does it (libqmi, qmi-endpoint-mbim.c): frames go out as commands of Qualcomm's service,
 * and come back as their answers and as indications. The function is told to send those, and its own indications not: a function that
 * refuses that is read without. The client stays open when the channel is closed. A frame that is refused or not answered within three
 * minutes fails its `send`: MBIM_ERROR, MBIM_SILENT, MBIM_NO_CHANNEL. Throws what a client throws but MBIM_ERROR.
 */
export async function qmiOverMbim(client: MbimClient, options?: RequestOptions): Promise<MessageChannel> {
  const { command, kind, info } = subscribeRequest;
  await unlessRefused(() => client.request(command, kind, info, options), null);
  return new QmiChannel(client);
}

class QmiChannel implements MessageChannel {
  readonly name: string;
  readonly #client: MbimClient;
  readonly #closing = new Closing();
  readonly #ended = new AbortController();
  readonly #listeners = new Emitter<Uint8Array>();
  readonly #forget: readonly (() => void)[];

  constructor(client: MbimClient) {
    this.name = client.name;
    this.#client = client;
    const { service, id } = qualcomm.qmi;
    this.#forget = [
      client.onIndication((i) => {
        if (i.service === service && i.command === id) this.#receive(i.info);
      }),
      client.onClose((error) => this.#closing.close(error)),
    ];
  }

  async send(message: Uint8Array): Promise<void> {
    if (this.#closing.closed) throw new BenchError('MBIM_NO_CHANNEL', { port: this.name });
    const { command, kind, info } = qmiRequest(message);
    this.#receive(await this.#client.request(command, kind, info, { timeoutMs: TIMEOUT_MS, signal: this.#ended.signal }));
  }

  #receive(message: Uint8Array): void {
    if (message.length === 0 || this.#closing.closed) return;
    this.#listeners.emit(message);
  }

  onMessage(listener: (message: Uint8Array) => void): () => void {
    return this.#listeners.subscribe(listener);
  }

  onClose(listener: (error: Error | null) => void): () => void {
    return this.#closing.on(listener);
  }

  async close(): Promise<void> {
    for (const forget of this.#forget) forget();
    this.#closing.close(null);
    this.#ended.abort(new BenchError('CANCELLED'));
  }
}
