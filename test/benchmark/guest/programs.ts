import { type ChildProcess, spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import type { SwitchEntry } from '../../../modem-db/schema.ts';
import { switchFileName } from '../../support/switch-text.ts';

/** The two that are measured. Both in processes of their own: the kernel waits for the virtual dongle, which lives in the caller's. */
export interface Program {
  /** Until all is there for the start, and quiet. */
  ready(entry: SwitchEntry): Promise<void>;
  /** Starts. `began`: reading of the monotonic clock in ms at its start; `outcome`: how it ended. */
  go(): Promise<{ readonly began: number; readonly outcome: string }>;
}

const DEVICES = '/sys/bus/usb/devices';
/** For udev and the kernel, whose work on the new device must be over. */
const QUIET_MS = 400;

/** Until the kernel has enumerated and configured what is plugged in. Asynchronous reads only: it may be us that it waits for. */
async function configured(id: string): Promise<void> {
  for (let look = 0; look < 600; look++) {
    for (const name of await readdir(DEVICES).catch(() => [])) {
      if (!/^\d+-[\d.]+$/.test(name)) continue;
      const read = async (file: string) => (await readFile(join(DEVICES, name, file), 'latin1').catch(() => '')).trim();
      if (`${await read('idVendor')}:${await read('idProduct')}` === id && (await read('bConfigurationValue')) !== '') return;
    }
    await pause(20);
  }
  throw new Error('the kernel did not take the device');
}

/** A process that runs already, as the app's does. */
export class Ours implements Program {
  readonly #child: ChildProcess;
  #answer: (line: string) => void = () => undefined;

  constructor() {
    this.#child = spawn('node', [join(process.env['LAB_BUILT'] ?? '', 'bench-ours.mjs')], { stdio: ['pipe', 'pipe', 'inherit'] });
    if (this.#child.stdout) createInterface({ input: this.#child.stdout }).on('line', (line) => this.#answer(line));
    this.#child.on('exit', () => this.#answer('failed: ended'));
  }

  async ready(entry: SwitchEntry): Promise<void> {
    await configured(entry.id);
    const answer = await this.#ask(switchFileName(entry));
    if (answer !== 'ready') throw new Error(answer);
    await pause(QUIET_MS);
  }

  async go(): Promise<{ began: number; outcome: string }> {
    const answer = await this.#ask('go');
    const [, began, outcome] = /^(\d+) (\w+)$/.exec(answer) ?? [];
    if (began === undefined || outcome === undefined) throw new Error(answer);
    return { began: Number(BigInt(began)) / 1e6, outcome };
  }

  freeze(): void {
    this.#child.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child.kill('SIGCONT');
  }

  end(): void {
    this.#child.stdin?.end();
  }

  #ask(line: string): Promise<string> {
    return new Promise((resolve) => {
      this.#answer = resolve;
      this.#child.stdin?.write(`${line}\n`);
    });
  }
}

/**
 * The real usb_modeswitch, with its own configuration of the entry. It starts from a shell that waits for the word, so that its time
 * does not hold what it takes to fork the caller.
 */
export class Reference implements Program {
  readonly #pack: string;
  #shell: ChildProcess | null = null;

  constructor(pack: string) {
    this.#pack = pack;
  }

  async ready(entry: SwitchEntry): Promise<void> {
    await configured(entry.id);
    const [vid = '', pid = ''] = entry.id.split(':');
    const words = ['-v', vid, '-p', pid, '-c', join(this.#pack, switchFileName(entry))];
    this.#shell = spawn('sh', ['-c', 'read -r word && exec usb_modeswitch "$@"', 'sh', ...words], { stdio: ['pipe', 'ignore', 'inherit'] });
    await pause(QUIET_MS);
  }

  go(): Promise<{ began: number; outcome: string }> {
    const shell = this.#shell;
    return new Promise((resolve, reject) => {
      if (!shell) return reject(new Error('nothing was prepared'));
      let began = 0;
      shell.on('error', reject).on('exit', (code, signal) => resolve({ began, outcome: String(code ?? signal) }));
      began = Number(process.hrtime.bigint()) / 1e6;
      shell.stdin?.write('go\n');
    });
  }
}
