import { BenchError } from '../contract/errors.ts';
import type { Wishes } from '../contract/wishes.ts';
import { controlCharacter } from './uci.ts';
import type { RouterProto } from './writers/writer.ts';

/** 3GPP TS 23.003 clause 9.1: each label has a length octet before it, and the whole APN takes at most 100 octets so coded. */
const APN_OCTETS = 100;
/** The same clause, by RFC 1035 2.3.4: a label has at most 63 octets. */
const LABEL_OCTETS = 63;
/** RFC 1334 2.2.1: the lengths of Peer-ID and Password are one octet each. */
const CREDENTIAL_OCTETS = 255;

/** Throws APN_MANDATORY, APN_QUOTE, APN_CONTROL_CHARACTER, APN_TOO_LONG or CREDENTIAL_REFUSED; no detail holds what was typed. */
export function checkLogin(wishes: Wishes, reader: RouterProto): void {
  for (const [field, apn] of [['apn', wishes.apn] as const, ['v6apn', wishes.onRouter.v6apn] as const]) {
    checkApn(apn);
    if (field === 'apn' || apn !== '') checkApnFor(reader, apn);
  }
  // A network card's settings are the dongle's own affair: they are left out, and cannot do harm.
  if (reader === 'dhcp') return;
  checkCredential('username', wishes.username, reader);
  checkCredential('password', wishes.password, reader);
  checkCredentialOrder(wishes, reader);
}

/**
 * The alphabet is narrower than what one proto or the other could pass on, and the same for all: a quote ends the AT string of
 * ncm.sh, qmi.sh splits at blanks and expands `*`, `?` and `[`, takes a leading `-` for an option, and no network has any of them
 * (TS 23.003: letters, digits, hyphen, dot). Other printable ASCII is let through; everything is quoted on its way.
 */
function checkApn(apn: string): void {
  if (/["'`\u2018-\u201f]/.test(apn)) throw new BenchError('APN_QUOTE', { position: apn.search(/["'`\u2018-\u201f]/) + 1 });
  const strange = apn.search(/[^!-~]|[*?[\]\\]|^-/);
  if (strange >= 0) throw new BenchError('APN_CONTROL_CHARACTER', { position: strange + 1 });
  if (apn.length >= APN_OCTETS) throw new BenchError('APN_TOO_LONG', { length: apn.length, limit: APN_OCTETS - 1 });
  const label = apn.split('.').find((part) => part.length > LABEL_OCTETS);
  if (label !== undefined) throw new BenchError('APN_TOO_LONG', { length: label.length, limit: LABEL_OCTETS });
}

/**
 * umbim's handler gives up without an APN, and umbim takes what stands before a colon for a PDP type. 3g.sh puts the APN without
 * quotes into a command line that pppd gives to a shell: only what no shell knows a meaning of is let through there. ModemManager
 * takes the whole of a connection as one text with commas between.
 */
function checkApnFor(proto: RouterProto, apn: string): void {
  if (proto === 'mbim' && apn === '') throw new BenchError('APN_MANDATORY', { proto });
  const refused: Partial<Record<RouterProto, RegExp>> = { mbim: /:/, '3g': /[^A-Za-z0-9._@+-]/, modemmanager: /,/ };
  const strange = refused[proto] ? apn.search(refused[proto]) : -1;
  if (strange >= 0) throw new BenchError('APN_CONTROL_CHARACTER', { position: strange + 1 });
}

/**
 * qmi.sh passes user name and password on unquoted: blanks split them, patterns expand, a leading `-` becomes an option.
 * ncm.sh, directip.gcom and our own script put them into a quoted AT string: `"` would end it. A backslash is read anew on these ways.
 * ModemManager's text of a connection ends a value at a comma, and knows quotes. mbim.sh and 3g.sh quote them, and umbim and pppd take
 * them as they are.
 */
function checkCredential(field: 'username' | 'password', value: string, proto: RouterProto): void {
  const refuse = (reason: string) => new BenchError('CREDENTIAL_REFUSED', { field, proto, reason });
  if (controlCharacter.test(value)) throw refuse('control-character');
  if (!/^[ -~]*$/.test(value)) throw refuse('not-ascii');
  if (value.length > CREDENTIAL_OCTETS) throw refuse('too-long');
  if (value.includes('\\')) throw refuse('backslash');
  if (proto === 'qmi') {
    if (value.includes(' ')) throw refuse('blank');
    if (/[*?[\]]/.test(value)) throw refuse('pattern-character');
    if (value.startsWith('-')) throw refuse('leading-hyphen');
  } else if (proto === 'modemmanager') {
    if (/["']/.test(value)) throw refuse('quote');
    if (value.includes(',')) throw refuse('comma');
    if (value.includes(' ')) throw refuse('blank');
  } else if ((proto === 'ncm' || proto === 'atdial' || proto === 'directip') && value.includes('"')) throw refuse('quote');
}

/**
 * ncm.sh leaves empty arguments of ^NDISDUP out, so that what follows would take their place. 3g.sh drops a password without a user
 * name, and umbim sends none.
 */
function checkCredentialOrder({ apn, username, password }: Wishes, proto: RouterProto): void {
  if (proto === 'qmi') return;
  const refuse = (field: string, reason: string) => new BenchError('CREDENTIAL_REFUSED', { field, proto, reason });
  if ((proto === 'ncm' || proto === 'atdial') && username !== '' && apn === '') throw refuse('username', 'needs-apn');
  if (password !== '' && username === '') throw refuse('password', 'needs-username');
}
