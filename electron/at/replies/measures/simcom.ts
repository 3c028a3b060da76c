import type { Reply } from '../../lines.ts';
import { answersOf, decimal, hexadecimal, unquoted } from '../fields.ts';
import { bandNumber, type Measured, measured, plmn } from './measured.ts';

/**
 * +CPSI?. Fields: SIMCom SIM7500_SIM7600 Series AT command manual 2.00 and QModem vendor/simcom.sh; replies of SIM7906, SIM8200 and A7670 on
 * github.com. Power and quality are in tenths; the A7670 has numbers without a sign there, of a scale that nobody names: not told. Nor is
 * the SNR: of two public programs one takes it for dB, the other doubles it and takes 20 off.
 */
export function cpsi(reply: Reply): Measured[] {
  return answersOf(reply, '+CPSI').flatMap(([mode, ...fields]) => {
    switch (unquoted(mode)) {
      case 'LTE': {
        const [, network, area, cell, pci, band, channel, , , rsrq, rsrp, rssi] = fields;
        return [
          measured('LTE', {
            ...cellOf(network, area, cell, pci, band, channel),
            rsrp: tenths(rsrp),
            rsrq: tenths(rsrq),
            rssi: tenths(rssi),
          }),
        ];
      }
      case 'NR5G_SA': {
        const [, network, area, cell, pci, band, channel, rsrp, rsrq] = fields;
        return [measured('5G', { ...cellOf(network, area, cell, pci, band, channel), rsrp: tenths(rsrp), rsrq: tenths(rsrq) })];
      }
      case 'NR5G_NSA': {
        const [pci, band, channel, rsrp, rsrq] = fields;
        return [
          measured('5G', { pci: decimal(pci), band: bandNumber(band), channel: decimal(channel), rsrp: tenths(rsrp), rsrq: tenths(rsrq) }),
        ];
      }
      case 'WCDMA': {
        const [, network, area, cell, , code, channel] = fields;
        return [measured('UMTS', cellOf(network, area, cell, code, undefined, channel))];
      }
      case 'GSM': {
        const [, network, area, cell, channel] = fields;
        return [measured('GSM', cellOf(network, area, cell, undefined, undefined, /^\d+/.exec(channel ?? '')?.[0]))];
      }
      default:
        return [];
    }
  });
}

/** Area hexadecimal, cell decimal. */
const cellOf = (network?: string, area?: string, cell?: string, pci?: string, band?: string, channel?: string) => ({
  ...{ ...plmn(network), areaCode: hexadecimal(area), cellId: decimal(cell) },
  ...{ pci: decimal(pci), band: bandNumber(band), channel: decimal(channel) },
});

function tenths(field: string | undefined): number | null {
  const value = decimal(field);
  return value === null || value >= 0 ? null : value / 10;
}
