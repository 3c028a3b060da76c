import { describe, expect, it } from 'vitest';
import { type DumpDevice, readText } from '../../../electron/usb/dumps/index.ts';
import { findModel } from '../../../electron/virtual/models/index.ts';
import { printed, writeDebugfs, writeLsusbList, writeLsusbTree, writeLsusbVerbose, writeUsbDevices } from '../../support/dump-writer.ts';
import { writeAt, writeKernelLog, writeMacos, writeMmcli, writeUsbmode, writeWindows } from '../../support/told-writer.ts';

/** What one line says, and no more: each is added to a text that tells nothing but the ids, or stands alone. */

const ec25 = findModel('quectel-ec25');
if (!ec25) throw new Error('no EC25');
const d = printed(ec25, 'qmi');
const names = { maker: 'Quectel', model: 'EC25', firmware: 'FW1.0' };

function only(lines: readonly string[]): DumpDevice {
  const { devices } = readText(`${lines.join('\n')}\n`);
  expect(devices).toHaveLength(1);
  const [device] = devices;
  if (!device) throw new Error('no device');
  return device;
}

describe('what a form tells whole', () => {
  it.each<[string, string, string]>([
    ['usb-devices', writeUsbDevices(d), 'ids revision deviceClass strings configurations interfaces triples endpoints drivers'],
    ['debugfs', writeDebugfs(d), 'ids revision deviceClass strings configurations interfaces triples alternates endpoints drivers'],
    ['lsusb-v', writeLsusbVerbose(d), 'ids revision deviceClass strings configurations interfaces triples alternates endpoints extra'],
    ['lsusb-t', writeLsusbTree(d), 'interfaces drivers'],
    ['lsusb', writeLsusbList(d), 'ids'],
    ['kernel-log', writeKernelLog(d), 'ids revision strings'],
    ['windows', writeWindows(d), 'ids revision strings triples'],
    ['macos', writeMacos(d), 'ids revision strings'],
    ['mmcli', writeMmcli(d, names), ''],
    ['usbmode', writeUsbmode(d), 'ids'],
    ['at', writeAt(names), ''],
  ])('%s', (form, text, whole) => {
    const device = only([text]);
    expect(device.form).toBe(form);
    const told = Object.entries(device.complete).flatMap(([what, is]) => (is ? [what] : []));
    expect(told.join(' ')).toBe(whole);
  });
});

const IDS = 'USB: 2c7c:0125';
const words = (count: number) => Array.from({ length: count }, (_, at) => `w${at}`).join(' ');

