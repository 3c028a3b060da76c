import { systemClock } from '../../electron/seams/clock.ts';
import type { EndpointDescriptor, InterfaceDescriptor } from '../../electron/seams/usb-bus.ts';
import { type DescribedDevice, parseDescriptors } from '../../electron/usb/descriptors.ts';
import { configurationDescriptor, deviceDescriptor, stringDescriptor } from '../../electron/virtual/descriptors.ts';
import { type ModemModel, VirtualModem } from '../../electron/virtual/modem.ts';

/**
 * Prints virtual dongles as the programs print real ones: the kernel's debug file (Linux drivers/usb/core/devices.c), and
 * `usb-devices`, `lsusb -v`, `lsusb -t` of usbutils. With what they say of classes in words of its own, so that the readers are not
 * tested against themselves.
 */
export interface Printed extends DescribedDevice {
  readonly bus: number;
  readonly address: number;
  readonly port: number;
  readonly bcdUsb: number;
  readonly manufacturer: string | null;
  readonly product: string | null;
  readonly serial: string | null;
  readonly string: (index: number) => string;
  readonly stringIndexes: readonly [number, number, number];
  readonly associations: readonly (readonly { first: number; count: number; triple: readonly [number, number, number] }[])[];
  /** bConfigurationValue in force. */
  readonly active: number;
  readonly drivers: ReadonlyMap<number, string | null>;
}

/** A practice dongle in one composition and configuration (0-based), with the drivers that its model names. */
export function printed(model: ModemModel, composition: string, index = 0, place = { bus: 1, address: 4, port: 2 }): Printed {
  const { spec } = model.compose(composition, new VirtualModem(model, { clock: systemClock }).body);
  const device = deviceDescriptor(spec);
  const described = parseDescriptors(
    Uint8Array.from(Buffer.concat([device, ...spec.configurations.map((_, i) => configurationDescriptor(spec, i))])),
  );
  const string = (at: number) => {
    const bytes = at === 0 ? null : stringDescriptor(spec, at);
    return bytes ? Buffer.from(bytes.subarray(2)).toString('utf16le') : '';
  };
  const stringIndexes = [device[14] ?? 0, device[15] ?? 0, device[16] ?? 0] as const;
  const [manufacturer, product, serial] = stringIndexes.map((at) => string(at).trim() || null);
  return {
    ...described,
    ...place,
    bcdUsb: (device[2] ?? 0) | ((device[3] ?? 0) << 8),
    manufacturer: manufacturer ?? null,
    product: product ?? null,
    serial: serial ?? null,
    string,
    stringIndexes,
    associations: spec.configurations.map((interfaces) =>
      interfaces.flatMap(({ number, association: a }) =>
        a ? [{ first: number, count: a.count, triple: [a.class, a.subclass, a.protocol] as const }] : [],
      ),
    ),
    active: described.configurations[index]?.value ?? 1,
    drivers: new Map(model.bindings(composition, index + 1).map((b) => [b.interfaceNumber, b.driver])),
  };
}

const hex2 = (n: number) => n.toString(16).padStart(2, '0');
const hex4 = (n: number) => n.toString(16).padStart(4, '0');
const pad = (n: number | string, width: number) => String(n).padStart(width);
const point = (n: number, width = 2) => `${(n >> 8).toString(16).padStart(width)}.${hex2(n & 0xff)}`;
const endpointCodes = { control: 0, isochronous: 1, bulk: 2, interrupt: 3 } as const;
const shortEndpoints = { control: 'Ctrl', isochronous: 'Isoc', bulk: 'Bulk', interrupt: 'Int.' } as const;

const shortClasses: Record<number, string> = {
  0: '>ifc ',
  2: 'comm.',
  3: 'HID  ',
  8: 'stor.',
  9: 'hub  ',
  10: 'data ',
  224: 'wlcon',
  239: 'misc ',
  254: 'app. ',
  255: 'vend.',
};
const short = (cls: number, script: boolean) => (script && cls === 2 ? 'commc' : (shortClasses[cls] ?? 'unk. '));

