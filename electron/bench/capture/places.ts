import { maskAddresses } from './addresses.ts';
import { once } from './once.ts';

/** What tells where a modem is or whose network it uses, in answers whose form is known: 3GPP TS 27.007. */

const REGISTRATION = /^\s*\+C(?:G|E|5G)?REG:/;
/** Both have the APN third (10.1.1, 10.1.23). A test's answer begins with a range in brackets. */
const CONTEXT = /^\s*\+CG(?:DCONT|CONTRDP):\s*\d/;
const ADDRESS = /^\s*\+CGPADDR:/;
/** Access points that everybody has. */
const COMMON_APN = /^(|internet|ims|sos|xcap|web)$/i;

/** Areas, cells and base stations: 3GPP TS 23.003, 4 and 19. */
const PLACE = [
  '(?:TRACKING|LOCATION|ROUTING)[ _-]?AREA(?:[ _-]?(?:CODE|ID(?:ENTITY)?))?',
  '[LTR]AC',
  '[EN]?CGI',
  '[ENP]?CI',
  '[EN]?CELL(?:[ _-]?(?:ID(?:ENTITY)?|NUMBER|NO\\.?))?',
  '[EG]NB(?:[ _-]?ID)?',
].join('|');
/** Behind a colon anything is one; else what is in quotes, or has a digit and is no count. Then, maybe, the number once more: `TAC: 1A2B (6699)`. */
const LABELLED_CELL = new RegExp(
  `(?<![0-9A-Za-z])((?:${PLACE})(?: ?\\((?:hex|dec)\\))?"?` +
    '(?:\\s*[:=]\\s*"?(?=(?:0x)?[0-9a-f]{1,12}\\b)|(?:\\s*,\\s*|\\s+)(?:"(?=[0-9a-f]{3,12}")|"?(?=0x[0-9a-f]|(?=[a-f]*\\d)[0-9a-f]{3,12}\\b))))' +
    '((?:0x)?[0-9a-f]{1,12})\\b' +
    '(?:("?\\s*[([/]\\s*(?:(?:dec|hex)[ :=]*)?)((?:0x)?(?=[a-f]*\\d)[0-9a-f]{1,12})\\b)?',
  'gi',
);

/** `line` with its cells, addresses and own access points replaced; `known` holds what was replaced before, and is added to. */
export function maskPlaces(command: string, line: string, known: Map<string, string>): string {
  if (REGISTRATION.test(line)) return registration(line, known);
  if (CONTEXT.test(line)) return context(line, known);
  if (ADDRESS.test(line)) return maskAddresses(line, known);
  // A name that its owner gave to the number.
  if (/^\+CNUM:/.test(line)) return line.replace(/"[^"]*[A-Za-z][^"]*"/g, (text) => text.replace(/[A-Za-z0-9]/g, 'A'));
  // Bands and masks of the firmware's own commands are no places; a label says what is one.
  if (/^AT\+CLAC$/i.test(command)) return line;
  return line.replace(LABELLED_CELL, (_all, label: string, cell: string, between = '', twin = '') => {
    return label + cellFor(cell, known) + between + twinFor(twin, cell, known);
  });
}

/**
 * `+CEREG: <n>,<stat>[,<tac>,<ci>,<AcT>...]` to who asked, `+CEREG: <stat>[,<tac>,...]` unasked (10.1.22): places are hexadecimal,
 * mostly in quotes; what stands before and between them has two digits at most.
 */
function registration(line: string, known: Map<string, string>): string {
  const [first = '', ...rest] = line.split(',');
  return [first, ...rest.map((part) => part.replace(/(?<=")[0-9a-f]{2,}|[0-9a-f]{3,}/gi, (cell) => cellFor(cell, known)))].join(',');
}

function cellFor(cell: string, known: Map<string, string>): string {
  const [, prefix = '', digits = ''] = /^(0x)?(.*)$/i.exec(cell) ?? [];
  if (/^[0F]*$/i.test(digits)) return cell;
  return prefix + once(`cell ${digits.toUpperCase()}`, known, (n) => lastOf(n.toString(16).toUpperCase(), digits.length));
}

/** In agreement with what stands for `cell`, where the two agreed. */
function twinFor(twin: string, cell: string, known: Map<string, string>): string {
  const same = /^\d+$/.test(twin) && Number(twin) === Number.parseInt(cell, 16);
  return same ? lastOf(String(Number.parseInt(cellFor(cell, known), 16)), twin.length) : cellFor(twin, known);
}

const lastOf = (digits: string, length: number) => digits.padStart(length, '0').slice(-length);

/** `+CGDCONT: <cid>,<type>,<APN>,<address>,...`. A quote that is not closed reaches to the end. */
function context(line: string, known: Map<string, string>): string {
  const fields = line.match(/(?:"[^"]*(?:"|$)|[^",])+,?|,/g) ?? [];
  return fields.map((field, index) => (index === 2 ? accessPoint(field, known) : maskAddresses(field, known))).join('');
}

function accessPoint(field: string, known: Map<string, string>): string {
  const [, before = '', name = '', after = ''] = /^([\s"]*)(.*?)([\s",]*)$/.exec(field) ?? [];
  return COMMON_APN.test(name) ? field : before + once(`apn ${name.toLowerCase()}`, known, (n) => `apn${n}`) + after;
}
