import { describe, expect, it } from 'vitest';
import { readDump } from '../../../electron/bench/forecast/dumps.ts';
import type { ReportedDevice } from '../../../electron/contract/drivers.ts';
import { chosenConfiguration } from '../../../electron/drivers/shape.ts';
import { readText } from '../../../electron/usb/dumps/index.ts';
import { models } from '../../../electron/virtual/models/index.ts';
import { loadDb } from '../../../modem-db/db.ts';
import {
  type Printed,
  printed,
  writeDebugfs,
  writeLsusbList,
  writeLsusbTree,
  writeLsusbVerbose,
  writeUsbDevices,
} from '../../support/dump-writer.ts';
import { writeAt, writeKernelLog, writeLuci, writeMacos, writeMmcli, writeUsbmode, writeWindows } from '../../support/told-writer.ts';

/** More text never gives a worse answer: whatever forms of one modem stand in a text, and in whatever order, are one device. */

const db = loadDb();
const named = (d: Printed) => ({ maker: d.manufacturer ?? 'Maker', model: d.product ?? 'Modem', firmware: 'FW1.0' });
const forms: Readonly<Record<string, (d: Printed) => string>> = {
  list: writeLsusbList,
  tree: (d) => writeLsusbTree(d),
  'tree of empty classes': (d) => writeLsusbTree(d, 'openwrt'),
  'tree without its root': (d) => writeLsusbTree(d).replace(/^\/:.*\n/, ''),
  log: (d) => writeKernelLog(d),
  mmcli: (d) => writeMmcli(d, named(d)),
  at: (d) => writeAt(named(d)),
  windows: writeWindows,
  macos: writeMacos,
  luci: (d) => writeLuci(d, named(d)),
  usbmode: writeUsbmode,
  'usb-devices': writeUsbDevices,
  debugfs: writeDebugfs,
  'lsusb -v': (d) => writeLsusbVerbose(d),
};
const names = Object.keys(forms);

/** Practice dongles in the configuration that a kernel chooses, those that show interfaces. */
const dongles: Printed[] = models.flatMap((model) =>
  model.compositions.flatMap((composition) => {
    const first = printed(model, composition);
    const chosen = chosenConfiguration({ ...first, activeConfiguration: null })?.value;
    const index = first.configurations.findIndex((c) => c.value === chosen);
    const d = index <= 0 ? first : printed(model, composition, index);
    return index >= 0 && d.configurations[index]?.interfaces.length ? [d] : [];
  }),
);
const some = (every: number) => dongles.filter((_, at) => at % every === 0);
const textOf = (d: Printed, given: readonly string[]) => given.map((name) => forms[name]?.(d) ?? '').join('\n$ and more\n');

/** Whether the verdict took anything for granted that the database or a driver's table had to say. */
const isGuess = ({ assumed }: ReportedDevice) => assumed.some(({ key }) => /composition|modes|ids-|name|disc|by-drivers/.test(key));
/** That of a card nobody serves is known of some ids alone. */
const protoOf = ({ way }: ReportedDevice) => (way?.proto === 'static' ? 'dhcp' : way?.proto);

/** What the smaller text told and the larger one denies. */
function lost(less: ReportedDevice, more: ReportedDevice): string[] {
  const drivers = less.interfaces.flatMap(({ number, told, seen, driver }) => {
    const now = more.interfaces.find((i) => i.number === number);
    const denied = told && (now?.told !== true || now.seen !== seen);
    return denied || (driver !== null && !isGuess(less) && now?.driver !== driver) ? [`driver of ${number}`] : [];
  });
  const ports = less.told.filter(({ node, role, interface: number }) => {
    const now = more.told.find((port) => port.node === node);
    // ModemManager ignores what somebody else uses.
    return !now || (role !== null && role !== 'ignored' && now.role !== role) || (number !== null && now.interface !== number);
  });
  return [
    ...(less.mode !== null && (isGuess(less) ? more.mode === null : more.mode !== less.mode) ? ['mode'] : []),
    ...(less.way !== null && (isGuess(less) ? more.way === null : protoOf(more) !== protoOf(less)) ? ['way'] : []),
    ...(less.vid !== null && !isGuess(less) && (more.vid !== less.vid || more.pid !== less.pid) ? ['ids'] : []),
    ...drivers,
    ...ports.map(({ node }) => `port ${node}`),
  ];
}

function only(d: Printed, given: readonly string[]): ReportedDevice {
  const { devices } = readDump(textOf(d, given), '24.10.8', 'en', db);
  const [device] = devices;
  if (!device || devices.length > 1) throw new Error(`${devices.length} devices of ${d.product} in ${given.join(' + ')}`);
  return device;
}

