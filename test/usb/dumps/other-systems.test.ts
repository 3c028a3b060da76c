import { describe, expect, it } from 'vitest';
import { type DumpDevice, readText } from '../../../electron/usb/dumps/index.ts';
import { findModel } from '../../../electron/virtual/models/index.ts';
import { type Printed, printed } from '../../support/dump-writer.ts';
import { writeIoreg, writeMacos, writeModeswitch, writeUsbmode, writeWindows } from '../../support/told-writer.ts';

/**
 * Shapes: Microsoft, "Standard USB Identifiers", and UsbTreeView's reports; `system_profiler SPUSBDataType` and `ioreg -p IOUSB -l` of macOS; OpenWrt
 * usbmode, main.c; usb_modeswitch.c 2.6.1 and usb_modeswitch.tcl.
 */

const dongle = (name: string, composition: string): Printed => {
  const model = findModel(name);
  if (!model) throw new Error(name);
  return printed(model, composition);
};
const ec25 = dongle('quectel-ec25', 'qmi');
const disc = dongle('huawei-ncm', 'disc');
const one = (text: string): DumpDevice => {
  const { devices } = readText(text);
  expect(devices).toHaveLength(1);
  const [device] = devices;
  if (!device) throw new Error('no device');
  return device;
};
const triples = (device: DumpDevice | Printed) =>
  device.configurations[0]?.interfaces.filter((i) => i.alternate === 0).map((i) => [i.number, i.class, i.subclass, i.protocol]);

describe('hardware ids of Windows', () => {
  it('tell ids, revision, and the codes of each function', () => {
    const device = one(writeWindows(ec25));
    expect(device).toMatchObject({ form: 'windows', vid: 0x2c7c, pid: 0x0125, bcdDevice: ec25.bcdDevice });
    expect(triples(device)).toEqual(triples(ec25));
    expect(readText(writeWindows(ec25)).unread).toBe(0);
  });

  it.each([
    ['with backslashes doubled', (text: string) => text.replaceAll('\\', '\\\\')],
    ['as HTML', (text: string) => text.replaceAll('&', '&amp;')],
    ['as HTML, escaped twice', (text: string) => text.replaceAll('&', '&amp;amp;')],
    ['in small letters', (text: string) => text.toLowerCase()],
    [
      'on one line',
      (text: string) =>
        text
          .split('\n')
          .filter((line) => !/Class/.test(line))
          .join(', '),
    ],
    ['in a column of a table', (text: string) => text.replace(/^(?=USB)/gm, 'Hardware Ids  ')],
  ])('%s tell the ids', (_, post) => {
    expect(one(post(writeWindows(ec25)))).toMatchObject({ form: 'windows', vid: 0x2c7c, pid: 0x0125 });
  });

  it('beside a name with a port in brackets tell what the port is for', () => {
    const rows = [
      ['Quectel USB DM Port (COM3)', 0],
      ['Quectel USB NMEA Port (COM4)', 1],
      ['Quectel USB AT Port (COM5)', 2],
      ['Quectel USB Modem (COM6)', 3],
    ].map(([name, number]) => `OK  Ports  ${name}  USB\\VID_2C7C&PID_0125&MI_0${number}\\6&2C75FE1D&0&000${number}`);
    expect(one(rows.join('\n')).ports).toEqual([
      { node: 'COM3', role: 'diag', interface: 0 },
      { node: 'COM4', role: 'gps', interface: 1 },
      { node: 'COM5', role: 'at', interface: 2 },
      { node: 'COM6', role: 'modem', interface: 3 },
    ]);
  });

  it('number interfaces in hexadecimal', () => {
    expect(triples(one('USB\\VID_1199&PID_9091&MI_0C\nUSB\\Class_02&SubClass_0e&Prot_00'))).toEqual([[12, 2, 0x0e, 0]]);
  });

  it('of a driver that names a model by letters alone are no device', () => {
    expect(readText('USB\\VID_ZZZZ&PID_0125 and USB\\Class_ff&SubClass_ff&Prot_ff').devices).toEqual([]);
  });
});

describe('reports of macOS', () => {
  it('of the system profiler tell ids, revision, strings and place', () => {
    expect(one(writeMacos(ec25))).toMatchObject({
      ...{ form: 'macos', vid: 0x2c7c, pid: 0x0125, bcdDevice: ec25.bcdDevice, bus: 1, address: 4 },
      ...{ manufacturer: 'Quectel', serial: ec25.serial },
    });
  });

  it('of ioreg have their numbers in decimal', () => {
    expect(one(writeIoreg(ec25))).toMatchObject({
      ...{ form: 'macos', vid: 0x2c7c, pid: 0x0125, bcdDevice: ec25.bcdDevice, bus: 0x14 },
      ...{ manufacturer: 'Quectel', product: 'EC25-EUX' },
    });
    expect(one(writeIoreg(ec25)).complete.revision).toBe(true);
  });

  it('of two devices are two, and a report of another system beside it is the same device', () => {
    const second = { ...disc, address: 5, port: 3 };
    expect(readText(`${writeMacos(ec25)}\n${writeMacos(second)}`).devices.map((d) => [d.vid, d.pid])).toEqual([
      [0x2c7c, 0x0125],
      [0x12d1, 0x1446],
    ]);
    const twins = readText(`${writeMacos(ec25)}\n${writeMacos({ ...ec25, address: 6, port: 3 })}`);
    expect(twins.devices).toHaveLength(2);
    expect(one(`${writeMacos({ ...ec25, address: 9 })}\nBus 001 Device 004: ID 2c7c:0125 Some Modem\n`).alsoIn).toHaveLength(1);
  });
});

describe('programs that switch', () => {
  it('usbmode -l tells ids and strings', () => {
    expect(one(writeUsbmode(disc))).toMatchObject({
      ...{ form: 'usbmode', vid: 0x12d1, pid: 0x1446, manufacturer: disc.manufacturer, product: disc.product },
    });
    expect(readText(`${writeUsbmode(disc)}${writeUsbmode(ec25)}`).devices.map((d) => d.pid)).toEqual([0x1446, 0x0125]);
  });

  it('usb_modeswitch tells ids in aligned columns, the place, and the strings below a heading', () => {
    const text = writeModeswitch(disc);
    expect(one(text)).toMatchObject({
      ...{ form: 'usb_modeswitch', vid: 0x12d1, pid: 0x1446, bus: 1, address: 4, manufacturer: disc.manufacturer, product: disc.product },
    });
    expect(readText(text)).toMatchObject({ unread: 0 });
    // What it could not read is no string.
    expect(one(writeModeswitch({ ...disc, manufacturer: null, product: null })).manufacturer).toBeNull();
  });

  it("usb_modeswitch's dispatcher tells the disc and what it became", () => {
    const { devices } = readText(
      [
        'Mar  4 10:21:11 router usb_modeswitch: switch device 12d1:1446 on 001/004',
        'Mar  4 10:21:13 router usb_modeswitch: switched to 12d1:1506 on 001/005',
      ].join('\n'),
    );
    expect(devices.map(({ vid, pid, bus, address }) => [vid, pid, bus, address])).toEqual([
      [0x12d1, 0x1446, 1, 4],
      [0x12d1, 0x1506, 1, 5],
    ]);
  });
});
