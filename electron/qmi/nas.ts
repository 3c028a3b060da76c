import type { QmiClient, RequestOptions } from './client.ts';
import { isUnknownMessageError } from './failures.ts';
import { messagesOf, type QmiRequest, requestOf } from './services.ts';
import type { Tlvs } from './tlv.ts';

/** NAS, the network access service. */
export const nasMessages = messagesOf('NAS', {
  signalStrength: [0x0020, 'Get Signal Strength'],
  servingSystem: [0x0024, 'Get Serving System'],
  signalInfo: [0x004f, 'Get Signal Info'],
});

/** libqmi's `QmiNasRadioInterface`. */
const technologies: Readonly<Record<number, string>> = {
  1: 'CDMA 1x',
  2: 'EV-DO',
  3: 'AMPS',
  4: 'GSM',
  5: 'UMTS',
  8: 'LTE',
  9: 'TD-SCDMA',
  12: '5G NR',
};

/** Strengths in dBm (RSSI, RSRP), ratios in dB (RSRQ, SNR, Ec/Io; the latter is negative). */
export interface SignalInfo {
  readonly gsm?: { readonly rssi: number };
  readonly wcdma?: { readonly rssi: number; readonly ecio: number };
  readonly lte?: { readonly rssi: number; readonly rsrq: number; readonly rsrp: number; readonly snr: number };
  readonly nr5g?: { readonly rsrp: number; readonly snr: number; readonly rsrq?: number };
}

/** What firmwares write into a 16-bit measurement that they do not have. */
const NO_VALUE = -32768;

/** Only the technologies that the modem measures now are there. */
export const getSignalInfo = (client: QmiClient, options?: RequestOptions): Promise<SignalInfo> =>
  client.ask(requestOf(nasMessages.signalInfo), readSignalInfo, options);

function readSignalInfo(tlvs: Tlvs): SignalInfo {
  const gsm = tlvs.get(0x12);
  const wcdma = tlvs.get(0x13);
  const lte = tlvs.get(0x14);
  const nr = tlvs.get(0x17);
  // Ec/Io in halves of a dB below zero; SNR in tenths.
  const wcdmaInfo = wcdma && { rssi: wcdma.i8(), ecio: wcdma.i16() / -2 };
  const lteInfo = lte && { rssi: lte.i8(), rsrq: lte.i8(), rsrp: lte.i16(), snr: lte.i16() / 10 };
  const nrInfo = nr && { rsrp: nr.i16(), snr: nr.i16() / 10 };
  const nrRsrq = tlvs.get(0x18)?.i16() ?? NO_VALUE;
  return {
    ...(gsm ? { gsm: { rssi: gsm.i8() } } : {}),
    ...(wcdmaInfo ? { wcdma: wcdmaInfo } : {}),
    ...(lteInfo ? { lte: lteInfo } : {}),
    ...(nrInfo && nrInfo.rsrp !== NO_VALUE ? { nr5g: { ...nrInfo, ...(nrRsrq === NO_VALUE ? {} : { rsrq: nrRsrq }) } } : {}),
  };
}

export interface SignalStrength {
  readonly dbm: number;
  readonly technology: string | null;
}

/** Legacy: one strength in dBm and of which technology. */
export const getSignalStrength = (client: QmiClient, options?: RequestOptions): Promise<SignalStrength> =>
  client.ask(
    requestOf(nasMessages.signalStrength),
    (tlvs) => {
      const fields = tlvs.need(0x01);
      return { dbm: fields.i8(), technology: technologies[fields.u8()] ?? null };
    },
    options,
  );

export interface Signal {
  readonly technology: string | null;
  readonly dbm: number;
  readonly percent: number;
}

/** What `readSignal` may send, in order. */
export const signalRequests: readonly QmiRequest[] = [requestOf(nasMessages.signalInfo), requestOf(nasMessages.signalStrength)];

/** The one figure for a bar: the newest technology that is measured; `null` without signal. */
export async function readSignal(client: QmiClient, options?: RequestOptions): Promise<Signal | null> {
  try {
    return signalOf(await getSignalInfo(client, options));
  } catch (error) {
    if (!isUnknownMessageError(error)) throw error;
    const { dbm, technology } = await getSignalStrength(client, options);
    return bar(technology, dbm, RSSI);
  }
}

export function signalOf(info: SignalInfo): Signal | null {
  if (info.nr5g) return bar('5G NR', info.nr5g.rsrp, RSRP);
  if (info.lte) return bar('LTE', info.lte.rssi, RSSI);
  if (info.wcdma) return bar('UMTS', info.wcdma.rssi, RSSI);
  if (info.gsm) return bar('GSM', info.gsm.rssi, RSSI);
  return null;
}

/** Ends of the scale in dBm. RSSI: TS 27.007, 8.5 (+CSQ). RSRP: TS 27.007, 8.69 (+CESQ). */
const RSSI = [-113, -51] as const;
const RSRP = [-140, -44] as const;

/** A strength off the scale means that there is none. */
function bar(technology: string | null, dbm: number, [from, to]: readonly [number, number]): Signal | null {
  if (dbm < from || dbm >= 0) return null;
  return { technology, dbm, percent: Math.min(100, Math.round(((dbm - from) * 100) / (to - from))) };
}

export interface ServingSystem {
  readonly registration: 'unknown' | 'home' | 'roaming' | 'searching' | 'denied' | 'none';
  /** Attached to the packet domain. */
  readonly attached: boolean;
  readonly technology: string | null;
  readonly operator: string | null;
  /** Digits, with the leading zeros. */
  readonly plmn: { readonly mcc: string; readonly mnc: string } | null;
}

export const getServingSystem = (client: QmiClient, options?: RequestOptions): Promise<ServingSystem> =>
  client.ask(requestOf(nasMessages.servingSystem), readServingSystem, options);

function readServingSystem(tlvs: Tlvs): ServingSystem {
  const system = tlvs.need(0x01);
  const state = (['none', 'registered', 'searching', 'denied'] as const)[system.u8()] ?? 'unknown';
  // Circuit-switched attach.
  system.u8();
  const attached = system.u8() === 1;
  // Kind of network: 3GPP or 3GPP2.
  system.u8();
  const radios = [...system.bytes8()];
  const technology = radios.map((radio) => technologies[radio]).find((name) => name !== undefined) ?? null;
  // 0: the roaming sign is on.
  const roaming = tlvs.get(0x10)?.u8() === 0;
  const registration = state === 'registered' ? (roaming ? 'roaming' : 'home') : state;
  const plmn = tlvs.get(0x12);
  if (!plmn) return { registration, attached, technology, operator: null, plmn: null };
  const mcc = plmn.u16();
  const mnc = plmn.u16();
  const operator = plmn.text8();
  const digits = tlvs.get(0x27);
  const three = digits ? digits.bytes(5)[4] === 1 : mnc > 99;
  return {
    registration,
    attached,
    technology,
    operator: operator === '' ? null : operator,
    plmn: { mcc: String(mcc).padStart(3, '0'), mnc: String(mnc).padStart(three ? 3 : 2, '0') },
  };
}
