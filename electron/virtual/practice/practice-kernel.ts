import { Emitter } from '../../lib/emitter.ts';
import type { Clock } from '../../seams/clock.ts';
import type { InterfaceBinding } from '../../seams/host.ts';
import type { Sighting } from '../../seams/usb-bus.ts';
import { UsbError } from '../../seams/usb-bus.ts';
import type { PracticeBinding } from '../modem.ts';
import type { DeviceWire } from './device-wire.ts';

/** Time from an attach to the drivers, in ms: half a second in the virtual machine of the lab, much less on a warm PC. */
const DRIVERS_MS = 150;

/** Drivers that hold several interfaces and let go of all when one is taken from them. */
const HOLDS_SEVERAL = new Set(['qmi_wwan', 'cdc_ether', 'rndis_host', 'cdc_ncm', 'cdc_mbim']);

interface Bound {
  readonly binding: PracticeBinding;
  driver: string | null;
  /** `/dev/ttyUSB0`; `null` for none. */
  node: string | null;
  net: string | null;
}

const byNumber = (a: Bound, b: Bound) => a.binding.interfaceNumber - b.binding.interfaceNumber;

/** One enumeration as the practice kernel holds it. */
export interface Attachment {
  readonly sighting: Sighting;
  readonly wire: DeviceWire;
}

interface Device extends Attachment {
  readonly bound: Map<number, Bound>;
  /** Interfaces that programs claimed, and which. */
  readonly claims: Map<number, object>;
  readonly timer: unknown;
}

/** A place that a node leads to. */
export interface NodeTarget extends Attachment {
  readonly interfaceNumber: number;
}

/**
 * What a Linux kernel does beside the bus: binds its drivers to interfaces a moment after the attach, numbers their nodes
 * across all dongles, lowest free number first, and lets no program have an interface that a driver holds.
 */
export class PracticeKernel {
  readonly #clock: Clock;
  readonly #hasDrivers: boolean;
  readonly #devices = new Map<string, Device>();
  readonly #nodeListeners = new Emitter<string>();

  constructor(clock: Clock, hasDrivers: boolean) {
    this.#clock = clock;
    this.#hasDrivers = hasDrivers;
  }

  attach(attachment: Attachment, bindings: readonly PracticeBinding[]): void {
    const bound = new Map(
      bindings.map((binding): [number, Bound] => [binding.interfaceNumber, { binding, driver: null, node: null, net: null }]),
    );
    const timer = this.#hasDrivers ? this.#clock.setTimeout(() => this.#bindAll(bound), DRIVERS_MS) : undefined;
    this.#devices.set(attachment.sighting.portPath, { ...attachment, bound, claims: new Map(), timer });
  }

  detach(portPath: string): void {
    const device = this.#devices.get(portPath);
    if (!device) return;
    this.#clock.clearTimeout(device.timer);
    this.#devices.delete(portPath);
    for (const one of device.bound.values()) this.#unbind(one);
  }

