import type { InterfaceDescriptor } from '../../seams/usb-bus.ts';
import { Answers } from './answers.ts';
import { asciiString, interfacesOf, isIn, type RouterDevice } from './router-device.ts';

/** libusb's way of saying how a read ended; only whether it failed matters to usbmode. */
export type Reading = 'ok' | 'failed';

/** SET_LINE_CODING, 9600 8N1: what cdc_acm says to its modem when it binds (Linux drivers/usb/class/cdc-acm.c). */
const LINE_CODING = '80250000000008';
const DEFAULT_VENDOR = 'GENERIC';

/**
 * One device under the router's Linux as a program with libusb meets it: which transfers come through, and what the kernel adds.
 * The rules are those of usbfs (Linux drivers/usb/core/devio.c) and of usb_unbind_interface (driver.c), the same from 5.4 to 6.12:
 * - an endpoint may be named only while the configuration in force has it; its interface is claimed at the first use;
 * - an interface that a driver holds can be claimed by nobody;
 * - SET_CONFIGURATION is refused while any interface is held or claimed;
 * - an interface that is let go goes back to alternate setting 0.
 * The device accepts everything, answers as `Answers` does, and does not leave by itself.
 */
export class RouterKernel {
  /**
   * One a transfer: `out 01 <data>`, `in 81 <data>`, `control <eight setup bytes> <data>`, in hex, endpoint addresses with their direction
   * bit. A stall ends the line with `stall`, a read without an answer with `cancelled`, one with too much with `overflow`.
   */
  readonly lines: string[] = [];
  readonly #device: RouterDevice;
  readonly #answers: Answers;
  readonly #claimed = new Set<number>();
  readonly #bound = new Map<number, string>();
  /** Alternate settings other than 0. */
  readonly #alternates = new Map<number, number>();
  #configuration: number | null;

  constructor(device: RouterDevice) {
    this.#device = device;
    this.#configuration = device.activeConfiguration;
    this.#answers = new Answers({ vendor: asciiString(device.scsi?.vendor ?? DEFAULT_VENDOR), statusOnly: device.statusOnly ?? false });
    this.#bind();
  }

  /** `null`: unconfigured. */
  get configuration(): number | null {
    return this.#configuration;
  }

  /** Drivers of the configuration in force by interface. */
  get bound(): ReadonlyMap<number, string> {
    return this.#bound;
  }

