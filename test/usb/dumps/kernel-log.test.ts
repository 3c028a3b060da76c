import { describe, expect, it } from 'vitest';
import { type DumpDevice, readText } from '../../../electron/usb/dumps/index.ts';
import { findModel } from '../../../electron/virtual/models/index.ts';
import { printed } from '../../support/dump-writer.ts';
import { logHeads, nodesOf, writeKernelLog } from '../../support/told-writer.ts';

/** Shapes: Linux drivers/usb/core/hub.c, drivers/usb/serial/usb-serial.c, drivers/net/usb/usbnet.c; raspberrypi/linux #1880, openwrt/openwrt #10577. */

const dongle = (name: string, composition: string) => {
  const model = findModel(name);
  if (!model) throw new Error(name);
  return printed(model, composition);
};
const ec25 = dongle('quectel-ec25', 'qmi');
const one = (text: string): DumpDevice => {
  const { devices } = readText(text);
  expect(devices).toHaveLength(1);
  const [device] = devices;
  if (!device) throw new Error('no device');
  return device;
};

const FOUND = 'usb 1-1.4: New USB device found, idVendor=2c7c, idProduct=0125, bcdDevice= 3.18';
const COMES = 'usb 1-1.4: new high-speed USB device number 7 using dwc_otg';

describe('a kernel log', () => {
  it.each(Object.keys(logHeads).map((head) => [head] as const))('as %s prints it tells ids, strings, drivers and ports', (head) => {
    const style = Object.keys(logHeads).find((key): key is keyof typeof logHeads => key === head) ?? 'dmesg';
    for (const d of [ec25, dongle('fibocom-l850', 'mbim')]) {
      const text = writeKernelLog(d, style);
      const device = one(text);
      expect(device).toMatchObject({ form: 'kernel-log', bus: d.bus, address: d.address, port: `${d.bus}-${d.port}` });
      expect(device).toMatchObject({ vid: d.vid, pid: d.pid, bcdDevice: d.bcdDevice, product: d.product, manufacturer: d.manufacturer });
      for (const { interface: number, driver, node } of nodesOf(d)) {
        expect(device.seen.get(number)).toBe(driver);
        expect(device.ports).toContainEqual({ node, role: null, interface: number });
      }
      expect(readText(text)).toMatchObject({ unread: 0, notes: [] });
    }
  });

  it('has a device for each time of being plugged in, and says why it went', () => {
    const { devices } = readText(
      [
        `[    1.000001] ${COMES}`,
        `[    1.000002] usb 1-1.4: New USB device found, idVendor=12d1, idProduct=1f01, bcdDevice= 1.02`,
        '[    1.000003] usb-storage 1-1.4:1.0: USB Mass Storage device detected',
        '[    2.000001] usb 1-1.4: USB disconnect, device number 7',
        '[    3.000001] usb 1-1.4: new high-speed USB device number 8 using dwc_otg',
        '[    3.000002] usb 1-1.4: New USB device found, idVendor=12d1, idProduct=14dc, bcdDevice= 1.02',
        "[    3.000003] cdc_ether 1-1.4:1.0 eth1: register 'cdc_ether' at usb-20980000.usb-1.4, CDC Ethernet Device, 02:00:00:00:00:01",
      ].join('\n'),
    );
    expect(devices.map(({ vid, pid, address, seen, events }) => [vid, pid, address, [...seen], events.length])).toEqual([
      [0x12d1, 0x1f01, 7, [[0, 'usb-storage']], 1],
      [0x12d1, 0x14dc, 8, [[0, 'cdc_ether']], 0],
    ]);
  });

  it('without ids has those of what was in the same port before, and says so', () => {
    const [before, after] = readText(
      [
        FOUND,
        'option 1-1.4:1.0: GSM modem (1-port) converter detected',
        'usb 1-1.4: USB disconnect, device number 7',
        'option 1-1.4:1.2: GSM modem (1-port) converter detected',
      ]
        .map((line, at) => `[   1${at}.000000] ${line}`)
        .join('\n'),
    ).devices;
    expect(before).toMatchObject({ idsOfPort: false });
    // Both are one stick, which came again.
    expect(after ?? before).toMatchObject({ vid: 0x2c7c, pid: 0x0125 });
  });

  it('keeps faults as events, and a driver that let go is none', () => {
    const device = one(
      [
        COMES,
        FOUND,
        'usb 1-1.4: device descriptor read/64, error -71',
        "usb 1-1.4: can't set config #1, error -110",
        'qmi_wwan: probe of 1-1.4:1.4 failed with error -22',
        'option 1-1.4:1.3: device disconnected',
      ]
        .map((line, at) => `[   1${at}.000000] ${line}`)
        .join('\n'),
    );
    expect(device.seen.size).toBe(0);
    expect(device.events).toHaveLength(3);
    expect(device.events.join('\n')).toMatch(/error -71.*error -110.*qmi_wwan: error -22/s);
  });

  it('whose line ends were lost, or whose lines were broken at a blank, tells the same', () => {
    const whole = one(writeKernelLog(ec25));
    expect(one(writeKernelLog(ec25).replaceAll('\n', ' '))).toMatchObject({ vid: whole.vid, seen: whole.seen, product: whole.product });
    const broken = writeKernelLog(ec25).replace('converter now attached to ttyUSB1', '\nconverter now attached to ttyUSB1');
    expect(one(broken).ports).toEqual(whole.ports);
  });

  it('about other things is nothing that was not understood, and about modems is', () => {
    const { devices, unread, notes } = readText(
      [
        '[   10.000000] br-lan: port 1(eth0) entered forwarding state',
        '[   11.000000] wwan0: something about a modem nobody knows',
        '[   12.000000] mmc0: new card',
      ].join('\n'),
    );
    expect([devices.length, unread, notes]).toEqual([0, 1, ['[   11.000000] wwan0: something about a modem nobody knows']]);
  });

  it('is not wrapped by the column of a terminal into the line behind it', () => {
    // Each of these lines is 80 characters long.
    const lines = [COMES, FOUND, 'usb 1-1.4: Product: Modem'].map((line, at) => {
      const head = `[Tue Mar  4 10:21:1${at} 2025] ${line}`;
      return head.length >= 80 ? head : `${head}${' '.repeat(80 - head.length)}`;
    });
    expect(one(lines.join('\n'))).toMatchObject({ vid: 0x2c7c, product: 'Modem', address: 7 });
  });
});
