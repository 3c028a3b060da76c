import { BenchError } from '../../contract/errors.ts';
import type { Clock } from '../../seams/clock.ts';
import { findModel, models } from '../models/index.ts';
import { type Faults, type ModemBody, type ModemModel, VirtualModem } from '../modem.ts';
import { PracticeBus } from './practice-bus.ts';
import { type PracticeHolder, PracticeHolders } from './practice-holders.ts';
import { PracticeHost } from './practice-host.ts';
import { PracticeKernel } from './practice-kernel.ts';
import { PracticeSerialPorts } from './practice-serial.ts';
import { readState, type StoredDongle, writeState } from './state-file.ts';

export interface PracticeBenchOptions {
  readonly clock: Clock;
  /** Where the dongles' own memory is kept across restarts of this process; `null`: nowhere. */
  readonly stateFile: string | null;
  /** By model name. */
  readonly faults?: Readonly<Record<string, Faults>>;
  /** By model name: what other programs of this computer do with it. */
  readonly holders?: Readonly<Record<string, readonly PracticeHolder[]>>;
  /** The dongles' own delays are multiplied by this; the time limits of transfers are not. Default 1. */
  readonly timeScale?: number;
  /** False plays a system that has no drivers for modems and tells nothing of them. Default true. */
  readonly seesDrivers?: boolean;
}

interface Dongle {
  readonly name: string;
  readonly modem: VirtualModem;
  readonly setUp: string;
  /** `null`: in the drawer. */
  portPath: string | null;
  /** The one that it had before this process, which the practice computer never saw it lose. */
  address?: number | undefined;
}

/**
 * Practice dongles and the ports to plug them into: the three seams of a world in `bus`, `serial` and `host`, and the
 * technician's hand in `plug` and `unplug`. One dongle of each model, plugged or in the drawer.
 */
export class PracticeBench {
  readonly bus: PracticeBus;
  readonly serial: PracticeSerialPorts;
  readonly host: PracticeHost;
  /** The other programs of the practice computer. */
  readonly others: PracticeHolders;
  readonly models: readonly { readonly name: string; readonly title: string }[] = models.map(({ name, title }) => ({ name, title }));
  readonly #options: PracticeBenchOptions;
  readonly #dongles = new Map<string, Dongle>();
  /** True while the file is being read back: nothing is written over it with half of it. */
  #restoring = true;

  constructor(options: PracticeBenchOptions) {
    this.#options = options;
    const kernel = new PracticeKernel(options.clock, options.seesDrivers ?? true);
    this.bus = new PracticeBus(options.clock, kernel);
    this.serial = new PracticeSerialPorts(kernel);
    this.others = new PracticeHolders(options.clock);
    this.host = new PracticeHost(kernel, this.others, options.seesDrivers ?? true);
    for (const stored of options.stateFile === null ? [] : readState(options.stateFile)) this.#restore(stored);
    this.#restoring = false;
  }

  plugged(): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    for (const { name, portPath } of this.#dongles.values()) if (portPath !== null) found.set(name, portPath);
    return found;
  }

  /** Resolves to the port path. `composition`: the one it comes up in, in place of its power-up one. Throws DONGLE_NOT_FOUND for a name that is no model. */
  async plug(name: string, composition?: string): Promise<string> {
    const dongle = this.#dongles.get(name) ?? this.#make(name);
    if (dongle.portPath !== null) return dongle.portPath;
    const portPath = this.#freePort();
    dongle.portPath = portPath;
    dongle.modem.plug(composition);
    this.#save();
    return portPath;
  }

