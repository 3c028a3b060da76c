import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DumpDevice, MOST_TEXT, readText } from '../../../electron/usb/dumps/index.ts';
import { findModel } from '../../../electron/virtual/models/index.ts';
import {
  type Printed,
  printed,
  writeDebugfs,
  writeLsusbList,
  writeLsusbTree,
  writeLsusbVerbose,
  writeUsbDevices,
} from '../../support/dump-writer.ts';
import { posts } from './posts.ts';

const devicesIn = (text: string) => readText(text).devices;

const dongle = (name: string, address: number): Printed => {
  const model = findModel(name);
  const composition = model?.compositions.at(-1);
  if (!model || composition === undefined) throw new Error(name);
  return printed(model, composition, 0, { bus: 1, address, port: 1 });
};
const dongles = ['huawei-ncm', 'quectel-ec25', 'fibocom-l850', 'sierra-em7455'].map((name, i) => dongle(name, 3 + i));
const writers = [writeDebugfs, writeUsbDevices, writeLsusbVerbose, writeLsusbTree, writeLsusbList] as const;
const texts = dongles.flatMap((d) => writers.map((write) => write(d)));
/** Pieces that mean something to a reader, to be found where they mean nothing. */
const shards = [
  ...[
    'T:',
    'I:*',
    'If#=',
    'Driver=',
    'Ad=',
    '#EPs= 999',
    'Vendor=zzzz',
    'Cls=fff(',
    'MxPS=70000',
    'Bus=',
    '|__ Port',
    'Dev 3, If',
    'Class=',
  ],
  ...[
    'Bus 001 Device 004: ID 12d1:1506',
    'ID 1:2',
    'Device Descriptor:',
    'CDC Union:',
    'bSlaveInterface',
    '** UNRECOGNIZED:  ff 24',
    'CDC',
  ],
  ...[
    'bEndpointAddress 0x181',
    'bInterfaceNumber -1',
    'idVendor',
    '[code]',
    '</pre>',
    '<',
    '&lt;',
    '> > >',
    '\u202e',
    '\ud800',
    '\0',
    '**',
    '`',
    "'",
  ],
];