describe('a key and its value', () => {
  it.each<[string, Partial<DumpDevice>]>([
    ['Model: EC25', { model: 'EC25' }],
    ['MODEL NAME = EC25', { model: 'EC25' }],
    ['hardware_model: EC25', { model: 'EC25' }],
    ['"model": "EC25",', { model: 'EC25' }],
    ["Model: 'EC25'", { model: 'EC25' }],
    ['Firmware Version | EC25EFAR06', { firmware: 'EC25EFAR06' }],
    ['Manufacturer  Quectel', { manufacturer: 'Quectel' }],
    ['Serial Number: 0123', { serial: '0123' }],
    ['bcdDevice: 3.18', { bcdDevice: 0x0318 }],
    ['"bcdDevice" = 792', { bcdDevice: 0x0318 }],
    ['Version: 3.18 x', { bcdDevice: 0 }],
    // A name has eight words and a hundred characters at most: what has more is a sentence.
    [`Model: ${words(8)}`, { model: words(8) }],
    [`Model: ${words(9)}`, { model: null }],
    [`Model: ${'m'.repeat(100)}`, { model: 'm'.repeat(100) }],
    [`Model: ${'m'.repeat(101)}`, { model: null }],
    ['Model: --', { model: null }],
    ['Model: ', { model: null }],
    ['Protocol: QMI', { mode: 'qmi' }],
    ['USB mode: mbim (3)', { mode: 'mbim' }],
    ['Protocol: qmix', { mode: null }],
    ['Protocol: none of these', { mode: null }],
    ['Drivers: option1, qmi_wwan', { drivers: ['option', 'qmi_wwan'] }],
    ['drivers: sierra1 sierra2 qcserial', { drivers: ['sierra', 'qcserial'] }],
    ['Driver: option12', { drivers: ['option12'] }],
    [
      `Drivers: ${Array.from({ length: 20 }, (_, at) => `dr${at}`).join(' ')}`,
      { drivers: Array.from({ length: 16 }, (_, at) => `dr${at}`) },
    ],
    ['AT port: /dev/ttyUSB2', { ports: [{ node: 'ttyUSB2', role: 'at', interface: null }] }],
    ['AT port: ttyUSB2', { ports: [] }],
    ['Device: /dev/cdc-wdm0', { ports: [{ node: 'cdc-wdm0', role: null, interface: null }] }],
    ['Device: /dev/video0', { ports: [] }],
    ['Device: /sys/devices/platform/usb1/1-1/1-1.4', { port: '1-1', bus: 1 }],
    ['Device: /sys/devices/pci0/2-1.3/x', { port: '2-1.3', bus: 2 }],
    ['Device: /elsewhere/1-1.4', { port: null, bus: null }],
    ['Location ID: 0x14200000 / 5', { form: 'macos', bus: 0x14, address: 5 }],
    ['Location ID: 0x14200000', { form: 'macos', bus: 0x14, address: null }],
    ['"locationID" = 337641472', { form: 'macos', bus: 0x14, address: null }],
    ['Location ID: 0x142', { form: 'pairs', bus: null }],
  ])('%s', (line, told) => {
    expect(only([IDS, line])).toMatchObject({ vid: 0x2c7c, pid: 0x0125, ...told });
  });

  it.each<[readonly string[], vid: number | null, pid?: number]>([
    [['Vendor ID: 0x12d1  (Huawei)', 'Product ID: 0x1506'], 0x12d1, 0x1506],
    [['idVendor=12d1', 'idProduct=1506'], 0x12d1, 0x1506],
    [['"idVendor" = 4817', '"idProduct" = 5382'], 0x12d1, 0x1506],
    [['vid: 12D1', 'pid: 1506'], 0x12d1, 0x1506],
    [['VID:PID 12d1:1506'], 0x12d1, 0x1506],
    [['USB IDs: 0x12d1/0x1506'], 0x12d1, 0x1506],
    [['usb ids | 12d1 1506'], 0x12d1, 0x1506],
    [['"usb": "12D1:1506"'], 0x12d1, 0x1506],
    [['Vendor ID: 12d'], null],
    [['Vendor ID: 0x12d1f'], null],
    [['USB IDs: 12d1:150'], null],
    [['USB IDs: 12d1:15067'], null],
    [['Vendor ID: 0x12d1'], null],
  ])('%j', (lines, vid, pid) => {
    expect(readText(lines.join('\n')).devices.map((device) => [device.vid, device.pid])).toEqual(vid === null ? [] : [[vid, pid]]);
  });

  it('begins another device where it says who that is, and has another value', () => {
    const models = (lines: readonly string[]) => readText(lines.join('\n')).devices.map(({ model }) => model);
    expect(models([IDS, 'Model: EC25', 'Model: EC25'])).toEqual(['EC25']);
    expect(models([IDS, 'Model: EC25', 'Model: EM7455'])).toEqual(['EC25', 'EM7455']);
    expect(models([IDS, 'Model: EC25', 'Firmware: A', 'Firmware: B'])).toEqual(['EC25']);
    expect(models([IDS, 'Model: EC25', 'USB: 1199:9071', 'Model: EM7455'])).toEqual(['EC25', 'EM7455']);
  });
});

