import { readdir, readFile, realpath } from 'node:fs/promises';

/** Where a Linux system tells of itself. Tests put folders of their own in their place. */
export interface LinuxPlaces {
  /** `/sys/bus/usb/devices` */
  readonly devices: string;
  /** `/proc` */
  readonly proc: string;
  /** `/run/udev/data` */
  readonly udevData: string;
  /** `/dev` */
  readonly dev: string;
}

export const linuxPlaces: LinuxPlaces = { devices: '/sys/bus/usb/devices', proc: '/proc', udevData: '/run/udev/data', dev: '/dev' };

/** What sysfs says of the device that is on a port now. */
export interface UsbDevice {
  readonly bus: number;
  readonly address: number;
  /** Four lower-case hex digits. */
  readonly vid: string;
  readonly pid: string;
  /** The id under which ModemManager knows it: ID_MM_PHYSDEV_UID of its udev record, else its path in sysfs (mm-kernel-device-udev.c). */
  readonly uid: string;
  /** Whether a driver made a port of it that a modem has: a tty, a control node, a net device. */
  readonly hasModemPorts: boolean;
  /** Its discs and their partitions, `sr0` with `11:0`. */
  readonly blocks: readonly { readonly name: string; readonly number: string }[];
}

/** `null` where nothing is on that port. */
export async function readUsbDevice(places: LinuxPlaces, portPath: string): Promise<UsbDevice | null> {
  const folder = `${places.devices}/${portPath}`;
  const [bus, address, vid, pid, node] = await Promise.all(
    ['busnum', 'devnum', 'idVendor', 'idProduct', 'dev'].map((name) => readText(`${folder}/${name}`)),
  );
  if (!bus || !address || !vid || !pid) return null;
  const interfaces = (await list(places.devices))
    .filter((name) => name.startsWith(`${portPath}:`))
    .map((name) => `${places.devices}/${name}`);
  const [ports, blocks] = await Promise.all([Promise.all(interfaces.map(modemPort)), Promise.all(interfaces.map(blocksOf))]);
  return {
    bus: Number.parseInt(bus, 10),
    address: Number.parseInt(address, 10),
    vid,
    pid,
    uid: (await uidFromUdev(places, node ?? '')) ?? (await realpath(folder).catch(() => folder)),
    hasModemPorts: ports.includes(true),
    blocks: blocks.flat(),
  };
}

async function uidFromUdev({ udevData }: LinuxPlaces, node: string): Promise<string | null> {
  if (!/^\d+:\d+$/.test(node)) return null;
  const record = await readText(`${udevData}/c${node}`);
  return /^E:ID_MM_PHYSDEV_UID=(.+)$/m.exec(record ?? '')?.[1] ?? null;
}

async function modemPort(folder: string): Promise<boolean> {
  const [below, tty, misc, net] = await Promise.all([
    list(folder),
    list(`${folder}/tty`),
    list(`${folder}/usbmisc`),
    list(`${folder}/net`),
  ]);
  return below.some((name) => /^ttyUSB\d+$/.test(name)) || [...tty, ...misc, ...net].length > 0;
}

/** `host6/target6:0:0/6:0:0:0/block/sr0`, and for partitions one level below. */
async function blocksOf(folder: string): Promise<{ name: string; number: string }[]> {
  const level = async (folders: readonly string[], wanted: RegExp) =>
    (await Promise.all(folders.map(async (f) => (await list(f)).filter((n) => wanted.test(n)).map((n) => `${f}/${n}`)))).flat();
  const units = await level(await level(await level([folder], /^host\d+$/), /^target/), /^\d+:\d+:\d+:\d+$/);
  const discs = await level(
    units.map((unit) => `${unit}/block`),
    /./,
  );
  const partitions = (await level(discs, /\d$/)).filter((path) => /\/(\w+)\/\1p?\d+$/.test(path));
  const found = await Promise.all(
    [...discs, ...partitions].map(async (path) => ({ name: path.slice(path.lastIndexOf('/') + 1), number: await readText(`${path}/dev`) })),
  );
  return found.flatMap(({ name, number }) => (number !== null && /^\d+:\d+$/.test(number) ? [{ name, number }] : []));
}

/** A small file, trimmed; `null` where there is none. */
export async function readText(path: string): Promise<string | null> {
  return readFile(path, 'utf8').then(
    (text) => text.trim(),
    () => null,
  );
}

/** Names in a folder; none where it is not there. */
export async function list(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
