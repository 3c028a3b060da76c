import type { Clock } from '../../seams/clock.ts';
import type { Host, InterfaceBinding } from '../../seams/host.ts';
import { poll } from '../../seams/poll.ts';
import { type HostStatus, unknownHost, watchHost } from './host-status.ts';

/** When drivers are looked at again after an attach, in ms: they bind one after the other. */
const BINDING_DELAYS_MS = [300, 700, 2000, 5000];

/** What this computer makes of the dongle on one port, followed for as long as one enumeration of it lasts. */
export class HostWatch {
  readonly #host: Host;
  readonly #portPath: string;
  readonly #clock: Clock;
  readonly #changed: () => void;
  #watching = new AbortController();
  #bindings: readonly InterfaceBinding[] = [];
  #status: HostStatus = unknownHost;

  constructor(host: Host, portPath: string, clock: Clock, changed: () => void) {
    this.#host = host;
    this.#portPath = portPath;
    this.#clock = clock;
    this.#changed = changed;
  }

  /** Drivers by interface; empty until the first look, and where the system does not tell. */
  get bindings(): readonly InterfaceBinding[] {
    return this.#bindings;
  }

  /** Who else has it, and whether we may. */
  get status(): HostStatus {
    return this.#status;
  }

  /** A new enumeration is there: what was seen of the one before is forgotten. */
  follow(): void {
    this.rest();
    this.#watching = new AbortController();
    const { signal } = this.#watching;
    void this.#lookAtBindings(signal);
    void watchHost(this.#host, this.#portPath, this.#clock, signal, (status) => {
      this.#status = status;
      this.#changed();
    });
  }

  /** It is gone. */
  rest(): void {
    this.#watching.abort();
    this.#bindings = [];
    this.#status = unknownHost;
  }

  async #lookAtBindings(signal: AbortSignal): Promise<void> {
    if (!this.#host.seesDrivers) return;
    const look = async () => {
      const bindings = await this.#host.bindings(this.#portPath).catch(() => []);
      if (signal.aborted) return;
      this.#bindings = bindings;
      this.#changed();
    };
    const every = (looks: number) => BINDING_DELAYS_MS[looks - 1] ?? null;
    await poll(this.#clock, { every, signal }, look, () => false).catch(() => undefined);
  }
}
