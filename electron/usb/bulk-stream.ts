import { Closing } from '../seams/closing.ts';
import type { ByteStream } from '../seams/streams.ts';
import { activeInterfaces, UsbError, type UsbHandle, unlessGone } from '../seams/usb-bus.ts';

const READ_BYTES = 4096;
const WRITE_TIMEOUT_MS = 3000;
/** In a row: an endpoint that refuses that often will not stop refusing. */
const MAX_STALLS = 5;

/** CDC PSTN 1.2, 6.3.12: bit 0 DTR, bit 1 RTS. Modems behind `option` want it before they speak; others refuse it, which does no harm. */
const SET_CONTROL_LINE_STATE = 0x22;
const DTR_AND_RTS = 3;

/**
 * A serial interface of a modem over libusb, for hosts that have no driver for it. The interface's first bulk endpoints are
 * used. The handle is the stream's from now on: it is closed with it, and where this throws. Throws UsbError `unsupported` where
 * the interface has none, `busy` where another driver or program holds it.
 */
export async function openBulkStream(handle: UsbHandle, interfaceNumber: number): Promise<ByteStream> {
  try {
    return await open(handle, interfaceNumber);
  } catch (error) {
    await handle.close().catch(() => undefined);
    throw error;
  }
}

async function open(handle: UsbHandle, interfaceNumber: number): Promise<ByteStream> {
  const setting = activeInterfaces(handle.sighting).find((i) => i.number === interfaceNumber && i.endpoints.some((e) => e.type === 'bulk'));
  const input = setting?.endpoints.find((e) => e.type === 'bulk' && e.address & 0x80)?.address;
  const output = setting?.endpoints.find((e) => e.type === 'bulk' && !(e.address & 0x80))?.address;
  if (!setting || input === undefined || output === undefined) {
    throw new UsbError('unsupported', `interface ${interfaceNumber} has no pair of bulk endpoints`);
  }
  if (await handle.kernelDriverActive(interfaceNumber)) await handle.detachKernelDriver(interfaceNumber);
  await handle.claim(interfaceNumber);
  if (setting.alternate !== 0) await handle.setAlternate(interfaceNumber, setting.alternate);
  await handle
    .controlOut({ requestType: 0x21, request: SET_CONTROL_LINE_STATE, value: DTR_AND_RTS, index: interfaceNumber }, new Uint8Array(), 1000)
    .catch(unlessGone);
  return new BulkStream(handle, interfaceNumber, input, output);
}

class BulkStream implements ByteStream {
  readonly name: string;
  readonly #handle: UsbHandle;
  readonly #input: number;
  readonly #output: number;
  readonly #listeners = new Set<(data: Uint8Array) => void>();
  readonly #closing = new Closing();

  constructor(handle: UsbHandle, interfaceNumber: number, input: number, output: number) {
    this.name = `${handle.sighting.portPath} interface ${interfaceNumber}`;
    this.#handle = handle;
    this.#input = input;
    this.#output = output;
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
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
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
          if (data.length > 0) for (const listener of [...this.#listeners]) listener(data);
        } catch (error) {
          if (error instanceof UsbError && error.kind === 'timeout') continue;
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
