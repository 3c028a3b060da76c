import { BenchError } from '../contract/errors.ts';
import type { UsbBus } from '../seams/usb-bus.ts';
import { whyNoSysfs } from './sysfs-sighting.ts';

/**
 * The USB of this computer. Throws USB_UNAVAILABLE: the native addon does not load, libusb does not start, or Linux does not show
 * its devices, of which libusb would say that there are none.
 */
export async function loadUsbBus(): Promise<UsbBus> {
  const { LibusbBus } = await import('./libusb-bus.ts').catch((error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    throw new BenchError('USB_UNAVAILABLE', { message: message.replace(/\s+/g, ' ').trim() }, { cause: error });
  });
  const hidden = process.platform === 'linux' ? whyNoSysfs() : null;
  if (hidden !== null) throw new BenchError('USB_UNAVAILABLE', { message: hidden });
  return new LibusbBus();
}