describe('a line of a kernel log', () => {
  const at = (message: string) => `[   12.345678] ${message}`;
  const FOUND = at('usb 1-1.4: New USB device found, idVendor=2c7c, idProduct=0125, bcdDevice= 3.18');
  const port = (node: string, number: number | null) => ({ ports: [{ node, role: null, interface: number }] });

  it.each<[string, Partial<DumpDevice>]>([
    ['usb 1-1.4: Product: EC25-EUX', { product: 'EC25-EUX' }],
    ['usb 1-1.4: Manufacturer: Quectel', { manufacturer: 'Quectel' }],
    ['usb 1-1.4: SerialNumber: 0123', { serial: '0123' }],
    ['usb 1-1.4: Serial Number: 0123', { serial: '0123' }],
    ['usb 1-1.4: New USB device strings: Mfr=1, Product=2, SerialNumber=0', { product: null, events: [] }],
    ['usb 1-1.4: USB disconnect, device number 7', { events: ['usb 1-1.4: USB disconnect, device number 7'] }],
    ['usb 1-1.4: device not accepting address 7, error -71', { events: ['usb 1-1.4: device not accepting address 7, error -71'] }],
    ['usb 1-1.4: reset high-speed USB device number 7 using xhci', { events: [] }],
    ['usb 1-1.4: GSM modem (1-port) converter now attached to ttyUSB0', port('ttyUSB0', null)],
    ['option1 1-1.4:1.2: GSM modem (1-port) converter detected', { seen: new Map([[2, 'option']]), activeConfiguration: null }],
    ['qmi_wwan 1-1.4:1.4: cdc-wdm0: USB WDM device', { seen: new Map([[4, 'qmi_wwan']]), ...port('cdc-wdm0', 4) }],
    ["qmi_wwan 1-1.4:1.4 wwan0: register 'qmi_wwan' at usb-1", { seen: new Map([[4, 'qmi_wwan']]), ...port('wwan0', 4) }],
    ['cdc_acm 1-1.4:1.0: ttyACM0: USB ACM device', { seen: new Map([[0, 'cdc_acm']]), ...port('ttyACM0', 0) }],
    ['option 1-1.4:1.3: device disconnected', { seen: new Map(), events: [] }],
    ['qmi_wwan 1-1.4:1.4: probe failed', { seen: new Map(), events: ['qmi_wwan 1-1.4:1.4: probe failed'] }],
    ['qmi_wwan: probe of 1-1.4:1.4 failed with error -22', { seen: new Map(), events: ['qmi_wwan: error -22'] }],
    ['hub 1-1.4:1.0: USB hub found', { seen: new Map() }],
    ['option 1-1.4:1.256: GSM modem (1-port) converter detected', { seen: new Map() }],
  ])('%s', (message, told) => {
    expect(only([FOUND, at(message)])).toMatchObject({
      form: 'kernel-log',
      bus: 1,
      port: '1-1.4',
      vid: 0x2c7c,
      bcdDevice: 0x0318,
      ...told,
    });
  });

  it.each<[string, Partial<DumpDevice>]>([
    ['idVendor=2C7C, idProduct=0A25, bcdDevice= 3.18', { vid: 0x2c7c, pid: 0x0a25, bcdDevice: 0x0318 }],
    ['idVendor=2c7c, idProduct=0125', { vid: 0x2c7c, pid: 0x0125, bcdDevice: 0 }],
    ['idVendor=2c7c, idProduct=0125, bcdDevice=ff.ff', { bcdDevice: 0xffff }],
  ])('that says who it is: %s', (ids, told) => {
    expect(only([at(`usb 2-1: New USB device found, ${ids}`)])).toMatchObject({ bus: 2, port: '2-1', ...told });
  });

  it('that gives a serial port its name is of the interface before it, of this device', () => {
    const attached = (where: string, node: string) => at(`usb ${where}: GSM modem (1-port) converter now attached to ${node}`);
    const option = (where: string) => at(`option ${where}: GSM modem (1-port) converter detected`);
    expect(only([FOUND, option('1-1.4:1.2'), attached('1-1.4', 'ttyUSB2')]).ports).toEqual([{ node: 'ttyUSB2', role: null, interface: 2 }]);
    const OTHER = at('usb 1-2: New USB device found, idVendor=1199, idProduct=9071');
    const two = readText([FOUND, OTHER, option('1-1.4:1.2'), attached('1-2', 'ttyUSB2')].join('\n')).devices;
    expect(two.map(({ ports }) => ports)).toEqual([[], [{ node: 'ttyUSB2', role: null, interface: null }]]);
  });

  it('of a drive tells what is in it, and what the driver said first of an interface stays', () => {
    const storage = at('usb-storage 1-1.4:1.0: USB Mass Storage device detected');
    const drive = at('scsi 2:0:0:0: CD-ROM            HUAWEI   Mass Storage     2.31 PQ: 0 ANSI: 2');
    expect(only([FOUND, storage, at('scsi host2: usb-storage 1-1.4:1.0'), drive])).toMatchObject({
      seen: new Map([[0, 'usb-storage']]),
      events: ['scsi 2:0:0:0: CD-ROM HUAWEI Mass Storage 2.31 PQ: 0 ANSI: 2'],
    });
    expect(only([FOUND, storage, at('option 1-1.4:1.0: GSM modem (1-port) converter detected')]).seen).toEqual(
      new Map([[0, 'usb-storage']]),
    );
  });

  it('that is torn apart at a blank, or within a word, is one', () => {
    const [head, tail] = ['qmi_wwan 1-1.4:1.4: cdc-wdm0: USB', 'WDM device'];
    expect(only([FOUND, at(head), tail]).seen).toEqual(new Map([[4, 'qmi_wwan']]));
    expect(only([at('usb 2-1: New USB device found, idVen'), 'dor=2c7c, idProduct=0125']).vid).toBe(0x2c7c);
    expect(only([at('usb 2-1: New USB device'), 'found, idVendor=2c7c, idProduct=0125']).vid).toBe(0x2c7c);
  });
});

