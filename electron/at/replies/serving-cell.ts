import type { ServingCell } from '../../contract/signal.ts';
import type { Reply } from '../lines.ts';
import { measuresIn } from './measures/formats.ts';

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
