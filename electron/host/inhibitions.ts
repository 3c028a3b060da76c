import { type Clock, sleep } from '../seams/clock.ts';
import type { HoldRelease } from '../seams/host.ts';
import { DeviceUnknown } from './modem-manager.ts';
import type { UsbDevice } from './usb-device.ts';

const LOOK_EVERY_MS = 500;
/** ModemManager learns of a port from udev, a moment after sysfs shows it. It is not asked at random: each time may cost a password. */
const NOTICE_MS = 1000;
const MAX_TRIES = 5;

export interface InhibitionGround {
  readonly clock: Clock;
  /** What is on the port now. */
  readonly device: (portPath: string) => Promise<UsbDevice | null>;
  readonly inhibit: (uid: string, signal: AbortSignal) => Promise<HoldRelease>;
}

interface Inhibition {
  owners: number;
  /** Holds now; not yet: the dongle is no modem as yet. */
  holds: boolean;
  /** Settles with the first word of ModemManager; at once where it cannot be asked yet. */
  readonly begun: Promise<void>;
  readonly stop: AbortController;
  /** Ends with the inhibition. */
  readonly over: Promise<void>;
}

/** One inhibition a port, shared by all who asked for it. A dongle in disc state is inhibited when it has become a modem. */
export class Inhibitions {
  readonly #ground: InhibitionGround;
  readonly #ports = new Map<string, Inhibition>();

  constructor(ground: InhibitionGround) {
    this.#ground = ground;
  }

  /** Whether ModemManager leaves that port alone because of us. */
  holds(portPath: string): boolean {
    return this.#ports.get(portPath)?.holds ?? false;
  }

  /** Throws MODEM_MANAGER_BUSY, and the signal's reason. */
  async begin(portPath: string, signal?: AbortSignal): Promise<HoldRelease> {
    signal?.throwIfAborted();
    const inhibition = this.#ports.get(portPath) ?? this.#start(portPath);
    inhibition.owners++;
    let released = false;
    const release = async () => {
      if (released) return;
      released = true;
      inhibition.owners--;
      if (inhibition.owners > 0) return;
      if (this.#ports.get(portPath) === inhibition) this.#ports.delete(portPath);
      inhibition.stop.abort(new Error('released'));
      await inhibition.over;
    };
    try {
      await unlessAborted(inhibition.begun, signal);
    } catch (error) {
      await release();
      throw error;
    }
    return release;
  }

  #start(portPath: string): Inhibition {
    const stop = new AbortController();
    let first: { resolve: () => void; reject: (error: unknown) => void } = { resolve: () => undefined, reject: () => undefined };
    const begun = new Promise<void>((resolve, reject) => {
      first = { resolve, reject };
    });
    // Whoever waits for it hears of it; nobody may.
    begun.catch(() => undefined);
    const over = this.#keep(portPath, stop.signal, first.resolve).catch((error: unknown) => {
      first.reject(error);
      // Refused for good: who asks next asks anew.
      const mine = this.#ports.get(portPath);
      if (mine?.stop === stop) this.#ports.delete(portPath);
    });
    const inhibition: Inhibition = { owners: 0, holds: false, begun, stop, over };
    this.#ports.set(portPath, inhibition);
    return inhibition;
  }

  async #keep(portPath: string, signal: AbortSignal, onBegun: () => void): Promise<void> {
    const { clock, device, inhibit } = this.#ground;
    let present = await device(portPath);
    const wasModem = present?.hasModemPorts === true;
    for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
      while (present?.hasModemPorts !== true) {
        onBegun();
        await sleep(clock, LOOK_EVERY_MS, signal);
        present = await device(portPath);
      }
      if (!wasModem || attempt > 0) await sleep(clock, NOTICE_MS, signal);
      try {
        const release = await inhibit(present.uid, signal);
        await this.#hold(portPath, signal, release, onBegun);
        return;
      } catch (error) {
        if (!(error instanceof DeviceUnknown)) throw error;
      }
      present = await device(portPath);
    }
    // It does not know the device, so it does not hold it.
    onBegun();
  }

  async #hold(portPath: string, signal: AbortSignal, release: HoldRelease, onBegun: () => void): Promise<void> {
    const inhibition = this.#ports.get(portPath);
    if (inhibition) inhibition.holds = true;
    onBegun();
    try {
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        else signal.addEventListener('abort', () => resolve(), { once: true });
      });
    } finally {
      await release();
    }
  }
}

function unlessAborted(work: Promise<void>, signal?: AbortSignal): Promise<void> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