describe('hardware ids of Windows', () => {
  it.each<[string, Partial<DumpDevice>]>([
    ['USB\\VID_2C7C&PID_0125&REV_0318', { bcdDevice: 0x0318 }],
    ['usb\\vid_2c7c&pid_0125&rev_0318', { bcdDevice: 0x0318 }],
    ['Quectel USB AT Port (COM5) USB\\VID_2C7C&PID_0125&MI_0a', { ports: [{ node: 'COM5', role: 'at', interface: 10 }] }],
    ['Quectel USB DM Port (COM6) USB\\VID_2C7C&PID_0125', { ports: [{ node: 'COM6', role: 'diag', interface: null }] }],
    ['Quectel USB NMEA Port (COM7) USB\\VID_2C7C&PID_0125&MI_01', { ports: [{ node: 'COM7', role: 'gps', interface: 1 }] }],
    ['Quectel USB Modem (COM8) USB\\VID_2C7C&PID_0125&MI_03', { ports: [{ node: 'COM8', role: 'modem', interface: 3 }] }],
    ['Quectel USB Serial (COM9) USB\\VID_2C7C&PID_0125&MI_03', { ports: [{ node: 'COM9', role: null, interface: 3 }] }],
  ])('%s', (line, told) => {
    expect(only([line])).toMatchObject({ form: 'windows', vid: 0x2c7c, pid: 0x0125, ...told });
  });

  it('that are compatible ones are of the interface before them, the first of each', () => {
    const device = only([
      'USB\\VID_2C7C&PID_0125&MI_02',
      'USB\\Class_ff&SubClass_0a&Prot_40',
      'USB\\Class_ff&SubClass_0a',
      'USB\\Class_01&SubClass_02&Prot_03',
      'USB\\VID_2C7C&PID_0125&MI_04',
      'USB\\Class_02&SubClass_0e&Prot_00',
    ]);
    expect(device.configurations[0]?.interfaces.map((i) => [i.number, i.class, i.subclass, i.protocol])).toEqual([
      [2, 0xff, 0x0a, 0x40],
      [4, 2, 0x0e, 0],
    ]);
    expect(only(['USB\\VID_2C7C&PID_0125', 'USB\\Class_ff&SubClass_0a&Prot_40']).configurations).toEqual([]);
  });
});

