import { describe, expect, it } from 'vitest';
import { chosenConfiguration, type DeviceShape } from '../../../electron/drivers/shape.ts';
import type { ConfigurationDescriptor } from '../../../electron/seams/usb-bus.ts';
import { type DumpDevice, readText } from '../../../electron/usb/dumps/index.ts';
import { models } from '../../../electron/virtual/models/index.ts';
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

const inForce = (d: Printed) => d.configurations.filter((c) => c.value === d.active);

/** Every practice dongle in every composition and every configuration, at places of their own. */
const dongles: Printed[] = models.flatMap((model, m) =>
  model.compositions.flatMap((composition, c) => {
    const at = (i: number) => ({ bus: 1 + (m % 9), address: 2 + 8 * c + i, port: 1 + (m % 7) });
    const first = printed(model, composition);
    return first.configurations.map((_, i) => printed(model, composition, i, at(i)));
  }),
);

const withInterfaces = dongles.filter((d) => inForce(d).some((c) => c.interfaces.length > 0));

const only = (devices: readonly DumpDevice[]): DumpDevice => {
  expect(devices).toHaveLength(1);
  const [device] = devices;
  if (!device) throw new Error('no device');
  return device;
};

const interfacesOf = (configurations: readonly Pick<ConfigurationDescriptor, 'value' | 'interfaces'>[] | DumpDevice['configurations']) =>
  configurations.map((c) => ({
    value: c.value,
    interfaces: c.interfaces.map(({ extra: _, ...i }) => ({ counted: i.endpoints.length, ...i })),
  }));
const extras = (configurations: DumpDevice['configurations'] | readonly ConfigurationDescriptor[]) =>
  configurations.flatMap((c) => c.interfaces.map((i) => (i.extra === null ? null : [...i.extra])));
const firstSettings = (d: Printed) => inForce(d).map((c) => ({ ...c, interfaces: c.interfaces.filter((i) => i.alternate === 0) }));
const headOf = ({ vid, pid, bcdDevice, class: c, subclass, protocol }: Printed | DumpDevice) => ({
  vid,
  pid,
  bcdDevice,
  c,
  subclass,
  protocol,
});
const strings = ({ manufacturer, product, serial }: Printed | DumpDevice) => [manufacturer, product, serial];
const drivers = (d: Printed) => new Map([...d.drivers].sort(([a], [b]) => a - b));
const seen = (d: DumpDevice) => new Map([...d.seen].sort(([a], [b]) => a - b));

/** What a text in one form must give; checked for the bare text and for each way of posting it. */
const checks: Record<string, { write: (d: Printed) => string; check: (device: DumpDevice, d: Printed) => void; of?: readonly Printed[] }> =
  {
    'usb-devices': {
      write: writeUsbDevices,
      check: (device, d) => {
        expect(device).toMatchObject({ form: 'usb-devices', bus: d.bus, address: d.address, activeConfiguration: d.active });
        expect(headOf(device)).toEqual(headOf(d));
        expect(strings(device)).toEqual(strings(d));
        expect(interfacesOf(device.configurations)).toEqual(interfacesOf(firstSettings(d)));
        expect(seen(device)).toEqual(drivers(d));
        expect(device.complete).toEqual({
          ...all,
          configurations: d.configurations.length === 1,
          alternates: false,
          extra: false,
        });
      },
    },
    debugfs: {
      write: writeDebugfs,
      check: (device, d) => {
        expect(device).toMatchObject({ form: 'debugfs', bus: d.bus, address: d.address, activeConfiguration: d.active });
        expect(headOf(device)).toEqual(headOf(d));
        expect(strings(device)).toEqual(strings(d));
        expect(interfacesOf(device.configurations)).toEqual(interfacesOf(d.configurations));
        expect(device.configurations.map((c) => c.associations)).toEqual(
          d.associations.map((l) =>
            l.map(({ first, count, triple: [cls, subclass, protocol] }) => ({ first, count, class: cls, subclass, protocol })),
          ),
        );
        expect(seen(device)).toEqual(drivers(d));
        expect(device.complete).toEqual({ ...all, extra: false });
      },
    },
    'lsusb -v': {
      write: (d) => writeLsusbVerbose(d),
      check: (device, d) => {
        expect(device).toMatchObject({ form: 'lsusb-v', bus: d.bus, address: d.address, activeConfiguration: null });
        expect(headOf(device)).toEqual(headOf(d));
        expect(strings(device)).toEqual(strings(d));
        expect(interfacesOf(device.configurations)).toEqual(interfacesOf(d.configurations));
        expect(extras(device.configurations)).toEqual(extras(d.configurations));
        expect(device.configurations.map((c) => c.associations)).toEqual(
          d.associations.map((l) =>
            l.map(({ first, count, triple: [cls, subclass, protocol] }) => ({ first, count, class: cls, subclass, protocol })),
          ),
        );
        expect(device.seen.size).toBe(0);
        expect(device.complete).toEqual({ ...all, drivers: false });
      },
    },
    'lsusb -v without access': {
      write: (d) => writeLsusbVerbose(d, false),
      check: (device, d) => {
        expect(headOf(device)).toEqual(headOf(d));
        expect(strings(device)).toEqual([null, null, null]);
        expect(interfacesOf(device.configurations)).toEqual(interfacesOf(d.configurations));
        expect(extras(device.configurations)).toEqual(extras(d.configurations));
        expect(device.complete).toEqual({ ...all, strings: d.stringIndexes.every((i) => i === 0), drivers: false });
      },
    },
    'lsusb -t': {
      write: (d) => writeLsusbTree(d),
      check: (device, d) => checkTree(device, d, false),
      of: withInterfaces,
    },
    'lsusb -t of older versions': {
      write: (d) => writeLsusbTree(d, 'old'),
      check: (device, d) => checkTree(device, d, false),
      of: withInterfaces,
    },
    'lsusb -tv': {
      // The root hub has ids too.
      write: (d) => writeLsusbTree(d, 'verbose').replace(/ {4}ID 1d6b.*\n/, ''),
      check: (device, d) => checkTree(device, d, true),
      of: withInterfaces,
    },
  };

