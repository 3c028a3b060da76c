import { spawn } from 'node:child_process';
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Image } from './image.ts';
import { findTool } from './tools.ts';

export interface Places {
  /** Top of the checkout. */
  readonly checkout: string;
  /** Folder of what the lab keeps between runs. */
  readonly cache: string;
  /** Folder of this run: its bundles (`build`) and, for each guest, what it left. */
  readonly run: string;
}

export interface BootOptions {
  /** Folder that guest and host share, at /mnt/lab in the guest; it holds what the guest is to do. */
  readonly share: string;
  readonly task: 'cases' | 'shell';
  /** Seconds after which the power is cut; `null`: never. */
  readonly limit: number | null;
}

export interface BootResult {
  readonly powerCut: boolean;
  /** Serial console, whole. */
  readonly console: string;
}

/** Kernel arguments that spare an emulated processor work; a log that holds a whole case. */
const ARGUMENTS =
  'console=ttyS0 panic=-1 quiet mitigations=off nokaslr tsc=reliable no_timer_check cryptomgr.notests random.trust_cpu=on log_buf_len=2M';

/** Runs a guest to its power-off. Its root is this computer's file system; only the share is written to. Needs no root. */
export async function boot(image: Image, places: Places, options: BootOptions): Promise<BootResult> {
  await prepareShare(image, places, options);
  const consoleFile = join(options.share, 'console.log');
  const interactive = options.task === 'shell';
  const qemu = (await findTool('qemu-system-x86_64')) ?? 'qemu-system-x86_64';
  const child = spawn(
    qemu,
    [
      ...['-M', 'q35', '-nodefaults', '-no-reboot', '-display', 'none', '-m', '1024', '-smp', '1'],
      // KVM by LAB_ACCEL=kvm where it works; its device node says little.
      ...(process.env['LAB_ACCEL'] === 'kvm' ? ['-accel', 'kvm', '-cpu', 'host'] : ['-accel', 'tcg,thread=multi', '-cpu', 'max']),
      ...(interactive ? ['-serial', 'mon:stdio'] : ['-monitor', 'none', '-serial', `file:${consoleFile}`]),
      ...['-kernel', image.kernel, '-initrd', image.initrd, '-append', ARGUMENTS],
      ...share('host', '/', true),
      ...share('lab', options.share, false),
    ],
    { stdio: interactive ? 'inherit' : ['ignore', 'inherit', 'inherit'] },
  );
  let powerCut = false;
  const timer =
    options.limit === null
      ? undefined
      : setTimeout(() => {
          powerCut = true;
          child.kill('SIGKILL');
        }, options.limit * 1000);
  const stop = () => child.kill('SIGKILL');
  process.once('exit', stop);
  try {
    await new Promise<void>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', () => resolve());
    });
  } finally {
    clearTimeout(timer);
    process.off('exit', stop);
  }
  return { powerCut, console: (await readFile(consoleFile, 'utf8').catch(() => '')).replaceAll('\r', '') };
}

/** A folder over 9p. QEMU reads a comma in an option's value doubled. */
function share(tag: string, path: string, readOnly: boolean): string[] {
  const local = `local,id=${tag},path=${path.replaceAll(',', ',,')},security_model=none`;
  return ['-fsdev', readOnly ? `${local},readonly=on,multidevs=remap` : local, '-device', `virtio-9p-pci,fsdev=${tag},mount_tag=${tag}`];
}

/** The guest's own scripts, and what they have to know, go into the share: no path stands in the kernel's arguments. */
async function prepareShare(image: Image, places: Places, { share: folder, task }: BootOptions): Promise<void> {
  const from = join(places.checkout, 'test/lab/guest');
  const to = join(folder, 'guest');
  await mkdir(to, { recursive: true });
  for (const name of await readdir(from)) if (name.endsWith('.sh')) await copyFile(join(from, name), join(to, name));
  const settings = {
    LAB_DO: task,
    LAB_CHECKOUT: places.checkout,
    LAB_BUILT: join(places.run, 'build'),
    LAB_KERNEL_TREE: image.tree,
  };
  const lines = Object.entries(settings).map(([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'\n`);
  await writeFile(join(folder, 'config.sh'), lines.join(''));
}