  /** Takes the driver off, and off the other interface of the same function, as CDC drivers let go of both. */
  detach(interfaceNumber: number): void {
    const driver = this.#bound.get(interfaceNumber);
    if (driver === undefined) return;
    for (const number of [this.#partner(interfaceNumber, driver), interfaceNumber]) {
      if (number === null) continue;
      this.#bound.delete(number);
      this.#backToFirstAlternate(number);
    }
  }

  claim(interfaceNumber: number): boolean {
    if (!this.#interfaces().some((i) => i.number === interfaceNumber) || this.#bound.has(interfaceNumber)) return false;
    this.#claimed.add(interfaceNumber);
    return true;
  }

  release(interfaceNumber: number): void {
    if (this.#claimed.delete(interfaceNumber)) this.#backToFirstAlternate(interfaceNumber);
  }

  /** What the end of a program gives back. */
  close(): void {
    for (const number of [...this.#claimed]) this.release(number);
  }

  clearHalt(endpoint: number): void {
    if (this.#reaches(endpoint)) this.lines.push(`control 02010000${hex(endpoint)}000000`);
  }

  /** Bulk or interrupt OUT, `data` in hex. False: it did not get out. */
  write(endpoint: number, data: string): boolean {
    if (!this.#reaches(endpoint) || !this.#inForce(endpoint)) return false;
    this.lines.push(`out ${hex(endpoint)} ${data}`);
    this.#answers.hear(data);
    return true;
  }

  read(endpoint: number, length: number): Reading {
    if (!this.#reaches(endpoint) || !this.#inForce(endpoint)) return 'failed';
    // The direction follows from the address, so that a "read" on an OUT endpoint sends what happens to lie in the program's memory.
    if (!isIn(endpoint)) {
      this.lines.push(`out ${hex(endpoint)} ${'??'.repeat(length)}`);
      return 'ok';
    }
    if (this.#isInterrupt(endpoint)) {
      this.lines.push(`in ${hex(endpoint)} ${'00'.repeat(length)}`);
      return 'ok';
    }
    const answer = this.#answers.next();
    const tooLong = answer !== null && answer.length > length * 2;
    this.lines.push(`in ${hex(endpoint)} ${answer === null ? 'cancelled' : answer.slice(0, length * 2)}${tooLong ? ' overflow' : ''}`);
    return answer === null || tooLong ? 'failed' : 'ok';
  }

  /** `setup`: eight bytes in hex; `data` for OUT. Class and standard requests to an interface need that interface. */
  control(setup: string, data = ''): void {
    const bytes = Buffer.from(setup, 'hex');
    const type = bytes.readUInt8(0);
    const toInterface = (type & 0x1f) === 1 && (type & 0x60) !== 0x40;
    if (toInterface && !this.#uses(bytes.readUInt8(4))) return;
    const answer = type & 0x80 ? '00'.repeat(bytes.readUInt16LE(6)) : data;
    this.lines.push(answer === '' ? `control ${setup}` : `control ${setup} ${answer}`);
  }

  /** False where the kernel refuses: something is held, or the device has no such configuration. */
  setConfiguration(value: number): boolean {
    const known = value === 0 || this.#device.configurations.some((c) => c.value === value);
    if (this.#bound.size > 0 || this.#claimed.size > 0 || !known) return false;
    this.lines.push(`control 0009${hex(value)}0000000000`);
    if (this.#configuration === value) return true;
    this.#configuration = value === 0 ? null : value;
    this.#alternates.clear();
    this.#bind();
    for (const { number, subclass } of this.#interfaces())
      if (this.#bound.get(number) === 'cdc_acm' && subclass === 2) this.lines.push(`control 21200000${hex(number)}000700 ${LINE_CODING}`);
    return true;
  }

  /** SET_INTERFACE on a claimed interface. */
  setAlternate(interfaceNumber: number, alternate: number): void {
    if (!this.#claimed.has(interfaceNumber)) return;
    this.lines.push(`control 010b${hex(alternate)}00${hex(interfaceNumber)}000000`);
    this.#alternates.set(interfaceNumber, alternate);
  }

  #bind(): void {
    for (const { number } of this.#interfaces()) {
      const driver = this.#device.drivers?.get(`${this.#configuration}.${number}`);
      if (driver === undefined) continue;
      this.#bound.set(number, driver);
      const alternate = dataAlternate(this.#interfaces().filter((i) => i.number === number));
      if (alternate !== 0) this.#alternates.set(number, alternate);
    }
  }

  #interfaces(): readonly InterfaceDescriptor[] {
    return interfacesOf(this.#device, this.#configuration);
  }

  /** Claims the interface of an endpoint where need be; endpoints of all alternate settings count. */
  #reaches(endpoint: number): boolean {
    const found = this.#interfaces().find((i) => i.endpoints.some((e) => e.address === endpoint));
    return found !== undefined && this.#uses(found.number);
  }

  #uses(interfaceNumber: number): boolean {
    return this.#claimed.has(interfaceNumber) || this.claim(interfaceNumber);
  }

  #inForce(endpoint: number): boolean {
    return this.#interfaces().some(
      (i) => i.alternate === (this.#alternates.get(i.number) ?? 0) && i.endpoints.some((e) => e.address === endpoint),
    );
  }

  #isInterrupt(endpoint: number): boolean {
    return this.#interfaces().some((i) => i.endpoints.some((e) => e.address === endpoint && e.type === 'interrupt'));
  }

  #backToFirstAlternate(interfaceNumber: number): void {
    if (this.#alternates.delete(interfaceNumber)) this.lines.push(`control 010b0000${hex(interfaceNumber)}000000`);
  }

  /** The data interface of a control interface, or the other way round: by the CDC union descriptor, else the neighbour. */
  #partner(interfaceNumber: number, driver: string): number | null {
    const union = this.#interfaces()
      .map((i) => unionOf(i.extra))
      .find((pair) => pair?.includes(interfaceNumber));
    const other = union ? union.find((n) => n !== interfaceNumber) : this.#neighbour(interfaceNumber);
    return other !== undefined && this.#bound.get(other) === driver ? other : null;
  }

  #neighbour(interfaceNumber: number): number | undefined {
    const isData = (number: number) => this.#interfaces().some((i) => i.number === number && i.class === 0x0a);
    if (isData(interfaceNumber)) return interfaceNumber - 1;
    return isData(interfaceNumber + 1) ? interfaceNumber + 1 : undefined;
  }
}

/** The alternate setting that a network driver works in: the first with bulk endpoints, where setting 0 has no endpoints at all. */
function dataAlternate(settings: readonly InterfaceDescriptor[]): number {
  if (settings.some((i) => i.alternate === 0 && i.endpoints.length > 0)) return 0;
  return settings.find((i) => i.endpoints.some((e) => e.type === 'bulk'))?.alternate ?? 0;
}

/** bControlInterface and bSubordinateInterface0 of a CDC union functional descriptor (CDC 1.2, 5.2.3.2). */
function unionOf(extra: Uint8Array): readonly [number, number] | null {
  for (let at = 0; at + 1 < extra.length; ) {
    const length = extra[at] ?? 0;
    if (length < 2) return null;
    const [master, slave] = [extra[at + 3], extra[at + 4]];
    if (length >= 5 && extra[at + 1] === 0x24 && extra[at + 2] === 0x06 && master !== undefined && slave !== undefined)
      return [master, slave];
    at += length;
  }
  return null;
}

const hex = (byte: number) => byte.toString(16).padStart(2, '0');
