import { type ChildProcess, spawn } from 'node:child_process';
import { access } from 'node:fs/promises';
import { createInterface, type Interface } from 'node:readline';
import { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { VirtualUsbDevice } from '../../../electron/virtual/usb-device.ts';
import { UrbStream } from '../../../electron/virtual/usbip/urb-stream.ts';
import { highSpeedPorts, isFree } from '../../support/vhci/vhci-status.ts';

/**
 * Plugs in hundreds of devices for one process each: a child holds many socket ends and hands them to the kernel by their numbers.
 * `plugIntoVhci` starts a child for each, which in an emulated computer takes longer than all the rest.
 */

/** Socket pairs of one child; a process may have 1024 open files. */
const PAIRS = 200;
/** Descriptors before the first of them. */
const STANDARD = 3;
const HIGH_SPEED = 3;
const SCRIPT = `while read -r line; do if echo "$line" > "$1"; then echo ok; else echo failed; fi; done`;

export class Attacher {
  readonly #folder: string;
  #child: ChildProcess | null = null;
  #answers: Interface | null = null;
  #next = PAIRS;
  /** One at a time: answers have no number. */
  #work: Promise<unknown> = Promise.resolve();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Hands a device to the kernel on a port that is free. Pull it out by the stream that is returned. */
  attach(device: VirtualUsbDevice, port: number): Promise<UrbStream> {
    const attached = this.#work.then(() => this.#attach(device, port));
    this.#work = attached.catch(() => undefined);
    return attached;
  }

  /** Ends the child; what is attached stays. */
  end(): void {
    this.#child?.stdin?.end();
    this.#child = null;
  }

  async #attach(device: VirtualUsbDevice, port: number): Promise<UrbStream> {
    if (this.#next >= PAIRS) this.#start();
    const number = STANDARD + this.#next++;
    const socket = this.#child?.stdio[number];
    const { stdin } = this.#child ?? {};
    if (!(socket instanceof Duplex) || !stdin || !this.#answers) throw new Error('no socket pair');
    const stream = new UrbStream(socket, device);
    const answer = new Promise<string>((resolve) => this.#answers?.once('line', resolve));
    stdin.write(`${port} ${number} ${(1 << 16) | (2 + (number % 120))} ${HIGH_SPEED}\n`);
    if ((await answer) !== 'ok') throw new Error(`port ${port} was not taken`);
    return stream;
  }

  #start(): void {
    this.end();
    const pairs = Array.from({ length: PAIRS }, () => 'pipe' as const);
    this.#child = spawn('/bin/sh', ['-c', SCRIPT, 'attach', `${this.#folder}/attach`], { stdio: ['pipe', 'pipe', 'inherit', ...pairs] });
    if (!this.#child.stdout) throw new Error('no answers');
    this.#answers = createInterface({ input: this.#child.stdout });
    this.#next = 0;
  }
}

/** State of the ports, read once for all who wait for one. */
export class Ports {
  readonly #folder: string;
  readonly #everyMs: number;
  readonly #withinMs: number;
  #reading: Promise<ReadonlySet<number>> | null = null;

  constructor(folder: string, options: { readonly everyMs: number; readonly withinMs: number }) {
    this.#folder = folder;
    this.#everyMs = options.everyMs;
    this.#withinMs = options.withinMs;
  }

  /** Until the port is free and the device at `path` is gone: the two happen one after the other. */
  async untilFree(port: number, path: string): Promise<void> {
    const end = performance.now() + this.#withinMs;
    while (!(await this.#free()).has(port) || (await exists(path))) {
      if (performance.now() > end) throw new Error(`port ${port} is not freed`);
    }
  }

  #free(): Promise<ReadonlySet<number>> {
    this.#reading ??= sleep(this.#everyMs).then(async () => {
      this.#reading = null;
      return new Set((await highSpeedPorts(this.#folder)).filter(isFree).map(({ port }) => port));
    });
    return this.#reading;
  }
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );
