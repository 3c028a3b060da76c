import { describe, expect, it } from 'vitest';
import {
  configurationDescriptor,
  type DeviceSpec,
  deviceDescriptor,
  type InterfaceSpec,
  stringDescriptor,
} from '../../electron/virtual/descriptors.ts';

const hex = (bytes: Uint8Array | null | undefined) => (bytes ? Buffer.from(bytes).toString('hex') : String(bytes));

describe('descriptors', () => {
  const port: InterfaceSpec = { number: 0, class: 0xff, subclass: 1, protocol: 2, endpoints: [] };
  const spec: DeviceSpec = { vid: 0x12d1, pid: 0x1506, bcdDevice: 0x0102, configurations: [[port]] };

  it('of a device with nothing said are those of USB 2.0 without names', () => {
    expect(hex(deviceDescriptor(spec))).toBe('12010002000000' + '40' + 'd112' + '0615' + '0201' + '000000' + '01');
    const named = { ...spec, bcdUsb: 0x0310, class: 0xef, subclass: 2, protocol: 1, manufacturer: 'M', product: 'P', serial: 'S' };
    expect(hex(deviceDescriptor({ ...named, configurations: [[], []] }))).toBe(
      '12011003ef0201' + '40' + 'd112' + '0615' + '0201' + '010203' + '02',
    );
  });

  it('of a configuration count bytes and interfaces, and draw 500 mA where nothing is said', () => {
    expect(hex(configurationDescriptor(spec, 0))).toBe('0902' + '1200' + '01' + '01' + '00' + '80' + 'fa' + '0904000000ff010200');
    expect(hex(configurationDescriptor({ ...spec, maxPower: 101, attributes: 0xa0 }, 0))).toContain('0902120001010' + '0a033');
    expect(hex(configurationDescriptor(spec, 1))).toBe('0902' + '0900' + '00' + '02' + '00' + '80' + 'fa');
  });

  it('of interfaces have their endpoints, names, associations and class descriptors in order', () => {
    const full: InterfaceSpec = {
      ...port,
      number: 3,
      alternate: 1,
      name: 'AT',
      association: { count: 2, class: 2, subclass: 6, protocol: 7 },
      extra: [Uint8Array.of(5, 0x24, 0, 0x10, 1)],
      endpoints: [
        { address: 0x81, type: 'interrupt', maxPacketSize: 16 },
        { address: 0x02, type: 'bulk', maxPacketSize: 512 },
        { address: 0x83, type: 'interrupt', maxPacketSize: 8, interval: 9 },
      ],
    };
    const device = {
      ...spec,
      moreStrings: ['mac'],
      configurations: [[full, { ...port, number: 4, name: 'GPS' }, { ...port, number: 4, alternate: 1 }]],
    };
    const bytes = hex(configurationDescriptor(device, 0));
    expect(bytes.slice(18)).toBe(
      '080b030202060700' +
        '0904030103ff010205' +
        '0524001001' +
        '07058103100005' +
        '07050202000200' +
        '07058303080009' +
        '0904040000ff010206' +
        '0904040100ff010200',
    );
    expect(bytes.slice(0, 18)).toBe(`0902${(bytes.length / 2).toString(16).padStart(2, '0')}00020100` + '80fa');
    expect([0, 1, 4, 5, 6, 7].map((index) => hex(stringDescriptor(device, index)))).toEqual([
      '04030904',
      'null',
      '08036d0061006300',
      '060341005400',
      '0803470050005300',
      'null',
    ]);
  });
});
