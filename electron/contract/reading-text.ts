import { BenchError, type Failure } from './errors.ts';
import type { ServingCell, SignalReading } from './signal.ts';
import type { NetworkView } from './snapshot.ts';
import type { Text } from './text.ts';

/** What was read of a modem in words, for page and command line alike. */

/** The measured values, each under the name that its technology has for it (3GPP TS 25.215, TS 36.214, TS 38.215); none where none is told. */
export function signalParts(text: Text, { technology, rssi, rsrp, rsrq, sinr }: SignalReading): string[] {
  const isUmts = technology === 'UMTS';
  const rows = [
    [isUmts ? 'RSCP' : 'RSRP', rsrp, 'dbm'],
    [isUmts ? 'Ec/Io' : 'RSRQ', rsrq, 'db'],
    ['SINR', sinr, 'db'],
    ['RSSI', rssi, 'dbm'],
  ] as const;
  return rows.flatMap(([name, value, unit]) => (value === null ? [] : [`${name} ${text.word(`signal.${unit}`, { value })}`]));
}

/** Band, channel, cell and area of the cell that a modem is on, as far as it tells them. */
export function cellParts(text: Text, cell: ServingCell): string[] {
  const names = cellNames(cell.technology);
  const { band, channel, pci, cellId, areaCode, mcc, mnc } = cell;
  return [
    ...(band === null ? [] : [band]),
    ...(channel === null ? [] : [`${names.channel} ${channel}`]),
    ...(pci === null ? [] : [`${names.physical} ${pci}`]),
    ...(cellId === null ? [] : [text.word('cell.id', { value: cellId })]),
    ...(areaCode === null ? [] : [`${names.area} ${areaCode}`]),
    ...(mcc === null || mnc === null ? [] : [`PLMN ${mcc}${mnc}`]),
  ];
}

/** What channel, cell and area are called, by technology. The cell of a 5G NSA connection is the one of LTE that anchors it. */
function cellNames(technology: string | null): { readonly channel: string; readonly physical: string; readonly area: string } {
  switch (technology) {
    case 'GSM':
    case 'EDGE':
      return { channel: 'ARFCN', physical: 'BSIC', area: 'LAC' };
    case 'UMTS':
    case 'HSDPA':
    case 'HSUPA':
    case 'HSPA':
      return { channel: 'UARFCN', physical: 'PSC', area: 'LAC' };
    case '5G':
      return { channel: 'NR-ARFCN', physical: 'PCI', area: 'TAC' };
    default:
      return { channel: 'EARFCN', physical: 'PCI', area: 'TAC' };
  }
}

/** What keeps a modem off the network, as far as it was read: each with a cause and a remedy in the table of errors. */
export function troublesOf({ sim, radio, registration }: NetworkView): Failure[] {
  const found = [
    sim === 'missing' ? 'SIM_MISSING' : sim === 'failed' ? 'SIM_FAILED' : sim === 'puk' ? 'PUK_NEEDED' : null,
    radio === 'locked' ? 'RADIO_LOCKED' : radio === 'off' ? 'RADIO_OFF' : null,
    registration === 'denied' ? 'REGISTRATION_DENIED' : null,
  ] as const;
  return found.flatMap((code) => (code === null ? [] : [new BenchError(code).toFailure()]));
}
