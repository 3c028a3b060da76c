import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Sighting } from '../seams/usb-bus.ts';
import { parseDescriptors } from './descriptors.ts';
import { cleanString } from './strings.ts';

/** What a bus adds to what the descriptors tell. */
export interface SightingBase {
  readonly portPath: string;
  readonly enumeration: number;
  readonly address: number;
}

const SYSFS = '/sys/bus/usb/devices';

/** Why Linux shows no USB devices at all, however many are plugged in; `null`: it shows them. */
export function whyNoSysfs(sys = '/sys'): string | null {
  const devices = `${sys}/bus/usb/devices`;
  try {
    readdirSync(devices);
    return null;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const unmounted = !existsSync(`${sys}/bus`) && /ENOENT/.test(message);
    return unmounted ? `${sys} is not mounted` : `no ${devices}: ${message}`;
  }
}

/**
 * Reads a device from sysfs: no permission on the USB node is needed, and nothing here waits in this thread. (libusb reads
 * `bConfigurationValue` synchronously, which waits for the device lock as long as drivers probe.)
 * `null` where the device went away meanwhile.
 */
export async function sightFromSysfs(base: SightingBase, root = SYSFS): Promise<Sighting | null> {
  const at = (name: string) => `${root}/${base.portPath}/${name}`;
  const text = (name: string) => readFile(at(name), 'utf8').catch(() => null);
  const descriptors = await readFile(at('descriptors')).catch(() => null);
  if (!descriptors || descriptors.length < 18) return null;
  const [manufacturer, product, serial, configuration, devnum] = await Promise.all([
    text('manufacturer'),
    text('product'),
    text('serial'),
    text('bConfigurationValue'),
    text('devnum'),
  ]);
  // Another device took the port while we read: what we hold is a mixture.
  if (devnum === null || Number.parseInt(devnum, 10) !== base.address) return null;
  return {
    ...base,
    ...parseDescriptors(descriptors),
    manufacturer: cleanString(manufacturer),
    product: cleanString(product),
    serial: cleanString(serial),
    activeConfiguration: toConfiguration(configuration ?? ''),
  };
}

/** bConfigurationValue in force, `null` while unconfigured; undefined where the device is not there. */
export async function readActiveConfiguration(portPath: string, root = SYSFS): Promise<number | null | undefined> {
  return readFile(`${root}/${portPath}/bConfigurationValue`, 'utf8').then(toConfiguration, () => undefined);
}

/** Empty while the device is unconfigured. */
function toConfiguration(text: string): number | null {
  const value = Number.parseInt(text, 10);
  return Number.isInteger(value) && value > 0 ? value : null;
}