  bindings(portPath: string): InterfaceBinding[] {
    const device = this.#devices.get(portPath);
    if (!device || !this.#hasDrivers) return [];
    const numbers = [...new Set(device.sighting.configurations.flatMap((c) => c.interfaces.map((i) => i.number)))].sort((a, b) => a - b);
    return numbers.map((interfaceNumber) => {
      const one = device.bound.get(interfaceNumber);
      return {
        interfaceNumber,
        driver: one?.driver ?? null,
        nodes: one?.node ? [one.node] : [],
        netDevices: one?.net ? [one.net] : [],
      };
    });
  }

  /** Nodes of a kind (`/dev/ttyUSB`) with what is behind them. */
  nodes(prefix: string): ReadonlyMap<string, NodeTarget> {
    const found = new Map<string, NodeTarget>();
    for (const { sighting, wire, bound } of this.#devices.values())
      for (const [interfaceNumber, { node }] of bound) if (node?.startsWith(prefix)) found.set(node, { sighting, wire, interfaceNumber });
    return found;
  }

  /** Called with each node that goes away, by unplugging or by taking its driver off. */
  onNodeGone(listener: (node: string) => void): () => void {
    return this.#nodeListeners.subscribe(listener);
  }

  driverActive(portPath: string, interfaceNumber: number): boolean {
    return this.#interface(portPath, interfaceNumber)?.driver != null;
  }

  /** Throws UsbError `unsupported` where no driver is bound, as libusb's LIBUSB_ERROR_NOT_FOUND. */
  detachDriver(portPath: string, interfaceNumber: number): void {
    const one = this.#interface(portPath, interfaceNumber);
    if (!one?.driver) throw new UsbError('unsupported', `no driver on interface ${interfaceNumber}`);
    for (const held of this.#heldTogether(portPath, one)) this.#unbind(held);
  }

  /** Binds again what the device was bound to at first. Throws UsbError `busy` where a program has the interface. */
  attachDriver(portPath: string, interfaceNumber: number): void {
    const device = this.#devices.get(portPath);
    const one = device?.bound.get(interfaceNumber);
    if (!device || !one || !this.#hasDrivers) throw new UsbError('unsupported', `no driver for interface ${interfaceNumber}`);
    if (device.claims.has(interfaceNumber)) throw new UsbError('busy', `interface ${interfaceNumber} is claimed`);
    if (one.driver === null) this.#bind(one);
  }

  /** Throws UsbError `busy` where a driver or another program has the interface, `unsupported` where there is none such. */
  claim(portPath: string, interfaceNumber: number, owner: object): void {
    const device = this.#devices.get(portPath);
    if (!device?.sighting.configurations.some((c) => c.interfaces.some((i) => i.number === interfaceNumber)))
      throw new UsbError('unsupported', `no interface ${interfaceNumber}`);
    const holder = device.claims.get(interfaceNumber);
    if (this.driverActive(portPath, interfaceNumber) || (holder && holder !== owner))
      throw new UsbError('busy', `interface ${interfaceNumber} is in use`);
    device.claims.set(interfaceNumber, owner);
  }

  release(portPath: string, interfaceNumber: number, owner: object): void {
    const claims = this.#devices.get(portPath)?.claims;
    if (claims?.get(interfaceNumber) === owner) claims.delete(interfaceNumber);
  }

  owns(portPath: string, interfaceNumber: number, owner: object): boolean {
    return this.#devices.get(portPath)?.claims.get(interfaceNumber) === owner;
  }

  /** SET_CONFIGURATION: no interface may be held by a program or a driver but for those that the kernel takes off itself. */
  reconfigure(portPath: string, configured: boolean): void {
    const device = this.#devices.get(portPath);
    if (!device) return;
    if (device.claims.size > 0) throw new UsbError('busy', 'an interface is claimed');
    if (configured && [...device.bound.values()].some((one) => one.driver !== null)) throw new UsbError('busy', 'a driver is bound');
    for (const one of device.bound.values()) this.#unbind(one);
    if (configured && this.#hasDrivers) this.#bindAll(device.bound);
  }

  close(): void {
    for (const device of this.#devices.values()) this.#clock.clearTimeout(device.timer);
    this.#nodeListeners.clear();
  }

  #interface(portPath: string, interfaceNumber: number): Bound | undefined {
    return this.#devices.get(portPath)?.bound.get(interfaceNumber);
  }

  #heldTogether(portPath: string, one: Bound): Bound[] {
    if (one.driver === null || !HOLDS_SEVERAL.has(one.driver)) return [one];
    // A modem may have several functions of one driver: each begins at the interface that its network device belongs to.
    let together: Bound[] = [];
    for (const other of [...(this.#devices.get(portPath)?.bound.values() ?? [])].sort(byNumber)) {
      if (other.driver !== one.driver) continue;
      if (other.binding.net === undefined) together.push(other);
      else if (together.includes(one)) break;
      else together = [other];
    }
    return together;
  }

  #bindAll(bound: ReadonlyMap<number, Bound>): void {
    const claimed = [...this.#devices.values()].find((d) => d.bound === bound)?.claims;
    for (const [number, one] of bound) if (!claimed?.has(number)) this.#bind(one);
  }

  #bind(one: Bound): void {
    const { binding } = one;
    if (binding.driver === null) return;
    one.driver = binding.driver;
    if (binding.node) one.node = this.#free(`/dev/${binding.node}`, (b) => b.node);
    if (binding.net) one.net = this.#free(binding.net, (b) => b.net);
  }

  #unbind(one: Bound): void {
    const { node } = one;
    Object.assign(one, { driver: null, node: null, net: null });
    if (node !== null) this.#nodeListeners.emit(node);
  }

  #free(prefix: string, name: (bound: Bound) => string | null): string {
    const taken = new Set([...this.#devices.values()].flatMap((d) => [...d.bound.values()].map(name)));
    let number = 0;
    while (taken.has(`${prefix}${number}`)) number++;
    return `${prefix}${number}`;
  }
}