/** Time of an interval at high speed. */
function time({ type, interval }: EndpointDescriptor): string {
  if (type !== 'interrupt') return '0ms';
  const microseconds = 125 * 2 ** (interval - 1);
  return microseconds % 1000 === 0 ? `${microseconds / 1000}ms` : `${microseconds}us`;
}

function head(d: Printed, script: boolean): string[] {
  const two = (n: number) => String(n).padStart(2, '0');
  return [
    `T:  Bus=${two(d.bus)} Lev=01 Prnt=01 Port=${two(d.port - 1)} Cnt=01 Dev#=${pad(d.address, 3)} Spd=480  MxCh= 0`,
    `D:  Ver=${point(d.bcdUsb)} Cls=${hex2(d.class)}(${short(d.class, script)}) Sub=${hex2(d.subclass)} Prot=${hex2(d.protocol)} MxPS=64 #Cfgs=${pad(d.configurations.length, 3)}`,
    `P:  Vendor=${hex4(d.vid)} ProdID=${hex4(d.pid)} Rev=${script ? point(d.bcdDevice, 2).replace(' ', '0') : point(d.bcdDevice)}`,
    ...(d.manufacturer === null ? [] : [`S:  Manufacturer=${d.manufacturer}`]),
    ...(d.product === null ? [] : [`S:  Product=${d.product}`]),
    ...(d.serial === null ? [] : [`S:  SerialNumber=${d.serial}`]),
  ];
}

function interfaceLines(i: InterfaceDescriptor, star: string, driver: string, script: boolean): string[] {
  return [
    `I:${star.padEnd(2)}If#=${pad(i.number, 2)} Alt=${pad(i.alternate, 2)} #EPs=${pad(i.endpoints.length, 2)} Cls=${hex2(i.class)}(${short(i.class, script)}) Sub=${hex2(i.subclass)} Prot=${hex2(i.protocol)} Driver=${driver}`,
    ...i.endpoints.map(
      (e) =>
        `E:  Ad=${hex2(e.address)}(${e.address & 0x80 ? 'I' : 'O'}) Atr=${hex2(endpointCodes[e.type])}(${shortEndpoints[e.type]}) MxPS=${pad(e.maxPacketSize, 4)} Ivl=${time(e)}`,
    ),
  ];
}

const count = (interfaces: readonly InterfaceDescriptor[]) => new Set(interfaces.map((i) => i.number)).size;

/** As `usb-devices` has it: the configuration in force, each interface in its first setting. */
export function writeUsbDevices(d: Printed): string {
  const configuration = d.configurations.find((c) => c.value === d.active);
  const interfaces = configuration?.interfaces ?? [];
  return [
    ...head(d, true),
    `C:  #Ifs=${pad(count(interfaces), 2)} Cfg#=${pad(d.active, 2)} Atr=80 MxPwr=500mA`,
    ...interfaces.filter((i) => i.alternate === 0).flatMap((i) => interfaceLines(i, ' ', d.drivers.get(i.number) ?? '(none)', true)),
    '',
  ].join('\n');
}

/** As `/sys/kernel/debug/usb/devices` has it: all configurations, all settings. */
export function writeDebugfs(d: Printed): string {
  return [
    ...head(d, false),
    ...d.configurations.flatMap(({ value, interfaces }, index) => {
      const inForce = value === d.active;
      return [
        `C:${inForce ? '*' : ' '} #Ifs=${pad(count(interfaces), 2)} Cfg#=${pad(value, 2)} Atr=80 MxPwr=500mA`,
        ...(d.associations[index] ?? []).map(
          ({ first, count: n, triple: [c, s, p] }) =>
            `A:  FirstIf#=${pad(first, 2)} IfCount=${pad(n, 2)} Cls=${hex2(c)}(${short(c, false)}) Sub=${hex2(s)} Prot=${hex2(p)}`,
        ),
        ...interfaces.flatMap((i) =>
          interfaceLines(i, inForce && i.alternate === 0 ? '*' : ' ', inForce ? (d.drivers.get(i.number) ?? '(none)') : '', false),
        ),
      ];
    }),
    '',
  ].join('\n');
}