const all = {
  ids: true,
  revision: true,
  deviceClass: true,
  strings: true,
  configurations: true,
  interfaces: true,
  triples: true,
  alternates: true,
  endpoints: true,
  extra: true,
  drivers: true,
};

function checkTree(device: DumpDevice, d: Printed, ids: boolean): void {
  expect(device).toMatchObject({ form: 'lsusb-t', bus: d.bus, address: d.address });
  expect(ids ? [device.vid, device.pid] : device.complete.ids).toEqual(ids ? [d.vid, d.pid] : false);
  const [{ interfaces } = { interfaces: [] }] = firstSettings(d);
  expect(device.configurations.flatMap((c) => c.interfaces.map((i) => [i.number, i.class]))).toEqual(
    interfaces.map((i) => [i.number, i.class]),
  );
  expect(seen(device)).toEqual(drivers(d));
  expect(device.complete).toMatchObject({ ids, triples: false, endpoints: false, extra: false, drivers: true, interfaces: true });
}

describe.each(Object.entries(checks))('%s of every practice dongle', (_, { write, check, of = dongles }) => {
  it('is read back', () => {
    expect(of.length).toBeGreaterThan(60);
    for (const d of of) {
      const device = only(devicesIn(write(d)));
      check(device, d);
      expect(device.notes).toEqual([]);
    }
  });

  it.each(posts.map((post, n) => ({ ...post, n })))('is read back when it was posted $name', ({ post, notes, n, every = 3 }) => {
    // A third of them each, or less, and others for the next way of posting.
    for (const d of of.filter((_, i) => i % every === n % every)) {
      const device = only(devicesIn(post(write(d))));
      check(device, d);
      if (notes === undefined) expect(device.notes).toEqual([]);
    }
  });

  it('is read back when all are in one text', () => {
    const some = of.slice(0, 100).map((d, i) => ({ ...d, bus: 1 + (i >> 5), address: 2 + (i & 31) }));
    const devices = devicesIn(some.map(write).join('\n'));
    expect(devices).toHaveLength(some.length);
    for (const [i, device] of devices.entries()) check(device, some[i] ?? never());
  });

  it('leaves nothing false when cut off at any line', () => {
    for (const d of of.filter((_, i) => i % 36 === 0)) {
      const lines = write(d).split('\n');
      for (let n = 1; n < lines.length; n++) {
        for (const device of devicesIn(lines.slice(0, n).join('\n'))) {
          // What says that it is complete equals the whole; the rest is a beginning of it.
          const whole = device.configurations.flatMap((c) => c.interfaces);
          const source = d.configurations.flatMap((c) => c.interfaces);
          for (const i of whole) {
            const twins = source.filter((s) => s.number === i.number && s.alternate === i.alternate);
            if (device.complete.triples)
              expect(twins.map((s) => [s.class, s.subclass, s.protocol])).toContainEqual([i.class, i.subclass, i.protocol]);
            if (device.complete.endpoints) expect(twins.map((s) => s.endpoints)).toContainEqual(i.endpoints);
          }
          if (device.complete.interfaces && device.form !== 'lsusb-t') {
            const told = device.configurations.map((c) => c.value);
            const wanted = d.configurations.filter((c) => told.includes(c.value));
            expect(new Set(whole.map((i) => i.number))).toEqual(new Set(wanted.flatMap((c) => c.interfaces.map((i) => i.number))));
          }
        }
      }
    }
  });
});

describe('several forms of one dongle in one text', () => {
  it('become one device that has what each of them tells', () => {
    for (const d of withInterfaces) {
      const text = [writeLsusbList(d), writeLsusbTree(d), writeLsusbVerbose(d), writeDebugfs(d), writeUsbDevices(d)].join('\n$ cat more\n');
      const device = only(devicesIn(text));
      expect(device).toMatchObject({ form: 'lsusb-v', activeConfiguration: d.active, complete: all });
      expect(new Set(device.alsoIn)).toEqual(new Set(['debugfs', 'usb-devices', 'lsusb-t', 'lsusb']));
      expect(headOf(device)).toEqual(headOf(d));
      expect(seen(device)).toEqual(drivers(d));
      expect(extras(device.configurations)).toEqual(extras(d.configurations));
    }
  });

  it('give the tree its ids from the list', () => {
    for (const d of withInterfaces) {
      const device = only(devicesIn(`$ lsusb\n${writeLsusbList(d)}$ lsusb -t\n${writeLsusbTree(d, 'openwrt')}`));
      expect([device.form, device.vid, device.pid]).toEqual(['lsusb-t', d.vid, d.pid]);
      expect(seen(device)).toEqual(drivers(d));
      expect(device.complete).toMatchObject({ ids: true, triples: false });
    }
  });
});

it('is a shape that a forecast takes', () => {
  for (const d of dongles) {
    const shape: DeviceShape = only(devicesIn(writeDebugfs(d)));
    expect(chosenConfiguration(shape)?.value).toBe(d.active);
  }
});

function never(): never {
  throw new Error('not reached');
}
