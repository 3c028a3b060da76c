import type { Reply } from '../../lines.ts';
import { hexadecimal } from '../fields.ts';
import { bandNumber, type Measured, measured, plmn } from './measured.ts';

/**
 * ^DEBUG? (+DEBUG? with some firmware): names and values. T99W175 and its sisters: QModem vendor/foxconn.sh and modemdata addon 1e2d00b3, identities
 * decimal; DW5821e (T77W968): modemdata addon 413c81d7, area hexadecimal. Of several carriers the first is the cell that serves.
 */
export function debug({ lines }: Reply): Measured[] {
  const text = lines.join('\n');
  // Of a name with and without `lte_` before it the first: the others are further carriers'.
  const value = (name: string) => new RegExp(`(?:^|[\\s,])${name}: *([^\\s,]+)`, 'i').exec(text)?.[1];
  const number = (name: string) => numberIn(value(name));
  const earlier = /^EARFCN\(DL\/UL\): *(\d+)/m.exec(text)?.[1];
  const [, network] = /^PLMN: *(\d{3} \d{2,3})/m.exec(text) ?? [];
  if (earlier !== undefined) {
    const [, pci] = /^eNB ID\(PCI\): *[\d-]+\((\d+)\)/m.exec(text) ?? [];
    return [
      measured('LTE', {
        ...{
          ...plmn(network),
          areaCode: hexadecimal(value('TAC')),
          pci: numberIn(pci),
          band: bandNumber(value('BAND')),
          channel: numberIn(earlier),
        },
        ...{ rsrp: number('RSRP'), rsrq: number('RSRQ'), rssi: number('RSSI'), sinr: number('RS-SINR') },
      }),
    ];
  }
  const lte = measured('LTE', {
    ...{ mcc: value('mcc'), mnc: value('mnc'), cellId: number('lte_cell_id'), areaCode: number('lte_tac') },
    ...{ pci: number('(?:lte_)?pci'), band: number('lte_band'), channel: number('(?:channel|lte_freq)') },
    ...{ rsrp: number('(?:lte_)?rsrp'), rsrq: number('(?:lte_)?rsrq'), rssi: number('(?:lte_)?rssi'), sinr: number('(?:lte_)?snr') },
  });
  const nr = measured('5G', {
    ...{ cellId: number('nr_cell_id'), areaCode: number('nr_tac'), pci: number('nr_pci'), band: bandNumber(value('nr_band')) },
    ...{ channel: number('nr_(?:channel|freq)'), rsrp: number('nr_rsrp'), rsrq: number('nr_rsrq'), sinr: number('nr_snr') },
  });
  return [...(lte.channel !== null || lte.rsrp !== null ? [lte] : []), ...(nr.channel !== null || nr.rsrp !== null ? [nr] : [])];
}

function numberIn(text: string | undefined): number | null {
  const digits = /^-?\d{1,11}(?:\.\d{1,3})?(?=$|dBm?$)/i.exec(text ?? '')?.[0];
  return digits === undefined ? null : Number(digits);
}
