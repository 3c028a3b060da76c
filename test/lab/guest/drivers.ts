import { spawn } from 'node:child_process';
import { readdir, readFile, readlink, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../../electron/seams/clock.ts';
import { VirtualModem } from '../../../electron/virtual/modem.ts';
import { plugIntoVhci, type VhciPlug } from '../../support/vhci/vhci.ts';
import { devicePath, VHCI } from '../../support/vhci/vhci-status.ts';
import { labModels } from '../models/index.ts';

/**
 * What this kernel binds to every composition of every dongle: one JSON object a line, for each configuration. Several dongles are
 * plugged in at once; udev settles once for all of them. The kernel waits for the dongles, which live in this very process: nothing
 * here may wait for the kernel synchronously. Arguments: names of models; all unless told.
 */

/** Ports in use at once: all of high speed that Debian's vhci-hcd has. */
const PORTS = 15;
const LOOK_EVERY_MS = 400;
/** Time for a dongle to be configured, or for its drives to be found: a hundred times what it takes. */
const WITHIN_MS = 60_000;

interface Plugged {
  readonly model: string;
  readonly composition: string;
  /** Values of bConfigurationValue that it offers. */
  readonly values: readonly number[];
  readonly path: string;
  readonly modem: VirtualModem;
  readonly plug: VhciPlug;
}

interface Bound {
  readonly number: number;
  readonly driver: string | null;
  readonly nodes: readonly string[];
  readonly nets: readonly string[];
}

async function insert(port: number, { model, composition }: Job): Promise<Plugged> {
  const modem = new VirtualModem(model, { clock: systemClock });
  modem.plug(composition);
  const values = modem.device?.spec.configurations.map((_, index) => index + 1) ?? [];
  const path = await devicePath(VHCI, port);
  return { model: model.name, composition, values, path, modem, plug: await plugIntoVhci(modem, { port }) };
}

const text = async (path: string) => (await readFile(path, 'utf8').catch(() => '')).trim();
const names = async (path: string) => readdir(path).catch(() => [] as string[]);

async function until(what: string, done: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + WITHIN_MS;
  while (!(await done())) {
    if (performance.now() > end) throw new Error(`not within ${WITHIN_MS / 1000} s: ${what}`);
    await sleep(LOOK_EVERY_MS);
  }
}

/** Waits until udev has nothing left to do, the loading of modules among it, in which drivers are bound. */
async function settle(): Promise<void> {
  const child = spawn('udevadm', ['settle'], { stdio: 'ignore' });
  await new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`udevadm settle: status ${code}`))));
  });
}

/** Interfaces of the configuration in force, each with its folder in sysfs. */
async function interfaces(path: string): Promise<string[]> {
  return (await names(path)).filter((name) => name.startsWith(`${basename(path)}:`)).map((name) => `${path}/${name}`);
}

async function bound(folder: string): Promise<Bound> {
  const entries = await names(folder);
  const driver = await readlink(`${folder}/driver`).then(basename, () => null);
  const nodes = [
    ...entries.filter((name) => name.startsWith('ttyUSB')),
    ...(entries.includes('tty') ? await names(`${folder}/tty`) : []),
    ...(entries.includes('usbmisc') ? await names(`${folder}/usbmisc`) : []),
    ...(await drives(folder, entries)),
  ];
  const nets = entries.includes('net') ? await names(`${folder}/net`) : [];
  return { number: Number.parseInt(await text(`${folder}/bInterfaceNumber`), 16), driver, nodes: nodes.sort(), nets: nets.sort() };
}

/** Block devices of a storage interface, whose drive is looked at some time after its driver was bound. */
async function drives(folder: string, entries: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const host of entries.filter((name) => /^host\d+$/.test(name)))
    for (const target of (await names(`${folder}/${host}`)).filter((name) => name.startsWith('target')))
      for (const unit of (await names(`${folder}/${host}/${target}`)).filter((name) => /^\d+(:\d+){3}$/.test(name)))
        found.push(...(await names(`${folder}/${host}/${target}/${unit}/block`)));
  return found;
}

/** Settled, every drive found, and twice the same. */
async function stable(plugged: readonly Plugged[]): Promise<Map<Plugged, Bound[]>> {
  let before = '';
  let seen = new Map<Plugged, Bound[]>();
  await until('the bindings are stable', async () => {
    await settle();
    const look = async (one: Plugged): Promise<[Plugged, Bound[]]> => [one, await Promise.all((await interfaces(one.path)).map(bound))];
    seen = new Map(await Promise.all(plugged.map(look)));
    const now = JSON.stringify([...seen.values()]);
    const same = now === before;
    before = now;
    return same && ![...seen.values()].flat().some(({ driver, nodes }) => driver === 'usb-storage' && nodes.length === 0);
  });
  return seen;
}

function report(seen: ReadonlyMap<Plugged, readonly Bound[]>, configurations: ReadonlyMap<Plugged, number>, chosen: boolean): void {
  for (const [one, interfaces] of seen) {
    const { model, composition } = one;
    const line = { model, composition, configuration: configurations.get(one), chosen, interfaces };
    process.stdout.write(`${JSON.stringify({ ...line, interfaces: [...interfaces].sort((a, b) => a.number - b.number) })}\n`);
  }
}

async function inspect(plugged: readonly Plugged[]): Promise<void> {
  const active = async ({ path }: Plugged) => Number(await text(`${path}/bConfigurationValue`));
  await until('every dongle is configured', async () => (await Promise.all(plugged.map(active))).every((value) => value > 0));
  const chosen = new Map(await Promise.all(plugged.map(async (one): Promise<[Plugged, number]> => [one, await active(one)])));
  report(await stable(plugged), chosen, true);
  const most = Math.max(...plugged.map(({ values }) => values.length));
  for (let index = 1; index < most; index++) {
    const others = new Map<Plugged, number>();
    for (const one of plugged) {
      const value = one.values.filter((v) => v !== chosen.get(one))[index - 1];
      if (value !== undefined) others.set(one, value);
    }
    await Promise.all([...others].map(([{ path }, value]) => writeFile(`${path}/bConfigurationValue`, String(value))));
    report(await stable([...others.keys()]), others, false);
  }
}

interface Job {
  readonly model: (typeof labModels)[number];
  readonly composition: string;
}

const wanted = process.argv.slice(2);
const jobs: Job[] = labModels
  .filter(({ name }) => wanted.length === 0 || wanted.includes(name))
  .flatMap((model) => model.compositions.map((composition) => ({ model, composition })));
for (let first = 0; first < jobs.length; first += PORTS) {
  const plugged = await Promise.all(jobs.slice(first, first + PORTS).map((job, port) => insert(port, job)));
  await inspect(plugged);
  for (const { modem } of plugged) modem.unplug();
  // One after the other: whoever waits looks all the time, and the kernel lets go of one after the other as well.
  for (const { plug } of plugged) await plug.unplug();
}
