import type { Mode, PortRole } from '../../contract/words.ts';

type Roles = ReadonlyMap<number, PortRole>;

/** Modes in which the router sees a network card and commands nothing. */
export const isCard = (mode: Mode) => mode === 'ecm' || mode === 'rndis';

/** Numbers of the interfaces that become serial ports, lowest first. */
export function serialPorts(roles: Roles): number[] {
  const serial: readonly PortRole[] = ['at', 'modem', 'diag', 'gps'];
  return [...roles].flatMap(([number, role]) => (serial.includes(role) ? [number] : [])).sort((a, b) => a - b);
}

/** Interface number of the port that calls are dialled over: the modem port, else one for AT. */
export function dialPort(roles: Roles): number | undefined {
  return portFor(roles, 'modem') ?? portFor(roles, 'at');
}

/** Interface number of the first port of a role. */
export function portFor(roles: Roles, role: PortRole): number | undefined {
  return serialPorts(roles).find((number) => roles.get(number) === role);
}
