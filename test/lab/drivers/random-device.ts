import type { DeviceShape, ShapeAssociation, ShapeConfiguration, ShapeInterface } from '../../../electron/drivers/shape.ts';
import type { EndpointDescriptor } from '../../../electron/seams/usb-bus.ts';
import type { DriverRow, DriverTables } from '../../../modem-db/drivers/index.ts';

/** Devices as nobody builds them: ids of the tables' rows and beside them, interfaces, endpoints and class descriptors by chance. */

type Chance = () => number;

const TRIPLES = [
  'ff/ff/ff',
  'ff/00/00',
  'ff/01/09',
  'ff/02/16',
  'ff/03/46',
  'ff/06/50',
  'ff/fd/01',
  'ff/ff/30',
  '02/02/00',
  '02/02/01',
  '02/02/ff',
  '02/06/00',
  '02/09/01',
  '02/0a/00',
  '02/0c/07',
  '02/0d/00',
  '02/0e/00',
  '0a/00/00',
  '0a/00/01',
  '0a/00/02',
  '08/06/50',
  '08/02/00',
  '08/06/42',
  'e0/01/03',
  'ef/01/01',
  'ef/04/01',
  '0b/00/00',
  'fe/01/01',
] as const;

const KINDS = ['', 'i', 'io', 'n', 'ni', 'nio', 'nio', 'nio', 'io', 'io', 'inio', 'oi', 'nioio', 'N', 'o', 'ino'] as const;

/** `n` interrupt to the host, `N` from it, `i` bulk to the host, `o` from it. Addresses are given later. */
function endpointsOf(kinds: string): EndpointDescriptor[] {
  return [...kinds].map((kind) => ({
    address: kind === 'i' || kind === 'n' ? 0x81 : 0x01,
    type: kind === 'n' || kind === 'N' ? 'interrupt' : 'bulk',
    maxPacketSize: kind === 'n' || kind === 'N' ? 16 : 512,
    interval: kind === 'n' || kind === 'N' ? 9 : 0,
  }));
}

const pick = <T>(chance: Chance, from: readonly T[], otherwise: T): T => from[Math.floor(chance() * from.length)] ?? otherwise;
const below = (chance: Chance, limit: number) => Math.floor(chance() * limit);

/** A shape with nothing left open; endpoint addresses are not yet told apart. */
export function randomDevice(tables: DriverTables, chance: Chance): DeviceShape {
  const row = randomRow(tables, chance);
  const vid = row?.vid ?? pick(chance, [0x12d1, 0x19d2, 0x2c7c, 0x1199, 0xfedc], 0xfedc);
  const pid = row?.pid ?? below(chance, 0x10000);
  const beside = chance() < 0.15;
  const classes = [0, 0, 0, 0, 0xef, 0x02, 0xff];
  const count = chance() < 0.85 ? 1 : 2 + below(chance, 2);
  return {
    vid,
    pid: beside ? (pid + 1) & 0xffff : pid,
    bcdDevice: row?.bcdLo ?? row?.bcdHi ?? below(chance, 10) * 0x100,
    class: row?.deviceClass ?? pick(chance, classes, 0),
    subclass: row?.deviceSubclass ?? 0,
    protocol: row?.deviceProtocol ?? 0,
    configurations: Array.from({ length: count }, (_, index) => randomConfiguration(index + 1, row, chance)),
  };
}

/** Storage's own rows are about its quirks, which the tables do not hold. */
function randomRow(tables: DriverTables, chance: Chance): DriverRow | undefined {
  const drivers = [...tables.drivers.keys()].filter((driver) => driver !== 'usb-storage');
  const rows = tables.drivers.get(pick(chance, drivers, '')) ?? [];
  return rows[below(chance, rows.length)];
}

