import { Emitter } from '../lib/emitter.ts';
import { type Clock, systemClock } from '../seams/clock.ts';
import { Closing } from '../seams/closing.ts';
import type { ByteStream } from '../seams/streams.ts';
import { activeInterfaces, type InterfaceDescriptor, UsbError, type UsbHandle } from '../seams/usb-bus.ts';
import { EmptyReads } from './empty-reads.ts';
import { DTR, ownHandle, RTS, raiseLines, takeInterface } from './taking.ts';

const READ_BYTES = 4096;
const WRITE_TIMEOUT_MS = 3000;
/** In a row: an endpoint that refuses that often will not stop refusing. */
const MAX_STALLS = 5;

/** CDC 1.2, table 12 and 5.2.3.2: the union of a control interface with the data interface that belongs to it. */
const CS_INTERFACE = 0x24;
const UNION = 0x06;
const CDC_COMMUNICATIONS = 0x02;

/**
 * A serial interface of a modem over libusb, for hosts that have no driver for it. The interface's first bulk endpoints are
 * used, or, where it is a CDC control interface without any, those of its data interface. The handle is the stream's from now on:
 * it is closed with it, and where this throws. `clock` is for the waits between reads that bring nothing. Throws UsbError
 * `unsupported` where the interface has none, `busy` where another driver or program holds it.
 */
export function openBulkStream(handle: UsbHandle, interfaceNumber: number, clock: Clock = systemClock): Promise<ByteStream> {
  return ownHandle(handle, () => open(handle, interfaceNumber, clock));
}

async function open(handle: UsbHandle, interfaceNumber: number, clock: Clock): Promise<ByteStream> {
  const setting = dataSetting(activeInterfaces(handle.sighting), interfaceNumber);
  const input = setting?.endpoints.find((e) => e.type === 'bulk' && e.address & 0x80)?.address;
  const output = setting?.endpoints.find((e) => e.type === 'bulk' && !(e.address & 0x80))?.address;
  if (!setting || input === undefined || output === undefined) {
    throw new UsbError('unsupported', `interface ${interfaceNumber} has no pair of bulk endpoints`);
  }
  for (const number of new Set([interfaceNumber, setting.number])) await takeInterface(handle, number);
  if (setting.alternate !== 0) await handle.setAlternate(setting.number, setting.alternate);
  // As the drivers behind ttyUSB do when their port is opened.
  await raiseLines(handle, interfaceNumber, DTR | RTS);
  return new BulkStream(handle, interfaceNumber, { input, output }, clock);
}

/** The setting that has the data: the interface's own, or that of the interface which its union names, else of the next. */
function dataSetting(interfaces: readonly InterfaceDescriptor[], number: number): InterfaceDescriptor | undefined {
  const withBulk = (n: number) => interfaces.find((i) => i.number === n && i.endpoints.some((e) => e.type === 'bulk'));
  const control = interfaces.find((i) => i.number === number && i.class === CDC_COMMUNICATIONS);
  return withBulk(number) ?? (control ? withBulk(unionData(control.extra) ?? number + 1) : undefined);
}

/** bSubordinateInterface0 of the first union descriptor; `null` where there is none. Lengths are the device's word and are not believed. */
function unionData(extra: Uint8Array): number | null {
  for (let at = 0; at + 2 < extra.length; ) {
    const length = extra[at] ?? 0;
    if (extra[at + 1] === CS_INTERFACE && extra[at + 2] === UNION && length >= 5) return extra[at + 4] ?? null;
    at += Math.max(length, 1);
  }
  return null;
}

class BulkStream implements ByteStream {
  readonly name: string;
  readonly #handle: UsbHandle;
  readonly #input: number;
  readonly #output: number;
  readonly #listeners = new Emitter<Uint8Array>();
  readonly #closing = new Closing();
  readonly #empty: EmptyReads;

  constructor(handle: UsbHandle, interfaceNumber: number, endpoints: { readonly input: number; readonly output: number }, clock: Clock) {
    this.name = `${handle.sighting.portPath} interface ${interfaceNumber}`;
    this.#handle = handle;
    this.#input = endpoints.input;
    this.#output = endpoints.output;
    this.#empty = new EmptyReads(clock, this.#closing);
    void this.#read();
  }

  async write(data: Uint8Array): Promise<void> {
    let sent = 0;
    while (sent < data.length) {
      const taken = await this.#handle.transferOut(this.#output, data.subarray(sent), WRITE_TIMEOUT_MS);
      if (taken <= 0) throw new UsbError('io', 'the endpoint took nothing');
      sent += taken;
    }
  }

  onData(listener: (data: Uint8Array) => void): () => void {
    return this.#listeners.subscribe(listener);
  }

  onClose(listener: (error: Error | null) => void): () => void {
    return this.#closing.on(listener);
  }

  async close(): Promise<void> {
    this.#closing.close(null);
    await this.#handle.close();
  }

  async #read(): Promise<void> {
    try {
      let stalls = 0;
      while (!this.#closing.closed) {
        try {
          const data = await this.#handle.transferIn(this.#input, READ_BYTES, 0);
          stalls = 0;
          if (data.length === 0) {
            await this.#empty.another();
            continue;
          }
          this.#empty.end();
          this.#listeners.emit(data);
        } catch (error) {
          if (error instanceof UsbError && error.kind === 'timeout') {
            await this.#empty.another();
            continue;
          }
          if (!(error instanceof UsbError) || error.kind !== 'stall' || ++stalls >= MAX_STALLS) throw error;
          await this.#handle.clearHalt(this.#input);
        }
      }
    } catch (error) {
      this.#closing.close(error instanceof Error ? error : new Error(String(error)));
    } finally {
      await this.#handle.close().catch(() => undefined);
    }
  }
}
