import { Emitter } from '../../lib/emitter.ts';
import { Closing } from '../../seams/closing.ts';
import { SerialError, type SerialPortInfo, type SerialPorts } from '../../seams/serial-ports.ts';
import type { ByteStream } from '../../seams/streams.ts';
import { activeInterfaces, UsbError } from '../../seams/usb-bus.ts';
import { TransferOwner } from './device-wire.ts';
import type { NodeTarget, PracticeKernel } from './practice-kernel.ts';

const PREFIX = '/dev/tty';
const READ_BYTES = 4096;
const WRITE_MS = 5000;
/** CDC PSTN 1.2, 6.3.12; DTR and RTS, as Linux' usb_wwan raises them on open. */
const SET_CONTROL_LINE_STATE = 0x22;

/** The ttys of practice dongles: what `option` makes of serial interfaces. */
export class PracticeSerialPorts implements SerialPorts {
  readonly #kernel: PracticeKernel;
  readonly #open = new Map<string, PracticeSerialStream>();

  constructor(kernel: PracticeKernel) {
    this.#kernel = kernel;
    kernel.onNodeGone((node) => this.#open.get(node)?.end(new SerialError('gone', `${node} went away`)));
  }

  async list(): Promise<readonly SerialPortInfo[]> {
    return [...this.#kernel.nodes(PREFIX)].map(([path, { sighting, interfaceNumber }]) => ({
      path,
      vid: sighting.vid,
      pid: sighting.pid,
      interfaceNumber,
    }));
  }

  async open(path: string): Promise<ByteStream> {
    const target = this.#kernel.nodes(PREFIX).get(path);
    if (!target) throw new SerialError('gone', `${path}: no such file or directory`);
    if (this.#open.has(path)) throw new SerialError('busy', `${path} is in use`);
    const stream = new PracticeSerialStream(path, target);
    this.#open.set(path, stream);
    stream.onClose(() => this.#open.delete(path));
    await stream.start();
    return stream;
  }
}

class PracticeSerialStream implements ByteStream {
  readonly name: string;
  readonly #target: NodeTarget;
  readonly #input: number;
  readonly #output: number;
  readonly #owner = new TransferOwner();
  readonly #closing = new Closing();
  readonly #listeners = new Emitter<Uint8Array>();

  constructor(name: string, target: NodeTarget) {
    this.name = name;
    this.#target = target;
    const bulkOf = (number: number) =>
      activeInterfaces(target.sighting)
        .filter((i) => i.number === number)
        .flatMap((i) => i.endpoints)
        .filter((e) => e.type === 'bulk');
    const own = bulkOf(target.interfaceNumber);
    // CDC ACM has its data in the interface behind its control (CDC 1.2, 5.2.3.2).
    const endpoints = own.length > 0 ? own : bulkOf(target.interfaceNumber + 1);
    this.#input = endpoints.find((e) => e.address & 0x80)?.address ?? 0;
    this.#output = endpoints.find((e) => !(e.address & 0x80))?.address ?? 0;
  }

  async start(): Promise<void> {
    const setup = { requestType: 0x21, request: SET_CONTROL_LINE_STATE, value: 3, index: this.#target.interfaceNumber };
    await this.#target.wire.control(setup, new Uint8Array(), WRITE_MS, this.#owner).catch(() => undefined);
    void this.#read();
  }

  async write(data: Uint8Array): Promise<void> {
    try {
      await this.#target.wire.out(this.#output, data, WRITE_MS, this.#owner);
    } catch (error) {
      throw serialError(error, this.name);
    }
  }

  onData(listener: (data: Uint8Array) => void): () => void {
    return this.#listeners.subscribe(listener);
  }

  onClose(listener: (error: Error | null) => void): () => void {
    return this.#closing.on(listener);
  }

  async close(): Promise<void> {
    this.end(null);
  }

  end(error: SerialError | null): void {
    this.#closing.close(error);
    this.#owner.close();
  }

  async #read(): Promise<void> {
    while (!this.#closing.closed) {
      try {
        const data = await this.#target.wire.in(this.#input, READ_BYTES, 0, this.#owner);
        if (data.length > 0) this.#listeners.emit(data);
      } catch (error) {
        this.end(serialError(error, this.name));
      }
    }
  }
}

/** What the cable refused, in the words of a serial port. */
export function serialError(error: unknown, name: string): SerialError {
  const kind = error instanceof UsbError && (error.kind === 'gone' || error.kind === 'cancelled') ? 'gone' : 'io';
  return new SerialError(kind, `${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
}
