import { Emitter } from '../lib/emitter.ts';
import type { Clock } from '../seams/clock.ts';
import type { DeviceSpec } from './descriptors.ts';
import { keepRadioOff } from './fcc-lock.ts';
import { VirtualUsbDevice } from './usb-device.ts';
import type { UsbFunction } from './usb-function.ts';

/**
 * The physical dongle: what stays when it re-enumerates. A model (`virtual/models/`) says how each composition looks;
 * this class moves between them and tells the bus.
 */

/** What a dongle keeps in its flash, as plain data, so that the practice bench can write it down and find it again. */
export type NonVolatile = Record<string, string | number | boolean>;

export interface ModemModel {
  /** `huawei-ncm` */
  readonly name: string;
  /** What the label on it says. */
  readonly title: string;
  /** Names of the compositions that it can show in its life; of endless ones a few typical. `test/lab` proves the bindings of each. */
  readonly compositions: readonly string[];
  /** The composition in which it powers up, from its flash. */
  powerUp(flash: NonVolatile): string;
  /** Flash of a factory-fresh one. */
  factory(): NonVolatile;
  /** One composition: its descriptors and what answers behind them. `body` is how those reach the dongle: to leave and come back, to read and write flash. */
  compose(composition: string, body: ModemBody): Composition;
  /** What a Linux kernel was seen to do with a composition (`test/lab` proves it): shown by the practice host. Without `configuration`, in the one that it takes. */
  bindings(composition: string, configuration?: number): readonly PracticeBinding[];
}

export interface Composition {
  readonly spec: DeviceSpec;
  /** There in every configuration. */
  readonly functions: readonly UsbFunction[];
  /** There only in configuration 1, 2 and so on: interface and endpoint numbers mean something else in each. */
  readonly configurationFunctions?: readonly (readonly UsbFunction[])[];
}

export interface PracticeBinding {
  readonly interfaceNumber: number;
  readonly driver: string | null;
  readonly node?: 'ttyUSB' | 'ttyACM' | 'cdc-wdm' | 'sr';
  readonly net?: 'wwan' | 'usb' | 'eth';
}

export interface ModemBody {
  readonly clock: Clock;
  readonly flash: NonVolatile;
  readonly faults: Faults;
  /** State that a restart of the firmware clears but a look from several ports shares: SIM unlocked, connected. */
  readonly memory: Map<string, unknown>;
  /** Drops off the bus after `afterMs` and comes back as `composition` after `awayMs` more. */
  reenumerate(composition: string, timing?: { afterMs?: number; awayMs?: number }): void;
  /** Restarts the firmware: memory is lost, the power-up composition returns. */
  restart(timing?: { afterMs?: number; awayMs?: number }): void;
  saveFlash(): void;
}

/** Faults on demand. Each names one thing that real dongles or people do. */
export interface Faults {
  /** The switch message is refused (STALL) so many times. */
  stallSwitch?: number;
  /** CSW answers the switch message with this bCSWStatus. */
  cswStatus?: number;
  /** Takes the switch message and stays as it is. */
  ignoreSwitch?: boolean;
  /** Pulled out when the switch message arrives, before it takes effect. */
  unplugOnSwitch?: boolean;
  /** Leaves after the switch and stays away. */
  neverReturn?: boolean;
  /** Comes back from the switch as this composition instead. */
  returnAs?: string;
  /** Pulled out so many ms after it came back from the switch. */
  unplugAfterReturnMs?: number;
  /** AT ports take bytes and say nothing. */
  atSilent?: boolean;
  /** Every AT command but AT, ATE and ATI is answered with ERROR. */
  atError?: boolean;
  /** AT answers are noise. */
  atGarbage?: boolean;
  /** The QMI channel takes messages and says nothing. */
  qmiSilent?: boolean;
  /** QMI answers are cut and mangled. */
  qmiGarbage?: boolean;
  /** The MBIM channel takes messages and says nothing. */
  mbimSilent?: boolean;
  /** MBIM answers are cut and mangled. */
  mbimGarbage?: boolean;
  /** SIM: asks for this PIN. */
  pin?: string;
  /** Tries left for the PIN (3 fresh). */
  pinTries?: number;
  simMissing?: boolean;
  /** A data call by AT is refused so many times after each start of the firmware, as one is that is not ready yet. */
  callRefused?: number;
  /** A laptop card that waits for its maker's unlocking: the radio is off and refuses to be turned on, by whatever language. */
  fccLocked?: boolean;
  /** Time from leaving to returning. */
  awayMs?: number;
}

