import type { Reply } from '../lines.ts';
import { measuresIn } from './measures/formats.ts';

/** The cell that a modem is on. `null`: not told, or told as "none". */
export interface ServingCell {
  /** `GSM`, `UMTS`, `LTE`, `5G`. */
  readonly technology: string | null;
  /** Three digits. */
  readonly mcc: string | null;
  /** Two or three digits. */
  readonly mnc: string | null;
  /** Cell identity: 16 bits of GSM, 28 of UMTS and LTE, 36 of 5G. */
  readonly cellId: number | null;
  /** LAC or TAC. */
  readonly areaCode: number | null;
  /** Physical cell identity, or the scrambling code of UMTS. */
  readonly pci: number | null;
  /** `B3`, `n78`; of LTE and 5G only. */
  readonly band: string | null;
  /** Downlink: ARFCN, UARFCN, EARFCN or NR-ARFCN. */
  readonly channel: number | null;
}

/**
 * The serving cell in the reply to one of `reading.cell`; with 5G beside LTE that of LTE, which the modem is registered on. `null` where the
 * reply tells of none, or is of a command that nobody knows to read.
 */
export function servingCell(command: string, reply: Reply): ServingCell | null {
  for (const cell of measuresIn(command, reply)) {
    const { technology, mcc, mnc, cellId, areaCode, pci, band, channel } = cell;
    if ([cellId, pci, channel].some((value) => value !== null)) return { technology, mcc, mnc, cellId, areaCode, pci, band, channel };
  }
  return null;
}
