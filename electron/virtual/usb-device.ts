import { configurationDescriptor, configurationValue, type DeviceSpec, deviceDescriptor, stringDescriptor } from './descriptors.ts';
import { type ControlRequest, ENDPOINT_IN, type FunctionPort, type Transfer, type UsbFunction } from './usb-function.ts';

/** Standard requests, USB 2.0 table 9-4. */
const GET_STATUS = 0;
const CLEAR_FEATURE = 1;
const SET_FEATURE = 3;
const SET_ADDRESS = 5;
const GET_DESCRIPTOR = 6;
const GET_CONFIGURATION = 8;
const SET_CONFIGURATION = 9;
const GET_INTERFACE = 10;
const SET_INTERFACE = 11;

/** Bytes that may wait on one IN endpoint; a host that never reads must not eat the memory of this process. */
const MAX_QUEUED = 1 << 20;

interface InQueue {
  data: Uint8Array[];
  bytes: number;
  waiting: Transfer[];
  stalls: number;
}

/** One enumeration of a virtual dongle: answers the standard requests itself and hands the rest to its functions. */
export class VirtualUsbDevice {
  readonly spec: DeviceSpec;
  readonly #everywhere: readonly UsbFunction[];
  readonly #configurations: readonly (readonly UsbFunction[])[];
  readonly #queues = new Map<number, InQueue>();
  /** Transfers that are never answered (a hung firmware); kept so that a cancel finds them. */
  readonly #hanging = new Set<Transfer>();
  readonly #onLeave: () => void;
  readonly #alternates = new Map<number, number>();
  #configuration = 0;
  #present = true;
  /** Sees every transfer before it is answered: for recordings and for faults. Returning `'taken'` keeps it from the device. */
  tap: ((transfer: Transfer) => 'taken' | undefined) | null = null;

  constructor(
    spec: DeviceSpec,
    functions: readonly UsbFunction[],
    onLeave: () => void,
    configurations: readonly (readonly UsbFunction[])[] = [],
  ) {
    this.spec = spec;
    this.#everywhere = functions;
    this.#configurations = configurations;
    this.#onLeave = onLeave;
    const port: FunctionPort = {
      send: (endpoint, data) => this.#send(endpoint, data),
      stall: (endpoint) => {
        const queue = this.#queue(endpoint);
        queue.stalls++;
        this.#drain(queue);
      },
      leave: () => this.leave(),
    };
    for (const f of [...functions, ...configurations.flat()]) f.attach(port);
  }

  /** Functions of the configuration in force. */
  get #functions(): readonly UsbFunction[] {
    return [...this.#everywhere, ...(this.#configurations[this.#indexOf(this.#configuration)] ?? [])];
  }

