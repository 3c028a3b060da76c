import type { ReportedDevice, ReportedPort } from './drivers.ts';
import type { Text } from './text.ts';

/**
 * What the page and the command line say of a device's serial ports: `ttyUSB2: AT` of each, then where the AT port is, or which may be.
 * Empty where it has none.
 */
export function portLines({ ports, at }: Pick<ReportedDevice, 'ports' | 'at'>, text: Text): string[] {
  if (at === null || ports.length === 0) return [];
  const each = ports.map((port) => `${nameOf(port, text)}: ${text.word(roleKey(port))}`);
  return [text.word('drivers.ports.each', { ports: each.join(', ') }), atLine(ports, at, text)];
}

function atLine(ports: readonly ReportedPort[], at: NonNullable<ReportedDevice['at']>, text: Text): string {
  const asked = at.interfaces.flatMap((number) => ports.find((port) => port.interface === number) ?? []);
  const [first] = asked;
  if (at.state === 'none' || !first) return text.word('drivers.ports.none');
  if (at.state === 'named')
    return text.word(first.known === 'listed' ? 'drivers.ports.named-listed' : 'drivers.ports.named-code', { port: nameOf(first, text) });
  return text.word('drivers.ports.candidates', { ports: asked.map((port) => nameOf(port, text)).join(', ') });
}

const roleKey = ({ role, known }: ReportedPort) => `drivers.ports.roles.${role === 'other' && known === 'candidate' ? 'unknown' : role}`;

const nameOf = ({ interface: number, node }: ReportedPort, text: Text) =>
  node?.replace('/dev/', '') ?? text.word('drivers.ports.no-port', { number });
