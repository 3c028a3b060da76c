import type { RadioState } from '../../contract/signal.ts';
import type { Reply } from '../lines.ts';
import { answersOf, decimal } from './fields.ts';

/** Whether the modem may transmit. */

/**
 * `<fun>` of +CFUN? (3GPP TS 27.007, 8.2): 0 minimum, 1 full, 2 no transmitter, 4 neither. Beyond the standard: 7 is Qualcomm's offline mode
 * (SIMCom SIM7500 and SIM7600 AT manual, AT+CFUN), 19 u-blox' minimum (ModemManager, plugins/ublox/mm-modem-helpers-ublox.c). 5 and 6 are full
 * with Ericsson and a test mode with SIMCom.
 */
const functionality: Readonly<Record<number, RadioState>> = { 0: 'off', 1: 'on', 2: 'off', 4: 'off', 7: 'off', 19: 'off' };

/** `unknown` where the reply to +CFUN? does not tell. */
export function radioState(reply: Reply): RadioState {
  const level = decimal(answersOf(reply, '+CFUN')[0]?.[0]);
  return (level !== null && functionality[level]) || 'unknown';
}

/**
 * What a vendor's own query tells: `locked` where a line matches, `off` where a switch of the host holds it, `unknown` else: then +CFUN?
 * is to be believed. The patterns are the database's.
 */
export function radioLock(reply: Reply, { locked, off }: { readonly locked: string; readonly off?: string | undefined }): RadioState {
  const found = (pattern: string) => reply.lines.some((line) => new RegExp(pattern, 'i').test(line));
  if (found(locked)) return 'locked';
  return off !== undefined && found(off) ? 'off' : 'unknown';
}
