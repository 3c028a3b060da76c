import { z } from 'zod';
import type { NamedDevice } from '../../../electron/drivers/compare.ts';

/** Devices on their way into the guest and what it saw on their way out, as lines of JSON. */

const Byte = z.number().int().min(0).max(0xff);
const Word = z.number().int().min(0).max(0xffff);
const Endpoint = z.object({
  address: Byte,
  type: z.enum(['control', 'isochronous', 'bulk', 'interrupt']),
  maxPacketSize: Word,
  interval: Byte,
});
const Interface = z.object({
  number: Byte,
  alternate: Byte,
  class: Byte,
  subclass: Byte,
  protocol: Byte,
  endpoints: z.array(Endpoint).max(30),
  extra: z
    .string()
    .regex(/^([0-9a-f]{2})*$/)
    .transform((hex) => Uint8Array.from(Buffer.from(hex, 'hex'))),
});
const Configuration = z.object({
  value: Byte,
  interfaces: z.array(Interface).max(64),
  associations: z.array(z.object({ first: Byte, count: Byte })).optional(),
});
const Line = z.object({
  name: z.string(),
  shape: z.object({
    vid: Word,
    pid: Word,
    bcdDevice: Word,
    class: Byte,
    subclass: Byte,
    protocol: Byte,
    configurations: z.array(Configuration).max(8),
  }),
});

/** One device on one line; class descriptors in hexadecimal. */
export function writeDevice({ name, shape }: NamedDevice): string {
  const configurations = shape.configurations.map((configuration) => ({
    ...configuration,
    interfaces: configuration.interfaces.map((i) => ({ ...i, extra: Buffer.from(i.extra ?? []).toString('hex') })),
  }));
  return JSON.stringify({ name, shape: { ...shape, configurations } });
}

/** Throws ZodError on another form. */
export function readDevice(line: string): NamedDevice {
  const { name, shape } = Line.parse(JSON.parse(line));
  const configurations = shape.configurations.map(({ associations, ...rest }) => ({ ...rest, ...(associations ? { associations } : {}) }));
  return { name, shape: { ...shape, configurations } };
}

/** What the kernel made of one device. */
export const Seen = z.object({
  name: z.string(),
  /** bConfigurationValue; `null`: it was not configured in time. */
  configuration: z.number().int().nullable(),
  interfaces: z.array(z.object({ number: Byte, driver: z.string().nullable() })),
});
export type Seen = z.infer<typeof Seen>;
