import { hex4 } from '../../modem-db/db.ts';
import type { Composition, InterfacePattern } from '../../modem-db/schema.ts';
import type { EndpointDescriptor } from '../seams/usb-bus.ts';
import type { NamedDevice } from './compare.ts';
import type { ShapeInterface } from './shape.ts';

/**
 * The compositions of the modem database as devices, to compare releases over all of them. The database says what decides and no
 * more: a class that it leaves open is taken as a vendor's (ff/ff/ff for the network, ff/00/00 for ports; storage for a disc), endpoints as that role has them, class descriptors as a
 * well-made device has them. For an attached dongle the forecast is made of its own descriptors.
 */
export function knownDevices(compositions: readonly Composition[]): NamedDevice[] {
  return compositions.map(({ id, name, interfaces }) => {
    const [vid = 0, pid = 0] = id.split(':').map((part) => Number.parseInt(part, 16));
    const configurations = [{ value: 1, interfaces: withData(numbered(interfaces)) }];
    return {
      name: `${name} (${hex4(vid)}:${hex4(pid)})`,
      shape: { vid, pid, bcdDevice: 0, class: 0, subclass: 0, protocol: 0, configurations },
    };
  });
}

const VENDOR_SPECIFIC = 0xff;
const COMMUNICATIONS = 0x02;
const WIRELESS = 0xe0;
const CDC_DATA = 0x0a;
/** bSubClass of functions whose data interface has an idle setting 0, and their protocols there. */
const NCM = 0x0d;
const MBIM = 0x0e;

function numbered(patterns: readonly InterfacePattern[]): ShapeInterface[] {
  const taken = new Set(patterns.flatMap(({ number }) => (number === undefined ? [] : [number])));
  const free = () => {
    let number = 0;
    while (taken.has(number)) number++;
    taken.add(number);
    return number;
  };
  return patterns.map((pattern) => face(pattern, pattern.number ?? free())).sort((a, b) => a.number - b.number);
}

const byte = (text: string | undefined) => (text === undefined ? undefined : Number.parseInt(text, 16));

function face(pattern: InterfacePattern, number: number): ShapeInterface {
  const disc = pattern.role === 'disc' || pattern.role === 'card';
  const own = byte(pattern.class) ?? (disc ? 0x08 : VENDOR_SPECIFIC);
  // Of a class of the standard, what is left open is 00: no protocol but what the subclass says.
  const open = own === VENDOR_SPECIFIC && (pattern.role === 'control' || pattern.role === 'net') ? VENDOR_SPECIFIC : 0;
  const [subclass, protocol] = disc ? [0x06, 0x50] : [open, open];
  const setting = {
    number,
    alternate: 0,
    class: own,
    subclass: byte(pattern.subclass) ?? subclass,
    protocol: byte(pattern.protocol) ?? protocol,
  };
  const control = own === COMMUNICATIONS || own === WIRELESS;
  const notifies = pattern.role === 'modem' || pattern.role === 'control' || pattern.role === 'net';
  const endpoints = control ? [interrupt(number)] : [...(own !== CDC_DATA && notifies ? [interrupt(number)] : []), ...bulk(number)];
  return { ...setting, endpoints, extra: null };
}

/** Communications functions get the data interface that nobody lists, in the numbers behind all others if need be. */
function withData(interfaces: readonly ShapeInterface[]): ShapeInterface[] {
  const listed = interfaces.filter((i) => i.class === CDC_DATA);
  const made = interfaces.flatMap((i) => {
    const control = i.class === COMMUNICATIONS || i.class === WIRELESS;
    if (!control || interfaces.some((other) => other.number === i.number + 1)) return [];
    return [{ ...i, number: i.number + 1, class: CDC_DATA, subclass: 0, protocol: 0, endpoints: bulk(i.number + 1) }];
  });
  const idle = interfaces.some(({ class: c, subclass }) => c === COMMUNICATIONS && (subclass === NCM || subclass === MBIM));
  const settings = [...made, ...listed].map((data): ShapeInterface => ({ ...data, alternate: 1 }));
  const all = [...interfaces.filter((i) => !idle || i.class !== CDC_DATA), ...(idle ? [] : made)];
  const both = idle ? settings.flatMap((active) => [{ ...active, alternate: 0, endpoints: [] }, active]) : [];
  return [...all, ...both].sort((a, b) => a.number - b.number || a.alternate - b.alternate);
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