const longClasses: Record<number, string> = {
  0: '(Defined at Interface level)',
  2: 'Communications',
  3: 'Human Interface Device',
  8: 'Mass Storage',
  9: 'Hub',
  10: 'CDC Data',
  224: 'Wireless',
  239: 'Miscellaneous Device',
  254: 'Application Specific Interface',
  255: 'Vendor Specific Class',
};

/** Rows of `lsusb -t` for one device, under a root hub. */
export function writeLsusbTree(d: Printed, style: 'old' | 'new' | 'openwrt' | 'verbose' = 'new'): string {
  const wide = (n: number) => (style === 'old' ? String(n) : String(n).padStart(3, '0'));
  const configuration = d.configurations.find((c) => c.value === d.active);
  const ids = style === 'verbose' ? [`        ID ${hex4(d.vid)}:${hex4(d.pid)} ${d.manufacturer ?? ''}`] : [];
  const root = style === 'old' ? String(d.bus).padStart(2, '0') : wide(d.bus);
  const className = (i: InterfaceDescriptor) => (style === 'openwrt' ? '[unknown]' : (longClasses[i.class] ?? ''));
  const none = style === 'old' ? '' : '[none]';
  return [
    `/:  Bus ${root}.Port ${wide(1)}: Dev ${wide(1)}, Class=root_hub, Driver=xhci_hcd/4p, 480M`,
    ...(style === 'verbose' ? ['    ID 1d6b:0002 Linux Foundation 2.0 root hub'] : []),
    ...(configuration?.interfaces ?? [])
      .filter((i) => i.alternate === 0)
      .flatMap((i) => [
        `    |__ Port ${wide(d.port)}: Dev ${wide(d.address)}, If ${i.number}, Class=${className(i)}, Driver=${d.drivers.get(i.number) ?? none}, 480M`,
        ...ids,
      ]),
    '',
  ].join('\n');
}

/** The line of plain `lsusb`. */
export function writeLsusbList(d: Printed): string {
  const three = (n: number) => String(n).padStart(3, '0');
  return `Bus ${three(d.bus)} Device ${three(d.address)}: ID ${hex4(d.vid)}:${hex4(d.pid)} Some Vendor, Inc. Some Modem\n`;
}

/** As `lsusb -v` has it; without `access` as a user sees it who may not open the device: no strings, no status. */
export function writeLsusbVerbose(d: Printed, access = true): string {
  const named = (key: string, n: number) => `${key.padEnd(20)}${pad(n, 5)} ${access ? d.string(n) : ''}`;
  const lines = [
    writeLsusbList(d).trimEnd(),
    ...(access ? [] : ["Couldn't open device, some information will be missing"]),
    'Device Descriptor:',
    '  bLength                18',
    '  bDescriptorType         1',
    `  bcdUSB              ${point(d.bcdUsb)}`,
    `  bDeviceClass        ${pad(d.class, 5)} ${longClasses[d.class] ?? '[unknown]'}`,
    `  bDeviceSubClass     ${pad(d.subclass, 5)} `,
    `  bDeviceProtocol     ${pad(d.protocol, 5)} `,
    '  bMaxPacketSize0        64',
    `  idVendor           0x${hex4(d.vid)} Some Vendor, Inc.`,
    `  idProduct          0x${hex4(d.pid)} Some Modem`,
    `  bcdDevice           ${point(d.bcdDevice)}`,
    `  ${named('iManufacturer', d.stringIndexes[0])}`,
    `  ${named('iProduct', d.stringIndexes[1])}`,
    `  ${named('iSerial', d.stringIndexes[2])}`,
    `  bNumConfigurations  ${pad(d.configurations.length, 5)}`,
  ];
  for (const [index, { value, interfaces }] of d.configurations.entries()) {
    lines.push(
      '  Configuration Descriptor:',
      '    bLength                 9',
      '    bDescriptorType         2',
      '    wTotalLength       0x00a0',
      `    bNumInterfaces      ${pad(count(interfaces), 5)}`,
      `    bConfigurationValue ${pad(value, 5)}`,
      '    iConfiguration          0 ',
      '    bmAttributes         0x80',
      '      (Bus Powered)',
      '    MaxPower              500mA',
    );
    for (const i of interfaces) {
      const association = d.associations[index]?.find((a) => a.first === i.number && i.alternate === 0);
      if (association) lines.push(...verboseAssociation(association));
      lines.push(...verboseInterface(d, i, access));
    }
  }
  if (access) lines.push(...tail, '');
  else lines.push('');
  return lines.join('\n');
}

