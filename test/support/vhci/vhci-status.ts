import { access, readdir, readFile } from 'node:fs/promises';
import { BenchError } from '../../../electron/contract/errors.ts';

/** The virtual host controller of this kernel (module vhci-hcd); controllers 1 to 7 are left alone. */
export const VHCI = '/sys/devices/platform/vhci_hcd.0';

/** VDEV_ST_NULL of the kernel's usbip_common.h: nothing is plugged into the port. */
const FREE = 4;

export interface VhciPort {
  readonly hub: 'hs' | 'ss';
  readonly port: number;
  /** 4 free, 5 attached but not yet addressed, 6 in use, 7 failed. */
  readonly state: number;
}

/**
 * Rows of a `status` file, which reads `hub port sta spd dev sockfd local_busid` with numbers in decimal but for `dev`
 * (vhci_sysfs.c). Lines of another form, the heading among them, are passed over.
 */
export function parseVhciStatus(text: string): VhciPort[] {
  const ports: VhciPort[] = [];
  for (const line of text.split('\n')) {
    const match = /^(hs|ss)\s+(\d{1,4})\s+(\d{1,3})\s/.exec(line);
    if (match) ports.push({ hub: match[1] === 'ss' ? 'ss' : 'hs', port: Number(match[2]), state: Number(match[3]) });
  }
  return ports;
}

export const isFree = (port: VhciPort): boolean => port.state === FREE;

/** High speed ports as they are now. Throws USB_UNAVAILABLE without the module. */
export async function highSpeedPorts(folder: string): Promise<VhciPort[]> {
  try {
    return parseVhciStatus(await readFile(`${folder}/status`, 'utf8')).filter((p) => p.hub === 'hs');
  } catch (error) {
    throw new BenchError('USB_UNAVAILABLE', { message: 'vhci_hcd: modprobe vhci-hcd' }, { cause: error });
  }
}

/**
 * Where sysfs shows the device on a high speed port, `<folder>/usb1/1-1` for port 0. Asynchronous like all here: the kernel may
 * be waiting for the device.
 */
export async function devicePath(folder: string, port: number): Promise<string> {
  for (const name of await readdir(folder)) {
    const bus = /^usb(\d{1,3})$/.exec(name)?.[1];
    if (bus === undefined) continue;
    if ((await readFile(`${folder}/${name}/speed`, 'utf8').catch(() => '')).trim() === '480') return `${folder}/${name}/${bus}-${port + 1}`;
  }
  throw new BenchError('USB_UNAVAILABLE', { message: 'vhci_hcd has no high speed hub' });
}

/** True once the port is free and the kernel has let go of the device that was on it: the two happen one after the other. */
export async function portIsFree(folder: string, port: number, path: string): Promise<boolean> {
  const row = (await highSpeedPorts(folder)).find((p) => p.port === port);
  if (!row || !isFree(row)) return false;
  return access(path).then(
    () => false,
    () => true,
  );
}
