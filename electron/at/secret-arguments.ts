import { numberRanges } from './personal-numbers.ts';
import { mergedRanges, type TextRange } from './text-ranges.ts';

/**
 * Which arguments of which command are secret or personal. Names without the sign before them (`^CPIN` is `+CPIN`); arguments counted
 * from 0. Whoever is not sure hides: where firmwares disagree which of two arguments is the password, both are.
 */
type Rule = (args: readonly string[]) => readonly number[];

const at =
  (...indices: number[]): Rule =>
  () =>
    indices;
const from =
  (first: number): Rule =>
  (args) =>
    args.flatMap((_, index) => (index >= first ? [index] : []));
const all = from(0);
/** A name and a value: the value counts where the name says so. */
const namedValue =
  (name: number, value: number, names: RegExp): Rule =>
  (args) =>
    names.test(args[name] ?? '') ? [value] : [];
/** Instructions of ETSI TS 102 221, 11.1.9 to 11.1.13, that carry a PIN or PUK in their data. */
const apdu =
  (index: number): Rule =>
  (args) =>
    /^..(20|24|26|28|2c)/i.test(args[index] ?? '') ? [index] : [];
/** Whatever is no plain number: nobody said where the password is. */
const words: Rule = (args) => args.flatMap((arg, index) => (/^[0-9?]{0,2}$/.test(arg) ? [] : [index]));

/**
 * PINs, PUKs, and what opens a modem. 3GPP TS 27.007: 8.3 (+CPIN), 7.4 (+CLCK), 7.5 (+CPWD), 8.17 and 8.43 (APDUs); else
 * the vendors' manuals.
 */
const locks: Readonly<Record<string, Rule>> = {
  CPIN: all,
  CPIN2: all,
  CLCK: at(2),
  SLCK: at(2),
  CPWD: at(1, 2),
  SPWD: at(1, 2),
  CARDLOCK: all,
  DATALOCK: all,
  OPENLOCK: all,
  // The password that Sierra prints in its manuals is nobody's secret.
  ENTERCND: ([password]) => (password === 'A710' ? [] : [0]),
  SETCND: all,
  QADBKEY: all,
  CSIM: apdu(1),
  CGLA: apdu(2),
  CRSM: at(5),
};

/** Logins of access points: 10.1.31 (+CGAUTH, where SIMCom has the password before the user), manuals, and ModemManager's plugins. */
const logins: Readonly<Record<string, Rule>> = {
  CGAUTH: at(2, 3),
  NDISDUP: at(4),
  QICSGP: at(4),
  QCPDPP: at(2, 3),
  OPDPP: at(2, 3),
  PDNSET: from(3),
  IPDPCFG: at(3, 4),
  AUTHDATA: from(3),
  SGAUTH: at(2, 3),
  UAUTHREQ: at(2, 3),
  AUTHREQ: at(2, 3),
  CGDFAUTH: at(2, 3),
  MGAUTH: at(2, 3),
  XGAUTH: at(2, 3),
  PDPAUTH: at(2, 3),
  SGACT: at(2, 3),
  ZGPCOAUTH: at(1, 2),
  CGPCO: at(1, 2),
  EIAAUW: at(2, 3),
  EIAAPN: at(5, 6),
  NWQMICONNECT: from(9),
  SETAUTODIAL: at(4, 5),
  NETSHAREACT: at(4, 5),
  CNCFG: at(3, 4),
  CSTT: at(1, 2),
  QIREGAPP: at(1, 2),
  MIPCALL: at(2, 3),
  // u-blox: 2 user, 3 password. Cinterion and SIMCom name theirs; MeiG and Neoway have both in one.
  UPSD: namedValue(1, 2, /^[23]$/),
  SICS: namedValue(1, 2, /^(user|passwd)$/i),
  SAPBR: namedValue(2, 3, /^(user|pwd)$/i),
  MYNETCON: namedValue(1, 2, /^userpwd$/i),
};

/** What writes an identity (never sent, and so never shown either), other people's numbers (27.005), and what is said to them. */
const people: Readonly<Record<string, Rule>> = {
  EGMR: from(2),
  EGMREXT: from(2),
  LCTSN: from(2),
  GTSN: from(2),
  CGSN: words,
  IMEI: words,
  CIMEI: words,
  SIMEI: words,
  SPIMEI: words,
  PHYNUM: from(1),
  NV: from(1),
  CMGS: words,
  CMGW: words,
  CMSS: from(1),
  CSCA: words,
  CPBW: from(1),
};
const rules = new Map(Object.entries({ ...locks, ...logins, ...people }));
/** Names that say it themselves. */
const telling = /AUTH|PASSW|PWD|SECRET|UNLOCK|LOGIN|PUK|PIN\d?$/;