/** What stands behind the configurations repeats keys of the device. */
const tail = [
  'Binary Object Store Descriptor:',
  '  bLength                 5',
  '  bDescriptorType        15',
  '  wTotalLength       0x0016',
  '  bNumDeviceCaps          2',
  '  USB 2.0 Extension Device Capability:',
  '    bLength                 7',
  '    bDescriptorType        16',
  '    bDevCapabilityType      2',
  '    bmAttributes   0x00000002',
  '      HIRD Link Power Management (LPM) Supported',
  'Device Qualifier (for other device speed):',
  '  bLength                10',
  '  bDescriptorType         6',
  '  bcdUSB               2.00',
  '  bDeviceClass           77 ',
  '  bDeviceSubClass        77 ',
  '  bDeviceProtocol        77 ',
  '  bMaxPacketSize0        64',
  '  bNumConfigurations      7',
  "can't get debug descriptor: Resource temporarily unavailable",
  'Device Status:     0x0000',
  '  (Bus Powered)',
];

function verboseAssociation({ first, count: n, triple: [c, s, p] }: { first: number; count: number; triple: readonly number[] }): string[] {
  return [
    '    Interface Association:',
    '      bLength                 8',
    '      bDescriptorType        11',
    `      bFirstInterface     ${pad(first, 5)}`,
    `      bInterfaceCount     ${pad(n, 5)}`,
    `      bFunctionClass      ${pad(c ?? 0, 5)} ${longClasses[c ?? 0] ?? ''}`,
    `      bFunctionSubClass   ${pad(s ?? 0, 5)} `,
    `      bFunctionProtocol   ${pad(p ?? 0, 5)} `,
    '      iFunction               0 ',
  ];
}

function verboseInterface(d: Printed, i: InterfaceDescriptor, access: boolean): string[] {
  const lines = [
    '    Interface Descriptor:',
    '      bLength                 9',
    '      bDescriptorType         4',
    `      bInterfaceNumber    ${pad(i.number, 5)}`,
    `      bAlternateSetting   ${pad(i.alternate, 5)}`,
    `      bNumEndpoints       ${pad(i.endpoints.length, 5)}`,
    `      bInterfaceClass     ${pad(i.class, 5)} ${longClasses[i.class] ?? '[unknown]'}`,
    `      bInterfaceSubClass  ${pad(i.subclass, 5)} ${i.class === 255 && i.subclass === 255 ? 'Vendor Specific Subclass' : ''}`,
    `      bInterfaceProtocol  ${pad(i.protocol, 5)} ${i.class === 255 && i.protocol === 255 ? 'Vendor Specific Protocol' : ''}`,
    '      iInterface              0 ',
  ];
  for (let at = 0; at < i.extra.length; at += i.extra[at] || 1) {
    const bytes = i.extra.subarray(at, at + (i.extra[at] ?? 1));
    if (i.class === 2) lines.push(...verboseCdc(d, bytes, access));
    else lines.push(`      ** UNRECOGNIZED:  ${[...bytes].map(hex2).join(' ')}`);
  }
  for (const e of i.endpoints) lines.push(...verboseEndpoint(e));
  return lines;
}