  #indexOf(value: number): number {
    return this.spec.configurations.findIndex((_, index) => configurationValue(this.spec, index) === value);
  }

  get configuration(): number {
    return this.#configuration;
  }

  get present(): boolean {
    return this.#present;
  }

  /** Drops off the bus. Whoever is the host cancels what is pending. */
  leave(): void {
    if (!this.#present) return;
    this.#present = false;
    for (const f of [...this.#everywhere, ...this.#configurations.flat()]) f.detach?.();
    this.#onLeave();
  }

  submit(transfer: Transfer): void {
    if (!this.#present) return;
    if (this.tap?.(transfer) === 'taken') return;
    if (transfer.setup) this.#control(transfer, transfer.setup);
    else if (transfer.endpoint & ENDPOINT_IN) {
      const queue = this.#queue(transfer.endpoint);
      queue.waiting.push(transfer);
      this.#drain(queue);
    } else this.#out(transfer);
  }

  #out(transfer: Transfer): void {
    const owner = this.#functions.find((f) => f.outEndpoints.includes(transfer.endpoint));
    if (!owner?.out) {
      transfer.complete({ status: 'stall' });
      return;
    }
    const verdict = owner.out(transfer.endpoint, transfer.data);
    // Pulled out on these very bytes: no answer; whoever is the host sees the device go.
    if (!this.#present) return;
    if (verdict === 'stall') transfer.complete({ status: 'stall' });
    else if (verdict === 'ignore') this.#hanging.add(transfer);
    else transfer.complete({ status: 'ok', actual: transfer.data.length });
  }

  cancel(transfer: Transfer): void {
    transfer.cancelled = true;
    this.#hanging.delete(transfer);
    const queue = this.#queues.get(transfer.endpoint);
    if (queue) queue.waiting = queue.waiting.filter((t) => t !== transfer);
  }

  #queue(endpoint: number): InQueue {
    let queue = this.#queues.get(endpoint);
    if (!queue) {
      queue = { data: [], bytes: 0, waiting: [], stalls: 0 };
      this.#queues.set(endpoint, queue);
    }
    return queue;
  }

  #send(endpoint: number, data: Uint8Array): void {
    const queue = this.#queue(endpoint);
    if (queue.bytes + data.length > MAX_QUEUED) return;
    queue.data.push(data);
    queue.bytes += data.length;
    this.#drain(queue);
  }

  #drain(queue: InQueue): void {
    while (queue.waiting.length > 0) {
      const head = queue.data[0];
      if (head === undefined && queue.stalls === 0) return;
      const transfer = queue.waiting.shift();
      if (!transfer) return;
      if (head === undefined) {
        queue.stalls--;
        transfer.complete({ status: 'stall' });
        continue;
      }
      const part = head.subarray(0, transfer.length);
      queue.bytes -= part.length;
      if (part.length === head.length) queue.data.shift();
      else queue.data[0] = head.subarray(part.length);
      transfer.complete({ status: 'ok', data: part });
    }
  }

  #control(transfer: Transfer, setup: Uint8Array): void {
    const view = new DataView(setup.buffer, setup.byteOffset, setup.byteLength);
    const request: ControlRequest = {
      requestType: view.getUint8(0),
      request: view.getUint8(1),
      value: view.getUint16(2, true),
      index: view.getUint16(4, true),
      length: view.getUint16(6, true),
      data: transfer.data,
    };
    const standard = (request.requestType & 0x60) === 0;
    const reply = standard ? this.#standard(request) : this.#classOrVendor(request);
    if (reply === 'ignore') {
      this.#hanging.add(transfer);
    } else if (reply === 'stall') transfer.complete({ status: 'stall' });
    else if (reply === 'ack') transfer.complete({ status: 'ok', data: new Uint8Array(), actual: transfer.data.length });
    else transfer.complete({ status: 'ok', data: reply.subarray(0, request.length) });
  }

  #classOrVendor(request: ControlRequest): ReturnType<NonNullable<UsbFunction['control']>> {
    const toInterface = (request.requestType & 0x1f) === 1;
    const owners = toInterface ? this.#functions.filter((f) => f.interfaces.includes(request.index & 0xff)) : this.#functions;
    for (const f of owners) {
      const reply = f.control?.(request) ?? 'stall';
      if (reply !== 'stall') return reply;
    }
    return 'stall';
  }

  #standard(request: ControlRequest): Uint8Array | 'ack' | 'stall' {
    switch (request.request) {
      case GET_STATUS:
        return Uint8Array.from([0, 0]);
      case CLEAR_FEATURE:
        if ((request.requestType & 0x1f) === 2 && request.value === 0) {
          // A halt that the host cleared before it ever ran into it is over as well.
          this.#queue(request.index & 0xff).stalls = 0;
          for (const f of this.#functions) f.haltCleared?.(request.index & 0xff);
        }
        return 'ack';
      case SET_FEATURE:
        if ((request.requestType & 0x1f) === 0) for (const f of this.#functions) f.feature?.(request.value);
        return 'ack';
      case SET_ADDRESS:
        return 'ack';
      case GET_DESCRIPTOR:
        return this.#descriptor(request.value >> 8, request.value & 0xff) ?? 'stall';
      case GET_CONFIGURATION:
        return Uint8Array.from([this.#configuration]);
      case SET_CONFIGURATION: {
        const value = request.value & 0xff;
        if (value !== 0 && this.#indexOf(value) < 0) return 'stall';
        this.#configuration = value;
        this.#alternates.clear();
        // What waited on an endpoint belonged to the configuration before.
        for (const queue of this.#queues.values()) Object.assign(queue, { data: [], bytes: 0, stalls: 0 });
        for (const f of this.#functions) f.configured?.(value);
        return 'ack';
      }
      case GET_INTERFACE:
        return Uint8Array.from([this.#alternates.get(request.index) ?? 0]);
      case SET_INTERFACE: {
        this.#alternates.set(request.index, request.value);
        for (const f of this.#functions) if (f.interfaces.includes(request.index)) f.alternate?.(request.index, request.value);
        return 'ack';
      }
      default:
        return 'stall';
    }
  }

  #descriptor(type: number, index: number): Uint8Array | null {
    if (type === 1) return deviceDescriptor(this.spec);
    if (type === 2) return index < this.spec.configurations.length ? configurationDescriptor(this.spec, index) : null;
    if (type === 3) return stringDescriptor(this.spec, index);
    if (type === 15) return this.spec.bos ?? null;
    // Device qualifier: a high-speed device says what it would be at full speed.
    if (type === 6) return Uint8Array.from([10, 6, 0, 2, this.spec.class ?? 0, this.spec.subclass ?? 0, this.spec.protocol ?? 0, 64, 1, 0]);
    return null;
  }
}
