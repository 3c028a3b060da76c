import { basename } from 'node:path';
import { type LinuxPlaces, list, readText, type UsbDevice } from './usb-device.ts';

/** A process as /proc shows it to everybody. */
export interface RunningProcess {
  readonly pid: number;
  /** proc(5): at most 15 characters. */
  readonly comm: string;
  readonly args: readonly string[];
}

/** Processes whose name is of interest here. */
export async function findProcesses({ proc }: LinuxPlaces): Promise<readonly RunningProcess[]> {
  const pids = (await list(proc)).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid): Promise<RunningProcess | null> => {
      const comm = await readText(`${proc}/${pid}/comm`);
      // The command line of each process would have to be asked for page by page; a name is enough to leave out nearly all.
      if (comm === null || !/^(ModemManager|usb_modeswitch|sh$|bash$|dash$|tclsh|jimsh)/.test(comm)) return null;
      const line = (await readText(`${proc}/${pid}/cmdline`)) ?? '';
      return { pid: Number(pid), comm, args: line.split('\0').filter((arg) => arg !== '') };
    }),
  );
  return found.filter((process) => process !== null);
}

/** Debian starts it with its path, systemd by D-Bus; the name is the same. */
export function isModemManager({ comm }: RunningProcess): boolean {
  return comm === 'ModemManager';
}

/**
 * Whether a process is usb_modeswitch (the program, its dispatcher, or the script that its udev rule starts) at work on this
 * device. It names the device by port (`--switch-mode 1-1`, `/1-1:1.0`), by bus and address (`-b 3 -g 5`), or by its ids
 * (`-v 12d1 -p 1446`): usb_modeswitch(1), usb_modeswitch_dispatcher(1).
 */
export function switches({ args }: RunningProcess, portPath: string, device: UsbDevice | null): boolean {
  if (!args.slice(0, 2).some((arg) => /^usb_modeswitch(_dispatcher)?(\.tcl|\.sh)?$/.test(basename(arg)))) return false;
  const parts = args.slice(1).flatMap((arg) => arg.split(/[/=]/));
  if (parts.some((part) => part === portPath || part.startsWith(`${portPath}:`))) return true;
  if (!device) return false;
  const bus = option(args, 'b', 'bus-num');
  const address = option(args, 'g', 'device-num');
  if (bus !== null && address !== null) return Number(bus) === device.bus && Number(address) === device.address;
  return sameId(option(args, 'v', 'default-vendor'), device.vid) && sameId(option(args, 'p', 'default-product'), device.pid);
}

function sameId(text: string | null, id: string): boolean {
  return text !== null && Number.parseInt(text, 16) === Number.parseInt(id, 16);
}

/** `-v 12d1`, `-v12d1`, `--default-vendor 12d1`, `--default-vendor=12d1`. */
function option(args: readonly string[], short: string, long: string): string | null {
  for (const [index, arg] of args.entries()) {
    if (arg === `-${short}` || arg === `--${long}`) return args[index + 1] ?? null;
    if (arg.startsWith(`--${long}=`)) return arg.slice(long.length + 3);
    if (arg.startsWith(`-${short}`) && /^[0-9a-fx]+$/i.test(arg.slice(2))) return arg.slice(2);
  }
  return null;
}
