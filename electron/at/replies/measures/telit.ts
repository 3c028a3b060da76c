import type { Reply } from '../../lines.ts';
import { answersOf, decimal, hexadecimal, unquoted } from '../fields.ts';
import { type Measured, measured, plmn } from './measured.ts';

/**
 * #RFSTS. Fields: Telit LM960 Series AT command reference guide (5.6.1.26) and LE910 AT commands reference guide; replies of LM960A18, LE910C4 and
 * older modules on github.com. How many stand before the IMSI tells the technology; the cell is the last before it, the band the third behind it.
 */
export function rfsts(reply: Reply): Measured[] {
  return answersOf(reply, '#RFSTS').flatMap((fields) => {
    const imsi = fields.findIndex((field, index) => index > 2 && /^"\d{6,15}"$/.test(field));
    const network = plmn(fields[0]);
    const channel = decimal(fields[1]);
    const cellId = hexadecimal(fields[imsi - 1]);
    if (imsi === 9 || imsi === 10) {
      const [, , rssi, area] = fields;
      return [measured('GSM', { ...network, channel, cellId, areaCode: hexadecimal(area), rssi: decimal(rssi) })];
    }
    if (imsi === 11 || imsi === 12) {
      const [, , rsrp, rssi, rsrq, area] = fields;
      const band = decimal(unquoted(fields[imsi + 3]));
      const level = { rsrp: decimal(rsrp), rssi: decimal(rssi), rsrq: decimal(rsrq) };
      return [measured('LTE', { ...network, channel, cellId, band, areaCode: hexadecimal(area), ...level })];
    }
    if (imsi >= 13 && imsi <= 16) {
      const [, , code, ecio, rscp, rssi, area] = fields;
      const level = { rsrp: decimal(rscp), rsrq: decimal(ecio), rssi: decimal(rssi) };
      return [measured('UMTS', { ...network, channel, cellId, pci: decimal(code), areaCode: hexadecimal(area), ...level })];
    }
    return [];
  });
}
