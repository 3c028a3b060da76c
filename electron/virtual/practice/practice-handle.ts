import { type ControlSetup, type Sighting, UsbError, type UsbHandle } from '../../seams/usb-bus.ts';
import { type DeviceWire, gone, TransferOwner } from './device-wire.ts';
import type { PracticeKernel } from './practice-kernel.ts';

const SET_INTERFACE = 11;
const SET_CONFIGURATION = 9;
const CLEAR_FEATURE = 1;
const RECIPIENT = 0x1f;
const TO_INTERFACE = 1;
const TO_ENDPOINT = 2;
const STANDARD_MS = 1000;

/** One open practice device, refusing what libusb refuses. */
export class PracticeHandle implements UsbHandle {
  readonly sighting: Sighting;
  readonly #wire: DeviceWire;
  readonly #kernel: PracticeKernel;
  readonly #owner = new TransferOwner();
  readonly #detached = new Set<number>();
  readonly #onClosed: (reconfigured: boolean) => void;
  #reconfigured = false;

  /** `onClosed` is told whether another configuration was set meanwhile. */
  constructor(sighting: Sighting, wire: DeviceWire, kernel: PracticeKernel, onClosed: (reconfigured: boolean) => void = () => undefined) {
    this.sighting = sighting;
    this.#wire = wire;
    this.#kernel = kernel;
    this.#onClosed = onClosed;
  }

  async claim(interfaceNumber: number): Promise<void> {
    this.#alive();
    this.#kernel.claim(this.sighting.portPath, interfaceNumber, this.#owner);
  }

  async release(interfaceNumber: number): Promise<void> {
    this.#alive();
    this.#kernel.release(this.sighting.portPath, interfaceNumber, this.#owner);
  }

  async kernelDriverActive(interfaceNumber: number): Promise<boolean> {
    this.#alive();
    return this.#kernel.driverActive(this.sighting.portPath, interfaceNumber);
  }

  async detachKernelDriver(interfaceNumber: number): Promise<void> {
    this.#alive();
    this.#kernel.detachDriver(this.sighting.portPath, interfaceNumber);
    this.#detached.add(interfaceNumber);
  }

  async attachKernelDriver(interfaceNumber: number): Promise<void> {
    this.#alive();
    this.#kernel.attachDriver(this.sighting.portPath, interfaceNumber);
    this.#detached.delete(interfaceNumber);
  }

  async setAlternate(interfaceNumber: number, alternate: number): Promise<void> {
    this.#owned(interfaceNumber);
    await this.#standard({ requestType: 0x01, request: SET_INTERFACE, value: alternate, index: interfaceNumber });
  }

  async setConfiguration(value: number): Promise<void> {
    this.#alive();
    this.#kernel.reconfigure(this.sighting.portPath, value > 0);
    this.#reconfigured = true;
    await this.#standard({ requestType: 0x00, request: SET_CONFIGURATION, value: Math.max(0, value), index: 0 });
  }

  async controlOut(setup: ControlSetup, data: Uint8Array, timeoutMs: number): Promise<number> {
    this.#mayControl(setup);
    const result = await this.#wire.control(setup, data, timeoutMs, this.#owner);
    return result.actual ?? data.length;
  }

  async controlIn(setup: ControlSetup, length: number, timeoutMs: number): Promise<Uint8Array> {
    this.#mayControl(setup);
    const result = await this.#wire.control(setup, length, timeoutMs, this.#owner);
    return Uint8Array.from(result.data ?? []);
  }

  async transferOut(endpoint: number, data: Uint8Array, timeoutMs: number): Promise<number> {
    this.#ownedEndpoint(endpoint);
    return this.#wire.out(endpoint, data, timeoutMs, this.#owner);
  }

  async transferIn(endpoint: number, length: number, timeoutMs: number): Promise<Uint8Array> {
    this.#ownedEndpoint(endpoint);
    return this.#wire.in(endpoint, length, timeoutMs, this.#owner);
  }

  async clearHalt(endpoint: number): Promise<void> {
    this.#ownedEndpoint(endpoint);
    await this.#standard({ requestType: 0x02, request: CLEAR_FEATURE, value: 0, index: endpoint });
  }

  /** A port reset: the configuration is set again, halts and alternates are gone; drivers and claims stay, as in Linux. */
  async reset(): Promise<void> {
    this.#alive();
    const value = this.#wire.device.configuration;
    await this.#standard({ requestType: 0x00, request: SET_CONFIGURATION, value, index: 0 });
  }

  async close({ keepDetached = false }: { readonly keepDetached?: boolean } = {}): Promise<void> {
    if (this.#owner.closed) return;
    this.#owner.close();
    if (keepDetached) this.#detached.clear();
    for (const { interfaces } of this.sighting.configurations)
      for (const { number } of interfaces) this.#kernel.release(this.sighting.portPath, number, this.#owner);
    // Another dongle may be on the port by now: its drivers are its own.
    if (!this.#wire.device.present) return;
    for (const number of this.#detached) {
      try {
        this.#kernel.attachDriver(this.sighting.portPath, number);
      } catch {
        // Another program has the interface.
      }
    }
    this.#onClosed(this.#reconfigured);
  }

  async #standard(setup: ControlSetup): Promise<void> {
    await this.#wire.control(setup, new Uint8Array(), STANDARD_MS, this.#owner);
  }

  #alive(): void {
    if (this.#owner.closed) throw new UsbError('cancelled', 'the device was closed');
    if (!this.#wire.device.present) throw gone();
  }

  /** Usbfs lets nobody talk to an interface past its driver; macOS and Windows want it claimed as well. */
  #owned(interfaceNumber: number): void {
    this.#alive();
    const { portPath } = this.sighting;
    if (this.#kernel.owns(portPath, interfaceNumber, this.#owner)) return;
    if (this.#kernel.driverActive(portPath, interfaceNumber)) throw new UsbError('busy', `interface ${interfaceNumber} has a driver`);
    throw new UsbError('unsupported', `interface ${interfaceNumber} is not claimed`);
  }

  #ownedEndpoint(endpoint: number): void {
    this.#alive();
    for (const { interfaces } of this.sighting.configurations)
      for (const { number, endpoints } of interfaces)
        if (endpoints.some((e) => e.address === endpoint)) {
          this.#owned(number);
          return;
        }
    throw new UsbError('unsupported', `no endpoint 0x${endpoint.toString(16)}`);
  }

  #mayControl({ requestType, index }: ControlSetup): void {
    this.#alive();
    if ((requestType & 0x60) === 0) return;
    if ((requestType & RECIPIENT) === TO_INTERFACE) this.#owned(index & 0xff);
    else if ((requestType & RECIPIENT) === TO_ENDPOINT) this.#ownedEndpoint(index & 0xff);
  }
}
