import type { Reply } from '../../lines.ts';
import { answersOf, decimal, hexadecimal } from '../fields.ts';
import { type Measured, measured } from './measured.ts';

/** ^SMONI of Cinterion and Thales. Fields: ModemManager 1.25.95, plugins/cinterion (mm-modem-helpers-cinterion.c and its tests). */
export function smoni(reply: Reply): Measured[] {
  return answersOf(reply, '^SMONI').flatMap(([mode, channel, ...fields]) => {
    if (decimal(channel) === null) return [];
    switch (mode) {
      case '2G': {
        const [rssi, mcc, mnc, area, cell] = fields;
        return [measured('GSM', { ...cellOf(mcc, mnc, area, cell, channel), rssi: decimal(rssi) })];
      }
      case '3G': {
        const [code, ecn0, rscp, mcc, mnc, area, cell] = fields;
        const level = { rsrp: decimal(rscp), rsrq: decimal(ecn0) };
        return [measured('UMTS', { ...cellOf(mcc, mnc, area, cell, channel), pci: decimal(code), ...level })];
      }
      case '4G': {
        const [band, , , , mcc, mnc, area, cell, pci, , rsrp, rsrq] = fields;
        const level = { rsrp: decimal(rsrp), rsrq: decimal(rsrq) };
        return [measured('LTE', { ...cellOf(mcc, mnc, area, cell, channel), pci: decimal(pci), band: decimal(band), ...level })];
      }
      default:
        return [];
    }
  });
}

const cellOf = (mcc?: string, mnc?: string, area?: string, cell?: string, channel?: string) => ({
  ...{ mcc, mnc, areaCode: hexadecimal(area), cellId: hexadecimal(cell), channel: decimal(channel) },
});
