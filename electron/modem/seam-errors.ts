import { BenchError } from '../contract/errors.ts';
import { SerialError } from '../seams/serial-ports.ts';
import { type Sighting, UsbError } from '../seams/usb-bus.ts';

/** What a seam refused, in the closed set of codes; anything else as it is. */
export function fromSeam(error: unknown, { sighting }: { readonly sighting: Pick<Sighting, 'portPath'> }): unknown {
  const detail = { port: sighting.portPath, message: error instanceof Error ? error.message : String(error) };
  if (error instanceof SerialError) {
    const code = { access: 'SERIAL_ACCESS_DENIED', busy: 'SERIAL_BUSY', gone: 'AT_NO_PORT', io: 'SERIAL_FAILED' } as const;
    return new BenchError(code[error.kind], detail, { cause: error });
  }
  if (error instanceof UsbError) {
    if (error.kind === 'access') return new BenchError('USB_ACCESS_DENIED', detail, { cause: error });
    if (error.kind === 'busy') return new BenchError('USB_BUSY', detail, { cause: error });
    return new BenchError('USB_TRANSFER_FAILED', detail, { cause: error });
  }
  return error;
}
