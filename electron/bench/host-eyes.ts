import { type Clock, sleep } from '../seams/clock.ts';
import type { Host, InterfaceBinding } from '../seams/host.ts';
import { type HostView, unseenHost, watchHost } from './host-look.ts';

/** When drivers are looked at after an attach, in ms: they bind one after the other. */
const LOOKS_MS = [0, 300, 700, 2000, 5000];

/** What this computer makes of the dongle on one port, followed for as long as one enumeration of it lasts. */
export class HostEyes {
  readonly #host: Host;
  readonly #portPath: string;
  readonly #clock: Clock;
  readonly #changed: () => void;
  #watching = new AbortController();
  #bindings: readonly InterfaceBinding[] = [];
  #view: HostView = unseenHost;

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
  get host(): HostView {
    return this.#view;
  }

  /** A new enumeration is there: what was seen of the one before is forgotten. */
  follow(): void {
    this.rest();
    this.#watching = new AbortController();
    const { signal } = this.#watching;
    void this.#lookAtBindings(signal);
    void watchHost(this.#host, this.#portPath, this.#clock, signal, (view) => {
      this.#view = view;
      this.#changed();
    });
  }

  /** It is gone. */
  rest(): void {
    this.#watching.abort();
    this.#bindings = [];
    this.#view = unseenHost;
  }

  async #lookAtBindings(signal: AbortSignal): Promise<void> {
    if (!this.#host.seesDrivers) return;
    for (const wait of LOOKS_MS) {
      const waited = await sleep(this.#clock, wait, signal).then(
        () => true,
        () => false,
      );
      if (!waited) return;
      const bindings = await this.#host.bindings(this.#portPath).catch(() => []);
      if (signal.aborted) return;
      this.#bindings = bindings;
      this.#changed();
    }
  }
}
