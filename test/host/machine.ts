import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ProgramEnd, RunProgram } from '../../electron/host/run-program.ts';
import type { LinuxPlaces } from '../../electron/host/usb-device.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

/** A Linux computer in a folder: what sysfs, /proc, udev and /dev say is what a test writes into it. */
export class Machine {
  readonly folder = temporaryFolder();
  readonly places: LinuxPlaces = {
    devices: join(this.folder, 'sys'),
    proc: join(this.folder, 'proc'),
    udevData: join(this.folder, 'udev'),
    dev: join(this.folder, 'dev'),
  };
  /** What was run, as one line each. */
  readonly ran: string[] = [];
  readonly inputs: string[] = [];
  /** What programs answer; one that is not here does not exist. */
  answer: (line: string) => Partial<ProgramEnd> | null = () => null;

  readonly run: RunProgram = async (name, args, { input }) => {
    const line = [name, ...args].join(' ');
    this.ran.push(line);
    if (input !== undefined) this.inputs.push(input);
    const end = this.answer(line);
    return end ? { status: 0, stdout: '', stderr: '', ...end } : { status: null, stdout: '', stderr: '' };
  };

  write(path: string, text: string): void {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  /** A device on a port; `interfaces` are files and folders below it, `:1.0/ttyUSB0/x`. */
  plug(portPath: string, { vid = '12d1', pid = '1446', bus = 3, address = 5, node = '189:260' } = {}): void {
    for (const [name, text] of Object.entries({ idVendor: vid, idProduct: pid, busnum: bus, devnum: address, dev: node }))
      this.write(`sys/${portPath}/${name}`, `${text}\n`);
  }

  /** `1-1:1.0/ttyUSB0` under the devices. */
  below(path: string, text = ''): void {
    this.write(`sys/${path}`, text);
  }

  process(pid: number, comm: string, ...args: string[]): void {
    this.write(`proc/${pid}/comm`, `${comm}\n`);
    this.write(`proc/${pid}/cmdline`, args.map((arg) => `${arg}\0`).join(''));
  }

  /** An executable shell script; resolves to its path. */
  program(name: string, script: string): string {
    this.write(`bin/${name}`, `#!/bin/sh\n${script}\n`);
    const path = join(this.folder, 'bin', name);
    chmodSync(path, 0o755);
    return path;
  }
}
