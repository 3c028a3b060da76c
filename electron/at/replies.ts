import type { NetworkView } from '../contract/snapshot.ts';
import type { Reply } from './lines.ts';

/** Parsers of single replies. Each takes what the modem said and gives `null` where it does not fit: never a guess. Source: 3GPP TS 27.007 unless said otherwise. */

/** The value of a one-line answer, with or without its `+CMD:` prefix and quotes. Bounded to 100 characters. */
export function plainValue(reply: Reply, command: string): string | null {
  const prefix = /^AT([+^*%$!#][A-Z0-9]+)/i.exec(command)?.[1]?.toUpperCase();
  for (const line of reply.lines) {
    if (/^[+^%]/.test(line) && (prefix === undefined || !line.toUpperCase().startsWith(`${prefix}:`))) continue;
    const own = prefix !== undefined && line.toUpperCase().startsWith(`${prefix}:`) ? line.slice(prefix.length + 1) : line;
    const value = own
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .slice(0, 100);
    if (value !== '') return value;
  }
  return null;
}

/** IMEI: 15 digits, some modems add the software version (TS 23.003, 6.2). */
export function imei(reply: Reply): string | null {
  return firstMatch(reply, /\b(\d{15})(?:\d{1,2})?\b/);
}

/** IMSI: 6 to 15 digits (TS 23.003, 2.2). */
export function imsi(reply: Reply): string | null {
  return firstMatch(reply, /^(?:\+CIMI: ?)?"?(\d{6,15})"?$/);
}

/** ICCID: 18 to 20 digits, maybe with a padding F (ITU-T E.118). */
export function iccid(reply: Reply): string | null {
  return firstMatch(reply, /\b(89\d{16,18})F?\b/i);
}

/** +CPIN? (8.3). A code of +CME ERROR instead of an answer tells as much (9.2.1): 10 not inserted, 13 failure, 14 busy. */
export function simState(reply: Reply): NetworkView['sim'] {
  if (reply.final.kind === 'error') {
    if (reply.final.number === 10 || /SIM not inserted/i.test(reply.final.text)) return 'missing';
    if (reply.final.number === 11) return 'pin';
    if (reply.final.number === 12) return 'puk';
    return reply.final.number === 13 || reply.final.number === 15 ? 'failed' : 'unknown';
  }
  const state = firstMatch(reply, /^\+CPIN: ?"?([A-Z0-9 -]+)"?$/);
  if (state === 'READY') return 'ready';
  if (state === 'SIM PIN') return 'pin';
  if (state === 'SIM PUK') return 'puk';
  if (state === 'NOT READY') return 'unknown';
  if (state === 'NOT INSERTED') return 'missing';
  return state === null ? 'unknown' : 'failed';
}

/** +CSQ (8.5): 0 to 31 stand for -113 to -51 dBm, 99 for not known. */
export function signal(reply: Reply): { dbm: number; percent: number } | null {
  const rssi = Number(firstMatch(reply, /^\+CSQ: ?(\d{1,2}),\d{1,2}$/) ?? '99');
  if (rssi > 31) return null;
  return { dbm: -113 + 2 * rssi, percent: Math.round((rssi / 31) * 100) };
}

/** +CREG?, +CGREG?, +CEREG? (7.2, 10.1.20, 10.1.22): `<n>,<stat>[,...]`. */
export function registration(reply: Reply): NetworkView['registration'] {
  const stat = firstMatch(reply, /^\+C(?:|G|E|5G)REG: ?\d,(\d{1,2})(?:,|$)/);
  const known: Readonly<Record<string, NetworkView['registration']>> = {
    '0': 'none',
    '1': 'home',
    '2': 'searching',
    '3': 'denied',
    '5': 'roaming',
    '6': 'home',
    '7': 'roaming',
  };
  return (stat !== null && known[stat]) || 'unknown';
}

const technologies: Readonly<Record<string, string>> = {
  '0': 'GSM',
  '1': 'GSM',
  '2': 'UMTS',
  '3': 'EDGE',
  '4': 'HSDPA',
  '5': 'HSUPA',
  '6': 'HSPA',
  '7': 'LTE',
  '9': 'NB-IoT',
  '10': 'LTE',
  '11': '5G',
  '12': '5G',
  '13': '5G NSA',
};

/** +COPS? (7.3): `<mode>,<format>,<oper>[,<AcT>]`. */
export function operator(reply: Reply): { name: string; technology: string | null } | null {
  for (const line of reply.lines) {
    const match = /^\+COPS: ?\d,\d,"([^"]{1,64})"(?:,(\d{1,2}))?$/.exec(line);
    if (match?.[1]) return { name: match[1], technology: technologies[match[2] ?? ''] ?? null };
  }
  return null;
}

/** Group `pin` of the family's pattern, as a number of tries. */
export function pinTries(reply: Reply, pattern: string): number | null {
  const expression = new RegExp(pattern);
  for (const line of reply.lines) {
    const tries = expression.exec(line)?.groups?.['pin'];
    if (tries !== undefined && /^\d{1,2}$/.test(tries)) return Number(tries);
  }
  return null;
}

/** Group `value` of a recipe's reply pattern. */
export function recipeValue(reply: Reply, pattern: string): string | null {
  const expression = new RegExp(pattern);
  for (const line of reply.lines) {
    const value = expression.exec(line)?.groups?.['value'];
    if (value !== undefined) return value;
  }
  return null;
}

function firstMatch(reply: Reply, pattern: RegExp): string | null {
  for (const line of reply.lines) {
    const found = pattern.exec(line)?.[1];
    if (found !== undefined) return found;
  }
  return null;
}
