import { BenchError } from '../contract/errors.ts';
import { SerialError } from '../seams/serial-ports.ts';
import { type Sighting, UsbError } from '../seams/usb-bus.ts';

/** What a seam refused, in the closed set of codes; anything else as it is. */
export function fromSeam(error: unknown, { sighting }: { readonly sighting: Pick<Sighting, 'portPath'> }): unknown {
  const port = sighting.portPath;
  if (error instanceof SerialError) {
    if (error.kind === 'gone') return new BenchError('AT_NO_PORT', { port }, { cause: error });
    const code = { access: 'SERIAL_ACCESS_DENIED', busy: 'SERIAL_BUSY', io: 'SERIAL_FAILED' } as const;
    return new BenchError(code[error.kind], { message: error.message }, { cause: error });
  }
  if (error instanceof UsbError) {
    const { message } = error;
    if (error.kind === 'access') return new BenchError('USB_ACCESS_DENIED', { port }, { cause: error });
    return new BenchError(error.kind === 'busy' ? 'USB_BUSY' : 'USB_TRANSFER_FAILED', { port, message }, { cause: error });
  }
  return error;
}
