import type { Backend } from '../../electron/seams/backend.ts';
import type { Clock } from '../../electron/seams/clock.ts';
import { type Faults, type ModemModel, VirtualModem } from '../../electron/virtual/modem.ts';
import { PracticeBus } from '../../electron/virtual/practice/practice-bus.ts';
import { PracticeHolders } from '../../electron/virtual/practice/practice-holders.ts';
import { PracticeHost } from '../../electron/virtual/practice/practice-host.ts';
import { PracticeKernel } from '../../electron/virtual/practice/practice-kernel.ts';
import { PracticeSerialPorts } from '../../electron/virtual/practice/practice-serial.ts';

/** Ports for any virtual modem, not only the practice ones, with the three seams of a world in front of them. */
export class VirtualWorld {
  readonly backend: Backend;
  readonly bus: PracticeBus;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    const kernel = new PracticeKernel(clock, true);
    this.#clock = clock;
    this.bus = new PracticeBus(clock, kernel);
    const host = new PracticeHost(kernel, new PracticeHolders(clock), true);
    this.backend = { origin: 'practice', bus: this.bus, serial: new PracticeSerialPorts(kernel), host };
  }

  /** Plugs a modem into a port of its own, where it stays through its re-enumerations. */
  plug(portPath: string, model: ModemModel, { composition, faults = {} }: { composition?: string; faults?: Faults } = {}): VirtualModem {
    const modem = new VirtualModem(model, { clock: this.#clock, faults });
    modem.on(({ kind, device, composition: shown }) => {
      if (kind === 'attached') this.bus.attached(portPath, device, (configuration) => model.bindings(shown, configuration));
      else this.bus.detached(portPath);
    });
    modem.plug(composition);
    return modem;
  }
}
