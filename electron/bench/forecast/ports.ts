import type { Recognised } from '../../../modem-db/db.ts';
import { atCandidates, type PortInterface, serialInterfaces } from '../../../modem-db/ports/port-hints.ts';
import type { InterfaceForecast, ReportedDevice } from '../../contract/drivers.ts';

interface Ids {
  readonly vid: number;
  readonly pid: number;
}

const MAX_PORTS = 64;

/** The port that takes AT, as a router calls it; `null` where none is known, or the router has no driver for it. */
export function atPort({ ports, at }: Pick<ReportedDevice, 'ports' | 'at'>): string | null {
  const first = at?.interfaces.map((number) => ports.find((port) => port.interface === number)).find((port) => port?.node != null);
  return first?.node ?? null;
}

/** The serial ports of a device of a text, with their nodes on the router, and which takes AT. Pure. */
export function reportedPorts(
  interfaces: readonly PortInterface[],
  recognised: Recognised,
  ids: Ids,
  foretold: readonly InterfaceForecast[],
): Pick<ReportedDevice, 'ports' | 'at'> {
  const node = (number: number) => foretold.find((i) => i.number === number)?.nodes.find((name) => name.startsWith('/dev/tty')) ?? null;
  // The drivers' tables know networks and control channels that nobody else lists.
  const isFree = (number: number) => node(number) !== null || foretold.every((i) => i.number !== number || i.driver === null);
  const serial = serialInterfaces(interfaces, recognised, ids)
    .filter((one) => isFree(one.number))
    .slice(0, MAX_PORTS);
  if (serial.length === 0) return { ports: [], at: null };
  const asked = atCandidates(interfaces, recognised, ids).filter(isFree).slice(0, MAX_PORTS);
  const first = serial.find((one) => one.number === asked[0]);
  const state = !first ? 'none' : first.known === 'candidate' ? 'candidates' : 'named';
  return {
    ports: serial.map(({ number, role, known }) => ({ interface: number, node: node(number), role, known })),
    at: { state, interfaces: [...asked] },
  };
}