  /** Throws DONGLE_NOT_FOUND where nothing is plugged in. */
  async unplug(portPath: string): Promise<void> {
    const dongle = [...this.#dongles.values()].find((d) => d.portPath === portPath);
    if (!dongle) throw new BenchError('DONGLE_NOT_FOUND', { port: portPath });
    dongle.modem.unplug();
    dongle.portPath = null;
    this.#save();
  }

  #make(name: string, stored?: StoredDongle): Dongle {
    const model = findModel(name);
    if (!model) throw new BenchError('DONGLE_NOT_FOUND', { port: name });
    const faults = this.#options.faults?.[name] ?? {};
    const setUp = JSON.stringify([faults.pin ?? null, faults.pinTries ?? null]);
    // A fault sets up the SIM once; after that the tries that are left are the dongle's own business.
    const { pin: _pin, pinTries: _tries, ...rest } = faults;
    const modem = new VirtualModem(
      observed(model, () => this.#save()),
      {
        clock: scaled(this.#options.clock, this.#options.timeScale ?? 1),
        faults: stored?.setUp === setUp ? rest : faults,
        ...(stored ? { flash: stored.flash } : {}),
        onFlash: () => this.#save(),
      },
    );
    const dongle: Dongle = { name, modem, setUp, portPath: null };
    modem.on(({ kind, device, composition }) => {
      const { portPath } = dongle;
      if (portPath === null) return;
      if (kind === 'attached') this.others.attach(portPath, this.#options.holders?.[name] ?? []);
      else this.others.detach(portPath);
      if (kind === 'attached')
        this.bus.attached(portPath, device, (configuration) => model.bindings(composition, configuration), dongle.address);
      else this.bus.detached(portPath);
      // On its way to nowhere: somebody pulled it out. One that hangs for ever is still plugged in.
      if (kind === 'detached' && modem.composition === null && faults.neverReturn !== true) dongle.portPath = null;
      this.#save();
    });
    this.#dongles.set(name, dongle);
    return dongle;
  }

  #restore(stored: StoredDongle): void {
    // One of another version of the app.
    if (!findModel(stored.name) || this.#dongles.has(stored.name)) return;
    const dongle = this.#make(stored.name, stored);
    const taken = [...this.#dongles.values()].some((d) => d !== dongle && d.portPath === stored.portPath);
    if (stored.portPath === null || taken || !/^practice-\d{1,3}$/.test(stored.portPath)) return;
    dongle.portPath = stored.portPath;
    if (stored.composition === null) return;
    if (!stored.present && this.#options.faults?.[stored.name]?.neverReturn === true) return;
    dongle.address = stored.present ? (stored.address ?? undefined) : undefined;
    dongle.modem.plug(stored.composition);
    dongle.address = undefined;
    for (const [key, value] of Object.entries(stored.memory)) dongle.modem.body.memory.set(key, value);
    // What it was on its way to is where it has arrived meanwhile.
    dongle.modem.body.memory.delete('switching');
  }

  #freePort(): string {
    const taken = new Set([...this.#dongles.values()].map((d) => d.portPath));
    let number = 1;
    while (taken.has(`practice-${number}`)) number++;
    return `practice-${number}`;
  }

  #save(): void {
    const { stateFile } = this.#options;
    if (stateFile === null || this.#restoring) return;
    writeState(
      stateFile,
      [...this.#dongles.values()].map(({ name, modem, portPath, setUp }) => ({
        name,
        portPath,
        flash: modem.flash,
        composition: modem.composition,
        present: modem.device !== null,
        address: portPath === null ? null : this.bus.addressOf(portPath),
        memory: plain(modem.body.memory),
        setUp,
      })),
    );
  }
}

/** A model that tells when it is about to change its composition, before the change is carried out. */
function observed(model: ModemModel, onMove: () => void): ModemModel {
  const told = (body: ModemBody): ModemBody => ({
    ...body,
    reenumerate: (composition, timing) => {
      body.reenumerate(composition, timing);
      onMove();
    },
    restart: (timing) => {
      body.restart(timing);
      onMove();
    },
  });
  return { ...model, compose: (composition, body) => model.compose(composition, told(body)) };
}

/** A clock in which the dongles live faster or slower than the computer. */
function scaled(clock: Clock, scale: number): Clock {
  return scale === 1
    ? clock
    : { now: () => clock.now(), setTimeout: (run, ms) => clock.setTimeout(run, ms * scale), clearTimeout: (t) => clock.clearTimeout(t) };
}

function plain(memory: ReadonlyMap<string, unknown>): StoredDongle['memory'] {
  const values: StoredDongle['memory'] = {};
  for (const [key, value] of memory)
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') values[key] = value;
  return values;
}
