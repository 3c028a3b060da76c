import { BenchError } from '../contract/errors.ts';
import { Emitter } from '../lib/emitter.ts';
import { Closing } from '../seams/closing.ts';
import type { ByteStream } from '../seams/streams.ts';
import type { MbimClient } from './client.ts';
import type { CommandRequest, MbimCommand } from './commands.ts';
import { type DeviceServices, offers } from './services.ts';
import { compal, deviceUpdate, fibocom, intelTunnel } from './vendor-commands.ts';

/** Ids of a USB device, four hex digits each. */
export interface DeviceIds {
  readonly vid: string;
  readonly pid: string;
}

interface Tunnel {
  readonly command: MbimCommand;
  readonly kind: CommandRequest['kind'];
  /** Bytes before the text, in the question (all 0) and in the answer. */
  readonly head: number;
  readonly fits?: (device: DeviceIds | undefined) => boolean;
}

/** Vendor ids of ModemManager's Quectel plugin: Qualcomm's update service is everybody's, its command for AT is Quectel's. */
const quectelVids = ['2c7c', '1eac'];

/**
 * Message by message as libmbim's mbim-service-*.json has them: a whole command line in, the whole answer out. Quectel's has a word
 * before the text, the kind of command (0: AT), and in the answer its outcome, which the text tells too; an RM520N-GL gives the line
 * back before the answer, as a port with echo does (ddimension/wwand, src-ucode/atcmd_mbim.uc).
 */
const tunnels: readonly Tunnel[] = [
  { command: deviceUpdate.command, kind: 'set', head: 4, fits: (device) => device !== undefined && quectelVids.includes(device.vid) },
  // 2cb7:01a0, the NL668, has it and does not do it properly (ModemManager, 77-mm-fibocom-port-types.rules).
  { command: fibocom.at, kind: 'set', head: 0, fits: (device) => device?.vid !== '2cb7' || device.pid !== '01a0' },
  { command: intelTunnel.at, kind: 'set', head: 0 },
  { command: compal.at, kind: 'query', head: 0 },
];

/** Longest command line, as a guard: AT has none of more than some hundred characters. */
const MAX_LINE = 2048;
/** A search for networks, the slowest command, takes up to three minutes; who asked gives up when they like. */
const TIMEOUT_MS = 180_000;

const tunnelOf = (services: DeviceServices, device?: DeviceIds): Tunnel | undefined =>
  tunnels.find(({ command, fits }) => offers(services, command) && (fits?.(device) ?? true));

/** The message that carries a command line, `AT+CGMR`; `null` where the function has no command for AT. Secret where the line is. */
export function atRequest(services: DeviceServices, line: string, device?: DeviceIds): CommandRequest | null {
  const tunnel = tunnelOf(services, device);
  return tunnel ? requestOf(tunnel, Buffer.from(line, 'latin1')) : null;
}

/**
 * AT over the function's own command for it; `null` where it has none. Unsolicited results do not come this way, and nothing can be
 * typed behind a prompt. What is written goes out line by line; each answer is given out as if it had come from a port. The client stays
 * open when the stream is closed. A line that is refused or not answered within three minutes fails its `write`: MBIM_ERROR,
 * MBIM_SILENT, MBIM_NO_CHANNEL.
 */
export function openAtOverMbim(client: MbimClient, services: DeviceServices, device?: DeviceIds): ByteStream | null {
  const tunnel = tunnelOf(services, device);
  return tunnel ? new AtStream(client, tunnel) : null;
}

/** With both line ends, as ModemManager and mbimcli send it. */
function requestOf({ command, kind, head }: Tunnel, line: Uint8Array): CommandRequest {
  return { command, kind, info: Uint8Array.from([...new Uint8Array(head), ...line, 0x0d, 0x0a]) };
}

class AtStream implements ByteStream {
  readonly name: string;
  readonly #client: MbimClient;
  readonly #tunnel: Tunnel;
  readonly #closing = new Closing();
  readonly #ended = new AbortController();
  readonly #listeners = new Emitter<Uint8Array>();
  readonly #forget: () => void;
  #rest = '';

  constructor(client: MbimClient, tunnel: Tunnel) {
    this.name = client.name;
    this.#client = client;
    this.#tunnel = tunnel;
    this.#forget = client.onClose((error) => this.#closing.close(error));
  }

  async write(data: Uint8Array): Promise<void> {
    if (this.#closing.closed) throw new BenchError('MBIM_NO_CHANNEL', { port: this.name });
    const lines = `${this.#rest}${Buffer.from(data).toString('latin1')}`.split(/[\r\n]+/);
    this.#rest = (lines.pop() ?? '').slice(0, MAX_LINE);
    await Promise.all(lines.filter((line) => line !== '').map((line) => this.#exchange(Buffer.from(line, 'latin1'))));
  }

  async #exchange(line: Uint8Array): Promise<void> {
    const { command, kind, info } = requestOf(this.#tunnel, line);
    const answer = await this.#client.request(command, kind, info, { timeoutMs: TIMEOUT_MS, signal: this.#ended.signal });
    if (this.#closing.closed) return;
    // Some firmwares leave the line ends around an answer away, and pad it with zeros.
    const text = answer.subarray(this.#tunnel.head).filter((byte) => byte !== 0);
    const framed = Uint8Array.from([0x0d, 0x0a, ...text, 0x0d, 0x0a]);
    this.#listeners.emit(framed);
  }

  onData(listener: (data: Uint8Array) => void): () => void {
    return this.#listeners.subscribe(listener);
  }

  onClose(listener: (error: Error | null) => void): () => void {
    return this.#closing.on(listener);
  }

  async close(): Promise<void> {
    this.#forget();
    this.#closing.close(null);
    this.#ended.abort(new BenchError('CANCELLED'));
  }
}
