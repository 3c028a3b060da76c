import type { SignalReading } from '../contract/signal.ts';
import type { QmiClient, RequestOptions } from './client.ts';
import { isUnknownMessageError } from './failures.ts';
import { nasMessages } from './nas.ts';
import { type QmiRequest, requestOf } from './services.ts';
import { type CellTechnology, newestFirst, technologyOf } from './technology.ts';
import { type Fields, type Tlvs, value } from './tlv.ts';

type Range = readonly [from: number, to: number];
type Measures = Omit<SignalReading, 'technology'>;

/**
 * Ends of the scales; what lies outside is no measurement, and the sentinels of firmwares (-32768, which libqmi prints as "n/a" and uqmi
 * calls not connected; 32767; -128) lie outside of all of them. dBm: RSSI as ModemManager takes it (over -125), RSCP TS 25.133 9.1.1.3,
 * RSRP TS 38.133 10.1.6.1 (wider than LTE's of TS 36.133 9.1.4). dB: Ec/Io TS 25.133 9.1.2.3, RSRQ TS 38.133 10.1.11.1 (wider than
 * LTE's of TS 36.133 9.1.7), SINR TS 38.133 10.1.16.1.
 */
const ranges = { rssi: [-124, -25], rscp: [-120, -25], rsrp: [-156, -31], ecio: [-24, 0], rsrq: [-43, 20], sinr: [-23, 40] } as const;

const within = (n: number | undefined, [from, to]: Range): number | null => (n !== undefined && n >= from && n <= to ? n : null);

/** A reading in which nothing was measured is none. */
function reading(technology: CellTechnology, measured: Partial<Measures>): SignalReading[] {
  const { rssi = null, rsrp = null, rsrq = null, sinr = null } = measured;
  return [rssi, rsrp, rsrq, sinr].every((n) => n === null) ? [] : [{ technology, rssi, rsrp, rsrq, sinr }];
}

/**
 * libqmi's `QmiNasSignalStrengthRequest`: RSSI, Ec/Io, IO, SINR, RSRQ, LTE SNR and RSRP, as qmicli and ModemManager ask; without the mask
 * a firmware tells the strength alone.
 */
const LEGACY_MASK = 0x01 | 0x02 | 0x04 | 0x08 | 0x20 | 0x40 | 0x80;

export const signalStrengthRequest = requestOf(nasMessages.signalStrength, [[0x10, value.u16(LEGACY_MASK)]]);

/** What `readSignals` may send, in order. */
export const signalRequests: readonly QmiRequest[] = [requestOf(nasMessages.signalInfo), signalStrengthRequest];

/**
 * What the modem measures now, the newest technology first; nothing where it measures nothing. By Get Signal Info, and on a firmware
 * that does not know it by Get Signal Strength. Layouts: libqmi, data/qmi-service-nas.json.
 */
export async function readSignals(client: QmiClient, options?: RequestOptions): Promise<SignalReading[]> {
  try {
    return await client.ask(requestOf(nasMessages.signalInfo), signalsOf, options);
  } catch (error) {
    if (!isUnknownMessageError(error)) throw error;
    return client.ask(signalStrengthRequest, legacySignalsOf, options);
  }
}

/** Get Signal Info: SNR in tenths of a dB, Ec/Io in halves of one below zero, RSCP of UMTS (since libqmi 1.34) without its sign. */
function signalsOf(tlvs: Tlvs): SignalReading[] {
  const [gsm, wcdma, lte, nr] = [0x12, 0x13, 0x14, 0x17].map((type) => tlvs.get(type));
  const nrRsrq = tlvs.get(0x18)?.i16();
  const rscp = tlvs.get(0x19)?.i16();
  return [
    ...reading('5G', { ...(nr ? nrOf(nr) : {}), rsrq: within(nrRsrq, ranges.rsrq) }),
    ...(lte ? reading('LTE', lteOf(lte)) : []),
    ...reading('UMTS', { ...(wcdma ? wcdmaOf(wcdma) : {}), rsrp: within(rscp === undefined ? undefined : -rscp, ranges.rscp) }),
    ...(gsm ? reading('GSM', { rssi: within(gsm.i8(), ranges.rssi) }) : []),
  ];
}

const nrOf = (f: Fields): Partial<Measures> => ({ rsrp: within(f.i16(), ranges.rsrp), sinr: within(f.i16() / 10, ranges.sinr) });

const lteOf = (f: Fields): Measures => ({
  rssi: within(f.i8(), ranges.rssi),
  rsrq: within(f.i8(), ranges.rsrq),
  rsrp: within(f.i16(), ranges.rsrp),
  sinr: within(f.i16() / 10, ranges.sinr),
});

const wcdmaOf = (f: Fields): Partial<Measures> => ({ rssi: within(f.i8(), ranges.rssi), rsrq: within(f.i16() / -2, ranges.ecio) });

/** Get Signal Strength: lists of RSSI and Ec/Io by technology, both without their sign; RSRQ, SNR and RSRP of LTE alone. */
function legacySignalsOf(tlvs: Tlvs): SignalReading[] {
  const first = tlvs.need(0x01);
  const strength = first.i8();
  const serving = technologyOf(first.u8());
  const rssi = byTechnology(tlvs.get(0x11), (n) => within(-n, ranges.rssi));
  const ecio = byTechnology(tlvs.get(0x12), (n) => within(n / -2, ranges.ecio));
  if (serving && !rssi.has(serving)) rssi.set(serving, within(strength, ranges.rssi));
  const rsrq = tlvs.get(0x16);
  const [ratio, ratioOf] = rsrq ? [rsrq.i8(), technologyOf(rsrq.u8())] : [undefined, null];
  const snr = tlvs.get(0x17)?.i16();
  const lte = {
    rsrp: within(tlvs.get(0x18)?.i16(), ranges.rsrp),
    rsrq: ratioOf === 'LTE' ? within(ratio, ranges.rsrq) : null,
    sinr: within(snr === undefined ? undefined : snr / 10, ranges.sinr),
  };
  return newestFirst.flatMap((technology) =>
    // As ModemManager takes it: the further measures of LTE count beside an LTE strength alone.
    serving !== technology && !rssi.has(technology)
      ? []
      : reading(technology, {
          rssi: rssi.get(technology) ?? null,
          ...(technology === 'LTE' ? lte : {}),
          ...(technology === 'UMTS' ? { rsrq: ecio.get(technology) ?? null } : {}),
        }),
  );
}

/** A list of bytes, each with its technology, behind a 16-bit count. Of two of one technology the first counts. */
function byTechnology(list: Fields | null, read: (n: number) => number | null): Map<CellTechnology, number | null> {
  const found = new Map<CellTechnology, number | null>();
  for (let count = list?.u16() ?? 0; list && count > 0; count--) {
    const measured = list.u8();
    const technology = technologyOf(list.u8());
    if (technology && !found.has(technology)) found.set(technology, read(measured));
  }
  return found;
}
