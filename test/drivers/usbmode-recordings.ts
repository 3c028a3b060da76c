import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { RouterDevice } from '../../electron/drivers/usbmode.ts';
import type { EndpointDescriptor, InterfaceDescriptor } from '../../electron/seams/usb-bus.ts';

const Words = z.tuple([z.string(), z.string()]).rest(z.string());
const Entry = z.union([
  z.tuple([z.number(), z.number(), z.number(), z.number()]),
  z.tuple([z.number(), z.number(), z.number(), z.number(), Words]),
]);
const Device = z.strictObject({
  configurations: z.array(z.tuple([z.number(), z.array(z.string())])),
  active: z.number(),
  drivers: z.array(z.string()).optional(),
});
const Recordings = z.strictObject({
  program: z.string(),
  data: z.string(),
  kernel: z.string(),
  form: z.string(),
  devices: z.array(Device),
  sequences: z.array(z.array(z.string())),
  driversAfter: z.array(z.array(z.string())),
  scenarios: z.record(z.string(), z.strictObject({ what: z.string(), entries: z.record(z.string(), Entry) })),
});

const fixture = Recordings.parse(read('openwrt-usbmode-recordings.json'));

const plainWords: z.infer<typeof Words> = ['Maker', 'Device'];

/** One attach of a device to the real kernel and one run of the real usbmode. */
export interface Recording {
  readonly scenario: string;
  /** Name of the switch entry's file, `12d1:1f01` or with its match. */
  readonly name: string;
  readonly device: RouterDevice;
  readonly transfers: readonly string[];
  readonly configurationAfter: number | null;
  /** `1.0=usb-storage`; `null` where nobody looked. */
  readonly driversAfter: readonly string[] | null;
}

export const recordings: readonly Recording[] = Object.entries(fixture.scenarios).flatMap(([scenario, { entries }]) =>
  Object.entries(entries).map(([name, row]): Recording => {
    const [device, sequence, after, drivers] = row;
    const seen = fixture.devices[device];
    const transfers = fixture.sequences[sequence];
    if (!seen || !transfers) throw new Error(`${scenario} ${name} names nothing`);
    return {
      scenario,
      name,
      device: { ...shape(name, seen, row[4] ?? plainWords), statusOnly: scenario === 'cswOnly' },
      transfers,
      configurationAfter: after || null,
      driversAfter: fixture.driversAfter[drivers] ?? null,
    };
  }),
);

const KernelRecordings = z.strictObject({
  kernel: z.string(),
  what: z.string(),
  tried: z.number(),
  entries: z.record(z.string(), z.array(z.string())),
});

/** What usb-storage itself sent to the un-switched devices, by switch entry; to all others nothing. */
export const kernelRecordings = KernelRecordings.parse(read('kernel-usb-storage-recordings.json')).entries;

function shape(name: string, { configurations, active, drivers }: z.infer<typeof Device>, words: z.infer<typeof Words>): RouterDevice {
  const [manufacturer, product, vendor] = words;
  return {
    vid: Number.parseInt(name.slice(0, 4), 16),
    pid: Number.parseInt(name.slice(5, 9), 16),
    bcdDevice: 0,
    manufacturer,
    product,
    serial: null,
    configurations: configurations.map(([value, interfaces]) => ({ value, interfaces: interfaces.map(readInterface) })),
    activeConfiguration: active,
    ...(vendor === undefined ? {} : { scsi: { vendor } }),
    ...(drivers === undefined
      ? {}
      : { drivers: new Map(drivers.map((line): [string, string] => [line.split('=')[0] ?? '', line.split('=')[1] ?? ''])) }),
  };
}

/** `1.0 0a/00/02 81b 01b`: number and alternate setting, class, endpoints with `b`ulk or `i`nterrupt. */
function readInterface(text: string): InterfaceDescriptor {
  const [place = '', classes = '', ...endpoints] = text.split(' ');
  const [number = 0, alternate = 0] = place.split('.').map(Number);
  const [interfaceClass = 0, subclass = 0, protocol = 0] = classes.split('/').map((byte) => Number.parseInt(byte, 16));
  return { number, alternate, class: interfaceClass, subclass, protocol, endpoints: endpoints.map(readEndpoint), extra: new Uint8Array() };
}

function readEndpoint(text: string): EndpointDescriptor {
  const type = text.endsWith('b') ? 'bulk' : 'interrupt';
  return { address: Number.parseInt(text.slice(0, 2), 16), type, maxPacketSize: type === 'bulk' ? 512 : 64, interval: 0 };
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(new URL(`../field/${file}`, import.meta.url), 'utf8'));
}
