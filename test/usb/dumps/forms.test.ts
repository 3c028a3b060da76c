import { describe, expect, it } from 'vitest';
import { type DumpDevice, isHub, readText } from '../../../electron/usb/dumps/index.ts';

const devicesIn = (text: string) => readText(text).devices;

const [ROOT, MODEM] = [
  [
    'T:  Bus=01 Lev=00 Prnt=00 Port=00 Cnt=00 Dev#=  1 Spd=480  MxCh= 1',
    'B:  Alloc=  0/800 us ( 0%), #Int=  0, #Iso=  0',
    'D:  Ver= 2.00 Cls=09(hub  ) Sub=00 Prot=01 MxPS=64 #Cfgs=  1',
    'P:  Vendor=1d6b ProdID=0002 Rev= 5.15',
    'S:  Manufacturer=Linux 5.15.0 ehci_hcd',
    'S:  Product=EHCI Host Controller',
    'C:* #Ifs= 1 Cfg#= 1 Atr=e0 MxPwr=  0mA',
    'I:* If#= 0 Alt= 0 #EPs= 1 Cls=09(hub  ) Sub=00 Prot=00 Driver=hub',
    'E:  Ad=81(I) Atr=03(Int.) MxPS=   4 Ivl=256ms',
  ],
  [
    'T:  Bus=01 Lev=01 Prnt=01 Port=00 Cnt=01 Dev#=  7 Spd=480  MxCh= 0',
    'D:  Ver= 2.10 Cls=ef(misc ) Sub=02 Prot=01 MxPS=64 #Cfgs=  2',
    'P:  Vendor=12d1 ProdID=1506 Rev=ff.ff',
    'S:  Product=Modem (If#= 3, Driver=none)',
    'C:* #Ifs= 2 Cfg#= 2 Atr=a0 MxPwr=500mA',
    'A:  FirstIf#= 0 IfCount= 2 Cls=02(comm.) Sub=0e Prot=00',
    'I:* If#= 0 Alt= 0 #EPs= 1 Cls=02(comm.) Sub=0e Prot=00 Driver=cdc_mbim',
    'E:  Ad=81(I) Atr=03(Int.) MxPS=  64 Ivl=125us',
    'I:  If#= 1 Alt= 0 #EPs= 0 Cls=0a(data ) Sub=00 Prot=02 Driver=cdc_mbim',
    'I:* If#= 1 Alt= 1 #EPs= 1 Cls=0a(data ) Sub=00 Prot=02 Driver=cdc_mbim',
    'E:  Ad=02(O) Atr=02(Bulk) MxPS= 512 Ivl=0ms',
    'C:  #Ifs= 1 Cfg#= 3 Atr=a0 MxPwr=500mA',
    'I:  If#= 0 Alt= 0 #EPs= 0 Cls=ff(vend.) Sub=01 Prot=02 Driver=',
  ],
] as const;
const text = (...parts: readonly (readonly string[])[]) => parts.map((lines) => `${lines.join('\n')}\n`).join('\n');

function modem(input: string): DumpDevice {
  const [device, ...more] = devicesIn(input).filter((d) => !isHub(d));
  expect(more).toEqual([]);
  if (!device) throw new Error('no device');
  return device;
}

