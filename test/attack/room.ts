import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bench } from '../../electron/bench/bench.ts';
import { createBench } from '../../electron/bench/create.ts';
import type { DongleView } from '../../electron/contract/snapshot.ts';
import { Wishes } from '../../electron/contract/wishes.ts';
import type { Mode } from '../../electron/contract/words.ts';
import type { Backend } from '../../electron/seams/backend.ts';
import type { UsbBus } from '../../electron/seams/usb-bus.ts';
import type { ModemModel } from '../../electron/virtual/modem.ts';
import { PracticeBus } from '../../electron/virtual/practice/practice-bus.ts';
import { PracticeHolders } from '../../electron/virtual/practice/practice-holders.ts';
import { PracticeHost } from '../../electron/virtual/practice/practice-host.ts';
import { PracticeKernel } from '../../electron/virtual/practice/practice-kernel.ts';
import { PracticeSerialPorts } from '../../electron/virtual/practice/practice-serial.ts';
import { finishedStates } from '../support/ended.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { Specimen, type SpecimenOptions } from './specimen.ts';

/** States in which nothing is under way. */
export const quietStates: readonly string[] = ['disc', 'modem', ...finishedStates, 'exported', 'failed', 'gone', 'locked'];

/** Whether a job went through, whatever its dongle is good for. */
export const isFinished = (view: DongleView | undefined) => view !== undefined && finishedStates.includes(view.state);

/** Journals flush every line to the disk; a disk in memory spares thousands of cases that wait. */
export function newFolder(): string {
  const folder = join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), `modem-bench-attack-${randomBytes(6).toString('hex')}`);
  mkdirSync(folder, { mode: 0o700 });
  return folder;
}

/** The last line of every journal of a data folder, by file name; `null` where it is no JSON object. */
export function lastEntries(dataFolder: string): Map<string, Record<string, unknown> | null> {
  const folder = join(dataFolder, 'journal');
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.jsonl')) : [];
  return new Map(names.map((name) => [name, entryOf(readFileSync(join(folder, name), 'utf8').trimEnd().split('\n').at(-1) ?? '')]));
}

/** A line as an object; `null` where it is none. */
export function entryOf(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

export interface RoomOptions {
  readonly seesDrivers?: boolean;
  readonly clock?: ManualClock;
  /** Where the journals are; a new folder unless given. */
  readonly folder?: string;
  /** Puts something between the bus and the bench. */
  readonly wrapBus?: (bus: UsbBus, clock: ManualClock) => UsbBus;
}

/** Ports for specimens, and a bench that looks at them, on a clock that only moves when told. */
export class Room {
  readonly clock: ManualClock;
  readonly folder: string;
  /** The run of the computer, for the next bench that is started. */
  boot = 'first';
  readonly #bus: PracticeBus;
  readonly #backend: Backend;
  readonly #places = new Map<Specimen, string>();
  readonly #shown = new Set<string>();
  #bench: Bench | null = null;

  constructor({ seesDrivers = true, clock = new ManualClock(), folder = newFolder(), wrapBus = (bus) => bus }: RoomOptions = {}) {
    this.clock = clock;
    this.folder = folder;
    const kernel = new PracticeKernel(clock, seesDrivers);
    this.#bus = new PracticeBus(clock, kernel);
    this.#bus.watch(({ kind, sighting }) => {
      if (kind === 'attached') this.#shown.add(sighting.portPath);
      else this.#shown.delete(sighting.portPath);
    });
    const host = new PracticeHost(kernel, new PracticeHolders(clock), seesDrivers);
    // As if it were hardware: nothing that practice alone is granted may help.
    this.#backend = { origin: 'usb', bus: wrapBus(this.#bus, clock), serial: new PracticeSerialPorts(kernel), host };
  }

  make(model: ModemModel, options: Omit<SpecimenOptions, 'clock'> = {}): Specimen {
    const specimen = new Specimen(model, { clock: this.clock, ...options });
    specimen.modem.on(({ kind, device, composition }) => {
      const portPath = this.#places.get(specimen);
      if (portPath === undefined) return;
      if (kind === 'attached') this.#bus.attached(portPath, device, (configuration) => model.bindings(composition, configuration));
      else this.#bus.detached(portPath);
    });
    return specimen;
  }

  /** Where it is plugged in. */
  placeOf(specimen: Specimen): string | undefined {
    return this.#places.get(specimen);
  }

  /** Whether the bus shows something there; not yet while it is enumerated. */
  isOnBus(portPath: string): boolean {
    return this.#shown.has(portPath);
  }

  /** Whoever is in that port, on the bus or on its way back. */
  at(portPath: string): Specimen | undefined {
    return [...this.#places].find(([, place]) => place === portPath)?.[0];
  }

  plug(specimen: Specimen, portPath: string, composition?: string): void {
    this.#places.set(specimen, portPath);
    specimen.modem.plug(composition);
  }

  unplug(specimen: Specimen): void {
    specimen.modem.unplug();
    this.#places.delete(specimen);
  }

  /** The bench, started at the first call. */
  async start(dataFolder = this.folder): Promise<Bench> {
    const practice = {
      models: [],
      plugged: () => new Map<string, string>(),
      plug: () => Promise.reject(new Error('none')),
      unplug: async () => undefined,
    };
    const options = { backends: [this.#backend], practice, clock: this.clock, dataFolder, version: '0.0.0', boot: this.boot };
    this.#bench ??= await createBench(options);
    return this.#bench;
  }

  get bench(): Bench {
    if (!this.#bench) throw new Error('the bench was not started');
    return this.#bench;
  }

  view(portPath: string): DongleView | undefined {
    return this.bench.snapshot().dongles.find((d) => d.portPath === portPath);
  }

  /** Plans and agrees. Throws what the bench refuses. */
  async agree(portPath: string, wishes: { mode: Mode } & Partial<Wishes>): Promise<DongleView | undefined> {
    await this.bench.handle({ type: 'plan', portPath, wishes: Wishes.parse({ router: '24.10.8', apn: 'internet', ...wishes }) });
    const planned = this.view(portPath);
    await this.bench.handle({ type: 'prepare', portPath, planId: planned?.draft?.id ?? '' });
    return planned;
  }

  isQuiet(portPath: string): boolean {
    return quietStates.includes(this.view(portPath)?.state ?? 'gone');
  }

  /** Moves on until nothing is under way on that port; false where it is still after `limitMs` of the clock. */
  async settle(portPath: string, limitMs = 600_000): Promise<boolean> {
    const end = this.clock.now() + limitMs;
    // Small steps first: most of what happens takes milliseconds.
    for (let step = 50; !this.isQuiet(portPath); step = Math.min(1000, Math.round(step * 1.3))) {
      if (this.clock.now() >= end) return false;
      await this.clock.advance(step);
    }
    return true;
  }

  /** Ends the bench, as the end of its process would: what is under way stays in its journal. */
  async stop(): Promise<void> {
    await this.#bench?.close('lost');
    this.#bench = null;
  }

  async close(): Promise<void> {
    await this.stop();
    for (const specimen of [...this.#places.keys()]) this.unplug(specimen);
    await this.#bus.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
