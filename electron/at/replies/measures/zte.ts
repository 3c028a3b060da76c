import type { Reply } from '../../lines.ts';
import { answersOf, decimal } from '../fields.ts';
import { type Measured, measured } from './measured.ts';

/**
 * +ZRSSI. Form: modemfeed scripts/ZTE and modemdata addon 19d21432: with LTE `<rsrp>,<rsrq>,<rssi>,<sinr>` in dBm and dB. Older modems have three
 * numbers without signs, of a technology that is not told: those are passed over.
 */
export function zrssi(reply: Reply): Measured[] {
  return answersOf(reply, '+ZRSSI').flatMap((fields) => {
    const [rsrp = null, rsrq = null, rssi = null, sinr = null] = fields.map(decimal);
    return fields.length === 4 && rsrp !== null && rsrp < 0 ? [measured('LTE', { rsrp, rsrq, rssi, sinr })] : [];
  });
}