describe('lines of T: D: P: S: C: I: E:', () => {
  it('tell hubs from modems, and the configuration in force from the others', () => {
    const devices = devicesIn(text(ROOT, MODEM));
    expect(devices.map((d) => [d.form, d.vid, d.pid, isHub(d)])).toEqual([
      ['debugfs', 0x1d6b, 2, true],
      ['debugfs', 0x12d1, 0x1506, false],
    ]);
    const device = modem(text(ROOT, MODEM));
    expect(device).toMatchObject({ bus: 1, address: 7, bcdDevice: 0xffff, class: 0xef, subclass: 2, protocol: 1, activeConfiguration: 2 });
    expect(device.product).toBe('Modem (If#= 3, Driver=none)');
    expect([...device.seen]).toEqual([
      [0, 'cdc_mbim'],
      [1, 'cdc_mbim'],
    ]);
    expect(device.configurations.map((c) => [c.value, c.associations, c.interfaces.length])).toEqual([
      [2, [{ first: 0, count: 2, class: 0x02, subclass: 0x0e, protocol: 0 }], 3],
      [3, [], 1],
    ]);
    expect(device.configurations[0]?.interfaces[0]?.endpoints).toEqual([
      { address: 0x81, type: 'interrupt', maxPacketSize: 64, interval: 1 },
    ]);
  });

  it('are read with a mark of quotation before the T alone, and without asterisks', () => {
    const quoted = text(ROOT, MODEM).replaceAll('T:', '>T:');
    expect(modem(quoted).vid).toBe(0x12d1);
    // Some forums take the asterisks; an empty driver still says that it was the kernel.
    const device = modem(text(ROOT, MODEM).replaceAll('*', ''));
    expect(device).toMatchObject({ form: 'debugfs', activeConfiguration: null });
    expect(device.complete.drivers).toBe(false);
  });

  it('take numbers of interfaces in hexadecimal, as usb-devices 001 to 004 prints them', () => {
    const lines = [
      'P:  Vendor=1199 ProdID=68a2 Rev=00.06',
      'C:  #Ifs= 1 Cfg#= 1 Atr=a0',
      'I:  If#=0x13 Alt= 0 #EPs= 0 Cls=ff(vend.) Sub=00 Prot=00 Driver=qcserial',
    ];
    const device = modem(text(lines));
    expect(device).toMatchObject({ form: 'usb-devices', bus: null, bcdDevice: 0x0006 });
    expect([...device.seen]).toEqual([[0x13, 'qcserial']]);
  });

  it('without a head are a device without ids', () => {
    const device = modem(text(MODEM.slice(6)));
    expect(device).toMatchObject({ vid: 0, pid: 0, form: 'debugfs' });
    expect(device.complete).toMatchObject({
      ids: false,
      revision: false,
      deviceClass: false,
      strings: false,
      interfaces: false,
      triples: true,
    });
  });

  it('make two devices where only the P: lines were kept', () => {
    const devices = devicesIn('P:  Vendor=2c7c ProdID=0125 Rev= 3.18\nP:  Vendor=19d2 ProdID=1405 Rev=58.24\n');
    expect(devices.map((d) => [d.vid, d.pid, d.bcdDevice])).toEqual([
      [0x2c7c, 0x0125, 0x0318],
      [0x19d2, 0x1405, 0x5824],
    ]);
  });

  it('say what is missing where the end was cut off', () => {
    const cut = modem(text(MODEM.slice(0, 7)));
    expect(cut.complete).toMatchObject({ configurations: false, interfaces: false, endpoints: false });
    expect(modem(text(MODEM.slice(0, 6)).slice(0, -8)).complete).toMatchObject({ interfaces: false, triples: false });
  });

  it('keep lines in between that nobody understands, and none around them', () => {
    const noisy = [...MODEM.slice(0, 5), 'here is where it gets strange', 'x'.repeat(500), ...MODEM.slice(5), 'Thanks for any help!'];
    expect(modem(text(['Hello,'], noisy)).notes).toEqual(['here is where it gets strange', 'x'.repeat(120)]);
    const many = [...MODEM.slice(0, 5), ...Array.from({ length: 100 }, (_, i) => `noise ${i}`), ...MODEM.slice(5)];
    expect(modem(text(many)).notes).toHaveLength(20);
  });

  it('keep nothing unseen in such lines', () => {
    const turned = [...MODEM.slice(0, 5), 'it \u202esaid\u2066 so', ...MODEM.slice(5)];
    expect(modem(text(turned)).notes).toEqual(['it said so']);
  });
});

describe('lsusb -t', () => {
  const rows = (...lines: readonly string[]) =>
    `/:  Bus 02.Port 1: Dev 1, Class=root_hub, Driver=xhci_hcd/4p, 5000M\n${lines.join('\n')}\n`;

  it('of older versions, with classes in short words, empty or unknown, and no driver as nothing', () => {
    const device = modem(
      rows(
        '    |__ Port 2: Dev 3, If 0, Class=vend., Driver=option, 480M',
        '    |__ Port 2: Dev 3, If 1, Class=comm., Driver=, 480M',
        '    |__ Port 2: Dev 3, If 2, Class=, Driver=usb-storage, 480M',
        "    |__ Port 2: Dev 3, If 3, Class='bInterfaceClass 0xdc not yet handled', Driver=(none), 480M",
        '    |__ Port 2: Dev 3, If 4, Class=[unknown], Driver=[none], 480M',
      ),
    );
    expect(device.configurations[0]?.interfaces.map((i) => [i.number, i.class])).toEqual([
      [0, 0xff],
      [1, 2],
      [2, 0],
      [3, 0xdc],
      [4, 0],
    ]);
    expect([...device.seen]).toEqual([
      [0, 'option'],
      [1, null],
      [2, 'usb-storage'],
      [3, null],
      [4, null],
    ]);
    expect(device).toMatchObject({ form: 'lsusb-t', bus: 2, address: 3, activeConfiguration: null });
  });

  it('puts a hub and what hangs on it apart, and passes over a device without interfaces', () => {
    const devices = devicesIn(
      rows(
        '    |__ Port 1: Dev 2, If 0, Class=Hub, Driver=hub/4p, 480M',
        '        |__ Port 3: Dev 5, If 1, Class=Vendor Specific Class,',
        'Driver=qmi_wwan, 480M',
        '        |__ Port 4: Dev 6, 480M',
      ),
    );
    expect(devices.map((d) => [d.address, isHub(d), [...d.seen]])).toEqual([
      [2, true, [[0, 'hub']]],
      [5, false, [[1, 'qmi_wwan']]],
    ]);
  });

  it('reads ids and strings that -tvvv puts below', () => {
    const device = modem(
      rows(
        '    |__ Port 002: Dev 003, If 0, Class=Vendor Specific Class, Driver=option, 20000M/x2',
        '        ID 2c7c:0801 Quectel Wireless Solutions Co., Ltd. ',
        '        /sys/bus/usb/devices/2-2  /dev/bus/usb/002/003',
        '        Manufacturer=Quectel Product=RM520N-GL Serial=611e33db',
      ),
    );
    expect(device).toMatchObject({
      vid: 0x2c7c,
      pid: 0x0801,
      manufacturer: 'Quectel',
      product: 'RM520N-GL',
      serial: '611e33db',
      notes: [],
    });
  });
});

