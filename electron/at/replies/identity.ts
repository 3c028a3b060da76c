import type { Reply } from '../lines.ts';
import { firstMatch } from './fields.ts';

/** Who a modem and its SIM are. `null` where the reply does not tell: never a guess. */

/** Longest value, in characters. */
const MAX_VALUE = 100;

/**
 * The value of a one-line answer, with or without its `+CMD:` prefix and quotes. Of several quoted ones the first, as Fibocom's L850
 * has its name twice. Bounded to 100 characters.
 */
export function plainValue(reply: Reply, command: string): string | null {
  const prefix = /^AT([+^*%$!#][A-Z0-9]+)/i.exec(command)?.[1]?.toUpperCase();
  for (const line of reply.lines) {
    const own = prefix !== undefined && line.toUpperCase().startsWith(prefix) ? /^ ?:(.*)$/.exec(line.slice(prefix.length)) : null;
    if (own === null && /^[+^%]/.test(line)) continue;
    const text = (own?.[1] ?? line).trim();
    const value = (/^"([^"]*)"/.exec(text)?.[1] ?? text).trim().slice(0, MAX_VALUE);
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
  return firstMatch(reply, /^(?:\+CIMI ?: *)?"?(\d{6,15})"?$/i);
}

/**
 * ICCID: 18 to 20 digits that begin with 89 (ITU-T E.118); an odd one is filled up with an F, which is cut off. Where the digits of
 * each byte are swapped, as the card has them (ETSI TS 102 221, 13.2), it begins with 98. Some cards count accounts in hexadecimal.
 */
export function iccid(reply: Reply): string | null {
  for (const line of reply.lines) {
    for (const [digits] of line.matchAll(/(?<![0-9A-Za-z])(?:89|98)[0-9A-F]{16,18}(?![0-9A-Za-z])/gi)) {
      const swapped = digits.startsWith('98') ? digits.replace(/(.)(.)/g, '$2$1') : digits;
      const number = swapped.toUpperCase().replace(/F{1,2}$/, '');
      if (number.startsWith('89') && number.length >= 18) return number;
    }
  }
  return null;
}
