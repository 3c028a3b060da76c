import { type Clock, systemClock } from '../../electron/seams/clock.ts';
import { findModel } from '../../electron/virtual/models/index.ts';
import { type Faults, type ModemModel, type NonVolatile, VirtualModem } from '../../electron/virtual/modem.ts';
import { DeviceWire } from '../../electron/virtual/practice/device-wire.ts';

/** A modem on a cable: what the tests of the virtual dongles talk through. */

export function model(name: string): ModemModel {
  const found = findModel(name);
  if (!found) throw new Error(`no model ${name}`);
  return found;
}

export interface Plugged {
  readonly modem: VirtualModem;
  /** The cable to the enumeration of now. */
  wire(): DeviceWire;
  /** Composition of each enumeration so far. */
  readonly seen: string[];
}

export function plug(name: string, options: { clock?: Clock; faults?: Faults; flash?: NonVolatile; composition?: string } = {}): Plugged {
  const clock = options.clock ?? systemClock;
  const modem = new VirtualModem(model(name), {
    clock,
    ...(options.faults ? { faults: options.faults } : {}),
    ...(options.flash ? { flash: options.flash } : {}),
  });
  const seen: string[] = [];
  let wire: DeviceWire | null = null;
  modem.on(({ kind, device, composition }) => {
    if (kind === 'detached') {
      wire?.left();
      wire = null;
      return;
    }
    seen.push(composition);
    wire = new DeviceWire(device, clock);
  });
  modem.plug(options.composition);
  return {
    modem,
    seen,
    wire: () => {
      if (!wire) throw new Error('the dongle is away');
      return wire;
    },
  };
}