/** A name behind its sign, and the `=` of its arguments. Blanks and control characters may stand anywhere (V.250, 5.2.1). */
const COMMAND = /[+^*%$!#@_]([\0- ]*[A-Za-z](?:[\0- ]*[A-Za-z0-9])*)[\0- ]*=/g;
/** Secrets of one line that are told apart; nobody writes as many, and what follows is hidden whole. */
const MAX_COMMANDS = 20;
/** The next command of the line: a password that was written down carelessly may have the semicolon alone. */
const NEXT = /;[\0- ]*(?:[+^*%$!#@_][\0- ]*[A-Za-z]|$)/y;
/** A number that is dialled; `*99#` is the modem itself. */
const DIALLED = /^([\0- ]*AT[\0- ]*D[TPI]?[\0- ]*)(\+?[0-9][0-9 .-]{4,})/i;

/** What to hide of a command line (without its CR), in order and without overlaps: from, to. */
export function secretRanges(line: string): readonly TextRange[] {
  const found: TextRange[] = [...numberRanges(line)];
  const dialled = DIALLED.exec(line);
  if (dialled) found.push([dialled[1]?.length ?? 0, dialled[0].length]);
  const outside = outsideQuotes(line);
  let commands = 0;
  for (const match of line.matchAll(COMMAND)) {
    if (!outside(match.index)) continue;
    const name = (match[1] ?? '').replace(/[\0- ]/g, '').toUpperCase();
    const rule = rules.get(name) ?? (telling.test(name) ? words : undefined);
    if (!rule) continue;
    const start = match.index + match[0].length;
    if (++commands > MAX_COMMANDS) {
      found.push([start, line.length]);
      break;
    }
    found.push(...argumentRanges(line, start, rule));
  }
  return mergedRanges(found);
}

/** The login in an answer to the question for one: its arguments stand as in the command, but for Quectel's, which lack the context. */
export function loginRanges(line: string): readonly TextRange[] {
  const [prefix = '', name = ''] = /^[+^*%$!#]([A-Za-z0-9]+):/.exec(line) ?? [];
  const key = name.toUpperCase();
  const rule =
    key === 'QICSGP' ? at(2, 3) : Object.hasOwn(logins, key) ? logins[key] : /AUTH|PASSW|PWD|ENTERCND/.test(key) ? words : undefined;
  return rule ? argumentRanges(line, prefix.length, rule) : [];
}

/** Of the arguments from `start` on, those that the rule names, without blanks and quotation marks around them. */
function argumentRanges(line: string, start: number, rule: Rule): TextRange[] {
  const ranges = splitArguments(line, start).map(([first, end]) => bare(line, first, end));
  if (ranges.length === 1 && ranges[0] && line.slice(...ranges[0]) === '?') return [];
  const wanted = new Set(rule(ranges.map(([first, end]) => line.slice(first, end))));
  return ranges.filter(([first, end], index) => wanted.has(index) && end > first);
}

/** Whether a place is outside of quotation marks; asked in order. */
function outsideQuotes(line: string): (index: number) => boolean {
  let [at, quoted] = [0, false];
  return (index) => {
    for (; at < index; at++) if (line[at] === '"') quoted = !quoted;
    return !quoted;
  };
}

/** At commas outside of quotation marks, until the next command; a mark that is not closed reaches to the end. */
export function splitArguments(line: string, start: number): TextRange[] {
  const ranges: TextRange[] = [];
  let quoted = false;
  let first = start;
  let end = start;
  for (; end < line.length; end++) {
    const c = line[end];
    if (c === '"') quoted = !quoted;
    if (quoted) continue;
    NEXT.lastIndex = end;
    if (c === ';' && NEXT.test(line)) break;
    if (c === ',') {
      ranges.push([first, end]);
      first = end + 1;
    }
  }
  return [...ranges, [first, end]];
}

/** Without the blanks and quotation marks around it. */
export function bare(line: string, start: number, stop: number): TextRange {
  let [first, end] = [start, stop];
  while (first < end && line.charCodeAt(first) <= 0x20) first++;
  while (end > first && line.charCodeAt(end - 1) <= 0x20) end--;
  if (end > first && line[first] === '"') {
    first++;
    if (end > first && line[end - 1] === '"') end--;
  }
  return [first, end];
}
