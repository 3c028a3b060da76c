import type { ServingCell, SignalReading } from '../../../contract/signal.ts';
import { unquoted } from '../fields.ts';
import { bandName } from './bands.ts';

/** One cell as one line of a modem tells it: what is measured of it, and who it is. */
export interface Measured extends SignalReading, ServingCell {
  readonly technology: Technology | null;
}

export type Technology = 'GSM' | 'UMTS' | 'LTE' | '5G';

type Numbers = 'rssi' | 'rsrp' | 'rsrq' | 'sinr' | 'cellId' | 'areaCode' | 'pci' | 'channel';
/** As it was told, sentinels and all. `band`: its number. */
export type Told = Partial<Record<Numbers | 'band', number | null> & Record<'mcc' | 'mnc', string | undefined>>;

/**
 * What can be measured at all, from and to; a value outside of it stands for none (-32768, 255, 0 as they come). TS 45.008, 8.1.4; TS 25.133,
 * 9.1.1 and 9.1.2; TS 36.133, 9.1.4 and 9.1.7; TS 38.133, 10.1.6, 10.1.11 and 10.1.16. A reading "below the lowest" is one step below it.
 */
const ranges: Readonly<Record<'rssi' | 'rsrp' | 'rsrq' | 'sinr', readonly [number, number]>> = {
  rssi: [-140, -10],
  rsrp: [-157, -24],
  rsrq: [-44, 20],
  sinr: [-50, 50],
};
/** Highest channel, and highest physical cell identity or scrambling code, by technology. */
const most: Readonly<Record<Technology, { readonly channel: number; readonly pci: number; readonly cell: number; readonly area: number }>> =
  {
    GSM: { channel: 1023, pci: 63, cell: 0xffff, area: 0xffff },
    UMTS: { channel: 16383, pci: 511, cell: 0xfffffff, area: 0xffff },
    LTE: { channel: 262143, pci: 503, cell: 0xfffffff, area: 0xffff },
    '5G': { channel: 3279165, pci: 1007, cell: 0xfffffffff, area: 0xffffff },
  };

/** Bounds what was told. All ones stand for no cell and no area. */
export function measured(technology: Technology | null, told: Told): Measured {
  const measure = (name: keyof typeof ranges) => within(told[name], ...ranges[name]);
  const limit = technology === null ? null : most[technology];
  const bounded = (value: number | null | undefined, highest: number | undefined, lowest = 0) =>
    highest === undefined ? null : within(value, lowest, highest);
  const channel = bounded(told.channel, limit?.channel);
  const mcc = /^\d{3}$/.test(told.mcc ?? '') && told.mcc !== '000' ? (told.mcc ?? null) : null;
  return {
    technology,
    rssi: measure('rssi'),
    rsrp: measure('rsrp'),
    rsrq: measure('rsrq'),
    sinr: measure('sinr'),
    mcc,
    // Firmware that counts it has lost a zero before it.
    mnc: mcc !== null && /^\d{1,3}$/.test(told.mnc ?? '') ? (told.mnc ?? '').padStart(2, '0') : null,
    cellId: limit && bounded(told.cellId, limit.cell - 1, 1),
    areaCode: limit && bounded(told.areaCode, limit.area - 2, 1),
    pci: bounded(told.pci, limit?.pci),
    band: technology === 'LTE' || technology === '5G' ? bandName(technology, within(told.band, 1, 300), channel) : null,
    channel,
  };
}

/** Whether anything was measured. */
export const hasSignal = ({ rssi, rsrp, rsrq, sinr }: SignalReading): boolean => [rssi, rsrp, rsrq, sinr].some((value) => value !== null);

/** `null` outside of the range; one digit behind the point is more than any modem measures. */
export function within(value: number | null | undefined, lowest: number, highest: number): number | null {
  return value == null || !(value >= lowest && value <= highest) ? null : Math.round(value * 10) / 10;
}

/** A step on a scale: `first` is the value of 0. `null`: not told, or `none`. */
export function onScale(value: number | null | undefined, first: number, step: number, none: number): number | null {
  return value == null || value === none ? null : first + value * step;
}

/** `460-01`, `"310 260"`, `46001`: country and network code. */
export function plmn(field: string | undefined): { mcc?: string; mnc?: string } {
  const [, mcc, mnc] = /^(\d{3})[ -]?(\d{2,3})$/.exec(unquoted(field)) ?? [];
  return mcc === undefined || mnc === undefined ? {} : { mcc, mnc };
}

/** The number in `B3`, `EUTRAN-BAND3`, `NR5G_BAND78`, `n78`. */
export function bandNumber(field: string | undefined): number | null {
  const digits = /(?:^|[A-Z])(\d{1,3})$/i.exec(unquoted(field))?.[1];
  return digits === undefined ? null : Number(digits);
}
