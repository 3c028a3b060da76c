import type { Printed } from './dump-writer.ts';

/**
 * Prints virtual dongles as the programs print real ones that show no descriptors: kernel logs, `mmcli`, Windows, macOS, those that switch,
 * terminals, pages of LuCI. The numbers of modem, SIM and person are made up.
 */

const hex4 = (n: number) => n.toString(16).padStart(4, '0');
const point = (n: number) => `${(n >> 8).toString(16).padStart(2)}.${(n & 0xff).toString(16).padStart(2, '0')}`;

export const IMEI = '861234030123455';
export const IMSI = '250991234567890';
export const ICCID = '89701991234567890123';

/** As the kernel names its port. */
export const portOf = ({ bus, port }: Printed) => `${bus}-${port}`;

export interface Node {
  readonly interface: number;
  readonly node: string;
  readonly driver: string;
  readonly kind: 'serial' | 'acm' | 'control' | 'net';
}

const controls = new Set(['qmi_wwan', 'cdc_mbim', 'huawei_cdc_ncm', 'cdc_wdm']);
const cards = new Set(['qmi_wwan', 'cdc_mbim', 'huawei_cdc_ncm', 'cdc_ncm', 'cdc_ether', 'rndis_host']);
const serials = new Set(['option', 'qcserial', 'sierra']);

/** Interfaces that have a driver, in the order of their numbers. */
const bound = (d: Printed) =>
  [...d.drivers].flatMap(([number, driver]) => (driver === null ? [] : [{ number, driver }])).sort((a, b) => a.number - b.number);

/** Whether an interface is the second of a network function: the driver of the first has it, and says nothing of it. */
const isData = (d: Printed, number: number) =>
  d.configurations.some((c) => c.value === d.active && c.interfaces.some((i) => i.number === number && i.class === 0x0a));

/** What appears on a router with nothing else plugged in. */
export function nodesOf(d: Printed): Node[] {
  let [serial, acm, control, net] = [0, 0, 0, 0];
  return bound(d).flatMap(({ number, driver }): Node[] => {
    if (serials.has(driver)) return [{ interface: number, node: `ttyUSB${serial++}`, driver, kind: 'serial' }];
    if (isData(d, number)) return [];
    if (driver === 'cdc_acm') return [{ interface: number, node: `ttyACM${acm++}`, driver, kind: 'acm' }];
    return [
      ...(controls.has(driver) ? [{ interface: number, node: `cdc-wdm${control++}`, driver, kind: 'control' as const }] : []),
      ...(cards.has(driver)
        ? [{ interface: number, node: /qmi|mbim|ncm/.test(driver) ? `wwan${net++}` : `usb${net++}`, driver, kind: 'net' as const }]
        : []),
    ];
  });
}

/** What a program puts before each line of the kernel's. */
export const logHeads = {
  dmesg: (at: number) => `[${String(at).padStart(5)}.${String((at * 7919) % 1_000_000).padStart(6, '0')}] `,
  'dmesg -T': (at: number) => `[Tue Mar  4 10:21:${String(at % 60).padStart(2, '0')} 2025] `,
  logread: (at: number) =>
    `Tue Mar  4 10:21:${String(at % 60).padStart(2, '0')} 2025 kern.info kernel: [${String(at).padStart(5)}.123456] `,
  journalctl: (at: number) => `Mar 04 10:21:${String(at % 60).padStart(2, '0')} router kernel: `,
  '/var/log/messages': (at: number) =>
    `2025-03-04T10:21:${String(at % 60).padStart(2, '0')}.123456+03:00 router kernel: [${String(at).padStart(5)}.123456] `,
  'dmesg -r': (at: number) => `<6>[${String(at).padStart(5)}.123456] `,
} as const;

