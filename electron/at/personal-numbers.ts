import type { TextRange } from './text-ranges.ts';

/** How the numbers of a modem, of a SIM and of people look in what a modem says, and which questions are answered with one. */

export type NumberKind = 'imei' | 'imsi' | 'iccid' | 'phone';

/** Questions whose answer is such a number as a whole. 3GPP TS 27.007, 5.4, 5.6, 7.1 and 7.16; the ICCID has a name with every vendor. */
export const numberCommands: readonly (readonly [RegExp, NumberKind])[] = [
  [/^AT\+C?GSN(=[0-9])?$/i, 'imei'],
  [/^AT\+EGMR(EXT)?=0\b.*$/i, 'imei'],
  [/^AT\+CIMI$/i, 'imsi'],
  [/^AT[+^!#$%*]([A-Z]*CCID|SCID)\??$/i, 'iccid'],
  [/^AT\+(CNUM|CSCA\??)$/i, 'phone'],
];

/** Label, what stands behind it, value. The value is only looked at: it may be the next label. */
export const labelled =
  /\b(IMEI(?:SV)?|MEID|P?ESN|ICCID|IMSI|MSISDN|S\/N|[FMP]?SN|SERIAL(?:[ _]?(?:NUMBER|NUM|NO|NR))?)(?![0-9A-Za-z])[.#]?"?(\s*[:=,.#]\s*|\s+)"?(?=([0-9A-Za-z][0-9A-Za-z _-]{3,40}))/gi;

/** An IMEI as it is printed on labels (GSMA TS.06): TAC, serial number, check digit or software version. */
export const groupedImei = /\b\d{2}([ -])\d{6}\1\d{6}\1\d{1,2}\b/g;

/**
 * Fourteen digits or more are an IMEI, an IMSI, an ICCID, an EID, or a number in UCS2; an F fills an odd ICCID up, at its end or,
 * with the digits of each byte swapped (ETSI TS 102 221, 13.2), before it. Hexadecimal masks have letters, or 0x before them.
 */
const LONG_RUN = /(?<![0-9A-Fa-f]|0x)\d{13,}(?:\d|F{1,4}\d?)(?![0-9A-Fa-f])/gi;
/** International numbers: ITU-T E.164. */
const QUOTED_PHONE = /"\+\d{6,15}"/g;

/** Numbers that show by their form alone, whatever they stand in. Zeros alone are nobody's. */
export function numberRanges(text: string): TextRange[] {
  const range = (match: RegExpExecArray, quotes = 0): TextRange => [match.index + quotes, match.index + match[0].length - quotes];
  return [
    ...[...text.matchAll(LONG_RUN)].filter(([run]) => !/^0+$/.test(run)).map((match) => range(match)),
    ...[...text.matchAll(groupedImei)].map((match) => range(match)),
    ...[...text.matchAll(QUOTED_PHONE)].map((match) => range(match, 1)),
  ];
}
