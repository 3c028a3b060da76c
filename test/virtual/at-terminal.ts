import type { EndpointSpec, InterfaceSpec } from '../../electron/virtual/descriptors.ts';
import type { Faults, NonVolatile } from '../../electron/virtual/modem.ts';
import { ManualClock, settle } from '../support/manual-clock.ts';
import { model, type Plugged, plug } from './wire.ts';

/** A terminal on one AT port of a virtual modem, found by its interface number, as whoever has only `lsusb` would find it. */
export interface AtTerminal {
  readonly stick: Plugged;
  readonly clock: ManualClock;
  /** Everything that comes back to a line, as it comes. */
  raw(line: string): Promise<string>;
  /** The lines that come back, echo off, blank ones left out. */
  ask(line: string): Promise<string[]>;
  /** What came since the last line was sent. */
  heard(): string;
  /** Waits until the modem has been away and is back, then opens the AT port at another interface. */
  reopen(interfaceNumber: number): Promise<void>;
}

/** Most that a modem of the tests stays away, in ms of the clock. */
const AWAY_LIMIT_MS = 120_000;

/** Interfaces of the composition that is plugged now, in the configuration in force (the first where none is set yet). */
function specsNow(name: string, stick: Plugged): readonly InterfaceSpec[] {
  const device = stick.modem.device;
  if (!device) throw new Error(`${name} is away`);
  return device.spec.configurations[Math.max(0, device.configuration - 1)] ?? [];
}

/** Numbers of the interfaces, in the order of the descriptors, each once. */
export function interfacesNow(name: string, stick: Plugged): number[] {
  return [...new Set(specsNow(name, stick).map((i) => i.number))];
}

/** The product id as `lsusb` writes it. */
export function pidNow(name: string, stick: Plugged): string {
  const pid = stick.modem.device?.spec.pid;
  if (pid === undefined) throw new Error(`${name} is away`);
  return pid.toString(16).padStart(4, '0');
}

/** Class, subclass and protocol of an interface: `ff/ff/30`. */
export function tripleNow(name: string, stick: Plugged, interfaceNumber: number): string {
  const found = specsNow(name, stick).find((i) => i.number === interfaceNumber);
  if (!found) throw new Error(`${name} has no interface ${interfaceNumber}`);
  return [found.class, found.subclass, found.protocol].map((n) => n.toString(16).padStart(2, '0')).join('/');
}

/** Bulk endpoints of a serial interface; those of the data interface behind it where it is CDC ACM. */
function bulkPair(name: string, stick: Plugged, interfaceNumber: number): { input: number; output: number } {
  const bulkOf = (number: number): EndpointSpec[] =>
    specsNow(name, stick)
      .filter((i) => i.number === number)
      .flatMap((i) => [...i.endpoints])
      .filter((e) => e.type === 'bulk');
  const own = bulkOf(interfaceNumber);
  const endpoints = own.length > 0 ? own : bulkOf(interfaceNumber + 1);
  const input = endpoints.find((e) => (e.address & 0x80) !== 0)?.address;
  const output = endpoints.find((e) => (e.address & 0x80) === 0)?.address;
  if (input === undefined || output === undefined) throw new Error(`${name}: no serial interface ${interfaceNumber}`);
  return { input, output };
}

export async function openTerminal(
  name: string,
  interfaceNumber: number,
  options: { faults?: Faults; flash?: NonVolatile; composition?: string } = {},
): Promise<AtTerminal> {
  model(name);
  const clock = new ManualClock();
  const stick = plug(name, { clock, ...options });
  let heard = '';
  let pair = bulkPair(name, stick, interfaceNumber);
  const listen = async () => {
    const wire = stick.wire();
    const { input } = pair;
    // As a host does it: SET_CONFIGURATION, the first one.
    if (wire.device.configuration === 0) await wire.control({ requestType: 0, request: 9, value: 1, index: 0 }, new Uint8Array(), 1000);
    void (async () => {
      for (;;) {
        const data = await wire.in(input, 4096, 0);
        heard += Buffer.from(data).toString('latin1');
      }
    })().catch(() => undefined);
    if (!options.faults?.atSilent) await raw('ATE0');
  };
  const raw = async (line: string): Promise<string> => {
    heard = '';
    await stick.wire().out(pair.output, Buffer.from(`${line}\r`, 'latin1'), 1000);
    await settle();
    return heard;
  };
  await listen();
  return {
    stick,
    clock,
    raw,
    heard: () => heard,
    ask: async (line) => (await raw(line)).split(/[\r\n]+/).filter((l) => l !== ''),
    reopen: async (number) => {
      const before = stick.seen.length;
      await clock.until(() => stick.seen.length > before, AWAY_LIMIT_MS);
      pair = bulkPair(name, stick, number);
      await listen();
    },
  };
}
