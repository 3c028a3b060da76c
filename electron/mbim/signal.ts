import type { SignalReading } from '../contract/signal.ts';
import type { MbimClient, RequestOptions } from './client.ts';
import { basicConnect, type CommandRequest, queryOf } from './commands.ts';
import { cellOf } from './data-class.ts';
import { InfoReader } from './info.ts';

/** RSSI in steps of 2 dB from -113 dBm, 99 is unknown: MBIM 1.0, 10.5.11 and TS 27.007, 8.5. */
const MAX_RSSI = 31;
/** Steps of 1 dB, the first below -156 dBm, 127 is unknown: MBIMEx 2.0, MBIM_RSRP_SNR_INFO. */
const MAX_RSRP = 126;
/** Steps of half a dB, the first below -23 dB, 128 is unknown. */
const MAX_SNR = 127;
/** The five words of MBIM 1.0, and the pair of offset and size that MBIMEx 2.0 puts behind them. */
const EXTENDED = 28;
/** RSRP, SNR, their thresholds, data class. */
const ELEMENT = 20;
/** A modem measures one cell of each of four technologies. */
const MAX_ELEMENTS = 8;

/** What `readSignals` sends. */
export const signalRequests: readonly CommandRequest[] = [queryOf(basicConnect.signalState)];

/**
 * What the modem measures, one reading a technology; empty where it measures nothing. MBIM 1.0 tells the RSSI alone, and not of what;
 * with the extensions (`readCapabilities`) RSRP and SNR of LTE and 5G come too. Which form came is seen by its length: a function that
 * announces the extensions in its descriptors uses them unasked. A step is taken for its lower edge, as `mbimcli` does.
 */
export const readSignals = (client: MbimClient, options?: RequestOptions): Promise<SignalReading[]> =>
  client.ask(queryOf(basicConnect.signalState), readReadings, options);

function readReadings(info: Uint8Array): SignalReading[] {
  const coded = new InfoReader(info).u32(0);
  const rssi = coded <= MAX_RSSI ? -113 + 2 * coded : null;
  const cells = info.length >= EXTENDED ? readCells(info) : [];
  const [only] = cells;
  // Of two cells nobody can say whose the RSSI is: it then stands alone, as in MBIM 1.0.
  if (only && cells.length === 1) return [{ ...only, rssi }];
  return [...(rssi === null ? [] : [{ technology: null, rssi, rsrp: null, rsrq: null, sinr: null }]), ...cells];
}

function readCells(info: Uint8Array): SignalReading[] {
  const fields = new InfoReader(info);
  const [offset, size] = [fields.u32(20), fields.u32(24)];
  if (offset === 0 || size === 0) return [];
  const list = new InfoReader(fields.bytes(offset, size));
  return Array.from({ length: Math.min(list.u32(0), MAX_ELEMENTS) }, (_, i) => readCell(list, 4 + ELEMENT * i)).filter(
    ({ rsrp, sinr }) => rsrp !== null || sinr !== null,
  );
}

function readCell(list: InfoReader, at: number): SignalReading {
  const [rsrp, snr] = [list.u32(at), list.u32(at + 4)];
  return {
    technology: cellOf(list.u32(at + 16)),
    rssi: null,
    rsrp: rsrp <= MAX_RSRP ? -157 + rsrp : null,
    rsrq: null,
    sinr: snr <= MAX_SNR ? -23.5 + snr / 2 : null,
  };
}
