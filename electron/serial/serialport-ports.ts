import { SerialPort } from 'serialport';
import { Closing } from '../seams/closing.ts';
import { SerialError, type SerialErrorKind, type SerialPortInfo, type SerialPorts } from '../seams/serial-ports.ts';
import type { ByteStream } from '../seams/streams.ts';
import { endAtHangUp } from './tty-read.ts';

/** The serial seam over the serialport library. */
export class SerialportPorts implements SerialPorts {
  async list(): Promise<readonly SerialPortInfo[]> {
    const ports = await SerialPort.list();
    return ports.map((p) => ({
      path: p.path,
      vid: hexId(p.vendorId),
      pid: hexId(p.productId),
      interfaceNumber: interfaceNumberOf(p.pnpId),
    }));
  }

  open(path: string): Promise<ByteStream> {
    return new Promise((resolve, reject) => {
      const port = new SerialPort({ path, baudRate: 115200, autoOpen: false, hupcl: false });
      port.open((error) => {
        if (error) reject(new SerialError(kindOf(error.message), error.message, { cause: error }));
        else resolve(new SerialStream(port));
      });
    });
  }
}

class SerialStream implements ByteStream {
  readonly name: string;
  readonly #port: SerialPort;
  readonly #closing = new Closing();

  constructor(port: SerialPort) {
    this.#port = port;
    this.name = port.path;
    if (port.port && 'poller' in port.port) endAtHangUp(port.port);
    // The library notices an unplug only while something reads, so this stream always does.
    port.resume();
    port.on('close', (error: Error | null) => this.#closing.close(error ? new SerialError('gone', error.message, { cause: error }) : null));
    port.on('error', (error: Error) => this.#closing.close(new SerialError('io', error.message, { cause: error })));
  }

  write(data: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#port.write(Buffer.from(data), (error) => {
        if (error) return reject(new SerialError('gone', error.message, { cause: error }));
        this.#port.drain((drainError) =>
          drainError ? reject(new SerialError('gone', drainError.message, { cause: drainError })) : resolve(),
        );
      });
    });
  }

  onData(listener: (data: Uint8Array) => void): () => void {
    const forward = (data: Buffer) => listener(Uint8Array.from(data));
    this.#port.on('data', forward);
    return () => {
      this.#port.off('data', forward);
      // Taking the last 'data' listener away pauses a stream; see the constructor.
      this.#port.resume();
    };
  }

  onClose(listener: (error: Error | null) => void): () => void {
    return this.#closing.on(listener);
  }

  close(): Promise<void> {
    if (!this.#port.isOpen) return Promise.resolve();
    return new Promise((resolve) => this.#port.close(() => resolve()));
  }
}

function hexId(text: string | undefined): number | null {
  return text !== undefined && /^[0-9a-f]{4}$/i.test(text) ? Number.parseInt(text, 16) : null;
}

/** `usb-HUAWEI_…-if01-port0` on Linux, `USB\VID_12D1&PID_1506&MI_01\…` on Windows. */
function interfaceNumberOf(pnpId: string | undefined): number | null {
  const match = /(?:-if|&MI_)([0-9a-f]{2})/i.exec(pnpId ?? '');
  return match?.[1] === undefined ? null : Number.parseInt(match[1], 16);
}

/** The library passes the system's words on; these are Linux', macOS' and Windows'. */
function kindOf(message: string): SerialErrorKind {
  if (/permission denied|access denied|EACCES|EPERM/i.test(message)) return 'access';
  if (/cannot lock|resource (temporarily )?unavailable|busy|EBUSY/i.test(message)) return 'busy';
  if (/no such (file|device)|cannot find|not found|ENOENT|ENODEV|ENXIO/i.test(message)) return 'gone';
  return 'io';
}
