import type { Host } from './host.ts';
import type { ProxyLookup } from './proxy.ts';
import type { SerialPorts } from './serial-ports.ts';
import type { UsbBus } from './usb-bus.ts';

/** A place where dongles are plugged in: this computer's USB, or the practice bench. */
export interface Backend {
  readonly origin: 'usb' | 'practice';
  readonly bus: UsbBus;
  readonly serial: SerialPorts;
  readonly host: Host;
  /** The ways from here into the network; by default what the environment says. */
  readonly proxies?: ProxyLookup | undefined;
}
