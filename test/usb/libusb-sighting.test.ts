import type { Device } from 'usb';
import { describe, expect, it } from 'vitest';
import { sightFromLibusb } from '../../electron/usb/libusb-sighting.ts';

const base = { portPath: '1-1', bus: 1, address: 5, enumeration: 1, speed: 'high' } as const;

/** What of the binding's device a sighting reads. */
function deviceOf({ openable }: { readonly openable: boolean }): { device: Device; log: string[] } {
  const log: string[] = [];
  const endpoint = (bEndpointAddress: number, bmAttributes: number, wMaxPacketSize: number, bInterval: number) => ({
    bEndpointAddress,
    bmAttributes,
    wMaxPacketSize,
    bInterval,
  });
  const configuration = {
    bConfigurationValue: 2,
    interfaces: [
      [
        {
          bInterfaceNumber: 3,
          bAlternateSetting: 1,
          bInterfaceClass: 0xff,
          bInterfaceSubClass: 0x06,
          bInterfaceProtocol: 0x10,
          extra: Buffer.from([5, 0x24, 0, 0x10, 1]),
          // USB 2.0, table 9-13: bits 12..11 of the size are the transactions a microframe, and no part of it.
          endpoints: [endpoint(0x81, 3, 0x1400, 9), endpoint(0x82, 2, 0x0200, 0), endpoint(0x03, 0x0d, 0x0804, 1)],
        },
      ],
    ],
  };
  const strings = new Map([
    [1, 'HUAWEI'],
    [2, 'Mobile'],
  ]);
  const device: Device = Object.assign(Object.create(null), {
    deviceDescriptor: {
      idVendor: 0x12d1,
      idProduct: 0x1506,
      bcdDevice: 0x0102,
      bDeviceClass: 0xef,
      bDeviceSubClass: 2,
      bDeviceProtocol: 1,
      iManufacturer: 1,
      iProduct: 2,
      iSerialNumber: 3,
    },
    allConfigDescriptors: [configuration],
    configDescriptor: configuration,
    open: () => {
      if (!openable) throw new Error('LIBUSB_ERROR_ACCESS');
      log.push('open');
    },
    close: () => log.push('close'),
    getStringDescriptor: (index: number, done: (error: Error | undefined, text?: string) => void) => {
      const text = strings.get(index);
      done(text === undefined ? new Error('LIBUSB_TRANSFER_STALL') : undefined, text);
    },
  });
  return { device, log };
}

describe('a device that is sighted through libusb', () => {
  it('is told as its descriptors say', async () => {
    const { device, log } = deviceOf({ openable: true });
    expect(await sightFromLibusb(base, device)).toEqual({
      ...base,
      vid: 0x12d1,
      pid: 0x1506,
      bcdDevice: 0x0102,
      class: 0xef,
      subclass: 2,
      protocol: 1,
      manufacturer: 'HUAWEI',
      product: 'Mobile',
      serial: null,
      activeConfiguration: 2,
      configurations: [
        {
          value: 2,
          interfaces: [
            {
              number: 3,
              alternate: 1,
              class: 0xff,
              subclass: 0x06,
              protocol: 0x10,
              extra: Uint8Array.of(5, 0x24, 0, 0x10, 1),
              endpoints: [
                { address: 0x81, type: 'interrupt', maxPacketSize: 1024, interval: 9 },
                { address: 0x82, type: 'bulk', maxPacketSize: 512, interval: 0 },
                { address: 0x03, type: 'isochronous', maxPacketSize: 4, interval: 1 },
              ],
            },
          ],
        },
      ],
    });
    expect(log).toEqual(['open', 'close']);
  });

  it('has no strings where it may not be opened, and is not closed then', async () => {
    const { device, log } = deviceOf({ openable: false });
    expect(await sightFromLibusb(base, device)).toMatchObject({ manufacturer: null, product: null, serial: null });
    expect(log).toEqual([]);
  });
});
