import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BenchError } from '../../electron/contract/errors.ts';
import { parseDescriptors } from '../../electron/usb/descriptors.ts';
import { cdc, configurationDescriptor, type DeviceSpec, deviceDescriptor } from '../../electron/virtual/descriptors.ts';

const spec: DeviceSpec = {
  vid: 0x12d1,
  pid: 0x1506,
  bcdDevice: 0x0102,
  configurations: [
    [
      {
        number: 0,
        class: 0xff,
        subclass: 3,
        protocol: 0x16,
        endpoints: [{ address: 0x81, type: 'interrupt', maxPacketSize: 16, interval: 5 }],
        extra: [cdc.header(), cdc.union(0, 0)],
      },
      {
        number: 0,
        alternate: 1,
        class: 0xff,
        subclass: 3,
        protocol: 0x16,
        endpoints: [{ address: 0x82, type: 'bulk', maxPacketSize: 512 }],
      },
    ],
    [{ number: 0, class: 8, subclass: 6, protocol: 0x50, endpoints: [], association: { count: 1, class: 8, subclass: 6, protocol: 0x50 } }],
  ],
};

function bytesOf(device: DeviceSpec): Uint8Array {
  const parts = [deviceDescriptor(device), ...device.configurations.map((_, i) => configurationDescriptor(device, i))];
  return Uint8Array.from(Buffer.concat(parts));
}

const firstTotal = (b: Uint8Array) => Buffer.from(b).readUInt16LE(20);

/** The message of the error, or `parsed`. Any other kind of error is a failure of the test. */
function verdict(bytes: Uint8Array): string {
  try {
    parseDescriptors(bytes);
    return 'parsed';
  } catch (error) {
    if (!(error instanceof BenchError) || error.code !== 'DESCRIPTOR_MALFORMED') throw error;
    return String(error.detail['message']);
  }
}

describe('descriptors of a device', () => {
  it('are read back as they were written', () => {
    const device = parseDescriptors(bytesOf(spec));
    expect(device).toMatchObject({ vid: 0x12d1, pid: 0x1506, bcdDevice: 0x0102, class: 0 });
    expect(device.configurations.map((c) => [c.value, c.interfaces.length])).toEqual([
      [1, 2],
      [2, 1],
    ]);
    const [first, second] = device.configurations[0]?.interfaces ?? [];
    expect(first).toMatchObject({ number: 0, alternate: 0, class: 0xff, subclass: 3, protocol: 0x16 });
    expect(first?.endpoints).toEqual([{ address: 0x81, type: 'interrupt', maxPacketSize: 16, interval: 5 }]);
    expect(Buffer.from(first?.extra ?? []).toString('hex')).toBe('05240010010524060000');
    expect(second?.endpoints).toEqual([{ address: 0x82, type: 'bulk', maxPacketSize: 512, interval: 0 }]);
  });

  it.each<[string, (bytes: Uint8Array) => Uint8Array]>([
    ['nothing at all', () => new Uint8Array()],
    ['a device descriptor cut short', (b) => b.subarray(0, 17)],
    ['a descriptor of another kind first', (b) => b.with(1, 2)],
    ['an interface descriptor too short', (b) => b.with(27, 5)],
    ['a configuration that is none', (b) => b.with(19, 4)],
    ['two hundred configurations', (b) => b.with(17, 200)],
  ])('are refused: %s', (_name, spoil) => {
    expect(verdict(spoil(bytesOf(spec)))).not.toBe('parsed');
  });

  it.each<[string, (bytes: Uint8Array) => Uint8Array, [value: number, settings: number][]]>([
    ['configurations that are not there', (b) => b.subarray(0, 18), []],
    ['the second configuration is not there', (b) => b.subarray(0, 18 + firstTotal(b)), [[1, 2]]],
    [
      'a total length beyond the end',
      (b) => b.with(21, 0xff),
      [
        [1, 2],
        [2, 1],
      ],
    ],
    [
      'a total length beyond the end, of the last',
      (b) => b.with(18 + firstTotal(b) + 3, 0xff),
      [
        [1, 2],
        [2, 1],
      ],
    ],
    ['the bytes end inside the last descriptor', (b) => b.subarray(0, 18 + firstTotal(b) - 3), [[1, 2]]],
    ['a total length that ends inside a descriptor', (b) => b.with(20, 15), [[1, 0]]],
    ['a total length of nothing', (b) => b.with(20, 0), [[1, 0]]],
    [
      'a descriptor of no length',
      (b) => b.with(27, 0),
      [
        [1, 0],
        [2, 1],
      ],
    ],
    [
      'a descriptor of one byte',
      (b) => b.with(27, 1),
      [
        [1, 0],
        [2, 1],
      ],
    ],
    [
      'a descriptor beyond its configuration',
      (b) => b.with(27, 0xff),
      [
        [1, 0],
        [2, 1],
      ],
    ],
  ])('are read as far as they go: %s', (_name, spoil, expected) => {
    const { configurations } = parseDescriptors(spoil(bytesOf(spec)));
    expect(configurations.map((c) => [c.value, c.interfaces.length])).toEqual(expected);
  });

  it('tell the packet size without the bits beside it, which say how many go in a microframe', () => {
    const bytes = bytesOf(spec);
    // The size of the first endpoint stands behind the device, its configuration, the interface and its two class descriptors.
    const at = bytes.findIndex((byte, i) => byte === 7 && bytes[i + 1] === 5) + 4;
    // USB 2.0, table 9-13: bits 12..11 are 2, which is three transactions of 1024 bytes.
    const device = parseDescriptors(bytes.with(at, 0x00).with(at + 1, 0x14));
    expect(device.configurations[0]?.interfaces[0]?.endpoints[0]?.maxPacketSize).toBe(1024);
  });

  it('are refused: hundreds of interfaces', () => {
    const many = Array.from({ length: 200 }, (_, number) => ({ number, class: 0xff, subclass: 0, protocol: 0, endpoints: [] }));
    expect(verdict(bytesOf({ ...spec, configurations: [many] }))).toMatch(/too many interfaces/);
    const settings = Array.from({ length: 256 }, (_, alternate) => ({
      number: 0,
      alternate,
      class: 0xff,
      subclass: 0,
      protocol: 0,
      endpoints: [],
    }));
    expect(verdict(bytesOf({ ...spec, configurations: [[...settings, ...settings]] }))).toMatch(/too many alternate settings/);
  });

  it('never end in anything but a device or that error, whatever the bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => void verdict(bytes)));
  });

  it('never do so either when real ones are spoilt', () => {
    const good = bytesOf(spec);
    const change = fc.tuple(fc.nat(good.length - 1), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), fc.nat(good.length), (changes, end) => {
        const bytes = Uint8Array.from(good);
        for (const [at, value] of changes) bytes[at] = value;
        verdict(bytes);
        verdict(bytes.subarray(0, end));
      }),
      { numRuns: 2000 },
    );
  });
});
