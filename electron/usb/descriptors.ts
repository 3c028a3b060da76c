import { BenchError } from '../contract/errors.ts';
import type { ConfigurationDescriptor, EndpointDescriptor, InterfaceDescriptor, Sighting } from '../seams/usb-bus.ts';

/**
 * USB descriptors from raw bytes: the device descriptor, then each configuration with all that is under it, as Linux' sysfs
 * has them in `descriptors`. Layouts: USB 2.0 tables 9-8, 9-10, 9-12, 9-13. Little-endian. The bytes come from a dongle: every
 * length is checked, every count bounded. Lengths that promise more than there is are common and end what they are in, as
 * Linux has it (drivers/usb/core/config.c).
 */

/** What the descriptors alone tell of a device. */
export type DescribedDevice = Pick<Sighting, 'vid' | 'pid' | 'bcdDevice' | 'class' | 'subclass' | 'protocol' | 'configurations'>;

const DEVICE = 1;
const CONFIGURATION = 2;
const INTERFACE = 4;
const ENDPOINT = 5;
const ASSOCIATION = 11;
const DEVICE_BYTES = 18;
const CONFIGURATION_BYTES = 9;
const INTERFACE_BYTES = 9;
const ENDPOINT_BYTES = 7;

/** Limits of Linux 6.1 (usb.h and drivers/usb/core/config.c): USB_MAXCONFIG, USB_MAXINTERFACES, and 30 endpoints. */
const MAX_CONFIGURATIONS = 8;
const MAX_INTERFACES = 32;
const MAX_ENDPOINTS = 30;
/** Linux allows 128 alternate settings an interface; no dongle has more than that in all. */
const MAX_SETTINGS = 256;
/** wTotalLength is 16 bits, and there are up to eight. */
const MAX_BYTES = DEVICE_BYTES + MAX_CONFIGURATIONS * 0xffff;

const endpointTypes = ['control', 'isochronous', 'bulk', 'interrupt'] as const;

/** Throws DESCRIPTOR_MALFORMED; `message` says what and at which byte. */
export function parseDescriptors(bytes: Uint8Array): DescribedDevice {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < DEVICE_BYTES || bytes.length > MAX_BYTES) throw malformed(0, `${bytes.length} bytes`);
  if (view.getUint8(0) < DEVICE_BYTES || view.getUint8(1) !== DEVICE) throw malformed(0, 'no device descriptor');
  const count = view.getUint8(17);
  if (count > MAX_CONFIGURATIONS) throw malformed(17, `${count} configurations`);
  const configurations: ConfigurationDescriptor[] = [];
  let at = view.getUint8(0);
  for (let i = 0; i < count; i++) {
    if (at + CONFIGURATION_BYTES > bytes.length) break;
    if (view.getUint8(at + 1) !== CONFIGURATION) {
      if (i === 0) throw malformed(at, 'no configuration descriptor');
      break;
    }
    const total = Math.max(view.getUint16(at + 2, true), CONFIGURATION_BYTES);
    const end = Math.min(at + total, bytes.length);
    const { configuration, next } = parseConfiguration(view, bytes, at, end, i + 1 < count);
    configurations.push(configuration);
    at = next;
  }
  return {
    vid: view.getUint16(8, true),
    pid: view.getUint16(10, true),
    bcdDevice: view.getUint16(12, true),
    class: view.getUint8(4),
    subclass: view.getUint8(5),
    protocol: view.getUint8(6),
    configurations,
  };
}

interface OpenInterface extends Omit<InterfaceDescriptor, 'endpoints' | 'extra'> {
  readonly endpoints: EndpointDescriptor[];
  readonly extra: number[];
}

/**
 * Reads one configuration from `start` to `end`, or to the first descriptor that overruns. Sysfs leaves out what Linux did not
 * read but not the length that promised it, so where `more` are to come, the next configuration may begin before `end`.
 */
function parseConfiguration(
  view: DataView,
  bytes: Uint8Array,
  start: number,
  end: number,
  more: boolean,
): { configuration: ConfigurationDescriptor; next: number } {
  const settings: OpenInterface[] = [];
  // What follows an interface is its own until the next interface or association.
  let current: OpenInterface | null = null;
  let next = end;
  for (let at = start; at + 2 <= end; ) {
    const length = view.getUint8(at);
    if (length < 2 || at + length > end) break;
    const type = view.getUint8(at + 1);
    if (type === CONFIGURATION && at > start && more) {
      next = at;
      break;
    }
    if (type === INTERFACE) {
      if (length < INTERFACE_BYTES) throw malformed(at, 'interface descriptor too short');
      current = readInterface(view, at);
      settings.push(current);
      if (settings.length > MAX_SETTINGS) throw malformed(at, 'too many alternate settings');
    } else if (type === ENDPOINT) {
      if (length < ENDPOINT_BYTES || !current) throw malformed(at, 'endpoint descriptor');
      if (current.endpoints.length >= MAX_ENDPOINTS) throw malformed(at, 'too many endpoints');
      current.endpoints.push(readEndpoint(view, at));
    } else if (type === ASSOCIATION) current = null;
    else current?.extra.push(...bytes.subarray(at, at + length));
    at += length;
  }
  if (new Set(settings.map((s) => s.number)).size > MAX_INTERFACES) throw malformed(start, 'too many interfaces');
  const interfaces = settings.map((s): InterfaceDescriptor => ({ ...s, extra: Uint8Array.from(s.extra) }));
  return { configuration: { value: view.getUint8(start + 5), interfaces }, next };
}

function readInterface(view: DataView, at: number): OpenInterface {
  return {
    number: view.getUint8(at + 2),
    alternate: view.getUint8(at + 3),
    class: view.getUint8(at + 5),
    subclass: view.getUint8(at + 6),
    protocol: view.getUint8(at + 7),
    endpoints: [],
    extra: [],
  };
}

function readEndpoint(view: DataView, at: number): EndpointDescriptor {
  return {
    address: view.getUint8(at + 2),
    type: endpointTypes[view.getUint8(at + 3) & 3] ?? 'control',
    // Bits 11 and 12 say how often in a microframe.
    maxPacketSize: view.getUint16(at + 4, true) & 0x7ff,
    interval: view.getUint8(at + 6),
  };
}

function malformed(at: number, what: string): BenchError {
  return new BenchError('DESCRIPTOR_MALFORMED', { message: `${what} at byte ${at}` });
}
