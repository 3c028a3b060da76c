import type { NetworkView } from '../../contract/snapshot.ts';
import type { Reply } from '../lines.ts';
import { answersOf, decimal, hexadecimal, unquoted } from './fields.ts';
import { technologyOf } from './operator.ts';

/** +CREG?, +CGREG?, +CEREG?, +C5GREG?. 3GPP TS 27.007, 7.2, 10.1.20, 10.1.22 and 10.1.47. */

export type RegistrationState = NetworkView['registration'];

export interface Registration {
  readonly state: RegistrationState;
  /** What the area code counts, and the cell in it: LAC or TAC, and cell identity. `null`: not told, or a code that stands for none. */
  readonly areaCode: number | null;
  readonly cellId: number | null;
  readonly technology: string | null;
}

/**
 * `<stat>`. Six and seven, registered for SMS only, are what +CREG says on LTE; nine and ten are roads to the circuit domain. Who is attached for
 * emergencies (8) or for restricted local services (11) has no network of his own.
 */
const states: readonly RegistrationState[] = [
  ...(['none', 'home', 'searching', 'denied', 'unknown', 'roaming'] as const),
  ...(['home', 'roaming', 'none', 'home', 'roaming', 'none'] as const),
];

const domains = ['+C5GREG', '+CEREG', '+CGREG', '+CREG'] as const;
/** Area codes that stand for none (TS 23.003, 4.1 and 19.4.2.3). */
const noArea = new Set([0, 0xfffe, 0xffff, 0xffffff]);
const noCell = new Set([0xfffffff, 0xffffffff, 0xfffffffff]);

/**
 * What a reply to one of the reads says: `<n>,<stat>[,<area>,<cell>[,<AcT>[,...]]]`. The unsolicited form has no `<n>` and may come
 * between the lines: it is no answer. `null` where there is none.
 */
export function registrationOf(reply: Reply): Registration | null {
  for (const domain of domains) {
    const fields = answersOf(reply, domain).filter(isRead).at(-1);
    if (fields) return read(fields, domain);
  }
  return null;
}

/** The state alone; `unknown` where the reply has none. */
export function registration(reply: Reply): RegistrationState {
  return registrationOf(reply)?.state ?? 'unknown';
}

/** The second field is a state, and not the area of an unsolicited line: that has four digits. `<stat>` with zeros before it has four where the area is quoted. */
function isRead([n, stat, area]: readonly string[]): boolean {
  const short = /^0?\d{1,2}$/.test(stat ?? '') || (/^00\d{2}$/.test(stat ?? '') && /^"/.test(area ?? ''));
  const number = decimal(stat);
  return short && number !== null && number < states.length && /^0{0,2}\d$/.test(n ?? '');
}

function read(fields: readonly string[], domain: string): Registration {
  const [, stat, area] = fields;
  // First firmware of LTE had the routing area before the cell.
  const routed =
    domain === '+CEREG' && /^[0-9A-F]{1,2}$/i.test(unquoted(fields[3])) && hexadecimal(fields[4]) !== null && fields.length === 6;
  const [cell, act] = routed ? fields.slice(4, 6) : fields.slice(3, 5);
  const areaCode = hexadecimal(area);
  const cellId = hexadecimal(cell);
  return {
    state: states[decimal(stat) ?? 4] ?? 'unknown',
    areaCode: areaCode === null || noArea.has(areaCode) ? null : areaCode,
    cellId: cellId === null || cellId === 0 || noCell.has(cellId) ? null : cellId,
    technology: technologyOf(act),
  };
}

/**
 * The state of data out of what the domains answered, by command. One that lets the SIM in is enough. The circuit domain may refuse
 * while data works: its word counts last.
 */
export function dataRegistration(answered: readonly { readonly command: string; readonly reply: Reply }[]): RegistrationState {
  const seen = answered.map(({ command, reply }) => ({ voice: /^AT\+CREG\b/i.test(command), state: registration(reply) }));
  const registered = seen.find(({ state }) => state === 'home' || state === 'roaming');
  if (registered) return registered.state;
  const packet = seen.filter(({ voice }) => !voice).map(({ state }) => state);
  const told = (['denied', 'searching', 'none'] as const).find((state) => packet.includes(state));
  return told ?? seen.find(({ state }) => state !== 'unknown')?.state ?? 'unknown';
}
