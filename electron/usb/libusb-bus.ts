import { type Device, usb } from 'usb';
import { BenchError } from '../contract/errors.ts';
import { Emitter } from '../lib/emitter.ts';
import { type Sighting, type UsbBus, type UsbChange, UsbError, type UsbHandle } from '../seams/usb-bus.ts';
import { LibusbHandle } from './libusb-handle.ts';
import { sightFromLibusb } from './libusb-sighting.ts';
import { readActiveConfiguration, sightFromSysfs } from './sysfs-sighting.ts';

const HUB_CLASS = 9;
/** A host whose hotplug events do not reach us (no udev, a container) is looked at this often instead. */
const RESCAN_MS = 1000;

interface Seen {
  readonly device: Device;
  readonly sighting: Sighting;
}

/**
 * libusb as the USB seam. Everything goes through one comparison of what is there with what was there before; hotplug events
 * only make it happen sooner, so one that is lost, doubled or out of order changes nothing.
 */
export class LibusbBus implements UsbBus {
  readonly #seen = new Map<string, Seen>();
  readonly #listeners = new Emitter<UsbChange>();
  readonly #onHotplug = () => this.#rescanSoon();
  /** Handles that are open, by port path. */
  readonly #handles = new Map<string, number>();
  #enumeration = 0;
  #timer: NodeJS.Timeout | null = null;
  #scan: Promise<void> | null = null;
  #again = false;

  /** Throws USB_UNAVAILABLE where libusb cannot start (no USB on this host, or it is hidden from us). */
  constructor() {
    if (usb.INIT_ERROR) throw new BenchError('USB_UNAVAILABLE', { message: `libusb error ${usb.INIT_ERROR}` });
    try {
      usb.getDeviceList();
    } catch (error) {
      throw new BenchError('USB_UNAVAILABLE', { message: error instanceof Error ? error.message : String(error) }, { cause: error });
    }
  }

  async list(): Promise<readonly Sighting[]> {
    await this.#rescan();
    return [...this.#seen.values()].map((s) => s.sighting);
  }

  watch(listener: (change: UsbChange) => void): () => void {
    if (this.#listeners.size === 0) {
      usb.on('attach', this.#onHotplug);
      usb.on('detach', this.#onHotplug);
      this.#timer = setInterval(this.#onHotplug, RESCAN_MS);
    }
    const forget = this.#listeners.subscribe(listener);
    return () => {
      forget();
      if (this.#listeners.size === 0) this.#stop();
    };
  }

  async open(sighting: Sighting): Promise<UsbHandle> {
    const seen = this.#seen.get(sighting.portPath);
    if (!seen || seen.sighting.enumeration !== sighting.enumeration) throw new UsbError('gone', `${sighting.portPath} was unplugged`);
    const handle = await LibusbHandle.open(seen.device, sighting, (reconfigured) => this.#closed(sighting, reconfigured));
    this.#handles.set(sighting.portPath, (this.#handles.get(sighting.portPath) ?? 0) + 1);
    return handle;
  }

  /** A device in another configuration is another sighting, though it never left the bus. */
  #closed({ portPath, enumeration }: Sighting, reconfigured: boolean): void {
    this.#handles.set(portPath, (this.#handles.get(portPath) ?? 1) - 1);
    const seen = this.#seen.get(portPath);
    if (!reconfigured || seen?.sighting.enumeration !== enumeration) return;
    this.#seen.delete(portPath);
    this.#emit({ kind: 'detached', sighting: seen.sighting });
    this.#rescanSoon();
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    this.#stop();
  }

  #stop(): void {
    usb.off('attach', this.#onHotplug);
    usb.off('detach', this.#onHotplug);
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }

  #rescanSoon(): void {
    void this.#rescan().catch(() => undefined);
  }

  /** Scans run one at a time; one asked for during a scan runs after it, since that scan may have looked too early. */
  async #rescan(): Promise<void> {
    if (this.#scan) {
      this.#again = true;
      return this.#scan;
    }
    this.#scan = (async () => {
      try {
        do {
          this.#again = false;
          await this.#compare();
        } while (this.#again);
      } finally {
        // At once with the last look at `#again`: nobody may ask in between, and be forgotten.
        this.#scan = null;
      }
    })();
    return this.#scan;
  }

  async #compare(): Promise<void> {
    const present = new Map<string, Device>();
    for (const device of usb.getDeviceList()) {
      const path = portPathOf(device);
      if (path !== null && device.deviceDescriptor.bDeviceClass !== HUB_CLASS) present.set(path, device);
    }
    for (const [path, seen] of this.#seen) {
      if (present.get(path) === seen.device && !(await this.#isReconfigured(seen.sighting))) continue;
      this.#seen.delete(path);
      this.#emit({ kind: 'detached', sighting: seen.sighting });
    }
    for (const [path, device] of present) {
      if (this.#seen.has(path)) continue;
      const sighting = await this.#sight(path, device);
      // Gone while it was being read, or not yet readable: the next scan decides.
      if (!sighting) continue;
      this.#seen.set(path, { device, sighting });
      this.#emit({ kind: 'attached', sighting });
    }
  }

  /** Whether another program chose another configuration. While a handle is open, it may be in the middle of that itself. */
  async #isReconfigured({ portPath, activeConfiguration }: Sighting): Promise<boolean> {
    if (process.platform !== 'linux' || (this.#handles.get(portPath) ?? 0) > 0) return false;
    const value = await readActiveConfiguration(portPath);
    return value !== undefined && value !== activeConfiguration;
  }

  async #sight(path: string, device: Device): Promise<Sighting | null> {
    const base = { portPath: path, enumeration: ++this.#enumeration, address: device.deviceAddress };
    try {
      return process.platform === 'linux' ? await sightFromSysfs(base) : await sightFromLibusb(base, device);
    } catch {
      // A device that describes itself in nonsense, or fails while it is read, must not hide the others.
      return null;
    }
  }

  #emit(change: UsbChange): void {
    this.#listeners.emit(change);
  }
}

/** `1-1.4`; `null` for a root hub, which is plugged in nowhere. */
function portPathOf(device: Device): string | null {
  const ports = device.portNumbers as number[] | undefined;
  return ports && ports.length > 0 ? `${device.busNumber}-${ports.join('.')}` : null;
}
