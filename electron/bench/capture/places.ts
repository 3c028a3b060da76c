/** What tells where a modem is or whose network it uses, in answers whose form is known: 3GPP TS 27.007. */

const REGISTRATION = /^\+C(?:G|E|5G)?REG: ?/;
const LABELLED_CELL = /\b((?:LAC|TAC|RAC|ECI|E?CELL ?ID|CELL|CI|PCI|ENB ?ID)\b"?\s*[:=]\s*"?)((?:0x)?[0-9a-f]{1,12})\b/gi;
/** Access points that everybody has. */
const COMMON_APN = /^(|internet|ims|sos|xcap|web)$/i;
const IPV4 = /\b(?!0\.0\.0\.0\b)\d{1,3}(?:\.\d{1,3}){3}\b/g;
/** IPv6 as 27.007 has it (16 numbers with dots, 10.1.1) or as everybody else. */
const IPV6 = /^(\d{1,3}(\.\d{1,3}){15,31}|[0-9a-f]*(:[0-9a-f]*){2,})$/i;

/** `line` with its cells, addresses and own access points replaced; `known` holds what was replaced before, and is added to. */
export function maskPlaces(command: string, line: string, known: Map<string, string>): string {
  if (REGISTRATION.test(line)) return registration(line, known);
  if (/^\+CGDCONT: ?\d/.test(line) || /^\+CGPADDR:/.test(line)) return context(line, known);
  // A name that its owner gave to the number.
  if (/^\+CNUM:/.test(line)) return line.replace(/"[^"]*[A-Za-z][^"]*"/g, (text) => text.replace(/[A-Za-z0-9]/g, 'A'));
  // Bands and masks of the firmware's own commands are no places; a label says what is one.
  return /^AT\+CLAC$/i.test(command)
    ? line
    : line.replace(LABELLED_CELL, (_all, label: string, cell: string) => label + cellFor(cell, known));
}

/** `+CEREG: <n>,<stat>[,<tac>,<ci>,<AcT>...]` (10.1.22): from the third on, hexadecimal, mostly in quotes. */
function registration(line: string, known: Map<string, string>): string {
  const [n = '', stat = '', ...place] = line.split(',');
  return [n, stat, ...place.map((part) => part.replace(/[0-9a-f]{3,}/gi, (cell) => cellFor(cell, known)))].join(',');
}

function cellFor(cell: string, known: Map<string, string>): string {
  const [, prefix = '', digits = ''] = /^(0x)?(.*)$/i.exec(cell) ?? [];
  if (/^[0F]*$/i.test(digits)) return cell;
  return (
    prefix +
    once(`cell ${digits.toUpperCase()}`, known, (n) => n.toString(16).toUpperCase().padStart(digits.length, '0').slice(-digits.length))
  );
}

/** `+CGDCONT: <cid>,<type>,<APN>,<address>,...` (10.1.1). */
function context(line: string, known: Map<string, string>): string {
  let quoted = 0;
  const replaced = line.replace(/"([^"]*)"/g, (all, text: string) => {
    quoted++;
    if (IPV6.test(text) && !/^[0.:]*$/.test(text)) return '"::"';
    if (!line.startsWith('+CGDCONT') || quoted !== 2 || COMMON_APN.test(text)) return all;
    return `"${once(`apn ${text.toLowerCase()}`, known, (n) => `apn${n}`)}"`;
  });
  // TEST-NET-1 (RFC 5737).
  return replaced.replace(IPV4, (address) => once(`ip ${address}`, known, (n) => `192.0.2.${n % 256}`));
}

function once(key: string, known: Map<string, string>, make: (n: number) => string): string {
  const made = known.get(key) ?? make(known.size + 1);
  known.set(key, made);
  return made;
}
