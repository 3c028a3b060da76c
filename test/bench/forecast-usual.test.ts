import { describe, expect, it } from 'vitest';
import { withUsualAlternates, withUsualEndpoints, withUsualUnions } from '../../electron/bench/forecast/usual.ts';
import type { ShapeConfiguration, ShapeInterface } from '../../electron/drivers/shape.ts';
import type { EndpointDescriptor } from '../../electron/seams/usb-bus.ts';
import type { DumpInterface } from '../../electron/usb/dumps/index.ts';

/** What a form of text leaves out of a network function, interface by interface. */

const HUAWEI = 0x12d1;
const QUECTEL = 0x2c7c;

const interrupt: EndpointDescriptor = { address: 0x8a, type: 'interrupt', maxPacketSize: 16, interval: 9 };
const bulk = (number: number): EndpointDescriptor[] =>
  [0x80, 0].map((direction) => ({ address: direction | (number + 1), type: 'bulk', maxPacketSize: 512, interval: 0 }));

const setting = (number: number, codes: readonly [number, number, number], rest: Partial<ShapeInterface> = {}): ShapeInterface => ({
  ...{ number, alternate: 0, class: codes[0], subclass: codes[1], protocol: codes[2], endpoints: [], extra: null },
  ...rest,
});
const configuration = (...interfaces: ShapeInterface[]): ShapeConfiguration => ({ value: 1, interfaces });
/** Huawei's NCM of two interfaces: notifications on the first, data on the second. */
const ncm = (number: number, data: Partial<ShapeInterface> = {}) => [
  setting(number, [0xff, 2, 0x46], { endpoints: [interrupt] }),
  setting(number + 1, [0xff, 2, 0x46], data),
];

describe('alternate settings that a text does not show', () => {
  const made = (vid: number, ...interfaces: ShapeInterface[]) =>
    withUsualAlternates(configuration(...interfaces), vid).interfaces.map((i) => [i.number, i.alternate, i.endpoints.length]);

  it('are the one with the pipes, of a data interface without a driver', () => {
    const data = setting(1, [0x0a, 0, 0]);
    expect(withUsualAlternates(configuration(data), QUECTEL).interfaces).toEqual([data, { ...data, alternate: 1, endpoints: bulk(1) }]);
    const one = setting(2, [0xff, 2, 0x16], { endpoints: [interrupt] });
    expect(withUsualAlternates(configuration(one), HUAWEI).interfaces).toEqual([
      one,
      { ...one, alternate: 1, endpoints: [interrupt, ...bulk(2)] },
    ]);
  });

  it('are the idle one, of the data of a NCM whose driver runs', () => {
    const data = { alternate: 1, endpoints: bulk(3) };
    expect(made(HUAWEI, ...ncm(2, data))).toEqual([
      [2, 0, 1],
      [3, 0, 0],
      [3, 1, 2],
    ]);
    expect(made(HUAWEI, ...ncm(2))).toEqual([
      [2, 0, 1],
      [3, 0, 0],
      [3, 1, 2],
    ]);
  });

  it.each<[string, number, ShapeInterface[]]>([
    ['both are there', QUECTEL, [setting(1, [0x0a, 0, 0]), setting(1, [0x0a, 0, 0], { alternate: 1, endpoints: bulk(1) })]],
    ['the pipes are there', QUECTEL, [setting(1, [0x0a, 0, 0], { endpoints: bulk(1) })]],
    ['it is in force', QUECTEL, [setting(1, [0x0a, 0, 0], { alternate: 1, endpoints: bulk(1) })]],
    ['it is no data', QUECTEL, [setting(1, [0x02, 0x06, 0], { endpoints: [interrupt] })]],
    ['the codes are Huawei’s, and the vendor is not', QUECTEL, [setting(1, [0xff, 2, 0x16], { endpoints: [interrupt] })]],
    ['the protocol is another', HUAWEI, [setting(1, [0xff, 2, 0x12], { endpoints: [interrupt] })]],
  ])('are none where %s', (_, vid, interfaces) => {
    const given = configuration(...interfaces);
    expect(withUsualAlternates(given, vid)).toBe(given);
  });
});

