import { z } from 'zod';
import { Hex, PortPath } from '../../contract/words.ts';
import type { Sighting } from '../../seams/usb-bus.ts';

/** A sighting as a journal keeps it: all that a plan is made from, without the serial number. */

const Byte = z.number().int().min(0).max(255);
const Word = z.number().int().min(0).max(0xffff);
const Name = z.string().max(126).nullable();

const EndpointRecord = z.object({
  address: Byte,
  type: z.enum(['control', 'isochronous', 'bulk', 'interrupt']),
  maxPacketSize: Word,
  interval: Byte,
});

const InterfaceRecord = z.object({
  number: Byte,
  alternate: Byte,
  class: Byte,
  subclass: Byte,
  protocol: Byte,
  endpoints: z.array(EndpointRecord).max(32),
  extra: Hex.max(8192),
});

export const SightingRecord = z.object({
  portPath: PortPath,
  vid: Word,
  pid: Word,
  bcdDevice: Word,
  class: Byte,
  subclass: Byte,
  protocol: Byte,
  manufacturer: Name,
  product: Name,
  configurations: z.array(z.object({ value: Byte, interfaces: z.array(InterfaceRecord).max(256) })).max(16),
  activeConfiguration: Byte.nullable(),
});
export type SightingRecord = z.infer<typeof SightingRecord>;

export function recordSighting(sighting: Sighting): SightingRecord {
  const { portPath, vid, pid, bcdDevice, class: c, subclass, protocol, manufacturer, product, activeConfiguration } = sighting;
  const configurations = sighting.configurations.map(({ value, interfaces }) => ({
    value,
    interfaces: interfaces.map((i) => ({ ...i, endpoints: [...i.endpoints], extra: Buffer.from(i.extra).toString('hex') })),
  }));
  return { portPath, vid, pid, bcdDevice, class: c, subclass, protocol, manufacturer, product, configurations, activeConfiguration };
}

/** The sighting again. It is of an enumeration that is past: its number is 0, which no bus gives. */
export function readSighting(record: SightingRecord): Sighting {
  const configurations = record.configurations.map(({ value, interfaces }) => ({
    value,
    interfaces: interfaces.map((i) => ({ ...i, extra: Uint8Array.from(Buffer.from(i.extra, 'hex')) })),
  }));
  return { ...record, configurations, enumeration: 0, address: 0, serial: null };
}
