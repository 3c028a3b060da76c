import { readDump } from '../../../electron/bench/forecast/dumps.ts';
import { mostReported, ReportedDevice, UnreadLines } from '../../../electron/contract/drivers.ts';
import { UsbError, type UsbHandle } from '../../../electron/seams/usb-bus.ts';
import { executeSwitch } from '../../../electron/switching/execute-switch.ts';
import { inquiryNames } from '../../../electron/switching/inquiry.ts';
import { parseDescriptors } from '../../../electron/usb/descriptors.ts';
import { readText } from '../../../electron/usb/dumps/index.ts';
import { configurationDescriptor, deviceDescriptor } from '../../../electron/virtual/descriptors.ts';
import { models } from '../../../electron/virtual/models/index.ts';
import { VirtualModem } from '../../../electron/virtual/modem.ts';
import { loadDb } from '../../../modem-db/db.ts';
import { importSwitches } from '../../../modem-db/import.ts';
import { printed, writeDebugfs, writeLsusbList, writeLsusbTree, writeLsusbVerbose, writeUsbDevices } from '../../support/dump-writer.ts';
import { exportSwitch } from '../../support/switch-text.ts';
import {
  type logHeads,
  writeAt,
  writeIoreg,
  writeKernelLog,
  writeLuci,
  writeMacos,
  writeMmcli,
  writeMmcliJson,
  writeMmcliKeys,
  writeModeswitch,
  writeThreeGinfo,
  writeUsbmode,
  writeWindows,
} from '../../support/told-writer.ts';
import { posts } from '../../usb/dumps/posts.ts';
import type { Random } from '../random.ts';
import { InstantClock } from './instant-clock.ts';
import { bytesOf, mutated, mutatedText } from './mutate.ts';
import type { Prey } from './prey.ts';

const shapes = models.flatMap((model) =>
  model.compositions.map((composition) => {
    const { spec } = model.compose(composition, new VirtualModem(model, { clock: new InstantClock() }).body);
    const parts = [deviceDescriptor(spec), ...spec.configurations.map((_, index) => configurationDescriptor(spec, index))];
    return Uint8Array.from(Buffer.concat(parts));
  }),
);

export const descriptors: Prey = {
  name: 'descriptors',
  feed: (random) => {
    parseDescriptors(mutated(random, shapes));
  },
};

const heads = [
  'dmesg',
  'dmesg -T',
  'logread',
  'journalctl',
  '/var/log/messages',
  'dmesg -r',
] as const satisfies readonly (keyof typeof logHeads)[];
const dumpTexts = models.flatMap((model, at) => {
  const [composition = ''] = model.compositions;
  const d = printed(model, composition);
  const names = { maker: d.manufacturer ?? 'Maker', model: d.product ?? 'Modem', firmware: 'FW1.0' };
  const dumps = [writeUsbDevices(d), writeDebugfs(d), writeLsusbVerbose(d), writeLsusbTree(d, 'verbose'), writeLsusbList(d)];
  const told = [writeWindows(d), writeMacos(d), writeIoreg(d), writeUsbmode(d), writeModeswitch(d), writeAt(names), writeLuci(d, names)];
  const managed = [writeMmcli(d, names), writeMmcliKeys(d, names), writeMmcliJson(d, names), writeMmcliJson(d, names, 2)];
  return [...dumps, ...told, ...managed, writeThreeGinfo(d, names, 'qmi'), writeKernelLog(d, heads[at % heads.length])];
});
const dumpBytes = dumpTexts.map(bytesOf);
const dumpWords = [
  ...['Driver=', 'If#=255', '#EPs=99', 'Cls=0a', 'Cfg#=9', '{{by}}', '\u0000', '\r', '\n\n', 'bNumInterfaces 300', 'ID ffff:ffff'],
  ...[
    'idVendor=',
    'option 1-1:1.255: ',
    ' now attached to tty',
    'USB disconnect',
    'error -71',
    ' (at), ',
    '"x": [',
    '":{"',
    '\\n',
    '/sys/1-1/',
    'VID_',
    '&MI_ff',
    'COM9)',
  ],
  ...[
    'AT+CGMM',
    "--command='",
    'OK\n',
    'ERROR',
    'Found device: ',
    'Location ID: 0x',
    "network.a.b='c'\n",
    'config a\n',
    ' | ',
    '\t',
    '\u0000\u0000',
    ': ',
    '= ',
  ],
].map(bytesOf);

/** Whole texts one behind the other, line by line among each other, or twice, before anything is changed in them. */
function mixed(random: Random): Uint8Array {
  const [one, other] = [random.pick(dumpTexts), random.pick(dumpTexts)];
  switch (random.below(4)) {
    case 0:
      return bytesOf(`${one}\n${other}`);
    case 1: {
      const [lines, others] = [one.split('\n'), other.split('\n')];
      return bytesOf(lines.flatMap((line, at) => [line, ...others.slice(at, at + 1)]).join('\n'));
    }
    case 2:
      return bytesOf(`${one}\n${one}`);
    default:
      return bytesOf(one);
  }
}

