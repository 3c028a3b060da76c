import type { SignalReading } from '../contract/signal.ts';

export interface SignalBar {
  readonly dbm: number;
  /** 0 to 100. */
  readonly percent: number;
}

/** Ends of the scales in dBm. RSSI: 3GPP TS 27.007, 8.5 (+CSQ). RSRP: TS 27.007, 8.69 (+CESQ). RSCP: the same. */
const RSSI = [-113, -51] as const;
const RSRP = [-140, -44] as const;
const RSCP = [-120, -25] as const;

/** The newest technology is the one that carries the data. */
const newest: readonly (string | null)[] = ['5G', 'LTE', 'UMTS', 'GSM', null];

/** The one figure for a bar: of the newest technology that is measured, the whole carrier's strength before its cell's. */
export function barOf(readings: readonly SignalReading[], technology: string | null): SignalBar | null {
  // Beside LTE in non-standalone mode the anchor is what keeps the connection.
  const order = technology === '5G NSA' ? ['LTE', ...newest] : newest;
  for (const wanted of order) {
    for (const reading of readings.filter((one) => one.technology === wanted)) {
      const bar = scaled(reading.rssi, RSSI) ?? scaled(reading.rsrp, reading.technology === 'UMTS' ? RSCP : RSRP);
      if (bar) return bar;
    }
  }
  return null;
}

/** A strength off the scale means that there is none. */
function scaled(dbm: number | null, [from, to]: readonly [number, number]): SignalBar | null {
  if (dbm === null || dbm < from || dbm >= 0) return null;
  return { dbm, percent: Math.min(100, Math.round(((dbm - from) * 100) / (to - from))) };
}