/** As Linux 5.15 logs it (drivers/usb/core/hub.c, drivers/usb/serial/usb-serial.c, drivers/net/usb/usbnet.c, drivers/usb/class/cdc-wdm.c). */
export function writeKernelLog(d: Printed, style: keyof typeof logHeads = 'dmesg'): string {
  const port = portOf(d);
  const [mfr, product, serial] = d.stringIndexes;
  const lines = [
    `usb ${port}: new high-speed USB device number ${d.address} using xhci_hcd`,
    `usb ${port}: New USB device found, idVendor=${hex4(d.vid)}, idProduct=${hex4(d.pid)}, bcdDevice=${point(d.bcdDevice)}`,
    `usb ${port}: New USB device strings: Mfr=${mfr}, Product=${product}, SerialNumber=${serial}`,
    ...(d.product === null ? [] : [`usb ${port}: Product: ${d.product}`]),
    ...(d.manufacturer === null ? [] : [`usb ${port}: Manufacturer: ${d.manufacturer}`]),
    ...(d.serial === null ? [] : [`usb ${port}: SerialNumber: ${d.serial}`]),
    ...bound(d).flatMap(({ number, driver }) => interfaceLines(d, number, driver)),
  ];
  return `${lines.map((line, at) => logHeads[style](12 + at) + line).join('\n')}\n`;
}

function interfaceLines(d: Printed, number: number, driver: string): string[] {
  const port = portOf(d);
  const at = `${port}:${d.active}.${number}`;
  const nodes = nodesOf(d).filter((one) => one.interface === number);
  const [control, net] = [nodes.find(({ kind }) => kind === 'control'), nodes.find(({ kind }) => kind === 'net')];
  if (serials.has(driver)) {
    const name = driver === 'option' ? 'GSM modem (1-port)' : driver === 'sierra' ? 'Sierra USB modem' : 'Qualcomm USB modem';
    return [`${driver} ${at}: ${name} converter detected`, `usb ${port}: ${name} converter now attached to ${nodes[0]?.node ?? ''}`];
  }
  if (isData(d, number)) return [];
  if (driver === 'cdc_acm') return [`cdc_acm ${at}: ${nodes[0]?.node ?? ''}: USB ACM device`];
  if (driver === 'usb-storage') return [`usb-storage ${at}: USB Mass Storage device detected`, `scsi host0: usb-storage ${at}`];
  return [
    ...(control ? [`${driver} ${at}: ${control.node}: USB WDM device`] : []),
    ...(net
      ? [`${driver} ${at} ${net.node}: register '${driver}' at usb-0000:00:14.0-${d.port}, WWAN device, 02:1e:10:1f:00:00`]
      : control
        ? []
        : [`${driver} ${at}: bound`]),
  ];
}

/** What a modem says that it is, for those that ask it. */
export interface Names {
  readonly maker: string;
  readonly model: string;
  readonly firmware: string;
}

/** ModemManager's word for what a port is for. */
const wordOf = ({ kind, driver }: Node, at: boolean) =>
  kind === 'control'
    ? driver === 'cdc_mbim'
      ? 'mbim'
      : driver === 'qmi_wwan'
        ? 'qmi'
        : 'at'
    : kind === 'net'
      ? 'net'
      : at
        ? 'at'
        : 'ignored';

function mmcliFacts(d: Printed) {
  const nodes = nodesOf(d);
  return {
    device: `/sys/devices/pci0000:00/0000:00:14.0/usb${d.bus}/${portOf(d)}`,
    drivers: [...new Set(bound(d).map(({ driver }) => (driver === 'option' ? 'option1' : driver)))],
    ports: nodes.map((node, at) => `${node.node} (${wordOf(node, at > 0)})`),
    primary: nodes.find(({ kind }) => kind === 'control')?.node ?? nodes[0]?.node ?? '--',
  };
}

