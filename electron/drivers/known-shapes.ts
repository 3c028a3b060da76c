import { hex4, idNumbers } from '../../modem-db/db.ts';
import { type DriverRow, rowsOfAnyKernel } from '../../modem-db/drivers/index.ts';
import type { Composition, InterfacePattern } from '../../modem-db/schema.ts';
import type { EndpointDescriptor } from '../seams/usb-bus.ts';
import type { NamedDevice } from './compare.ts';
import { codesFromTables } from './port-codes.ts';
import type { ShapeInterface } from './shape.ts';

/** A composition of the database as a device. */
export interface KnownDevice extends NamedDevice {
  /** Interfaces whose codes nobody tells, so that no driver's verdict can be given: the shape leaves them out. */
  readonly untold: readonly number[];
  /** Interfaces of the shape whose subclass or protocol the database leaves open. */
  readonly open: ReadonlySet<number>;
}

/**
 * The compositions of the modem database as devices, to compare releases over all of them. The database says what decides and no
 * more. Codes that it leaves open are those that the drivers' tables have for this id, whichever kernel's; where these do not tell
 * either, the interface is left out. Endpoints are as that role has them, class descriptors as a well-made device has them. For an
 * attached dongle the forecast is made of its own descriptors.
 */
export function knownDevices(compositions: readonly Composition[]): KnownDevice[] {
  return compositions.map(({ id, name, interfaces }) => {
    const { vid, pid } = idNumbers(id);
    const rows = rowsOfAnyKernel(vid, pid);
    const patterns = numbered(interfaces);
    const told = patterns.flatMap(([number, pattern]) => face(pattern, number, rows) ?? []);
    const configurations = [{ value: 1, interfaces: withData(told) }];
    return {
      name: `${name} (${hex4(vid)}:${hex4(pid)})`,
      shape: { vid, pid, bcdDevice: 0, class: 0, subclass: 0, protocol: 0, configurations },
      untold: patterns.flatMap(([number]) => (told.some((i) => i.number === number) ? [] : [number])),
      open: new Set(patterns.flatMap(([number, pattern]) => (isOpen(pattern) ? [number] : []))),
    };
  });
}

const VENDOR_SPECIFIC = 0xff;
const COMMUNICATIONS = 0x02;
const WIRELESS = 0xe0;
const MISCELLANEOUS = 0xef;
const CDC_DATA = 0x0a;
/** bSubClass of functions whose data interface has an idle setting 0, and their protocols there. */
const NCM = 0x0d;
const MBIM = 0x0e;

type Numbered = readonly [number: number, pattern: InterfacePattern];

/** Patterns without a number take the free ones in their order; a function of the communications class has its data interface right behind it. */
function numbered(patterns: readonly InterfacePattern[]): readonly Numbered[] {
  const taken = new Set(patterns.flatMap(({ number }) => (number === undefined ? [] : [number])));
  const listsData = patterns.some((pattern) => byte(pattern.class) === CDC_DATA);
  const free = (count: number) => {
    let number = 0;
    while ([...Array(count).keys()].some((i) => taken.has(number + i))) number++;
    for (let i = 0; i < count; i++) taken.add(number + i);
    return number;
  };
  return patterns
    .map((pattern): Numbered => [pattern.number ?? free(isFunction(byte(pattern.class)) && !listsData ? 2 : 1), pattern])
    .sort(([a], [b]) => a - b);
}

/** RNDIS is of the miscellaneous class too (Linux drivers/net/usb/rndis_host.c). */
const isFunction = (c: number | undefined) => c === COMMUNICATIONS || c === WIRELESS || c === MISCELLANEOUS;
const byte = (text: string | undefined) => (text === undefined ? undefined : Number.parseInt(text, 16));
const isDisc = ({ role }: InterfacePattern) => role === 'disc' || role === 'card';
const classOf = (pattern: InterfacePattern) => byte(pattern.class) ?? (isDisc(pattern) ? 0x08 : VENDOR_SPECIFIC);
const isOpen = (pattern: InterfacePattern) =>
  classOf(pattern) === VENDOR_SPECIFIC && (pattern.subclass === undefined || pattern.protocol === undefined);

/** `null`: nobody tells its codes, and they decide who binds it. */
function face(pattern: InterfacePattern, number: number, rows: readonly DriverRow[]): ShapeInterface | null {
  const own = classOf(pattern);
  const codes = isOpen(pattern) ? codesFromTables(pattern, number, rows) : standardCodes(pattern, own);
  if (codes === null) return null;
  const setting = { number, alternate: 0, class: own, ...codes };
  const notifies = pattern.role === 'modem' || pattern.role === 'control' || pattern.role === 'net';
  const endpoints = isFunction(own) ? [interrupt(number)] : [...(own !== CDC_DATA && notifies ? [interrupt(number)] : []), ...bulk(number)];
  return { ...setting, endpoints, extra: null };
}

/** Of a class of the standard, what is left open is 00: no protocol but what the subclass says. */
function standardCodes(pattern: InterfacePattern, own: number): { readonly subclass: number; readonly protocol: number } {
  const [subclass, protocol] = isDisc(pattern) && own === 0x08 ? [0x06, 0x50] : [0, 0];
  return { subclass: byte(pattern.subclass) ?? subclass, protocol: byte(pattern.protocol) ?? protocol };
}

/** Communications functions get the data interface that nobody lists, in the numbers behind all others if need be. */
function withData(interfaces: readonly ShapeInterface[]): ShapeInterface[] {
  const listed = interfaces.filter((i) => i.class === CDC_DATA);
  const made = interfaces.flatMap((i) => {
    if (!isFunction(i.class) || interfaces.some((other) => other.number === i.number + 1)) return [];
    return [{ ...i, number: i.number + 1, class: CDC_DATA, subclass: 0, protocol: 0, endpoints: bulk(i.number + 1) }];
  });
  const data = [...made, ...listed];
  const isIdle = ({ number }: ShapeInterface) => {
    const owner = interfaces.findLast((i) => isFunction(i.class) && i.number < number);
    return owner?.class === COMMUNICATIONS && (owner.subclass === NCM || owner.subclass === MBIM);
  };
  const settings = data.flatMap((one) =>
    isIdle(one)
      ? [
          { ...one, endpoints: [] },
          { ...one, alternate: 1 },
        ]
      : [one],
  );
  const rest = interfaces.filter((i) => i.class !== CDC_DATA);
  return [...rest, ...settings].sort((a, b) => a.number - b.number || a.alternate - b.alternate);
}

/** Addresses have four bits; what two interfaces share does no harm to a forecast. The first are 81 and 02, which kalmia has in its code. */
const address = (number: number) => (number % 14) + 1;
const bulk = (number: number): EndpointDescriptor[] => [
  { address: 0x80 | address(number), type: 'bulk', maxPacketSize: 512, interval: 0 },
  { address: address(number) + 1, type: 'bulk', maxPacketSize: 512, interval: 0 },
];
const interrupt = (number: number): EndpointDescriptor => ({
  address: 0x80 | address(number),
  type: 'interrupt',
  maxPacketSize: 16,
  interval: 9,
});
