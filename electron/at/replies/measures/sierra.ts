import type { Reply } from '../../lines.ts';
import { hexadecimal } from '../fields.ts';
import { bandNumber, type Measured, measured, plmn } from './measured.ts';

/**
 * !GSTATUS?: a table of names and values, two in a line. Replies of MC7710, EM7355, EM7455 and EM9191 in forum posts and on github.com, and ModemManager's
 * plugins/sierra; names of EM91: EM9 Series AT command reference. `---` and `--` stand for none.
 */
export function gstatus({ lines }: Reply): Measured[] {
  const value = valuesOf(lines);
  const number = (name: string) => numberIn(value(name));
  // `D5AC (54700)`: hexadecimal before its decimal.
  const hex = (name: string) => hexadecimal(value(name)?.split(' ')[0]);
  const lte = measured('LTE', {
    rssi: number('PCC RxM RSSI') ?? number('RSSI (dBm)'),
    rsrp: number('RSRP (dBm)') ?? number('PCC RxM RSRP'),
    ...{ rsrq: number('RSRQ (dB)'), sinr: number('SINR (dB)'), cellId: hex('Cell ID'), areaCode: hex('TAC') },
    ...{ band: bandNumber(value('LTE band')), channel: number('LTE Rx chan') },
  });
  const nr = measured('5G', {
    ...{ rsrp: number('NR5G RSRP (dBm)'), rsrq: number('NR5G RSRQ (dB)'), sinr: number('NR5G SINR (dB)') },
    ...{ ...plmn(value('NR5G MCC-MNC')), cellId: hex('NR5G Cell ID'), areaCode: hex('NR5G TAC') },
    ...{ band: bandNumber(value('NR5G band')), channel: number('NR5G Rx chan') },
  });
  const wcdma = measured('UMTS', {
    ...{ rssi: number('RX level C0'), cellId: hex('Cell ID'), areaCode: hex('LAC'), channel: number('WCDMA channel') },
  });
  const mode = value('System mode') ?? '';
  return [
    ...(/^(?:LTE|ENDC)/.test(mode) ? [lte] : []),
    ...(/^(?:NR5G|ENDC|SA)/.test(mode) || nr.rsrp !== null ? [nr] : []),
    ...(/^WCDMA/.test(mode) ? [wcdma] : []),
  ];
}

const MAX_ROW = 160;
/** Behind two blanks or, where there was a tabulator, behind a number; not between a name and its value. */
const NEXT_PAIR = /(?<!: *) {2,}(?=[A-Z])|(?<=[\d)-]) (?=[A-Z][^:]{1,30}:)/;

/** Names and values. The first value of a name counts: what follows is of the second antenna. */
function valuesOf(lines: readonly string[]): (name: string) => string | undefined {
  const values = new Map<string, string>();
  for (const line of lines) {
    for (const pair of line.slice(0, MAX_ROW).split(NEXT_PAIR)) {
      const [, name, value] = /^([^:]{1,40}): *(.*)/.exec(pair.trim()) ?? [];
      if (name !== undefined && value !== undefined && !values.has(name)) values.set(name, value);
    }
  }
  return (name) => values.get(name);
}

function numberIn(text: string | undefined): number | null {
  const digits = /^-?\d{1,7}(?:\.\d{1,3})?(?=$| )/.exec(text ?? '')?.[0];
  return digits === undefined ? null : Number(digits);
}