describe('forms of one modem', () => {
  it('two by two tell what each tells', () => {
    expect(names.length).toBeGreaterThan(12);
    for (const d of some(16)) {
      const alone = new Map(names.map((name) => [name, only(d, [name])]));
      for (const one of names)
        for (const other of names) {
          if (one === other) continue;
          const both = only(d, [one, other]);
          const found = [one, other].flatMap((name) => lost(alone.get(name) ?? both, both));
          expect([d.product, one, other, found]).toEqual([d.product, one, other, []]);
        }
    }
  }, 240_000);

  it('of a larger text tell what those of a smaller one tell', () => {
    const few = ['list', 'tree', 'log', 'mmcli', 'at', 'usb-devices'];
    for (const d of some(16)) {
      const reports = new Map<number, ReportedDevice>();
      for (let set = 1; set < 1 << few.length; set++) {
        const given = few.filter((_, at) => set & (1 << at));
        const whole = only(d, given);
        reports.set(set, whole);
        for (let part = (set - 1) & set; part > 0; part = (part - 1) & set) {
          const less = reports.get(part);
          if (less) expect([d.product, given, lost(less, whole)]).toEqual([d.product, given, []]);
        }
      }
    }
  }, 240_000);

  it('in every order are one device', () => {
    const [d] = some(1000);
    if (!d) throw new Error('no dongle');
    for (const given of ordersOf(['list', 'tree of empty classes', 'log', 'mmcli', 'at'])) {
      const { devices } = readText(textOf(d, given));
      expect([given, devices.length]).toEqual([given, 1]);
      expect(new Set([devices[0]?.form, ...(devices[0]?.alsoIn ?? [])]).size).toBe(5);
      expect(devices[0]).toMatchObject({ vid: d.vid, pid: d.pid, port: `${d.bus}-${d.port}`, address: d.address });
    }
  });

  it('all at once are one device', () => {
    for (const d of some(3)) {
      expect(only(d, names)).toMatchObject({ port: `${d.bus}-${d.port}` });
      expect(only(d, names.toReversed())).toMatchObject({ port: `${d.bus}-${d.port}` });
    }
  }, 120_000);
});

function ordersOf(given: readonly string[]): string[][] {
  return given.length === 0
    ? [[]]
    : given.flatMap((name) => ordersOf(given.filter((other) => other !== name)).map((rest) => [name, ...rest]));
}

describe('what is not one modem', () => {
  const [d, other] = [dongles[0], dongles.find(({ vid }) => vid !== dongles[0]?.vid)];
  if (!d || !other) throw new Error('no dongles');
  const second = { ...other, address: 5, port: 3 };
  const ids = (text: string) => readText(text).devices.map(({ vid, pid }) => `${vid}:${pid}`);

  it.each(['list', 'log', 'usb-devices', 'macos', 'windows'] as const)('two of them, by %s, are two', (name) => {
    expect(ids(`${textOf(d, [name])}\n${textOf(second, [name])}`)).toEqual([`${d.vid}:${d.pid}`, `${second.vid}:${second.pid}`]);
  });

  it.each(['list', 'log', 'usb-devices', 'macos'] as const)('two of a kind, by %s, are two', (name) => {
    expect(ids(`${textOf(d, [name])}\n${textOf({ ...d, address: 5, port: 3 }, [name])}`)).toHaveLength(2);
  });

  it('a log of another time, when it had another address, is of the same one', () => {
    const text = `${writeKernelLog({ ...d, address: 9 })}\n${writeLsusbList(d)}`;
    expect(ids(text)).toHaveLength(1);
    // Of two of a kind nobody can tell which one it was.
    expect(ids(`${text}\n${writeLsusbList({ ...d, address: 5 })}`)).toHaveLength(3);
  });

  it('a tree with two that may be modems is not given the ids of one', () => {
    const tree = `${writeLsusbTree(d)}${writeLsusbTree(second).replace(/^\/:.*\n/, '')}`;
    expect(readText(`${tree}\n${writeUsbmode(d)}`).devices.filter(({ complete }) => complete.ids)).toHaveLength(1);
    expect(readText(`${tree}\n${writeUsbmode(d)}`).devices).toHaveLength(3);
  });

  it('an answer that names another model stays apart', () => {
    const text = `${writeMmcli(d, { maker: 'Quectel', model: 'EC25', firmware: 'EC25X' })}\n${writeAt({ maker: 'Sierra', model: 'EM7565', firmware: 'SWI9X50C' })}`;
    expect(readText(text).devices.map(({ model }) => model)).toEqual(['EC25', 'EM7565']);
  });
});