function dumpText(random: Random): string {
  const text = mutatedText(random, [mixed(random), ...(random.oneIn(3) ? [random.pick(dumpBytes)] : [])], dumpWords);
  return random.oneIn(3) ? random.pick(posts).post(text) : text;
}

export const dumps: Prey = {
  name: 'dumps',
  feed: (random) => {
    readText(dumpText(random));
  },
};

const db = loadDb();

/** The same, to the report that a page shows. */
export const reports: Prey = {
  name: 'driver reports',
  feed: (random) => {
    const { devices, unread } = readDump(
      dumpText(random),
      random.pick(['21.02.0', '23.05.3', '24.10.8', '25.12.5']),
      random.pick(['en', 'ru'] as const),
      db,
    );
    if (devices.length > mostReported) throw new TypeError(`${devices.length} devices`);
    for (const device of devices) ReportedDevice.parse(device);
    UnreadLines.parse(unread);
  },
};

const inquiry = Uint8Array.from(Buffer.from(`0080020220000000${Buffer.from('HUAWEI  Mass Storage    2.31').toString('hex')}`, 'hex'));
const csw = Uint8Array.from(Buffer.from('55534253785634120000000000', 'hex'));

/** A drive that answers a switch with anything, or with an error of the bus. */
function drive(answer: () => Uint8Array): UsbHandle {
  const nothing = async () => undefined;
  const interfaces = [
    {
      number: 0,
      alternate: 0,
      class: 8,
      subclass: 6,
      protocol: 0x50,
      extra: new Uint8Array(),
      endpoints: [0x81, 0x01].map((address) => ({ address, type: 'bulk' as const, maxPacketSize: 512, interval: 0 })),
    },
  ];
  return {
    sighting: {
      portPath: '1-1',
      enumeration: 1,
      address: 2,
      vid: 0x12d1,
      pid: 0x1446,
      bcdDevice: 0,
      class: 0,
      subclass: 0,
      protocol: 0,
      manufacturer: null,
      product: null,
      serial: null,
      configurations: [{ value: 1, interfaces }],
      activeConfiguration: 1,
    },
    claim: nothing,
    release: nothing,
    kernelDriverActive: async () => false,
    detachKernelDriver: nothing,
    attachKernelDriver: nothing,
    setAlternate: nothing,
    setConfiguration: nothing,
    controlOut: async (_setup, data) => data.length,
    controlIn: async () => answer(),
    transferOut: async (_endpoint, data) => data.length,
    transferIn: async () => answer(),
    clearHalt: nothing,
    reset: nothing,
    close: nothing,
  };
}

export const drives: Prey = {
  name: 'drives',
  feed: async (random) => {
    inquiryNames(mutated(random, [inquiry]));
    const answer = () => {
      if (random.oneIn(5)) throw new UsbError(random.pick(['stall', 'timeout', 'gone', 'overflow', 'io'] as const), 'no');
      return mutated(random, [csw, inquiry]);
    };
    const clock = new InstantClock();
    const transfers = [
      { kind: 'bulk-out' as const, endpoint: 1, data: '55534243785634120000000000000011062000000101000100000000000000', timeoutMs: 100 },
      { kind: 'csw' as const, endpoint: 0x81, dataLength: random.pick([0, 36, 192]), attempts: random.between(1, 5), timeoutMs: 100 },
    ];
    await clock.run(executeSwitch(drive(answer), transfers, clock));
  },
};

const switchFiles = db.vendors
  .flatMap((v) => v.switches)
  .flatMap((entry) => exportSwitch(entry) ?? [])
  .concat(
    'ATTRS{idVendor}=="12d1", ATTRS{idProduct}=="1f01", RUN+="/usr/sbin/usb_modeswitch -v %s{idVendor} -p 1f01 -WJ -M \'5553\'"',
    '"19d2:1405": { "*": { "t_vendor": 6610, "t_product": [ 359 ], "mode": "StandardEject", "msg": [ 34 ] } },',
  )
  .map(bytesOf);
const switchWords = [
  'usb_modeswitch -v ',
  '"*": {',
  '[',
  '}',
  '\\',
  'MessageContent=',
  'TargetProductList="',
  'HuaweiMode=1',
  '0x',
  '"',
  '#',
  '\n',
  '=',
  ';',
].map(bytesOf);

export const switchImports: Prey = {
  name: 'switch files',
  feed: (random) => {
    const result = importSwitches(mutatedText(random, switchFiles, switchWords), {
      fileName: '12d1:1446',
      source: 'an attack on the importer',
    });
    if (result.entries.length === 0 && result.problems.length === 0) throw new TypeError('refused without a reason');
  },
};