describe('a place by the hubs above it', () => {
  /** Linux drivers/usb/core/devices.c: level, address of the hub, port from 0. */
  const t = (level: number, parent: number, port: number, address: number, ids = '2c7c ProdID=0125') =>
    `T:  Bus=01 Lev=0${level} Prnt=0${parent} Port=0${port} Cnt=01 Dev#= ${address} Spd=480 MxCh= 0\nP:  Vendor=${ids} Rev=03.18`;
  const hub = (level: number, parent: number, port: number, address: number) => t(level, parent, port, address, '05e3 ProdID=0608');
  const places = (lines: readonly string[]) => readText(lines.join('\n')).devices.map(({ port }) => port);

  it.each<[string, readonly string[], readonly (string | null)[]]>([
    ['a root hub is in none', [t(0, 0, 0, 1, '1d6b ProdID=0002')], [null]],
    ['in the root hub', [t(1, 1, 3, 7)], ['1-4']],
    ['behind a hub', [hub(1, 1, 0, 2), t(2, 2, 3, 7)], ['1-1', '1-1.4']],
    ['behind two', [hub(1, 1, 0, 2), hub(2, 2, 1, 3), t(3, 3, 2, 7)], ['1-1', '1-1.2', '1-1.2.3']],
    ['behind one that is not in the text', [t(2, 2, 3, 7)], [null]],
    ['behind itself', [t(2, 7, 3, 7)], [null]],
    ['behind each other', [hub(2, 7, 0, 2), t(2, 2, 0, 7)], [null, null]],
  ])('%s', (_, lines, expected) => {
    expect(places(lines)).toEqual(expected);
  });
});

describe('several forms of one', () => {
  const log = (from: number, to: number) =>
    [
      'usb 1-1.4: New USB device found, idVendor=2c7c, idProduct=0125, bcdDevice= 3.18',
      ...Array.from({ length: to - from }, (_, at) => `usb 1-1.4: GSM modem (1-port) converter now attached to ttyUSB${from + at}`),
    ].map((message) => `[   12.345678] ${message}`);
  const pairs = (from: number, to: number) => [IDS, ...Array.from({ length: to - from }, (_, at) => `AT port: /dev/ttyUSB${from + at}`)];

  it('tell each port once, and sixty-four at most', () => {
    const nodes = (device: DumpDevice) => device.ports.map(({ node }) => Number(node.slice(6)));
    expect(nodes(only([...log(0, 3), ...pairs(2, 5)]))).toEqual([0, 1, 2, 3, 4]);
    expect(only([...log(0, 3), ...pairs(2, 5)]).ports[2]).toEqual({ node: 'ttyUSB2', role: 'at', interface: null });
    expect(nodes(only([...log(0, 40), ...pairs(40, 80)]))).toEqual(Array.from({ length: 64 }, (_, at) => at));
    expect(nodes(only(log(0, 80)))).toEqual(Array.from({ length: 64 }, (_, at) => at));
  });

  it('of two of a kind are of the one in whose place they are, and of neither where they have none', () => {
    const at = (port: string, address: number) => [
      `[   12.345678] usb ${port}: new high-speed USB device number ${address} using xhci`,
      `[   12.345679] usb ${port}: New USB device found, idVendor=2c7c, idProduct=0125`,
    ];
    const list = (address: number) => `Bus 001 Device 00${address}: ID 2c7c:0125 Quectel`;
    const forms = (lines: readonly string[]) =>
      readText(lines.join('\n')).devices.map(({ form, alsoIn, address }) => [form, alsoIn, address]);
    expect(forms([...at('1-1', 5), ...at('1-2', 6), list(6)])).toEqual([
      ['kernel-log', [], 5],
      ['kernel-log', ['lsusb'], 6],
    ]);
    expect(forms([list(5), list(6), IDS])).toEqual([
      ['lsusb', [], 5],
      ['lsusb', [], 6],
      ['pairs', [], null],
    ]);
    expect(forms([list(5), IDS])).toEqual([['lsusb', ['pairs'], 5]]);
  });
});

