import type { Reply } from '../../lines.ts';
import { answersOf, decimal, hexadecimal } from '../fields.ts';
import { type Measured, measured, onScale } from './measured.ts';
import { ofSteps } from './standard.ts';

/** Intel's XMM modems, as Fibocom's L850-GL and L860-GL are. +XCESQ?: ModemManager 1.25.95, plugins/xmm/mm-modem-helpers-xmm.c; +XMCI: modemdata addon 2cb70007. */

/** `<n>,<rxlev>,<ber>,<rscp>,<ecno>,<rsrq>,<rsrp>,<rssnr>[,...]`: as +CESQ, and the SNR in halves of a dB, from -50 dB. */
export function xcesq(reply: Reply): Measured[] {
  return answersOf(reply, '+XCESQ').flatMap((fields) => {
    const [, rxlev, , ...steps] = fields.map(decimal);
    const snr = steps[4] ?? null;
    const sinr = snr === null || Math.abs(snr) > 100 ? null : snr / 2;
    return ofSteps(rxlev, steps).map((cell) => (cell.technology === 'LTE' ? { ...cell, sinr } : cell));
  });
}

/** Serving cells of LTE are `4`, neighbours `5`; area, cell and channel are hexadecimal, in quotation marks. */
export function xmci(reply: Reply): Measured[] {
  return answersOf(reply, '+XMCI').flatMap(([type, mcc, mnc, area, cell, pci, channel, , , rsrp, rsrq, snr]) => {
    if (type !== '4') return [];
    const half = decimal(snr);
    return [
      measured('LTE', {
        ...{ mcc, mnc, areaCode: hexadecimal(area), cellId: hexadecimal(cell), pci: hexadecimal(pci), channel: hexadecimal(channel) },
        ...{ rsrp: onScale(decimal(rsrp), -141, 1, 255), rsrq: onScale(decimal(rsrq), -20, 0.5, 255) },
        sinr: half === null || Math.abs(half) > 100 ? null : half / 2,
      }),
    ];
  });
}
