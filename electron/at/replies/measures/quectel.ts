import type { Reply } from '../../lines.ts';
import { answersOf, decimal, hexadecimal, unquoted } from '../fields.ts';
import { type Measured, measured } from './measured.ts';

/**
 * +QENG="servingcell" and +QCSQ. Forms: Quectel EC2x&EG9x&EM05 and RG50xQ&RM5xxQ AT commands manuals, QModem vendor/quectel.sh. Replies of
 * EP06, EC200T, RG502Q, RM520N and RM500U on github.com show that the number of fields differs; those that are read stand at the beginning.
 */

/** One line where a modem is on one technology; three with 5G beside LTE: the state alone, LTE, 5G. */
export function qeng(reply: Reply): Measured[] {
  return answersOf(reply, '+QENG').flatMap((fields) => {
    const told = unquoted(fields[0]) === 'servingcell' ? fields.slice(2) : fields;
    const read = cells[unquoted(told[0])];
    return read ? [read(told.slice(1))] : [];
  });
}

type Fields = readonly string[];

const lte = ([, mcc, mnc, cell, pci, channel, band, , , area, rsrp, rsrq, rssi, sinr]: Fields): Measured =>
  measured('LTE', {
    ...{
      mcc,
      mnc,
      cellId: hexadecimal(cell),
      areaCode: hexadecimal(area),
      pci: decimal(pci),
      band: decimal(band),
      channel: decimal(channel),
    },
    ...{ rssi: decimal(rssi), rsrp: decimal(rsrp), rsrq: decimal(rsrq), sinr: lteSinr(sinr) },
  });

const standalone = ([, mcc, mnc, cell, pci, area, channel, band, , rsrp, rsrq, sinr]: Fields): Measured =>
  measured('5G', {
    ...{
      mcc,
      mnc,
      cellId: hexadecimal(cell),
      areaCode: hexadecimal(area),
      pci: decimal(pci),
      band: decimal(band),
      channel: decimal(channel),
    },
    ...{ rsrp: decimal(rsrp), rsrq: decimal(rsrq), sinr: nrSinr(sinr) },
  });

const beside = ([mcc, mnc, pci, rsrp, sinr, rsrq, channel, band]: Fields): Measured =>
  measured('5G', {
    ...{ mcc, mnc, pci: decimal(pci), band: decimal(band), channel: decimal(channel) },
    ...{ rsrp: decimal(rsrp), rsrq: decimal(rsrq), sinr: nrSinr(sinr) },
  });

const wcdma = ([mcc, mnc, area, cell, channel, code, , rscp, ecio]: Fields): Measured =>
  measured('UMTS', {
    ...{ mcc, mnc, cellId: hexadecimal(cell), areaCode: hexadecimal(area), pci: decimal(code), channel: decimal(channel) },
    ...{ rsrp: decimal(rscp), rsrq: decimal(ecio) },
  });

const gsm = ([mcc, mnc, area, cell, , channel, , level]: Fields): Measured =>
  measured('GSM', { mcc, mnc, cellId: hexadecimal(cell), areaCode: hexadecimal(area), channel: decimal(channel), rssi: decimal(level) });

const cells: Readonly<Record<string, ((fields: Fields) => Measured) | undefined>> = {
  LTE: lte,
  'CAT-M': lte,
  'CAT-NB': lte,
  'NR5G-SA': standalone,
  'NR5G-NSA': beside,
  WCDMA: wcdma,
  GSM: gsm,
};

/**
 * `"LTE",<rssi>,<rsrp>,<sinr>,<rsrq>`, `"NR5G",<rsrp>,<sinr>,<rsrq>`, `"WCDMA",<rssi>,<rscp>,<ecio>`, `"GSM",<rssi>`. One firmware of the
 * EP06 leaves the sign of the RSSI out: that is no level. SINR of LTE counts in fifths of a dB from -20 dB here and in +QENG mostly in dB:
 * where it may be either it is not told.
 */
export function qcsq(reply: Reply): Measured[] {
  return answersOf(reply, '+QCSQ').flatMap(([mode, ...values]) => {
    const [a = null, b = null, c = null, d = null] = values.map(decimal);
    switch (unquoted(mode)) {
      case 'LTE':
      case 'CAT-M1':
      case 'CAT-NB1':
        return [measured('LTE', { rssi: a, rsrp: b, sinr: c !== null && c >= 0 && c <= 30 ? null : inFifths(c), rsrq: d })];
      case 'NR5G':
        return [measured('5G', { rsrp: a, sinr: b, rsrq: c })];
      case 'WCDMA':
        return [measured('UMTS', { rssi: a, rsrp: b, rsrq: c })];
      case 'GSM':
        return [measured('GSM', { rssi: a })];
      default:
        return [];
    }
  });
}

/** In dB, but in fifths from -20 dB with the firmware that has more than 30, the most that LTE reports. */
function lteSinr(field: string | undefined): number | null {
  const value = decimal(field);
  return value !== null && value > 30 ? inFifths(value) : value;
}

const inFifths = (value: number | null) => (value === null || value < 0 ? value : value > 250 ? null : value / 5 - 20);

/** In dB, but in tenths with the RM500Q's first firmware (180 where qmicli had 18.5 dB): more than 40 is not reported. */
function nrSinr(field: string | undefined): number | null {
  const value = decimal(field);
  return value !== null && value > 40 ? value / 10 : value;
}