/** `mmcli -m 0` of ModemManager 1.22 (cli/mmcli-output.c): a table whose lists go on in the next line. */
export function writeMmcli(d: Printed, { maker, model, firmware }: Names): string {
  const { device, drivers, ports, primary } = mmcliFacts(d);
  const rule = `  ${'-'.repeat(34)}`;
  const row = (section: string, key: string, value: string) => `  ${section.padEnd(9)}|${key.padStart(26)}: ${value}`;
  const wrapped = ports.length > 3 ? [ports.slice(0, 3).join(', ').concat(', '), ports.slice(3).join(', ')] : [ports.join(', ')];
  return [
    rule,
    row('General', 'path', '/org/freedesktop/ModemManager1/Modem/0'),
    row('', 'device id', '0123456789abcdef0123456789abcdef01234567'),
    rule,
    row('Hardware', 'manufacturer', maker),
    row('', 'model', model),
    row('', 'firmware revision', firmware),
    row('', 'carrier config', 'default'),
    row('', 'h/w revision', '10000'),
    row('', 'supported', 'gsm-umts, lte'),
    row('', 'current', 'gsm-umts, lte'),
    row('', 'equipment id', IMEI),
    rule,
    row('System', 'device', device),
    row('', 'drivers', drivers.join(', ')),
    row('', 'plugin', 'generic'),
    row('', 'primary port', primary),
    ...wrapped.map((part, at) => (at === 0 ? row('', 'ports', part) : `  ${' '.repeat(9)}|${' '.repeat(28)}${part}`)),
    rule,
    row('Status', 'unlock retries', 'sim-pin (3), sim-puk (10)'),
    row('', 'state', 'registered'),
    row('', 'power state', 'on'),
    row('', 'access tech', 'lte'),
    row('', 'signal quality', '67% (recent)'),
    rule,
    row('3GPP', 'imei', IMEI),
    row('', 'operator id', '00101'),
    '',
  ].join('\n');
}

/** `mmcli -m 0 -K`. */
export function writeMmcliKeys(d: Printed, { maker, model, firmware }: Names): string {
  const { device, drivers, ports, primary } = mmcliFacts(d);
  const list = (key: string, values: readonly string[]) => [
    [`${key}.length`, String(values.length)],
    ...values.map((value, at) => [`${key}.value[${at + 1}]`, value]),
  ];
  const rows = [
    ['modem.dbus-path', '/org/freedesktop/ModemManager1/Modem/0'],
    ['modem.generic.device-identifier', '0123456789abcdef0123456789abcdef01234567'],
    ['modem.generic.manufacturer', maker],
    ['modem.generic.model', model],
    ['modem.generic.revision', firmware],
    ['modem.generic.carrier-configuration', 'default'],
    ['modem.generic.carrier-configuration-revision', '--'],
    ['modem.generic.hardware-revision', '10000'],
    ...list('modem.generic.supported-capabilities', ['gsm-umts, lte']),
    ['modem.generic.equipment-identifier', IMEI],
    ['modem.generic.device', device],
    ...list('modem.generic.drivers', drivers),
    ['modem.generic.plugin', 'generic'],
    ['modem.generic.primary-port', primary],
    ...list('modem.generic.ports', ports),
    ['modem.generic.state', 'registered'],
    ['modem.3gpp.imei', IMEI],
  ];
  return `${rows.map(([key = '', value = '']) => `${key.padEnd(50)}: ${value}`).join('\n')}\n`;
}

/** `mmcli -m 0 -J`: one line, unless somebody had it printed nicely. */
export function writeMmcliJson(d: Printed, { maker, model, firmware }: Names, indent?: number): string {
  const { device, drivers, ports, primary } = mmcliFacts(d);
  const generic = {
    ...{ 'access-technologies': ['lte'], bearers: [], 'carrier-configuration': 'default', 'carrier-configuration-revision': '--' },
    ...{ 'current-bands': Array.from({ length: 40 }, (_, at) => `eutran-${at + 1}`), 'current-capabilities': ['gsm-umts, lte'] },
    ...{ 'current-modes': 'allowed: 2g, 3g, 4g; preferred: 4g', device, 'device-identifier': '0123456789abcdef', drivers },
    ...{ 'equipment-identifier': IMEI, 'hardware-revision': '10000', manufacturer: maker, model, 'own-numbers': [], plugin: 'generic' },
    ...{ ports, 'power-state': 'on', 'primary-port': primary, revision: firmware, 'signal-quality': { recent: 'yes', value: '67' } },
    ...{ state: 'registered', 'supported-bands': Array.from({ length: 60 }, (_, at) => `eutran-${at + 1}`) },
  };
  const modem = {
    '3gpp': { imei: IMEI, 'operator-code': '00101' },
    'dbus-path': '/org/freedesktop/ModemManager1/Modem/0',
    generic,
  };
  return `${JSON.stringify({ modem }, null, indent)}\n`;
}

const upper4 = (n: number) => hex4(n).toUpperCase();