describe('what was asked of a modem', () => {
  it('is kept with its answer, asked and echoed once, and names it', () => {
    const device = only(['AT+CGMM', 'AT+CGMM', 'EC25', 'OK', 'AT+CGMR', 'FW1', 'OK', 'AT+CGMI', 'ERROR', 'AT+CPIN?', '+CPIN: READY', 'OK']);
    expect(device).toMatchObject({ form: 'at', model: 'EC25', firmware: 'FW1', manufacturer: null });
    expect(device.exchanges).toEqual([
      { command: 'AT+CGMM', lines: ['EC25'] },
      { command: 'AT+CGMR', lines: ['FW1'] },
      { command: 'AT+CGMI', lines: ['ERROR'] },
      { command: 'AT+CPIN?', lines: ['+CPIN: READY'] },
    ]);
  });

  it.each<[string, readonly string[], Partial<DumpDevice>]>([
    ['with labels', ['Manufacturer: Quectel', 'Model: EC25', 'Revision: FW1'], { manufacturer: 'Quectel', model: 'EC25', firmware: 'FW1' }],
    ['without', ['Quectel', 'EC25', 'Revision: FW1'], { manufacturer: 'Quectel', model: 'EC25', firmware: 'FW1' }],
    ['a number for a model', ['Quectel', '12345', 'Revision: FW1'], { manufacturer: null, model: null, firmware: 'FW1' }],
  ])('by ATI, %s', (_, lines, told) => {
    expect(only(['ATI', ...lines, 'OK'])).toMatchObject(told);
  });
});

describe('a line that nobody has a use for', () => {
  it.each<[string, readonly string[], unread: number]>([
    ['a key that no modem has', ['Colour: red'], 1],
    ['one of mmcli -K', ['modem.generic.colour : red'], 0],
    ['one of JSON', ['"colour": "red",'], 0],
    ['one of JSON that opens something', ['"colour": {'], 0],
    ['one with an equals sign, of nothing', ['"colour" = red'], 1],
    ['one with an equals sign, of a modem', [IDS, '"colour" = red'], 0],
    ['one in a box', ['  Status   |     colour: red'], 0],
    ['one behind a bar that is a table', ['| colour: red |'], 1],
    ['an entry of a list', ['"colours": [', '"red",', '"blue"', ']'], 0],
    ['an entry of no list', ['"red",'], 1],
    ['an entry behind a list', ['"colours": [', '"red",', ']', '"blue"'], 1],
    ['a rule in a box', ['  Status   |     colour: red', '  -----------------------------'], 0],
    ['the driver of a hub, torn from its row', ['/:  Bus 02.Port 1: Dev 1, Class=root_hub,', 'Driver=xhci_hcd/4p,'], 0],
  ])('is told, unless it is known whose it is: %s', (_, lines, unread) => {
    expect(readText(lines.join('\n')).unread).toBe(unread);
  });
});

describe('lines that were broken', () => {
  const whole = 'P:  Vendor=2c7c ProdID=0125 Rev= 3.18';
  it.each([
    [29, 0],
    [30, 0x0318],
    [31, 0x0318],
  ])('at column %i', (column, bcdDevice) => {
    expect(only([whole.slice(0, column), whole.slice(column)])).toMatchObject({ vid: 0x2c7c, pid: 0x0125, bcdDevice });
  });
});

describe('drivers of a configuration', () => {
  const row = (number: number, driver: string) => `I:* If#= ${number} Alt= 0 #EPs= 0 Cls=ff(vend.) Sub=ff Prot=ff${driver}`;
  const told = (...rows: readonly string[]) =>
    only(['P:  Vendor=2c7c ProdID=0125 Rev= 3.18', `C:* #Ifs= ${rows.length} Cfg#= 1 Atr=a0`, ...rows]);

  it('are told where each interface has its own, or none', () => {
    expect(told(row(0, ' Driver=option'), row(1, ' Driver=(none)')).complete.drivers).toBe(true);
    expect(told(row(0, ' Driver=option'), row(1, '')).complete.drivers).toBe(false);
    expect(told(row(0, ''), row(1, ' Driver=option')).complete.drivers).toBe(false);
    expect([...told(row(0, ' Driver=option'), row(1, '')).seen]).toEqual([[0, 'option']]);
  });
});