function verboseEndpoint(e: EndpointDescriptor): string[] {
  const type = e.type === 'bulk' ? 'Bulk' : e.type === 'interrupt' ? 'Interrupt' : e.type === 'control' ? 'Control' : 'Isochronous';
  return [
    '      Endpoint Descriptor:',
    '        bLength                 7',
    '        bDescriptorType         5',
    `        bEndpointAddress     0x${hex2(e.address)}  EP ${e.address & 15} ${e.address & 0x80 ? 'IN' : 'OUT'}`,
    `        bmAttributes        ${pad(endpointCodes[e.type], 5)}`,
    `          Transfer Type            ${type}`,
    '          Synch Type               None',
    '          Usage Type               Data',
    `        wMaxPacketSize     0x${hex4(e.maxPacketSize)}  1x ${e.maxPacketSize} bytes`,
    `        bInterval           ${pad(e.interval, 5)}`,
  ];
}

/** One functional descriptor in words; in bytes where lsusb has no words for it. */
function verboseCdc(d: Printed, bytes: Uint8Array, access: boolean): string[] {
  const b = (at: number) => bytes[at] ?? 0;
  const w = (at: number) => b(at) | (b(at + 1) << 8);
  const version = (at: number) => `${b(at + 1).toString(16)}.${hex2(b(at))}`;
  switch (b(2)) {
    case 0x00:
      return ['      CDC Header:', `        bcdCDC               ${version(3)}`];
    case 0x01:
      return [
        '      CDC Call Management:',
        `        bmCapabilities       0x${hex2(b(3))}`,
        ...(b(3) & 1 ? ['          call management'] : []),
        ...(b(3) & 2 ? ['          use DataInterface'] : []),
        `        bDataInterface          ${b(4)}`,
      ];
    case 0x02:
      return [
        '      CDC ACM:',
        `        bmCapabilities       0x${hex2(b(3))}`,
        ...(b(3) & 4 ? ['          sends break'] : []),
        ...(b(3) & 2 ? ['          line coding and serial state'] : []),
      ];
    case 0x06:
      return [
        '      CDC Union:',
        `        bMasterInterface        ${b(3)}`,
        `        bSlaveInterface         ${[...bytes.subarray(4)].join(' ')} `,
      ];
    case 0x0f:
      return [
        '      CDC Ethernet:',
        `        iMacAddress             ${pad(b(3), 10)} ${(access && d.string(b(3))) || '(??)'}`,
        `        bmEthernetStatistics    0x${hex4(w(6))}${hex4(w(4))}`,
        `        wMaxSegmentSize         ${pad(w(8), 10)}`,
        `        wNumberMCFilters            0x${hex4(w(10))}`,
        `        bNumberPowerFilters     ${pad(b(12), 10)}`,
      ];
    case 0x1a:
      return [
        '      CDC NCM:',
        `        bcdNcmVersion        ${version(3)}`,
        `        bmNetworkCapabilities 0x${hex2(b(5))}`,
        ...(b(5) & 1 ? ['          packet filter'] : []),
      ];
    case 0x1b:
      return [
        '      CDC MBIM:',
        `        bcdMBIMVersion       ${version(3)}`,
        `        wMaxControlMessage   ${w(5)}`,
        `        bNumberFilters       ${b(7)}`,
        `        bMaxFilterSize       ${b(8)}`,
        `        wMaxSegmentSize      ${w(9)}`,
        `        bmNetworkCapabilities 0x${hex2(b(11))}`,
        ...(b(11) & 0x20 ? ['          8-byte ntb input size'] : []),
      ];
    case 0x1c:
      return [
        '      CDC MBIM Extended:',
        `        bcdMBIMExtendedVersion          ${point(w(3))}`,
        `        bMaxOutstandingCommandMessages    ${pad(b(5), 3)}`,
        `        wMTU                            ${pad(w(6), 5)}`,
      ];
    default:
      return [`      UNRECOGNIZED CDC:  ${[...bytes].map(hex2).join(' ')}`];
  }
}
