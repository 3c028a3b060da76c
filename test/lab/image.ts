import { access, chmod, copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import initrdScript from './guest/initrd.sh?raw';
import { findTool, LabUnavailable, runTool } from './tools.ts';

/** A kernel that QEMU boots, its modules, and a first root that finds this computer's file system over 9p. */
export interface Image {
  /** ELF, or the packed image where it is packed in another way than Debian's. */
  readonly kernel: string;
  readonly initrd: string;
  /** `6.1.0-56-amd64` */
  readonly release: string;
  /** Holds `lib/modules/<release>`. */
  readonly tree: string;
}

/** What the first root needs to mount the second; what these need comes with them. */
const FIRST_MODULES = ['virtio_pci', '9p', '9pnet_virtio', 'overlay'];

/**
 * Debian's kernel for this computer's release, from its package, unpacked into the cache; nothing is installed and root is not
 * needed. Everything that is there already is kept. Throws LabUnavailable.
 */
export async function prepareImage(cache: string): Promise<Image> {
  const unpacked = (await readStamp(cache)) ?? (await unpackPackage(cache));
  const initrd = join(cache, 'initrd.cpio');
  const script = join(cache, 'initrd', 'init');
  const current = await readFile(script, 'utf8').catch(() => '');
  if (current !== initrdScript || !(await exists(initrd))) await makeInitrd(initrd, unpacked);
  return { ...unpacked, initrd };
}

type Unpacked = Omit<Image, 'initrd'>;

async function unpackPackage(cache: string): Promise<Unpacked> {
  await mkdir(cache, { recursive: true });
  const packageName = await kernelPackage();
  const release = packageName.replace('linux-image-', '');
  const tree = join(cache, 'kernel');
  const fresh = `${tree}.new`;
  await rm(fresh, { recursive: true, force: true });
  await unpack(packageName, fresh);
  await runTool('depmod', ['-b', fresh, release]);
  await rm(tree, { recursive: true, force: true });
  await rename(fresh, tree);
  const kernel = await unpackKernel(join(tree, 'boot', `vmlinuz-${release}`), join(cache, 'vmlinux'));
  await rm(join(cache, 'initrd.cpio'), { force: true });
  const unpacked = { kernel, release, tree };
  // Written last: what is half made is made again.
  await writeFile(join(cache, 'image.json'), JSON.stringify(unpacked));
  return unpacked;
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

async function readStamp(cache: string): Promise<Unpacked | null> {
  try {
    const stored: unknown = JSON.parse(await readFile(join(cache, 'image.json'), 'utf8'));
    if (typeof stored !== 'object' || stored === null) return null;
    const { kernel, release, tree } = stored as Record<string, unknown>;
    if (typeof kernel !== 'string' || typeof release !== 'string' || tree !== join(cache, 'kernel')) return null;
    return (await exists(kernel)) && (await exists(join(tree, 'lib/modules', release, 'modules.dep'))) ? { kernel, release, tree } : null;
  } catch {
    return null;
  }
}

async function kernelPackage(): Promise<string> {
  const text = await runTool('apt-cache', ['depends', 'linux-image-amd64']).then(String, () => '');
  const name = /Depends: (linux-image-\S+)/.exec(text)?.[1];
  if (name === undefined) throw new LabUnavailable('the package linux-image-amd64 is not known; run: apt-get update');
  return name;
}

async function unpack(packageName: string, into: string): Promise<void> {
  await mkdir(into, { recursive: true });
  await runTool('apt-get', ['download', packageName], { cwd: into }).catch((error: unknown) => {
    throw new LabUnavailable(`the kernel could not be fetched; run: apt-get update\n${error instanceof Error ? error.message : ''}`);
  });
  const file = (await readdir(into)).find((name) => name.endsWith('.deb'));
  if (file === undefined) throw new LabUnavailable(`apt-get fetched no ${packageName}`);
  await runTool('dpkg', ['-x', file, '.'], { cwd: into });
  await rm(join(into, file));
}

/**
 * The ELF kernel out of a bzImage: QEMU starts it by PVH, which saves the guest the unpacking. The payload's place is in the
 * setup header (Documentation/arch/x86/boot.rst): setup_sects at 0x1f1, payload_offset at 0x248, payload_length at 0x24c.
 */
async function unpackKernel(bzImage: string, to: string): Promise<string> {
  const image = await readFile(bzImage);
  const start = (image.readUInt8(0x1f1) + 1) * 512 + image.readUInt32LE(0x248);
  const payload = image.subarray(start, start + image.readUInt32LE(0x24c));
  if (payload.toString('latin1', 0, 6) !== '\xfd7zXZ\0') return bzImage;
  // Behind the stream stands the unpacked size, which is none of xz.
  await writeFile(to, await runTool('xz', ['-dc', '--single-stream'], { input: payload }));
  return to;
}

/** A cpio archive with busybox, the modules, and the script as `init`. The folder it is made of stays beside it. */
async function makeInitrd(archive: string, { tree, release }: Unpacked): Promise<void> {
  const root = join(dirname(archive), 'initrd');
  await rm(root, { recursive: true, force: true });
  const folders = ['bin', 'proc', 'sys', 'dev', 'host', 'rw', 'newroot', 'modules'];
  for (const folder of folders) await mkdir(join(root, folder), { recursive: true });
  const busybox = await findTool('busybox');
  if (busybox === null) throw new LabUnavailable('run: apt-get install -y --no-install-recommends busybox-static');
  await copyFile(busybox, join(root, 'bin/busybox'));
  const names = ['bin/busybox', 'init'];
  for (const [index, path] of (await modulesInOrder(tree, release)).entries()) {
    const name = `modules/${String(index).padStart(2, '0')}-${basename(path).replace(/\.xz$/, '')}`;
    if (path.endsWith('.xz')) await writeFile(join(root, name), await runTool('xz', ['-dc', path]));
    else await copyFile(path, join(root, name));
    names.push(name);
  }
  await writeFile(join(root, 'init'), initrdScript);
  await chmod(join(root, 'init'), 0o755);
  const list = [...folders, ...names].join('\n');
  await writeFile(archive, await runTool('cpio', ['-o', '-H', 'newc', '--quiet'], { cwd: root, input: `${list}\n` }));
}

/** Files to insert, each after what it needs. */
async function modulesInOrder(tree: string, release: string): Promise<string[]> {
  const text = String(await runTool('modprobe', ['-d', tree, '-S', release, '--show-depends', '-a', ...FIRST_MODULES]));
  return [...new Set([...text.matchAll(/^insmod (.*\.ko(?:\.xz)?)/gm)].map((match) => match[1] ?? ''))];
}
