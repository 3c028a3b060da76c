import { spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** The lab cannot run on this computer; the message says what would help. */
export class LabUnavailable extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'LabUnavailable';
  }
}

/** Program, and the Debian package that it comes from. */
const HOST_TOOLS: Readonly<Record<string, string>> = {
  'qemu-system-x86_64': 'qemu-system-x86',
  'apt-get': 'apt',
  'apt-cache': 'apt',
  dpkg: 'dpkg',
  depmod: 'kmod',
  modprobe: 'kmod',
  cpio: 'cpio',
  xz: 'xz-utils',
  busybox: 'busybox-static',
};

/** What the guest runs, from this computer's file system. */
const GUEST_TOOLS: Readonly<Record<string, string>> = {
  lsusb: 'usbutils',
  udevadm: 'udev',
  usb_modeswitch: 'usb-modeswitch',
  qmicli: 'libqmi-utils',
  ModemManager: 'modemmanager',
  'dbus-daemon': 'dbus',
  ip: 'iproute2',
};

const FOLDERS = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin', '/usr/bin', '/bin'];

export async function findTool(name: string): Promise<string | null> {
  for (const folder of FOLDERS) {
    const path = join(folder, name);
    const found = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return path;
  }
  return null;
}

/** Throws LabUnavailable, naming one command, when something that the lab needs is not installed. */
export async function requireTools(): Promise<void> {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new LabUnavailable('the lab needs Linux on an x86-64 computer');
  const missing = new Set<string>();
  for (const [tool, debian] of Object.entries({ ...HOST_TOOLS, ...GUEST_TOOLS })) if ((await findTool(tool)) === null) missing.add(debian);
  if (missing.size > 0) throw new LabUnavailable(`run: apt-get install -y --no-install-recommends ${[...missing].join(' ')}`);
}

export interface RunOptions {
  readonly cwd?: string;
  readonly input?: string | Uint8Array;
}

/** Runs a program to its end; resolves to what it wrote. Throws with its complaint unless it exits with 0. */
export async function runTool(name: string, args: readonly string[], options: RunOptions = {}): Promise<Buffer> {
  const path = (await findTool(name)) ?? name;
  return new Promise((resolve, reject) => {
    const child = spawn(path, args, { cwd: options.cwd, stdio: ['pipe', 'pipe', 'pipe'] });
    const out: Buffer[] = [];
    let complaint = '';
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => {
      complaint = (complaint + chunk.toString()).slice(-2000);
    });
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(Buffer.concat(out)) : reject(new Error(`${name} ${args.join(' ')}: status ${code}\n${complaint}`)),
    );
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
  });
}