/** Hardware and compatible ids as Windows' device manager has them for each function of a composite device ("Standard USB Identifiers"). */
export function writeWindows(d: Printed): string {
  const base = `USB\\VID_${upper4(d.vid)}&PID_${upper4(d.pid)}`;
  const revision = d.bcdDevice.toString(16).padStart(4, '0');
  const interfaces = d.configurations.find((c) => c.value === d.active)?.interfaces.filter((i) => i.alternate === 0) ?? [];
  const two = (n: number) => n.toString(16).padStart(2, '0');
  return interfaces
    .flatMap(({ number, class: c, subclass: s, protocol: p }) => [
      `${base}&REV_${revision}&MI_${two(number)}`,
      `${base}&MI_${two(number)}`,
      `USB\\Class_${two(c)}&SubClass_${two(s)}&Prot_${two(p)}`,
      `USB\\Class_${two(c)}&SubClass_${two(s)}`,
      `USB\\Class_${two(c)}`,
      '',
    ])
    .join('\n');
}

/** `system_profiler SPUSBDataType` of macOS. */
export function writeMacos(d: Printed): string {
  const vendor = d.manufacturer === null ? '' : `  (${d.manufacturer})`;
  const location = `0x${d.bus.toString(16).padStart(2, '0')}${d.port}00000 / ${d.address}`;
  return [
    'USB:',
    '',
    '    USB 3.0 Bus:',
    '',
    '      Host Controller Driver: AppleUSBXHCILPTH',
    '      PCI Device ID: 0x8c31',
    '      PCI Revision ID: 0x0005',
    '      PCI Vendor ID: 0x8086',
    '',
    `        ${d.product ?? 'Mobile'}:`,
    '',
    `          Product ID: 0x${hex4(d.pid)}`,
    `          Vendor ID: 0x${hex4(d.vid)}${vendor}`,
    `          Version: ${point(d.bcdDevice).trim()}`,
    ...(d.serial === null ? [] : [`          Serial Number: ${d.serial}`]),
    '          Speed: Up to 480 Mb/s',
    ...(d.manufacturer === null ? [] : [`          Manufacturer: ${d.manufacturer}`]),
    `          Location ID: ${location}`,
    '          Current Available (mA): 500',
    '          Current Required (mA): 500',
    '          Extra Operating Current (mA): 0',
    '',
  ].join('\n');
}

/** `ioreg -p IOUSB -l -w 0` of macOS: its numbers are decimal. */
export function writeIoreg(d: Printed): string {
  return [
    `  | +-o ${d.product ?? 'Mobile'}@14200000  <class AppleUSBDevice, id 0x1000008d4, registered, matched, active, busy 0 (12 ms), retain 17>`,
    '  |     {',
    '  |       "sessionID" = 2345678901234',
    `  |       "idProduct" = ${d.pid}`,
    '  |       "bNumConfigurations" = 1',
    `  |       "bcdDevice" = ${d.bcdDevice}`,
    '  |       "Bus Power Available" = 250',
    '  |       "USB Address" = 12',
    ...(d.product === null ? [] : [`  |       "USB Product Name" = "${d.product}"`]),
    `  |       "locationID" = ${0x14200000}`,
    ...(d.manufacturer === null ? [] : [`  |       "USB Vendor Name" = "${d.manufacturer}"`]),
    `  |       "idVendor" = ${d.vid}`,
    '  |     }',
    '',
  ].join('\n');
}

/** `usbmode -l` of OpenWrt (usbmode, main.c). */
export function writeUsbmode(d: Printed): string {
  const told = [
    ['Manufacturer', d.manufacturer],
    ['Product', d.product],
    ['Serial', d.serial],
  ].flatMap(([key, value]) => (value === null ? [] : [`${key}: "${value}"`]));
  return `Found device: ${hex4(d.vid)}:${hex4(d.pid)} ${told.join(', ')}\n`;
}

