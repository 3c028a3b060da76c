import type { Reply } from '../../lines.ts';
import { answersOf, decimal, hexadecimal, unquoted } from '../fields.ts';
import { type Measured, measured, onScale } from './measured.ts';

/**
 * ^HCSQ? and ^MONSC. Steps of ^HCSQ: ModemManager 1.25.95, plugins/huawei (mm-broadband-modem-huawei.c); fields of ^MONSC: what Huawei's
 * published phone kernels print (AT_NetMonFmtEutranSCellData, AT_NetMonFmtNrSCellData), and replies of an MT5700M.
 */

/** `"LTE",<rssi>,<rsrp>,<sinr>,<rsrq>`, `"WCDMA",<rssi>,<rscp>,<ecio>`, `"GSM",<rssi>`; 255: not known. Numbers before the mode are the reporting's. */
export function hcsq(reply: Reply): Measured[] {
  return answersOf(reply, '^HCSQ').flatMap((fields) => {
    const mode = fields.findIndex((field) => /[A-Z]/i.test(field));
    const [a, b, c, d] = mode < 0 ? [] : fields.slice(mode + 1).map(decimal);
    const rssi = onScale(a, -121, 1, 255);
    switch (unquoted(fields[mode])) {
      case 'LTE':
        return [
          measured('LTE', { rssi, rsrp: onScale(b, -141, 1, 255), sinr: onScale(c, -20.2, 0.2, 255), rsrq: onScale(d, -20, 0.5, 255) }),
        ];
      case 'WCDMA':
        return [measured('UMTS', { rssi, rsrp: onScale(b, -121, 1, 255), rsrq: onScale(c, -32.5, 0.5, 255) })];
      case 'GSM':
        return [measured('GSM', { rssi })];
      default:
        return [];
    }
  });
}

/** Identities are hexadecimal, channels decimal. */
export function monsc(reply: Reply): Measured[] {
  return answersOf(reply, '^MONSC').flatMap(([mode, mcc, mnc, channel, ...rest]) => {
    const cell = ([id, pci, area]: readonly (string | undefined)[]) =>
      ({ mcc, mnc, channel: decimal(channel), cellId: hexadecimal(id), pci: hexadecimal(pci), areaCode: hexadecimal(area) }) as const;
    switch (unquoted(mode)) {
      case 'LTE': {
        const [id, pci, area, rsrp, rsrq, rssi] = rest;
        return [measured('LTE', { ...cell([id, pci, area]), rsrp: decimal(rsrp), rsrq: decimal(rsrq), rssi: decimal(rssi) })];
      }
      case 'NR': {
        const [, id, pci, area, rsrp, rsrq, sinr] = rest;
        return [measured('5G', { ...cell([id, pci, area]), rsrp: decimal(rsrp), rsrq: decimal(rsrq), sinr: decimal(sinr) })];
      }
      default:
        return [];
    }
  });
}
