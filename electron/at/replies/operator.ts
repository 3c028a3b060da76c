import type { Reply } from '../lines.ts';
import { decimal, fieldsOf, unquoted } from './fields.ts';

/** +COPS? and the access technology. 3GPP TS 27.007, 7.3. */

/** Longest name, in characters. */
const MAX_NAME = 64;

/** `<AcT>` of 7.3, as the house calls them: GSM, EDGE, UMTS, HSDPA, HSUPA, HSPA, LTE, NB-IoT, 5G NSA, 5G. */
const technologies: readonly (string | null)[] = [
  ...['GSM', 'GSM', 'UMTS', 'EDGE', 'HSDPA', 'HSUPA', 'HSPA', 'LTE', 'GSM', 'NB-IoT'],
  // LTE on a 5G core, 5G on a 5G core, a radio network on a 5G core, LTE with 5G beside it.
  ...['LTE', '5G', '5G', '5G NSA'],
];

/** The house's word for an `<AcT>`; `null` for a number that has none. */
export function technologyOf(act: string | undefined): string | null {
  const number = act === undefined || act.startsWith('"') ? null : decimal(act);
  return (number !== null && technologies[number]) || null;
}

/**
 * +COPS?: `<mode>[,<format>,<oper>[,<AcT>]]`; some firmware answers with a list of such in brackets, of which the first counts. With
 * format 2 the name is the number of the network. A name in UCS2, where the modem was set to it, is read as one.
 */
export function operator(reply: Reply): { name: string; technology: string | null } | null {
  for (const line of reply.lines) {
    const answer = /^\+COPS ?: *(?:\(([^)]*)\)|(.*))/i.exec(line);
    const [, format, told = '', act] = fieldsOf(answer?.[1] ?? answer?.[2] ?? '');
    const name = inLetters(unquoted(told), format === '2').slice(0, MAX_NAME);
    if (name !== '') return { name, technology: technologyOf(act) };
  }
  return null;
}

/** Four hexadecimal digits a letter, none of them beyond the scripts of Europe and the Near East: no name looks like that. */
function inLetters(name: string, isNumber: boolean): string {
  if (isNumber || !/^(?:0[0-6][0-9A-F]{2}){2,}$/i.test(name)) return name;
  return (name.match(/.{4}/g) ?? []).map((code) => String.fromCharCode(Number.parseInt(code, 16))).join('');
}