describe('unions that a text does not show', () => {
  const union = (control: number) => [5, 0x24, 6, control, control + 1];
  const extras = (vid: number, ...interfaces: ShapeInterface[]) =>
    withUsualUnions(configuration(...interfaces), vid).interfaces.map(({ extra }) => extra && [...extra]);

  it('are those of Huawei’s QMI, control and data by their protocols', () => {
    for (const [control, data] of [
      [0x09, 0x08],
      [0x39, 0x38],
      [0x69, 0x68],
    ] as const)
      expect(extras(HUAWEI, setting(3, [0xff, 1, control]), setting(4, [0xff, 1, data]))).toEqual([union(3), null]);
  });

  it('are those of Huawei’s NCM, with what its driver asks for', () => {
    const whole = [5, 0x24, 0, 0x10, 1, ...union(2), 13, 0x24, 0x0f, 1, 0, 0, 0, 0, 0xea, 5, 0, 0, 0, 6, 0x24, 0x1a, 0, 1, 0];
    expect(extras(HUAWEI, ...ncm(2))).toEqual([whole, null]);
    const own = Uint8Array.of(1);
    const [control, data] = ncm(2);
    if (!control || !data) throw new Error('no NCM');
    expect(extras(HUAWEI, { ...control, extra: own }, data)).toEqual([[1], null]);
  });

  it.each<[string, number, ShapeInterface[]]>([
    ['another vendor', QUECTEL, [setting(3, [0xff, 1, 0x09]), setting(4, [0xff, 1, 0x08])]],
    ['data that is not the next', HUAWEI, [setting(3, [0xff, 1, 0x09]), setting(5, [0xff, 1, 0x08])]],
    ['data of another protocol', HUAWEI, [setting(3, [0xff, 1, 0x09]), setting(4, [0xff, 1, 0x38])]],
    ['another class', HUAWEI, [setting(3, [0x0a, 1, 0x09]), setting(4, [0xff, 1, 0x08])]],
    ['descriptors of its own', HUAWEI, [setting(3, [0xff, 1, 0x09], { extra: Uint8Array.of(1) }), setting(4, [0xff, 1, 0x08])]],
    [
      'NCM with pipes on the first',
      HUAWEI,
      [setting(2, [0xff, 2, 0x46], { endpoints: [interrupt, ...bulk(2)] }), setting(3, [0xff, 2, 0x46])],
    ],
    ['NCM with notifications on both', HUAWEI, ncm(2, { endpoints: [interrupt] })],
    ['NCM without notifications', HUAWEI, [setting(2, [0xff, 2, 0x46]), setting(3, [0xff, 2, 0x46])]],
    ['NCM beside another subclass', HUAWEI, [setting(2, [0xff, 2, 0x46], { endpoints: [interrupt] }), setting(3, [0xff, 3, 0x46])]],
  ])('are none of %s', (_, vid, interfaces) => {
    const given = configuration(...interfaces);
    expect(withUsualUnions(given, vid)).toBe(given);
  });
});

describe('endpoints that a text counts and does not show', () => {
  const shown = (c: number, counted: number | null, endpoints: EndpointDescriptor[] = [], number = 2): DumpInterface => ({
    ...setting(number, [c, 0, 0], { endpoints }),
    counted,
  });
  const kinds = (one: DumpInterface) =>
    withUsualEndpoints({ value: 1, interfaces: [one], counted: null, associations: [] }).interfaces[0]?.endpoints.map(
      ({ type, address }) => `${type} ${(address & 0x80) === 0 ? 'out' : 'in'} ${address & 0x7f}`,
    );
  const [notifies, pair] = ['interrupt in 10', ['bulk in 3', 'bulk out 3']];

  it.each<[number, string[]]>([
    [1, [notifies]],
    [2, pair],
    [3, [notifies, ...pair]],
    [5, [notifies, ...pair, 'bulk in 4', 'bulk out 4']],
  ])('are, of %i, notifications and pairs of pipes', (count, expected) => {
    expect(kinds(shown(0xff, count))).toEqual(expected);
  });

  it.each<[number, string[]]>([
    [0xff, [notifies, ...pair]],
    [0x02, [notifies]],
    [0xe0, [notifies]],
    [0x0a, pair],
    [0x08, pair],
    [0x03, []],
  ])('are the usual ones of class %i where nobody counts', (c, expected) => {
    expect(kinds(shown(c, null))).toEqual(expected);
  });

  it('are added to those that are shown', () => {
    const [input] = bulk(2);
    if (!input) throw new Error('no pipe');
    expect(kinds(shown(0xff, 3, [input]))).toEqual(['bulk in 3', notifies, 'bulk out 3']);
    expect(kinds(shown(0xff, 2, [input]))).toEqual(pair);
    const whole = { value: 1, interfaces: [shown(0xff, 1, [interrupt]), shown(0xff, null, [interrupt])], counted: null, associations: [] };
    expect(withUsualEndpoints(whole)).toBe(whole);
  });

  it('have numbers that there are, however high the interface', () => {
    expect(kinds(shown(0xff, 3, [], 14))).toEqual(['interrupt in 7', 'bulk in 15', 'bulk out 15']);
    expect(kinds(shown(0xff, 3, [], 15))).toEqual(['interrupt in 8', 'bulk in 1', 'bulk out 1']);
  });
});
