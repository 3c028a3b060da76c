import type { InterfaceSpec } from '../../electron/virtual/descriptors.ts';
import type { Faults, NonVolatile } from '../../electron/virtual/modem.ts';
import { ManualClock, settle } from '../support/manual-clock.ts';
import { type Plugged, plug } from './wire.ts';

/** A terminal on one serial interface of a virtual modem in configuration 1, whatever its endpoints are in the composition of now. */
export interface SerialTerminal {
  readonly stick: Plugged;
  readonly clock: ManualClock;
  /** The lines that come back, echo off, blank ones left out. */
  ask(line: string): Promise<string[]>;
  /** Runs until the modem is back; then on the interface of that number. */
  reopen(interfaceNumber: number): Promise<void>;
}

const SET_CONFIGURATION = { requestType: 0x00, request: 9, value: 1, index: 0 };

/** Opens `interfaceNumber` of a model. `flash` on top of a fresh one. */
export async function openSerial(
  name: string,
  interfaceNumber: number,
  options: { faults?: Faults; flash?: NonVolatile; composition?: string } = {},
): Promise<SerialTerminal> {
  const clock = new ManualClock();
  const stick = plug(name, { clock, ...options });
  let heard = '';
  let output = 0;
  const ask = async (line: string) => {
    heard = '';
    await stick.wire().out(output, Buffer.from(`${line}\r`, 'latin1'), 1000);
    for (let i = 0; i < 3; i++) await settle();
    return heard.split(/[\r\n]+/).filter((l) => l !== '');
  };
  const open = async (number: number) => {
    const ends = bulkEndpoints(stick, number);
    output = ends.output;
    const wire = stick.wire();
    // As a host does with whatever it finds: functions of several configurations work in one that was chosen only (USB 2.0, 9.4.7).
    await wire.control(SET_CONFIGURATION, 0, 1000);
    void (async () => {
      for (;;) {
        const data = await wire.in(ends.input, 4096, 0);
        heard += Buffer.from(data).toString('latin1');
      }
    })().catch(() => undefined);
    await ask('ATE0');
  };
  await open(interfaceNumber);
  return {
    stick,
    clock,
    ask,
    reopen: async (number) => {
      const before = stick.seen.length;
      await clock.until(() => stick.seen.length > before, 120_000);
      await open(number);
    },
  };
}

function interfaces(stick: Plugged): readonly InterfaceSpec[] {
  return stick.modem.device?.spec.configurations[0] ?? [];
}

/** Interface numbers of configuration 1, each once, in the order of the descriptors. */
export function numbersOf(stick: Plugged): number[] {
  return [...new Set(interfaces(stick).map((i) => i.number))];
}

/** Class, subclass and protocol of an interface: `ff/ff/30`. */
export function tripleOf(stick: Plugged, number: number): string {
  const found = interfaces(stick).find((i) => i.number === number);
  return found ? [found.class, found.subclass, found.protocol].map((n) => n.toString(16).padStart(2, '0')).join('/') : 'none';
}

export function pidOf(stick: Plugged): string {
  return (stick.modem.device?.spec.pid ?? 0).toString(16);
}

function bulkEndpoints(stick: Plugged, number: number): { input: number; output: number } {
  const ends = interfaces(stick)
    .filter((i) => i.number === number)
    .flatMap((i) => i.endpoints)
    .filter((e) => e.type === 'bulk');
  const input = ends.find((e) => e.address >= 0x80)?.address;
  const output = ends.find((e) => e.address < 0x80)?.address;
  if (input === undefined || output === undefined) throw new Error(`no serial interface ${number}`);
  return { input, output };
}