describe('lsusb', () => {
  it('knows root hubs by their ids, which is all that it tells of them', () => {
    const devices = devicesIn('Bus 001 Device 001: ID 1d6b:0003 Linux root hub\nBus 001 Device 004: ID 1d6b:0104 gadget');
    expect(devices.map((d) => [d.pid, isHub(d)])).toEqual([
      [3, true],
      [0x104, false],
    ]);
  });

  it('as a plain list gives ids, however it is joined', () => {
    const devices = devicesIn(
      'lsusb Bus 001 Device 001: ID 1d6b:0002 Linux 6.6 xhci-hcd Bus 001 Device 004: ID 19d2:1705\nDEMO Bus 002 Device 001: ID 1d6b:0003',
    );
    expect(devices.map((d) => [d.form, d.bus, d.address, d.vid, d.pid])).toEqual([
      ['lsusb', 1, 1, 0x1d6b, 2],
      ['lsusb', 1, 4, 0x19d2, 0x1705],
      ['lsusb', 2, 1, 0x1d6b, 3],
    ]);
    expect(devices[1]?.complete).toMatchObject({ ids: true, interfaces: false, revision: false, strings: false });
  });
});

const head = [
  'Device Descriptor:',
  '  bDeviceClass            0',
  '  idVendor           0x1e0e Qualcomm',
  '  idProduct          0x9001',
  '  bcdDevice            3.18',
  '  bNumConfigurations      1',
];
const configuration = ['  Configuration Descriptor:', '    bNumInterfaces          1', '    bConfigurationValue     1'];
const setting = (number: number, cls: number) => [
  '    Interface Descriptor:',
  `      bInterfaceNumber    ${number}`,
  '      bAlternateSetting 0',
  '      bNumEndpoints 0',
  `      bInterfaceClass ${cls}`,
  '      bInterfaceSubClass 255',
  '      bInterfaceProtocol 255',
];

