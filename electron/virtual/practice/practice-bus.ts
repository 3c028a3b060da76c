import { Emitter } from '../../lib/emitter.ts';
import type { Clock } from '../../seams/clock.ts';
import type { Sighting, UsbBus, UsbChange, UsbHandle } from '../../seams/usb-bus.ts';
import { parseDescriptors } from '../../usb/descriptors.ts';
import { cleanString } from '../../usb/strings.ts';
import { configurationDescriptor, deviceDescriptor } from '../descriptors.ts';
import type { PracticeBinding } from '../modem.ts';
import type { VirtualUsbDevice } from '../usb-device.ts';
import { DeviceWire, gone } from './device-wire.ts';
import { PracticeHandle } from './practice-handle.ts';
import type { PracticeKernel } from './practice-kernel.ts';

interface Present {
  readonly sighting: Sighting;
  readonly wire: DeviceWire;
  /** What a Linux kernel binds in a configuration. */
  readonly bindings: (configuration: number) => readonly PracticeBinding[];
}

/** The practice form of the USB seam: ports that practice dongles are plugged into. */
export class PracticeBus implements UsbBus {
  readonly #clock: Clock;
  readonly #kernel: PracticeKernel;
  readonly #present = new Map<string, Present>();
  readonly #listeners = new Emitter<UsbChange>();
  #enumerations = 0;
  /** The host's own number of the next device; the first of a bus is its root hub. */
  #address = 2;

  constructor(clock: Clock, kernel: PracticeKernel) {
    this.#clock = clock;
    this.#kernel = kernel;
  }

  async list(): Promise<readonly Sighting[]> {
    return [...this.#present.values()].map(({ sighting }) => sighting);
  }

  watch(listener: (change: UsbChange) => void): () => void {
    return this.#listeners.subscribe(listener);
  }

  async open(sighting: Sighting): Promise<UsbHandle> {
    const present = this.#present.get(sighting.portPath);
    if (present?.sighting.enumeration !== sighting.enumeration) throw gone();
    return new PracticeHandle(present.sighting, present.wire, this.#kernel, (reconfigured) => {
      if (reconfigured) this.#reconfigured(present);
    });
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    this.#kernel.close();
  }

  /** USB device address of what is on a port; `null`: nothing is. */
  addressOf(portPath: string): number | null {
    return this.#present.get(portPath)?.sighting.address ?? null;
  }

  /**
   * A device shows up on a port: it is enumerated and configured as a host does it. `address`: one that it has already, because the host
   * never saw it leave.
   */
  attached(portPath: string, device: VirtualUsbDevice, bindings: Present['bindings'], address: number = this.#address): void {
    this.#address = Math.max(this.#address, address + 1);
    const wire = new DeviceWire(device, this.#clock);
    // Nothing answers late to a standard request, so this is over before anybody can ask for the list.
    const value = device.spec.captured?.chosen ?? 1;
    void wire.control({ requestType: 0, request: 9, value, index: 0 }, new Uint8Array(), 1000).catch(() => undefined);
    this.#show(portPath, device, wire, bindings, address);
  }

  #show(portPath: string, device: VirtualUsbDevice, wire: DeviceWire, bindings: Present['bindings'], address: number): void {
    const enumeration = ++this.#enumerations;
    const sighting = sightingOf(device, { portPath, enumeration, address });
    this.#present.set(portPath, { sighting, wire, bindings });
    this.#kernel.attach({ sighting, wire }, bindings(device.configuration));
    this.#emit({ kind: 'attached', sighting });
  }

  /** A device in another configuration is another sighting, though it never left the bus. */
  #reconfigured({ sighting, wire, bindings }: Present): void {
    const { portPath } = sighting;
    if (this.#present.get(portPath)?.sighting !== sighting || !wire.device.present) return;
    this.#kernel.detach(portPath);
    this.#emit({ kind: 'detached', sighting });
    this.#show(portPath, wire.device, wire, bindings, sighting.address);
  }

  detached(portPath: string): void {
    const present = this.#present.get(portPath);
    if (!present) return;
    this.#present.delete(portPath);
    present.wire.left();
    this.#kernel.detach(portPath);
    this.#emit({ kind: 'detached', sighting: present.sighting });
  }

  #emit(change: UsbChange): void {
    this.#listeners.emit(change);
  }
}

/** The sighting goes through the bytes and the parser of real devices, so that both are seen at work all the time. */
function sightingOf(device: VirtualUsbDevice, at: Pick<Sighting, 'portPath' | 'enumeration' | 'address'>): Sighting {
  const { spec } = device;
  const bytes = [deviceDescriptor(spec), ...spec.configurations.map((_, index) => configurationDescriptor(spec, index))];
  return {
    ...at,
    ...parseDescriptors(Uint8Array.from(Buffer.concat(bytes))),
    manufacturer: cleanString(spec.manufacturer),
    product: cleanString(spec.product),
    serial: cleanString(spec.serial),
    activeConfiguration: device.configuration === 0 ? null : device.configuration,
  };
}