/** One change to a text, as plain data, so that a failure shrinks. */
const change = fc.record({
  kind: fc.constantFrom('cut', 'drop', 'double', 'insert', 'shard', 'swap', 'post'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat(80),
  text: fc.string({ maxLength: 12, unit: 'binary' }),
  pick: fc.nat(1000),
});
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function changed(text: string, { kind, at, length, text: more, pick }: Change): string {
  const start = Math.floor(at * text.length);
  const [before, middle, after] = [text.slice(0, start), text.slice(start, start + length), text.slice(start + length)];
  switch (kind) {
    case 'cut':
      return pick % 2 ? before : text.slice(start);
    case 'drop':
      return before + after;
    case 'double':
      return before + middle + middle + after;
    case 'insert':
      return before + more + text.slice(start);
    case 'shard':
      return `${before} ${shards[pick % shards.length]} ${text.slice(start)}`;
    case 'swap':
      return after + middle + before;
    default:
      return posts[pick % posts.length]?.post(text) ?? text;
  }
}

/** Control characters, marks of writing direction and other formats, halves of pairs. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}]/u;

const isInteger = (value: number, most: number) => Number.isInteger(value) && value >= 0 && value <= most;

/** Whatever was read is in the ranges that a descriptor can hold. */
function checkBounds(devices: readonly DumpDevice[]): void {
  expect(devices.length).toBeLessThanOrEqual(256);
  for (const d of devices) {
    const bytes = [d.class, d.subclass, d.protocol];
    const words = [d.vid, d.pid, d.bcdDevice];
    const strings = [d.manufacturer, d.product, d.serial].flatMap((s) => s ?? []);
    let sound = d.configurations.length <= 8 && d.notes.length <= 20 && d.notes.every((n) => n.length <= 120);
    sound &&= strings.every((s) => s.length > 0 && s.length <= 126) && [...strings, ...d.notes].every((s) => !UNSEEN.test(s));
    sound &&= [...d.seen].every(([n, driver]) => isInteger(n, 255) && (driver === null || /^[\w.-]{1,64}$/.test(driver)));
    for (const c of d.configurations) {
      sound &&= c.interfaces.length <= 256 && c.associations.length <= 256;
      bytes.push(c.value, ...c.associations.flatMap((a) => [a.first, a.count]));
      for (const i of c.interfaces) {
        sound &&= i.endpoints.length <= 30 && (i.extra?.length ?? 0) <= 4096;
        bytes.push(i.number, i.alternate, i.class, i.subclass, i.protocol);
        for (const e of i.endpoints) {
          bytes.push(e.address, e.interval);
          words.push(e.maxPacketSize);
        }
      }
    }
    sound &&= bytes.every((b) => isInteger(b, 255)) && words.every((w) => isInteger(w, 0xffff));
    if (!sound) expect.fail(JSON.stringify(d));
  }
}

/** Four times as many take sixteen times as long where a reader is quadratic: minutes. */
const MILLION = 1_000_000;

describe('a text of a stranger', () => {
  it('never throws and never yields what no device can have, whatever is changed in it', () => {
    let read = 0;
    fc.assert(
      fc.property(fc.nat(texts.length - 1), fc.nat(texts.length - 1), fc.array(change, { maxLength: 6 }), (one, other, changes) => {
        const text = changes.reduce(changed, `${texts[one]}\n${texts[other]}`);
        const devices = devicesIn(text);
        checkBounds(devices);
        read += devices.length;
      }),
      { numRuns: 1_500 },
    );
    // The changes leave enough for the readers to work on.
    expect(read).toBeGreaterThan(1_500);
  }, 300_000);

  it('of any characters at all never throws', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...shards), fc.string({ unit: 'binary' })), { maxLength: 60 }), (parts) => {
        checkBounds(devicesIn(parts.join(' ')));
        checkBounds(devicesIn(parts.join('\n')));
      }),
      { numRuns: 1_000 },
    );
  });

  /** Four million characters each, made for a reader whose time grows faster than the text. */
  it.each(
    [
      '>',
      '> ',
      '<',
      '<a ',
      '<br ',
      '[quote=',
      '&amp;',
      '**',
      "'",
      ' ',
      '\n',
      '\r',
      'x',
      'x '.repeat(40),
      'x'.repeat(80).concat('\n'),
      '#',
      'Class=x ',
      'Class=x, ',
      'S: Product=x ',
      'S: Product= x x x x',
      'iProduct 2 ',
      'If#=1 ',
      'If#=1 Ad=81 ',
      '#Ifs=1 If#=1 ',
      'Bus=1 If#=1 If#=2 ',
      'Bus=1 Dev#=1 Vendor=1 ProdID=1 If#=1 If#=2 ',
      'bSlaveInterface 1 ',
      'CDC Union: bSlaveInterface 1 ',
      '** UNRECOGNIZED: ff ',
      '05 24 00 10 01 ',
      'bInterfaceNumber 1 CDC ACM: ',
      'Device Descriptor: idVendor 0x1 bInterfaceNumber 1\n',
      'Port 1: Dev 2, If 1, Class=vend., Driver=option, 480M\n',
      'Bus 001 Device 002: ID 1234:5678\n',
      'Bus 001 Device 002: ID 1234:5678 Device Descriptor: bInterfaceNumber 1 bInterfaceNumber 2\n',
    ].map((unit) => [unit] as const),
  )('of a million characters of %j comes to an end', (unit) => {
    // Behind heads, so that the readers are open for it.
    const heads =
      'T: Bus=1 P: Vendor=1234 ProdID=5678\nBus 001 Device 003: ID 1234:5679\nDevice Descriptor:\nbInterfaceNumber 1\nCDC Union:\nbSlaveInterface 1 ';
    checkBounds(devicesIn(heads + unit.repeat(Math.ceil(MILLION / unit.length))));
  });

  it('is read up to four million characters and no further', () => {
    const [text = ''] = texts;
    expect(devicesIn(`${' '.repeat(MOST_TEXT)}\n${text}`)).toEqual([]);
    expect(devicesIn(`${' '.repeat(MOST_TEXT - text.length - 1)}\n${text}`)).toHaveLength(1);
  });

  it('with too many of anything is cut, and says so', () => {
    const lines = (count: number, line: (i: number) => string) => Array.from({ length: count }, (_, i) => line(i)).join('\n');
    const start =
      'T: Bus=01 Dev#= 5\nP: Vendor=12d1 ProdID=1506 Rev= 1.02\nD: Ver= 2.00 Cls=00(>ifc ) Sub=00 Prot=00 #Cfgs= 1\nC:* #Ifs= 1 Cfg#= 1\n';
    const setting = 'I:* If#= 0 Alt= 0 #EPs= 0 Cls=ff(vend.) Sub=01 Prot=02 Driver=option';
    const [settings] = devicesIn(`${start}${lines(300, () => setting)}\nI:* If#= 7 Alt= 0 #EPs= 0 Cls=08 Sub=06 Prot=50`);
    expect(settings?.configurations[0]?.interfaces).toHaveLength(256);
    expect(settings?.configurations[0]?.interfaces.every((i) => i.class === 0xff)).toBe(true);
    expect(settings?.complete).toMatchObject({ interfaces: false, configurations: false });
    const [endpoints] = devicesIn(
      `${start}${setting}\n${lines(40, (i) => `E: Ad=${(i + 0x10).toString(16)}(O) Atr=02(Bulk) MxPS= 512 Ivl=0ms`)}`,
    );
    expect(endpoints?.configurations[0]?.interfaces[0]?.endpoints).toHaveLength(30);
    expect(endpoints?.complete).toMatchObject({ endpoints: false });
    expect(devicesIn(lines(1000, (i) => `Bus 001 Device ${i + 1}: ID 12d1:1506`))).toHaveLength(256);
  });
});
