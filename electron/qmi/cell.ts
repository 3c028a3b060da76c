import { bandOf, lteBandOf } from './bands.ts';
import { cellLocationOf, type LocatedCell } from './cell-location.ts';
import type { QmiClient, RequestOptions } from './client.ts';
import { told } from './failures.ts';
import { nasMessages } from './nas.ts';
import { type QmiRequest, requestOf } from './services.ts';
import { type SystemInfo, systemInfosOf } from './system-info.ts';
import { type CellTechnology, newestFirst, technologyOf } from './technology.ts';
import type { Tlvs } from './tlv.ts';

/** The cell that the modem camps on; with 5G beside LTE it is the LTE cell. `null`: the modem does not tell. */
export interface ServingCell {
  readonly technology: CellTechnology;
  /** Digits, with the leading zeros. */
  readonly mcc: string | null;
  readonly mnc: string | null;
  /** The global one within the network: 28 bits of LTE, 36 of 5G. */
  readonly cellId: number | null;
  /** Location area of GSM and UMTS, tracking area of LTE and 5G. */
  readonly areaCode: number | null;
  /** Physical cell id of LTE and 5G, scrambling code of UMTS. */
  readonly pci: number | null;
  /** The number of TS 36.101, TS 38.101 or TS 25.101; GSM has none. */
  readonly band: number | null;
  /** Downlink: ARFCN of GSM, UARFCN, EARFCN, NR-ARFCN. */
  readonly channel: number | null;
}

/** What `readServingCell` may send, in order; System Info where Get Cell Location Info tells no cell. */
export const servingCellRequests: readonly QmiRequest[] = [
  requestOf(nasMessages.cellLocation),
  requestOf(nasMessages.systemInfo),
  requestOf(nasMessages.rfBand),
];

/** `null` where the modem camps on no cell, or tells of none. */
export async function readServingCell(client: QmiClient, options?: RequestOptions): Promise<ServingCell | null> {
  const located = await told(() => client.ask(requestOf(nasMessages.cellLocation), cellLocationOf, options));
  const cell = located ?? systemCell(await told(() => client.ask(requestOf(nasMessages.systemInfo), systemInfosOf, options)));
  const bands = (await told(() => client.ask(requestOf(nasMessages.rfBand), activeBandsOf, options))) ?? [];
  const technology = cell?.technology ?? newestFirst.find((t) => bands.some((band) => band.technology === t));
  if (!technology) return null;
  const active = bands.find((band) => band.technology === technology);
  return {
    technology,
    mcc: cell?.plmn?.mcc ?? null,
    mnc: cell?.plmn?.mnc ?? null,
    cellId: cell?.cellId ?? null,
    areaCode: cell?.areaCode ?? null,
    pci: cell?.pci ?? null,
    ...tuned(technology, cell?.channel ?? null, active),
  };
}

/** The one of System Info that serves: it has no channel and no physical cell id. */
function systemCell(infos: readonly SystemInfo[] = []): LocatedCell | null {
  const found = infos.find(({ service, cellId }) => service === 'available' && cellId !== null);
  return found
    ? { technology: found.technology, plmn: found.plmn, cellId: found.cellId, areaCode: found.areaCode, pci: null, channel: null }
    : null;
}

interface ActiveBand {
  readonly technology: CellTechnology;
  /** libqmi's `QmiNasActiveBand`. */
  readonly band: number;
  readonly channel: number;
}

/** Get RF Band Information: a list with channels of 16 bits, and one of firmwares since 5G with channels of 32, which counts first. */
function activeBandsOf(tlvs: Tlvs): ActiveBand[] {
  const listed = (type: number, wide: boolean): ActiveBand[] => {
    const list = tlvs.get(type);
    return Array.from({ length: list?.u8() ?? 0 }, () => list).flatMap((fields) => {
      if (!fields) return [];
      const technology = technologyOf(fields.u8());
      const [band, channel] = [fields.u16(), wide ? fields.u32() : fields.u16()];
      return technology ? [{ technology, band, channel }] : [];
    });
  };
  return [...listed(0x11, true), ...listed(0x01, false)];
}

/**
 * Channel and band. The location's channel is the serving cell's; the other answer may be of another carrier, and completes it where only
 * its low 16 bits came. The band is the channel's where the channel has one of its own (LTE): firmwares name bands that overlap.
 */
function tuned(technology: CellTechnology, located: number | null, active?: ActiveBand): { band: number | null; channel: number | null } {
  const named = active ? bandOf(technology, active.band) : null;
  const same = active && (located === null || (located & 0xffff) === (active.channel & 0xffff));
  const channel = same ? Math.max(active.channel, located ?? 0) : located;
  if (technology !== 'LTE' || channel === null) return { band: same ? named : null, channel };
  // EARFCNs of band 65 and above need 17 bits.
  const whole = channel <= 0xffff && named !== null && lteBandOf(channel + 0x1_0000) === named ? channel + 0x1_0000 : channel;
  return { band: lteBandOf(whole) ?? named, channel: whole };
}