describe('lsusb -v', () => {
  it('gives bytes back as bytes: unknown, malformed, and of vendors', () => {
    const device = modem(
      text(head, configuration, setting(0, 2), [
        '      UNRECOGNIZED CDC:  06 24 99 01 02 03',
        '      INVALID CDC (Call Management):  04 24 01 00',
        '      INVALID CDC (Header):  04 24 00 10',
        '      CDC MDLM:',
        '        bcdCDC               1.10',
        '        bGUID               {a317a88b-045e-4f01-a607-c0ffcb7e392a}',
        '      CDC MDLM detail:',
        '        bGuidDescriptorType  01',
        '        bDetailData          02 03',
        '      CDC Union:',
        '        bMasterInterface        0',
        '        bSlaveInterface         1 2 3 ',
        '      ** UNRECOGNIZED:  05 24 00 10',
        ' 01',
      ]),
    );
    const guid = [0x8b, 0xa8, 0x17, 0xa3, 0x5e, 0x04, 0x01, 0x4f, 0xa6, 0x07, 0xc0, 0xff, 0xcb, 0x7e, 0x39, 0x2a];
    expect([...(device.configurations[0]?.interfaces[0]?.extra ?? [])]).toEqual([
      ...[6, 0x24, 0x99, 1, 2, 3, 4, 0x24, 1, 0, 4, 0x24, 0, 0x10],
      ...[21, 0x24, 0x12, 0x10, 0x01, ...guid],
      ...[6, 0x24, 0x13, 1, 2, 3],
      ...[7, 0x24, 6, 0, 1, 2, 3],
      ...[5, 0x24, 0, 0x10, 1],
    ]);
    expect(device.complete.extra).toBe(true);
  });

  it('knows that bytes or fields were cut off', () => {
    for (const cut of [
      ['** UNRECOGNIZED:  05 24 00'],
      ['CDC Ethernet:', 'iMacAddress 5 (??)'],
      ['CDC Something New:', 'bmCapabilities 0x02'],
    ]) {
      const device = modem(text(head, configuration, setting(0, 2), cut));
      expect(device.complete).toMatchObject({ extra: false, interfaces: true });
    }
    // The next device opens while the descriptor is open still: it keeps what it had.
    const [first, second] = devicesIn(
      text(
        ['Bus 001 Device 002: ID 1e0e:9001'],
        head,
        configuration,
        setting(0, 2),
        ['CDC ACM:', 'bmCapabilities 0x02'],
        ['Bus 001 Device 003: ID 19d2:1405'],
      ),
    );
    expect([...(first?.configurations[0]?.interfaces[0]?.extra ?? [])]).toEqual([4, 0x24, 2, 2]);
    expect([first?.complete.extra, second?.form, second?.vid]).toEqual([true, 'lsusb', 0x19d2]);
  });

  it("leaves other classes' descriptors alone, whatever keys are in them", () => {
    const device = modem(
      text(
        head,
        configuration,
        setting(0, 3),
        [
          '        HID Device Descriptor:',
          '          bLength                 9',
          '          bcdHID               1.11',
          '          bNumDescriptors         1',
          '         Report Descriptors: ',
          '           ** UNAVAILABLE **',
        ],
        ['      ChipCard Interface Descriptor:', '        bInterfaceNumber 9', '        bNumEndpoints 9'],
        ['      AudioControl Interface Descriptor:', '        bInterfaceClass 9'],
        ['Device Qualifier (for other device speed):', '  bDeviceClass 9', '  bNumConfigurations 9', '** UNRECOGNIZED:  05 24 00 10 01'],
      ),
    );
    expect(device.configurations[0]?.interfaces.map((i) => [i.number, i.class, i.extra?.length])).toEqual([[0, 3, 0]]);
    expect(device.complete).toMatchObject({ configurations: true, endpoints: true, deviceClass: false });
    expect(device.class).toBe(0);
  });

  it('without head lines tells devices apart, and from a list before it', () => {
    const two = devicesIn(text(head, configuration, setting(0, 255), head, configuration, setting(1, 8)));
    expect(two.map((d) => [d.pid, d.configurations.flatMap((c) => c.interfaces.map((i) => i.number))])).toEqual([
      [0x9001, [0]],
      [0x9001, [1]],
    ]);
    const behind = devicesIn(
      text(['Bus 001 Device 001: ID 1d6b:0002 Linux', '# lsusb -v | tail -n 90'], head, configuration, setting(0, 255)),
    );
    expect(behind.map((d) => [d.form, d.vid, d.pid, d.configurations.length])).toEqual([
      ['lsusb', 0x1d6b, 2, 0],
      ['lsusb-v', 0x1e0e, 0x9001, 1],
    ]);
  });

  it('with errors between its lines is read, and the errors are no notes', () => {
    const device = modem(
      text(
        head,
        ["can't get device qualifier: Resource temporarily unavailable"],
        configuration,
        ["Couldn't get configuration descriptor 0, some information will be missing"],
        setting(0, 255),
      ),
    );
    expect(device.complete).toMatchObject({ configurations: true, interfaces: true });
    expect(device.notes).toEqual([]);
  });

  it('is not taken from source code that speaks of the same fields', () => {
    expect(devicesIn('desc.bInterfaceNumber = 3; if (bInterfaceClass == 0xff) idVendor = 0x12d1; Ver=1.0 Driver=x If you')).toEqual([]);
  });
});

describe('one address', () => {
  it('with other ids, or after a switch at another address, stays two devices', () => {
    const switched = MODEM.map((line) => line.replace('ProdID=1506', 'ProdID=1f01'));
    expect(devicesIn(text(switched, MODEM)).map((d) => d.pid)).toEqual([0x1f01, 0x1506]);
    const moved = MODEM.map((line) => line.replace('Dev#=  7', 'Dev#=  8'));
    expect(devicesIn(text(MODEM, moved)).map((d) => d.address)).toEqual([7, 8]);
  });

  it('on two computers, one of which lacks a driver, stays two devices', () => {
    const router = MODEM.map((line) => line.replace('Driver=cdc_mbim', 'Driver=(none)'));
    expect(devicesIn(text(MODEM, router)).map((d) => [...d.seen.values()])).toEqual([
      ['cdc_mbim', 'cdc_mbim'],
      [null, null],
    ]);
  });

  it('with other interfaces stays two devices', () => {
    const other = MODEM.map((line) => line.replace('If#= 1', 'If#= 5'));
    expect(devicesIn(text(MODEM, other))).toHaveLength(2);
  });
});
