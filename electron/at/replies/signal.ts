import type { SignalReading } from '../../contract/signal.ts';
import type { Reply } from '../lines.ts';
import { answersOf, decimal } from './fields.ts';
import { measuresIn } from './measures/formats.ts';
import { hasSignal } from './measures/measured.ts';

/** +CSQ (3GPP TS 27.007, 8.5): 0 to 31 stand for -113 to -51 dBm, 99 for not known. */
export function signal(reply: Reply): { dbm: number; percent: number } | null {
  const rssi = decimal(answersOf(reply, '+CSQ')[0]?.[0]);
  if (rssi === null || !Number.isInteger(rssi) || rssi < 0 || rssi > 31) return null;
  return { dbm: -113 + 2 * rssi, percent: Math.round((rssi / 31) * 100) };
}

/**
 * What is measured of each technology's cell in the reply to one of `reading.signal`, to +CESQ or to +CSQ: LTE before the 5G beside it.
 * Empty where nothing is, or the command is one that nobody knows to read.
 */
export function signalReadings(command: string, reply: Reply): SignalReading[] {
  return measuresIn(command, reply)
    .filter(hasSignal)
    .map(({ technology, rssi, rsrp, rsrq, sinr }) => ({ technology, rssi, rsrp, rsrq, sinr }));
}
