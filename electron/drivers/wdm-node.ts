import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { Emitter } from '../lib/emitter.ts';
import { Closing } from '../seams/closing.ts';
import { SerialError, type SerialErrorKind } from '../seams/serial-ports.ts';
import type { MessageChannel } from '../seams/streams.ts';

/** wMaxCommand of qmi_wwan and huawei_cdc_ncm is 4096 and 256; one read returns one message. */
const MAX_MESSAGE = 4096;
/** Node has no poll(2) for character devices, and a blocking read could never be cancelled. */
const POLL_MS = 5;

const kinds: Readonly<Record<string, SerialErrorKind>> = {
  EACCES: 'access',
  EPERM: 'access',
  EBUSY: 'busy',
  ENOENT: 'gone',
  ENODEV: 'gone',
  ENXIO: 'gone',
  EIO: 'gone',
  ESHUTDOWN: 'gone',
  EPIPE: 'gone',
};

/** Opens `/dev/cdc-wdmN`. Throws SerialError. */
export async function openWdmNode(path: string): Promise<MessageChannel> {
  const file = await open(path, constants.O_RDWR | constants.O_NONBLOCK).catch((error: unknown) => {
    throw toSerialError(error);
  });
  return new WdmNode(path, file);
}

class WdmNode implements MessageChannel {
  readonly name: string;
  readonly #file: FileHandle;
  readonly #listeners = new Emitter<Uint8Array>();
  readonly #closing = new Closing();
  #reading: Promise<void>;

  constructor(path: string, file: FileHandle) {
    this.name = path;
    this.#file = file;
    this.#reading = this.#read();
  }

  async send(message: Uint8Array): Promise<void> {
    for (;;) {
      try {
        const { bytesWritten } = await this.#file.write(message);
        if (bytesWritten !== message.length) throw new SerialError('io', `${this.name} took ${bytesWritten} of ${message.length} bytes`);
        return;
      } catch (error) {
        // The driver takes one command at a time.
        if (codeOf(error) !== 'EAGAIN') throw error instanceof SerialError ? error : toSerialError(error);
        if (this.#closing.closed) throw new SerialError('gone', `${this.name} was closed`);
        await pause();
      }
    }
  }

  onMessage(listener: (message: Uint8Array) => void): () => void {
    return this.#listeners.subscribe(listener);
  }

  onClose(listener: (error: Error | null) => void): () => void {
    return this.#closing.on(listener);
  }

  async close(): Promise<void> {
    this.#closing.close(null);
    await this.#reading;
  }

  async #read(): Promise<void> {
    const buffer = Buffer.alloc(MAX_MESSAGE);
    while (!this.#closing.closed) {
      try {
        const { bytesRead } = await this.#file.read(buffer, 0, MAX_MESSAGE, null);
        if (bytesRead === 0) {
          await pause();
          continue;
        }
        const message = Uint8Array.from(buffer.subarray(0, bytesRead));
        this.#listeners.emit(message);
      } catch (error) {
        if (codeOf(error) === 'EAGAIN') await pause();
        else this.#closing.close(toSerialError(error));
      }
    }
    await this.#file.close().catch(() => undefined);
  }
}

const pause = () => new Promise<void>((resolve) => setTimeout(resolve, POLL_MS));

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function toSerialError(error: unknown): SerialError {
  const kind = kinds[codeOf(error) ?? ''] ?? 'io';
  return new SerialError(kind, error instanceof Error ? error.message : String(error), { cause: error });
}