/** `usb_modeswitch -W -v … -p …` (usb_modeswitch.c, 2.6.1). */
export function writeModeswitch(d: Printed): string {
  return [
    'Take all parameters from the command line',
    '',
    ' * usb_modeswitch: handle USB devices with multiple modes',
    ' * Version 2.6.1 (C) Josua Dietze 2017',
    ' * Based on libusb1/libusbx',
    '',
    ' ! PLEASE REPORT NEW CONFIGURATIONS !',
    '',
    `DefaultVendor=  0x${hex4(d.vid)}`,
    `DefaultProduct= 0x${hex4(d.pid)}`,
    'HuaweiNewMode=1',
    '',
    'Look for default devices ...',
    '  found USB ID 1d6b:0002',
    `  found USB ID ${hex4(d.vid)}:${hex4(d.pid)}`,
    '   vendor ID matched',
    '   product ID matched',
    ' Found devices in default mode (1)',
    `Access device ${String(d.address).padStart(3, '0')} on bus ${String(d.bus).padStart(3, '0')}`,
    'Get the current device configuration ...',
    'Current configuration number is 1',
    'Use interface number 0',
    ' with class 8',
    'Use endpoints 0x01 (out) and 0x81 (in)',
    '',
    'USB description data (for identification)',
    '-------------------------',
    `Manufacturer: ${d.manufacturer ?? 'read error'}`,
    `     Product: ${d.product ?? 'read error'}`,
    `  Serial No.: ${d.serial ?? 'not provided'}`,
    '-------------------------',
    'Using standard Huawei switching message',
    'Looking for active drivers ...',
    ' OK, driver detached',
    'Set up interface 0',
    'Use endpoint 0x01 for message sending ...',
    'Trying to send message 1 to endpoint 0x01 ...',
    ' OK, message successfully sent',
    'Reset response endpoint 0x81',
    'Reset message endpoint 0x01',
    '-> Run lsusb to note any changes. Bye!',
    '',
  ].join('\n');
}

/** How a terminal shows questions and answers. */
export interface Terminal {
  readonly echo: boolean;
  /** Before a question. */
  readonly prompt: string;
  /** Whether each answer ends with its result code. */
  readonly results: boolean;
}

export const terminal: Terminal = { echo: true, prompt: '', results: true };

/** Questions as 3GPP TS 27.007, 5.1 to 5.6, has them, and ATI (V.250, 6.1.3). */
export function writeAt({ maker, model, firmware }: Names, { echo, prompt, results }: Terminal = terminal): string {
  const asked: readonly (readonly [string, readonly string[]])[] = [
    ['ATI', [maker, model, `Revision: ${firmware}`]],
    ['AT+CGMI', [maker]],
    ['AT+CGMM', [model]],
    ['AT+CGMR', [firmware]],
    ['AT+CSQ', ['+CSQ: 22,99']],
  ];
  const lines = asked.flatMap(([command, answer]) => [
    ...(echo ? [`${prompt}${command}`] : []),
    ...answer,
    ...(results ? ['', 'OK', ''] : ['']),
  ]);
  return `${lines.join('\n')}\n`;
}

/** Rows of a page of LuCI, copied as text: a tab between key and value. */
export function writeLuci(d: Printed, { maker, model, firmware }: Names): string {
  const port = nodesOf(d).find(({ kind }) => kind === 'serial')?.node;
  const rows = [
    ['Manufacturer', maker],
    ['Modem', model],
    ['Firmware version', firmware],
    ...(port === undefined ? [] : [['AT port', `/dev/${port}`]]),
    ['USB ID', `${hex4(d.vid)}:${hex4(d.pid)}`],
    ['IMEI', IMEI],
    ['IMSI', IMSI],
    ['ICCID', ICCID],
    ['Signal', '67%'],
  ];
  return `${rows.map((row) => row.join('\t')).join('\n')}\n`;
}

/** What 3ginfo-lite's script prints for its page: no ids, and the protocol of the interface. */
export function writeThreeGinfo(d: Printed, { maker, model, firmware }: Names, protocol: string): string {
  const port = nodesOf(d).find(({ kind }) => kind === 'serial')?.node;
  const rows = [
    ['conn_time', '01:12:44'],
    ['rx', '12 MiB'],
    ['tx', '3 MiB'],
    ['modem', `${maker} ${model}`],
    ['mtemp', '41 &deg;C'],
    ['firmware', firmware],
    ['cport', port === undefined ? '' : `/dev/${port}`],
    ['protocol', protocol],
    ['csq', '22'],
    ['signal', '70'],
    ['operator_name', 'Test'],
    ['imei', IMEI],
    ['imsi', IMSI],
    ['iccid', ICCID],
  ];
  return `{\n${rows.map(([key, value]) => `"${key}":"${value}"`).join(',\n')}\n}\n`;
}
