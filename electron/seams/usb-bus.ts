/**
 * The USB seam. Two forms: libusb (`usb/libusb-bus.ts`) and the practice bench (`virtual/`). One suite of behaviour
 * tests runs on both. Byte order inside descriptors and setup packets is little-endian, as on the wire.
 */

export interface EndpointDescriptor {
  /** Address with the direction bit: 0x81 is IN 1. */
  readonly address: number;
  readonly type: 'control' | 'isochronous' | 'bulk' | 'interrupt';
  /** Bytes. */
  readonly maxPacketSize: number;
  readonly interval: number;
}

/** One alternate setting of one interface. */
export interface InterfaceDescriptor {
  readonly number: number;
  readonly alternate: number;
  readonly class: number;
  readonly subclass: number;
  readonly protocol: number;
  readonly endpoints: readonly EndpointDescriptor[];
  /** Class-specific descriptors that follow the interface descriptor (CDC functional descriptors and the like), raw. */
  readonly extra: Uint8Array;
}

export interface ConfigurationDescriptor {
  readonly value: number;
  /** Alternate settings in descriptor order. */
  readonly interfaces: readonly InterfaceDescriptor[];
}

/** One enumeration of a device. It ends with the next detach: a handle and a sighting are never reused across it. */
export interface Sighting {
  /** Bus and port chain as Linux names it, `1-1.4`: what stays the same when the device re-enumerates. */
  readonly portPath: string;
  /** Number of the enumeration, unique on this bus object; tells two sightings on one port apart. */
  readonly enumeration: number;
  /** USB device address; libusb's, or a running number. */
  readonly address: number;
  readonly vid: number;
  readonly pid: number;
  /** bcdDevice, binary-coded decimal: 0x0102 is 1.02. */
  readonly bcdDevice: number;
  readonly class: number;
  readonly subclass: number;
  readonly protocol: number;
  /** `null` where the device has none or the host does not let us read it. At most 126 characters, control characters removed. */
  readonly manufacturer: string | null;
  readonly product: string | null;
  readonly serial: string | null;
  readonly configurations: readonly ConfigurationDescriptor[];
  /** bConfigurationValue in force; `null` while unconfigured or unknown. */
  readonly activeConfiguration: number | null;
}

export type UsbChange = { readonly kind: 'attached' | 'detached'; readonly sighting: Sighting };

export interface UsbBus {
  list(): Promise<readonly Sighting[]>;
  /** Reports each attach and detach from now on; returns the way to stop. */
  watch(listener: (change: UsbChange) => void): () => void;
  /** Throws UsbError `gone`, `access` or `busy`. */
  open(sighting: Sighting): Promise<UsbHandle>;
  close(): Promise<void>;
}

/** A setup packet without its wLength, which follows from the data. */
export interface ControlSetup {
  readonly requestType: number;
  readonly request: number;
  readonly value: number;
  readonly index: number;
}

export interface UsbHandle {
  readonly sighting: Sighting;
  claim(interfaceNumber: number): Promise<void>;
  release(interfaceNumber: number): Promise<void>;
  /** True where a kernel driver is bound; always false where the host has no such notion. */
  kernelDriverActive(interfaceNumber: number): Promise<boolean>;
  detachKernelDriver(interfaceNumber: number): Promise<void>;
  attachKernelDriver(interfaceNumber: number): Promise<void>;
  setAlternate(interfaceNumber: number, alternate: number): Promise<void>;
  /**
   * -1 unconfigures (libusb's meaning). Interfaces of another configuration are another sighting: with the end of this handle at
   * the latest, the bus reports the device detached and attached.
   */
  setConfiguration(value: number): Promise<void>;
  controlOut(setup: ControlSetup, data: Uint8Array, timeoutMs: number): Promise<number>;
  controlIn(setup: ControlSetup, length: number, timeoutMs: number): Promise<Uint8Array>;
  /** Bulk or interrupt OUT; resolves to the bytes taken. */
  transferOut(endpoint: number, data: Uint8Array, timeoutMs: number): Promise<number>;
  /** Bulk or interrupt IN; `timeoutMs` 0 waits until data, detach or close. */
  transferIn(endpoint: number, length: number, timeoutMs: number): Promise<Uint8Array>;
  clearHalt(endpoint: number): Promise<void>;
  reset(): Promise<void>;
  /** Gives every interface and every driver back. `keepDetached`: drivers that were taken off stay off until the device returns. */
  close(options?: { readonly keepDetached?: boolean }): Promise<void>;
}

/** `gone`: detached. `stall`: the endpoint or request was refused by the device. `access`: the host forbids. `busy`: another program or driver has it. */
export type UsbErrorKind = 'gone' | 'stall' | 'timeout' | 'access' | 'busy' | 'overflow' | 'cancelled' | 'unsupported' | 'io';

export class UsbError extends Error {
  readonly kind: UsbErrorKind;
  constructor(kind: UsbErrorKind, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'UsbError';
    this.kind = kind;
  }
}

/** Alternate settings of the configuration in force, or of the first where the device is unconfigured. */
export function activeInterfaces({ configurations, activeConfiguration }: Sighting): readonly InterfaceDescriptor[] {
  return (configurations.find((c) => c.value === activeConfiguration) ?? configurations[0])?.interfaces ?? [];
}

/** For what a device may refuse without harm: passes every error over but that the device is gone. */
export function unlessGone(error: unknown): void {
  if (error instanceof UsbError && error.kind === 'gone') throw error;
}
