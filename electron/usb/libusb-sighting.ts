import { promisify } from 'node:util';
import type { Device } from 'usb';
import type { ConfigurationDescriptor, EndpointDescriptor, InterfaceDescriptor, Sighting } from '../seams/usb-bus.ts';
import { cleanString } from './strings.ts';
import type { SightingBase } from './sysfs-sighting.ts';

const endpointTypes = ['control', 'isochronous', 'bulk', 'interrupt'] as const;

/** Reads a device through libusb, for systems without sysfs. Strings need the device to be opened; where that is refused they are `null`. */
export async function sightFromLibusb(base: SightingBase, device: Device): Promise<Sighting | null> {
  const d = device.deviceDescriptor;
  const strings = await readStrings(device);
  return {
    ...base,
    vid: d.idVendor,
    pid: d.idProduct,
    bcdDevice: d.bcdDevice,
    class: d.bDeviceClass,
    subclass: d.bDeviceSubClass,
    protocol: d.bDeviceProtocol,
    ...strings,
    configurations: device.allConfigDescriptors.map(
      (c): ConfigurationDescriptor => ({
        value: c.bConfigurationValue,
        interfaces: c.interfaces.flat().map(
          (i): InterfaceDescriptor => ({
            number: i.bInterfaceNumber,
            alternate: i.bAlternateSetting,
            class: i.bInterfaceClass,
            subclass: i.bInterfaceSubClass,
            protocol: i.bInterfaceProtocol,
            extra: Uint8Array.from(i.extra),
            endpoints: i.endpoints.map(
              (e): EndpointDescriptor => ({
                address: e.bEndpointAddress,
                type: endpointTypes[e.bmAttributes & 3] ?? 'control',
                maxPacketSize: e.wMaxPacketSize & 0x7ff,
                interval: e.bInterval,
              }),
            ),
          }),
        ),
      }),
    ),
    activeConfiguration: device.configDescriptor?.bConfigurationValue ?? null,
  };
}

async function readStrings(device: Device): Promise<Pick<Sighting, 'manufacturer' | 'product' | 'serial'>> {
  const d = device.deviceDescriptor;
  try {
    device.open(false);
  } catch {
    return { manufacturer: null, product: null, serial: null };
  }
  try {
    const get = promisify(device.getStringDescriptor.bind(device));
    const read = async (index: number) => cleanString(await get(index).catch(() => null));
    return { manufacturer: await read(d.iManufacturer), product: await read(d.iProduct), serial: await read(d.iSerialNumber) };
  } finally {
    try {
      device.close();
    } catch {
      // It left while we read; there is nothing to close.
    }
  }
}
