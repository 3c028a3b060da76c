import { readdir, readFile, readlink } from 'node:fs/promises';
import { basename } from 'node:path';
import type { DriverHost, InterfaceBinding, ScsiNames } from '../seams/host.ts';
import type { MessageChannel } from '../seams/streams.ts';
import { openWdmNode } from './wdm-node.ts';

const SYSFS = '/sys/bus/usb/devices';

/** Directories under an interface that hold what its driver made; option's ttys lie directly below it. */
const TTY = /^tty(USB|ACM|HS)\d+$/;
const WDM = /^cdc-wdm\d+$/;

/** What Linux bound, read from sysfs. Needs no permission. */
export class SysfsHost implements DriverHost {
  readonly platform = 'linux';
  readonly seesDrivers = true;
  readonly #root: string;

  constructor(root = SYSFS) {
    this.#root = root;
  }

  async bindings(portPath: string): Promise<readonly InterfaceBinding[]> {
    // `1-1.4:1.2`: port path, configuration, interface; of the configuration in force alone, and so by number.
    const entries = (await list(this.#root)).filter((name) => name.startsWith(`${portPath}:`));
    const bindings = await Promise.all(entries.map((name) => this.#binding(name)));
    return bindings.filter((b) => b !== null);
  }

  openControlNode(path: string): Promise<MessageChannel> {
    return openWdmNode(path);
  }

  async scsiNames(portPath: string): Promise<ScsiNames | null> {
    for (const name of (await list(this.#root)).filter((n) => n.startsWith(`${portPath}:`))) {
      const found = await this.#scsiBelow(`${this.#root}/${name}`);
      if (found) return found;
    }
    return null;
  }

  /** `1-1:1.0/host2/target2:0:0/2:0:0:0/{vendor,model,rev}`: the first logical unit. */
  async #scsiBelow(folder: string): Promise<ScsiNames | null> {
    for (const host of (await list(folder)).filter((n) => /^host\d+$/.test(n)))
      for (const target of (await list(`${folder}/${host}`)).filter((n) => n.startsWith('target')))
        for (const unit of (await list(`${folder}/${host}/${target}`)).filter((n) => /^\d+(:\d+){3}$/.test(n))) {
          const at = `${folder}/${host}/${target}/${unit}`;
          const [vendor, model, revision] = await Promise.all(['vendor', 'model', 'rev'].map((n) => text(`${at}/${n}`)));
          if (vendor != null && model != null) return { vendor, model, revision: revision ?? '' };
        }
    return null;
  }

  async #binding(name: string): Promise<InterfaceBinding | null> {
    const number = Number.parseInt(/\.(\d+)$/.exec(name)?.[1] ?? '', 10);
    if (!Number.isInteger(number)) return null;
    const folder = `${this.#root}/${name}`;
    const driver = await readlink(`${folder}/driver`).then(
      (target) => basename(target),
      () => null,
    );
    const below = await list(folder);
    const [misc, tty, net] = await Promise.all([list(`${folder}/usbmisc`), list(`${folder}/tty`), list(`${folder}/net`)]);
    const nodes = [...below.filter((n) => TTY.test(n)), ...tty.filter((n) => TTY.test(n)), ...misc.filter((n) => WDM.test(n))];
    return { interfaceNumber: number, driver, nodes: nodes.map((n) => `/dev/${n}`), netDevices: net };
  }
}

/** A host that does not tell: Windows and macOS. Nothing is concluded from its silence. */
export class SilentHost implements DriverHost {
  readonly platform = process.platform;
  readonly seesDrivers = false;

  async bindings(): Promise<readonly InterfaceBinding[]> {
    return [];
  }

  openControlNode(path: string): Promise<MessageChannel> {
    return openWdmNode(path);
  }

  async scsiNames(): Promise<ScsiNames | null> {
    return null;
  }
}

/** A file of sysfs, bounded; `null` where it cannot be read. */
async function text(path: string): Promise<string | null> {
  return readFile(path, 'latin1').then(
    (content) => content.slice(0, 64).trim(),
    () => null,
  );
}

/** Names in a folder, sorted; none where it is not there. */
async function list(folder: string): Promise<string[]> {
  return readdir(folder).then(
    (names) => names.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })),
    () => [],
  );
}