export type ModemEvent = { readonly kind: 'attached' | 'detached'; readonly device: VirtualUsbDevice; readonly composition: string };

/** Time that real sticks were seen to take from the switch message to leaving, and from there to their return. */
const LEAVE_MS = 20;
const AWAY_MS = 1200;

export class VirtualModem {
  readonly model: ModemModel;
  readonly flash: NonVolatile;
  readonly #clock: Clock;
  readonly #faults: Faults;
  readonly #body: ModemBody;
  readonly #listeners = new Emitter<ModemEvent>();
  readonly #timers = new Set<unknown>();
  #device: VirtualUsbDevice | null = null;
  #composition: string | null = null;
  /** Composition that it is on its way to; kept so that a restarted bench finds the dongle where it would be. */
  #headingFor: string | null = null;
  #returns = 0;

  constructor(model: ModemModel, options: { clock: Clock; flash?: NonVolatile; faults?: Faults; onFlash?: (flash: NonVolatile) => void }) {
    this.model = model;
    this.#clock = options.clock;
    this.#faults = options.faults ?? {};
    this.flash = { ...model.factory(), ...options.flash };
    if (this.#faults.pin !== undefined) this.flash['pin'] = this.#faults.pin;
    if (this.#faults.pinTries !== undefined) this.flash['pinTries'] = this.#faults.pinTries;
    this.#body = {
      clock: this.#clock,
      flash: this.flash,
      faults: this.#faults,
      memory: new Map(),
      reenumerate: (composition, timing) => this.#move(composition, timing ?? {}),
      restart: (timing) => {
        this.#move(null, timing ?? {});
      },
      saveFlash: () => options.onFlash?.(this.flash),
    };
  }

  get device(): VirtualUsbDevice | null {
    return this.#device;
  }

  /** The composition it shows, or is on its way to; `null` while it lies unplugged. */
  get composition(): string | null {
    return this.#headingFor ?? this.#composition;
  }

  get body(): ModemBody {
    return this.#body;
  }

  on(listener: (event: ModemEvent) => void): () => void {
    return this.#listeners.subscribe(listener);
  }

  /** Plugs it in: powers up, in `composition` where one is given (a dongle that was found half-way). */
  plug(composition?: string): void {
    if (this.#device) return;
    this.#start();
    this.#appear(composition ?? this.model.powerUp(this.flash));
  }

  /** Pulls it out, now, whatever it was doing. */
  unplug(): void {
    for (const timer of this.#timers) this.#clock.clearTimeout(timer);
    this.#timers.clear();
    this.#headingFor = null;
    this.#device?.leave();
  }

  /** What the firmware finds when it starts. */
  #start(): void {
    this.#body.memory.clear();
    keepRadioOff(this.#body);
  }

  #move(to: string | null, timing: { afterMs?: number; awayMs?: number }): void {
    const target = to ?? this.model.powerUp(this.flash);
    const switching = to !== null;
    const goal = switching && this.#faults.returnAs !== undefined ? this.#faults.returnAs : target;
    this.#headingFor = goal;
    this.#later(timing.afterMs ?? LEAVE_MS, () => {
      if (to === null) this.#start();
      this.#device?.leave();
      if (this.#faults.neverReturn) {
        this.#headingFor = null;
        return;
      }
      this.#later(timing.awayMs ?? this.#faults.awayMs ?? AWAY_MS, () => {
        this.#appear(to === null ? this.model.powerUp(this.flash) : goal);
        this.#returns++;
        if (this.#faults.unplugAfterReturnMs !== undefined && this.#returns === 1)
          this.#later(this.#faults.unplugAfterReturnMs, () => this.unplug());
      });
    });
  }

  #appear(composition: string): void {
    this.#headingFor = null;
    const { spec, functions, configurationFunctions } = this.model.compose(composition, this.#body);
    const device: VirtualUsbDevice = new VirtualUsbDevice(spec, functions, () => this.#deviceLeft(device), configurationFunctions);
    this.#composition = composition;
    this.#device = device;
    this.#emit({ kind: 'attached', device, composition });
  }

  #deviceLeft(device: VirtualUsbDevice): void {
    if (this.#device !== device) return;
    const composition = this.#composition ?? '';
    this.#device = null;
    this.#composition = null;
    this.#emit({ kind: 'detached', device, composition });
  }

  #later(ms: number, run: () => void): void {
    const timer = this.#clock.setTimeout(() => {
      this.#timers.delete(timer);
      run();
    }, ms);
    this.#timers.add(timer);
  }

  #emit(event: ModemEvent): void {
    this.#listeners.emit(event);
  }
}
