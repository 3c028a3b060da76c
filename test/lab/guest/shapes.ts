import { appendFile, readdir, readFile, readlink } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NamedDevice } from '../../../electron/drivers/compare.ts';
import { systemClock } from '../../../electron/seams/clock.ts';
import { VirtualModem } from '../../../electron/virtual/modem.ts';
import { devicePath, VHCI } from '../../support/vhci/vhci-status.ts';
import { shapeModel } from '../drivers/shape-device.ts';
import { readDevice, type Seen } from '../drivers/wire.ts';
import { Attacher, Ports } from './attacher.ts';

/**
 * What this kernel binds to each device of a file: `shapes.mjs DEVICES OUT`, lines of `wire.ts`. As many at once as there are ports,
 * each port by itself. The kernel waits for the devices, which live in this very process: nothing here may wait for the kernel
 * synchronously.
 */

/** Ports of high speed that Debian's vhci-hcd has. */
const PORTS = 15;
const LOOK_EVERY_MS = 150;
/** Time for a device to be configured: hundreds of times what it takes. */
const WITHIN_MS = 120_000;

const [from = '', to = ''] = process.argv.slice(2);

const text = async (path: string) => (await readFile(path, 'utf8').catch(() => '')).trim();

/**
 * The value in force once every interface was offered to every driver: the kernel answers this read when it is done with the device
 * (drivers/usb/core/sysfs.c takes the device's lock, which is held while it is configured).
 */
async function configured(path: string): Promise<number | null> {
  const end = performance.now() + WITHIN_MS;
  for (;;) {
    const value = Number.parseInt(await text(`${path}/bConfigurationValue`), 10);
    if (value > 0) return value;
    if (performance.now() > end) return null;
    await sleep(LOOK_EVERY_MS);
  }
}

async function bound(path: string): Promise<Seen['interfaces']> {
  const entries = (await readdir(path).catch(() => [])).filter((name) => name.startsWith(`${basename(path)}:`));
  const found = entries.map(async (name) => ({
    number: Number(name.slice(name.lastIndexOf('.') + 1)),
    driver: await readlink(`${path}/${name}/driver`).then(basename, () => null),
  }));
  return (await Promise.all(found)).sort((a, b) => a.number - b.number);
}

const attacher = new Attacher(VHCI);
const ports = new Ports(VHCI, { everyMs: LOOK_EVERY_MS, withinMs: WITHIN_MS });

async function look({ name, shape }: NamedDevice, port: number, path: string): Promise<void> {
  const modem = new VirtualModem(shapeModel(name, shape), { clock: systemClock });
  modem.plug();
  if (!modem.device) throw new Error(`${name} is not plugged in`);
  const stream = await attacher.attach(modem.device, port);
  const configuration = await configured(path);
  const seen: Seen = { name, configuration, interfaces: configuration === null ? [] : await bound(path) };
  await appendFile(to, `${JSON.stringify(seen)}\n`);
  modem.unplug();
  stream.leave(systemClock);
  await ports.untilFree(port, path);
}

const devices = (await readFile(from, 'utf8')).trim().split('\n').map(readDevice);
const queue = [...devices];
async function serve(port: number): Promise<void> {
  const path = await devicePath(VHCI, port);
  for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
    try {
      await look(one, port, path);
    } catch (error) {
      // A port that is not freed is lost; the others go on.
      process.stderr.write(`port ${port}, ${one.name}: ${error instanceof Error ? error.message : String(error)}\n`);
      return;
    }
  }
}
await Promise.all(Array.from({ length: PORTS }, (_, port) => serve(port)));
process.exit(0);
