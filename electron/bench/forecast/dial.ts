import { type DialSubject, knownDial, startOf } from '../../../modem-db/dials/index.ts';
import type { DriverForecast, WayDial } from '../../contract/drivers.ts';

type Way = NonNullable<DriverForecast['way']>;

/**
 * A way over a network card, with how its connection is made: a card alone connects nobody. `port`: what takes AT on the router (`/dev/ttyUSB1`).
 * Where the modem would have to be asked to tell one family from another, nothing is said. Pure.
 */
export function withDial(way: DriverForecast['way'], subject: DialSubject, port: string | null): DriverForecast['way'] {
  if (way?.proto !== 'dhcp') return way;
  const dial = dialOf(subject, port);
  return dial === null ? way : { ...way, proto: protoOf(dial), dial };
}

/** Where nobody serves an address, asking for one leads nowhere. */
const protoOf = ({ by, address }: WayDial): Way['proto'] => (by === 'host' && address === 'modem' ? 'static' : 'dhcp');

function dialOf(subject: DialSubject, port: string | null): WayDial | null {
  const dial = knownDial(subject);
  if (!dial) return null;
  const { id, name, call, proof } = dial;
  if (!call) return { id, name, by: 'modem', commands: [], port: null, address: 'dhcp', reads: [], proof };
  return {
    id,
    name,
    by: 'host',
    commands: startOf(call),
    port,
    address: call.address.from,
    reads: call.address.from === 'dhcp' ? [] : call.address.reads.map(({ query }) => query),
    proof,
  };
}
