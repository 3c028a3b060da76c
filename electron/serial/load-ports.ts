import { BenchError } from '../contract/errors.ts';
import type { SerialPorts } from '../seams/serial-ports.ts';

/** The serial ports of this computer. Where the native addon does not load, each use of them says so; all else goes on without it. */
export async function loadSerialPorts(): Promise<SerialPorts> {
  try {
    const { SerialportPorts } = await import('./serialport-ports.ts');
    return new SerialportPorts();
  } catch (error) {
    return new MissingPorts(error);
  }
}

class MissingPorts implements SerialPorts {
  readonly #cause: unknown;

  constructor(cause: unknown) {
    this.#cause = cause;
  }

  /** Throws SERIAL_UNAVAILABLE. */
  async list(): Promise<never> {
    throw this.#failure();
  }

  /** Throws SERIAL_UNAVAILABLE. */
  async open(): Promise<never> {
    throw this.#failure();
  }

  #failure(): BenchError {
    const message = this.#cause instanceof Error ? this.#cause.message : String(this.#cause);
    return new BenchError('SERIAL_UNAVAILABLE', { message: message.replace(/\s+/g, ' ').trim() }, { cause: this.#cause });
  }
}