function randomConfiguration(value: number, row: DriverRow | undefined, chance: Chance): ShapeConfiguration {
  const count = 1 + below(chance, 6);
  const interfaces: ShapeInterface[] = [];
  for (let number = chance() < 0.1 ? 1 : 0; interfaces.length < count; number += chance() < 0.1 ? 2 : 1)
    interfaces.push(...randomInterface(row && chance() < 0.5 ? (row.number ?? number) : number, row, chance));
  // One number is one interface.
  const seen = new Map(interfaces.map((i) => [`${i.number}.${i.alternate}`, i]));
  const single = [...seen.values()].sort((a, b) => a.number - b.number || a.alternate - b.alternate);
  const associations: ShapeAssociation[] = chance() < 0.2 ? [{ first: single[0]?.number ?? 0, count: 2 + below(chance, 2) }] : [];
  return { value, interfaces: single, ...(associations.length > 0 ? { associations } : {}) };
}

function randomInterface(number: number, row: DriverRow | undefined, chance: Chance): ShapeInterface[] {
  const triple = pick(chance, TRIPLES, 'ff/ff/ff')
    .split('/')
    .map((part) => Number.parseInt(part, 16));
  const fits = chance() < 0.5;
  const setting = {
    number,
    class: (fits ? row?.class : undefined) ?? triple[0] ?? 0xff,
    subclass: (fits ? row?.subclass : undefined) ?? triple[1] ?? 0xff,
    protocol: (fits ? row?.protocol : undefined) ?? triple[2] ?? 0xff,
  };
  const extra = () => randomCdc(number, chance);
  const make = (alternate: number): ShapeInterface => ({
    ...setting,
    alternate,
    endpoints: endpointsOf(pick(chance, KINDS, 'nio')),
    extra: extra(),
  });
  // A function of two, of which each part may still be wrong.
  if (setting.class === 0x02 && chance() < 0.7) {
    const idle = setting.subclass === 0x0d || setting.subclass === 0x0e;
    const data = { number: number + 1, class: chance() < 0.9 ? 0x0a : 0xff, subclass: 0, protocol: 0, extra: new Uint8Array() };
    const control = { ...make(0), endpoints: endpointsOf(chance() < 0.8 ? 'n' : pick(chance, KINDS, 'n')) };
    const active = { ...data, alternate: idle ? 1 : 0, endpoints: endpointsOf(chance() < 0.8 ? 'io' : pick(chance, KINDS, 'io')) };
    return [control, ...(idle && chance() < 0.9 ? [{ ...data, alternate: 0, endpoints: [] }] : []), active];
  }
  return chance() < 0.2 ? [make(0), make(1)] : [make(0)];
}

/** Functional descriptors, most of them whole, some left out, broken or said twice. */
function randomCdc(number: number, chance: Chance): Uint8Array {
  const near = () => (chance() < 0.8 ? number : number + below(chance, 3) - 1) & 0xff;
  const slave = () => (chance() < 0.8 ? number + 1 : number + below(chance, 4) - 1) & 0xff;
  const mac = chance() < 0.9 ? 4 : 0;
  const parts: number[][] = [];
  const maybe = (likely: number, ...bytes: number[]) => {
    if (chance() >= likely) return;
    // A length that is one too many or too few leaves the rest out of step, as it does in reality.
    const broken = chance() < 0.05;
    parts.push(broken ? [bytes.length - 1, ...bytes.slice(1, -1)] : bytes);
    if (chance() < 0.03) parts.push(bytes);
  };
  maybe(0.9, 5, 0x24, 0x00, 0x10, 0x01);
  maybe(0.4, 5, 0x24, 0x01, 0, slave());
  maybe(0.4, 4, 0x24, 0x02, chance() < 0.5 ? 0 : 2);
  maybe(0.85, 5, 0x24, 0x06, near(), slave());
  maybe(0.7, 13, 0x24, 0x0f, mac, 0, 0, 0, 0, 0xea, 0x05, 0, 0, 0);
  maybe(0.6, 6, 0x24, 0x1a, 0x00, 0x01, 0x00);
  maybe(0.5, 12, 0x24, 0x1b, 0x00, 0x01, 0x00, 0x10, 32, 192, 0xdc, 0x05, 0x20);
  return chance() < 0.15 ? new Uint8Array() : Uint8Array.from(parts.flat());
}
