import type { Reply } from '../../lines.ts';
import { decimal, fieldsOf, hexadecimal } from '../fields.ts';
import { inBand } from './bands.ts';
import { type Measured, measured, onScale } from './measured.ts';
import { nrSteps } from './standard.ts';

/**
 * +GTCCINFO?: lines without a prefix, under headings or not. Form: QModem vendor/fibocom.sh, modemdata addon 0e8d7126 and 2cb70104; replies of
 * FM150, FM160, FM190, FM350 and L716 on github.com. Serving cells have `1` before them, neighbours `2`.
 */

/** `<serving>,<rat>,<mcc>,<mnc>,<area>,<cell>,<channel>,<pci>,<band>,<bandwidth>,<sinr>,<level>,<rsrp>,<rsrq>`. */
export function gtccinfo({ lines }: Reply): Measured[] {
  return lines.map(fieldsOf).flatMap(([serving, rat, ...fields]) => {
    if (serving !== '1' || (rat !== '4' && rat !== '9')) return [];
    return [rat === '4' ? cell('LTE', fields) : cell('5G', fields)];
  });
}

function cell(technology: 'LTE' | '5G', fields: readonly string[]): Measured {
  const [mcc, mnc, area, id, channel, pci, told, , sinr, , rsrp, rsrq] = fields;
  const band = bandOf(technology, decimal(told));
  // FM150 and FM160 count channel and cell in hexadecimal, FM350 in decimal: right is what lies in the band that they tell.
  const inHex = !fits(technology, band, decimal(channel)) && fits(technology, band, hexadecimal(channel));
  const number = inHex || !/^\d+$/.test(channel ?? '') ? hexadecimal : decimal;
  const steps = [rsrp, rsrq, sinr].map(decimal);
  return measured(technology, {
    ...{ mcc, mnc, areaCode: hexadecimal(area), cellId: hexadecimal(id), channel: number(channel), pci: number(pci), band },
    ...(technology === 'LTE'
      ? { rsrp: onScale(steps[0], -141, 1, 255), rsrq: onScale(steps[1], -20, 0.5, 255), sinr: onScale(steps[2], 0, 0.5, 255) }
      : // The SINR is in steps with FM150, and in another unit with FM350: not told.
        nrSteps(steps[0], steps[1], null)),
  });
}

/** LTE: 100 and the band, or the band; 5G: 50 and the band behind it, as text (505 is n5, 5078 n78). */
function bandOf(technology: 'LTE' | '5G', told: number | null): number | null {
  if (told === null) return null;
  if (technology === 'LTE') return told > 100 ? told - 100 : told;
  const digits = /^50(\d{1,3})$/.exec(String(told))?.[1];
  return digits === undefined ? null : Number(digits);
}

const fits = (technology: 'LTE' | '5G', band: number | null, channel: number | null) =>
  band !== null && channel !== null && inBand(technology, band, channel);
