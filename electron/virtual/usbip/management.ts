import { configurationDescriptor, type DeviceSpec } from '../descriptors.ts';
import { UsbipError } from './protocol.ts';

/**
 * USB/IP 1.1.1, the management phase (the kernel's Documentation/usb/usbip_protocol.rst): list of devices, and import of one.
 * All numbers big-endian.
 */

const VERSION = 0x0111;
const REQUEST_LIST = 0x8005;
const REPLY_LIST = 0x0005;
const REQUEST_IMPORT = 0x8003;
const REPLY_IMPORT = 0x0003;

const HEADER_BYTES = 8;
const BUS_ID_BYTES = 32;
const PATH_BYTES = 256;
const DEVICE_BYTES = 312;
const HIGH_SPEED = 3;

/** usbip_common.h of the kernel's tools. */
export const importStatus = { ok: 0, busy: 2, noDevice: 4 } as const;

export type Request = { readonly kind: 'list' } | { readonly kind: 'import'; readonly busId: string };

/**
 * Reads a request; `null` while it is not whole. `rest`: what came behind it.
 * Throws UsbipError on another version or another request.
 */
export function parseRequest(bytes: Uint8Array): { readonly request: Request; readonly rest: Uint8Array } | null {
  if (bytes.length < HEADER_BYTES) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint16(0) !== VERSION) throw new UsbipError(`version ${view.getUint16(0).toString(16)}`);
  const code = view.getUint16(2);
  if (code === REQUEST_LIST) return { request: { kind: 'list' }, rest: bytes.subarray(HEADER_BYTES) };
  if (code !== REQUEST_IMPORT) throw new UsbipError(`unknown request ${code.toString(16)}`);
  const end = HEADER_BYTES + BUS_ID_BYTES;
  if (bytes.length < end) return null;
  const field = bytes.subarray(HEADER_BYTES, end);
  const length = field.indexOf(0);
  const busId = Buffer.from(length < 0 ? field : field.subarray(0, length)).toString('latin1');
  return { request: { kind: 'import', busId }, rest: bytes.subarray(end) };
}

/** One exported device as it is now. */
export interface ExportedDevice {
  /** At most 31 ASCII characters: `1-1`. */
  readonly busId: string;
  readonly deviceNumber: number;
  readonly spec: DeviceSpec;
  readonly configuration: number;
}

export function encodeList(devices: readonly ExportedDevice[]): Uint8Array {
  const count = Buffer.alloc(4);
  count.writeUInt32BE(devices.length);
  return Buffer.concat([header(REPLY_LIST, 0), count, ...devices.flatMap((d) => [deviceRecord(d), interfaceRecords(d.spec)])]);
}

/** `device` goes with status 0 only. */
export function encodeImport(status: number, device: ExportedDevice | null): Uint8Array {
  return Buffer.concat([header(REPLY_IMPORT, status), ...(device ? [deviceRecord(device)] : [])]);
}

function header(code: number, status: number): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES);
  bytes.writeUInt16BE(VERSION, 0);
  bytes.writeUInt16BE(code, 2);
  bytes.writeUInt32BE(status, 4);
  return bytes;
}

/** struct usbip_usb_device. */
function deviceRecord({ busId, deviceNumber, spec, configuration }: ExportedDevice): Buffer {
  const bytes = Buffer.alloc(DEVICE_BYTES);
  bytes.write(`/virtual/${busId}`, 0, PATH_BYTES - 1, 'latin1');
  bytes.write(busId, PATH_BYTES, BUS_ID_BYTES - 1, 'latin1');
  bytes.writeUInt32BE(1, 288);
  bytes.writeUInt32BE(deviceNumber, 292);
  bytes.writeUInt32BE(HIGH_SPEED, 296);
  bytes.writeUInt16BE(spec.vid, 300);
  bytes.writeUInt16BE(spec.pid, 302);
  bytes.writeUInt16BE(spec.bcdDevice, 304);
  bytes.set([spec.class ?? 0, spec.subclass ?? 0, spec.protocol ?? 0, configuration, spec.configurations.length], 306);
  bytes.writeUInt8(configurationDescriptor(spec, 0)[4] ?? 0, 311);
  return bytes;
}

/** Four bytes for each interface of the first configuration: class, subclass, protocol, padding. */
function interfaceRecords(spec: DeviceSpec): Buffer {
  const first = (spec.configurations[0] ?? []).filter((i) => (i.alternate ?? 0) === 0);
  return Buffer.from(first.flatMap((i) => [i.class, i.subclass, i.protocol, 0]));
}
