import type { ByteStream } from './streams.ts';

/** The serial seam. Forms: serialport (`serial/`), practice (`virtual/`). */
export interface SerialPorts {
  list(): Promise<readonly SerialPortInfo[]>;
  /** Throws SerialError. Baud rates mean nothing to a USB modem; 115200 is what everybody sets. */
  open(path: string): Promise<ByteStream>;
}

export interface SerialPortInfo {
  /** `/dev/ttyUSB1`, `COM5`. */
  readonly path: string;
  readonly vid: number | null;
  readonly pid: number | null;
  /** USB interface number where the system tells it. */
  readonly interfaceNumber: number | null;
}

export type SerialErrorKind = 'gone' | 'access' | 'busy' | 'io';

export class SerialError extends Error {
  readonly kind: SerialErrorKind;
  constructor(kind: SerialErrorKind, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'SerialError';
    this.kind = kind;
  }
}
