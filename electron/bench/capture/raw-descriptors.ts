import { MOST_CONFIGURATION_BYTES } from '../../contract/capture.ts';
import { BenchError } from '../../contract/errors.ts';
import { type UsbHandle, unlessGone } from '../../seams/usb-bus.ts';
import { cleanString } from '../../usb/strings.ts';

/** Descriptors byte for byte, as the device gives them to whoever asks. USB 2.0: 9.4.3 and tables 9-8 to 9-16. Little-endian. */
export interface RawDescriptors {
  /** 18 bytes. */
  readonly device: Uint8Array;
  /** Each with everything under it. */
  readonly configurations: readonly Uint8Array[];
  /** Binary object store (USB 3.2, 9.6.2); `null` where there is none. */
  readonly bos: Uint8Array | null;
  /** By index, fit to be shown. */
  readonly strings: ReadonlyMap<number, string>;
}

const DEVICE = 1;
const CONFIGURATION = 2;
const STRING = 3;
const INTERFACE = 4;
const ASSOCIATION = 11;
const BOS = 15;
const CS_INTERFACE = 0x24;
/** CDC 1.2, 5.2.3 and ECM 1.2, 5.4: iMACAddress of the Ethernet functional descriptor. */
const ETHERNET = 0x0f;

const DEVICE_BYTES = 18;
const CONFIGURATION_BYTES = 9;
const BOS_BYTES = 5;
const STRING_BYTES = 255;
const TIMEOUT_MS = 1000;
const MOST_CONFIGURATIONS = 8;
const MOST_STRINGS = 64;

/** Reads them by GET_DESCRIPTOR, which needs no interface and disturbs no driver. Throws UsbError and DESCRIPTOR_MALFORMED. */
export async function readRawDescriptors(handle: UsbHandle): Promise<RawDescriptors> {
  const device = await descriptor(handle, DEVICE, 0, DEVICE_BYTES);
  if (device.length !== DEVICE_BYTES) throw malformed(`device descriptor of ${device.length} bytes`);
  const count = Math.min(device[17] ?? 0, MOST_CONFIGURATIONS);
  const configurations: Uint8Array[] = [];
  for (let index = 0; index < count; index++) configurations.push(await whole(handle, CONFIGURATION, index, CONFIGURATION_BYTES));
  // Only a device that says so is asked: older firmware hangs on what it does not know.
  const bos = bcdUsb(device) > 0x0200 ? await whole(handle, BOS, 0, BOS_BYTES).catch(unlessGone) : null;
  return { device, configurations, bos: bos ?? null, strings: await readStrings(handle, stringIndices(device, configurations)) };
}

const bcdUsb = (device: Uint8Array) => (device[2] ?? 0) | ((device[3] ?? 0) << 8);

function descriptor(handle: UsbHandle, type: number, index: number, length: number, language = 0): Promise<Uint8Array> {
  return handle.controlIn({ requestType: 0x80, request: 6, value: (type << 8) | index, index: language }, length, TIMEOUT_MS);
}

/** A descriptor that tells its whole length in bytes 2 and 3. */
async function whole(handle: UsbHandle, type: number, index: number, head: number): Promise<Uint8Array> {
  const first = await descriptor(handle, type, index, head);
  const total = (first[2] ?? 0) | ((first[3] ?? 0) << 8);
  if (first.length < head || first[1] !== type || total < head || total > MOST_CONFIGURATION_BYTES)
    throw malformed(`descriptor ${type}/${index} of ${total} bytes`);
  return descriptor(handle, type, index, total);
}

/** Every string that a descriptor points to. */
export function stringIndices(device: Uint8Array, configurations: readonly Uint8Array[]): number[] {
  const found = new Set<number>([device[14] ?? 0, device[15] ?? 0, device[16] ?? 0]);
  for (const bytes of configurations) {
    for (let at = 0; at + 2 <= bytes.length; ) {
      const length = bytes[at] ?? 0;
      if (length < 2) break;
      const type = bytes[at + 1];
      if (type === CONFIGURATION) found.add(bytes[at + 6] ?? 0);
      else if (type === INTERFACE) found.add(bytes[at + 8] ?? 0);
      else if (type === ASSOCIATION) found.add(bytes[at + 7] ?? 0);
      else if (type === CS_INTERFACE && bytes[at + 2] === ETHERNET) found.add(bytes[at + 3] ?? 0);
      at += length;
    }
  }
  found.delete(0);
  return [...found].sort((a, b) => a - b).slice(0, MOST_STRINGS);
}

async function readStrings(handle: UsbHandle, indices: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const strings = new Map<number, string>();
  const languages = await descriptor(handle, STRING, 0, STRING_BYTES).catch(unlessGone);
  const language = (languages?.[2] ?? 0) | ((languages?.[3] ?? 0) << 8);
  if (!languages || languages.length < 4) return strings;
  for (const index of indices) {
    // Firmware that names a string and has none is common.
    const bytes = await descriptor(handle, STRING, index, STRING_BYTES, language).catch(unlessGone);
    if (!bytes || bytes.length < 2 || bytes[1] !== STRING) continue;
    const text = cleanString(Buffer.from(bytes.subarray(2, Math.min(bytes[0] ?? 0, bytes.length))).toString('utf16le'));
    if (text !== null) strings.set(index, text);
  }
  return strings;
}

function malformed(message: string): BenchError {
  return new BenchError('DESCRIPTOR_MALFORMED', { message });
}
