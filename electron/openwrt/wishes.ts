import { findRelease, nearestRelease, type ProtoName, type Release } from '../../modem-db/openwrt/index.ts';
import { BenchError, type FailureDetail } from '../contract/errors.ts';
import type { Wishes } from '../contract/wishes.ts';
import { protoForMode } from './protos.ts';
import { controlCharacter } from './uci.ts';

/** 3GPP TS 23.003 clause 9.1: each label has a length octet before it, and the whole APN takes at most 100 octets so coded. */
const APN_OCTETS = 100;
/** The same clause, by RFC 1035 2.3.4: a label has at most 63 octets. */
const LABEL_OCTETS = 63;
/** RFC 1334 2.2.1: the lengths of Peer-ID and Password are one octet each. */
const CREDENTIAL_OCTETS = 255;
/** Kernel names end at 15 characters; `3g-` goes before the interface's name and `_4` behind it. */
const INTERFACE_CHARACTERS = 10;

/** Sections that stock configurations have under these names; an interface of ours would be one of them. */
const stockSections = ['loopback', 'globals', 'lan', 'lan6', 'wan', 'wan6', 'wan_6', 'guest'];

/** The release of these wishes. Throws ROUTER_UNKNOWN with the nearest one in `nearest`. */
export function requireRelease(version: string): Release {
  const release = findRelease(version);
  if (!release) throw new BenchError('ROUTER_UNKNOWN', { release: printable(version), nearest: nearestRelease(version)?.version ?? '' });
  return release;
}

/**
 * Refuses wishes that the release's handlers would not carry out as meant, before anything is planned or sent. Throws
 * ROUTER_UNKNOWN, PROTO_NOT_IN_RELEASE, INTERFACE_NAME_INVALID, APN_MANDATORY, APN_QUOTE,
 * APN_CONTROL_CHARACTER, APN_TOO_LONG, CREDENTIAL_REFUSED, PIN_MALFORMED or WISH_INVALID. No detail ever holds a PIN or a password.
 */
export function checkWishes(wishes: Wishes, release: Release = requireRelease(wishes.router)): void {
  const proto = protoForMode(wishes.mode);
  if (!release.protos[proto]) throw new BenchError('PROTO_NOT_IN_RELEASE', { mode: wishes.mode, proto, release: release.version });
  checkInterfaceName(wishes.interfaceName);
  checkApn(wishes.apn);
  checkApnFor(proto, wishes.apn);
  // A network card's settings are the dongle's own affair: they are left out, and cannot do harm.
  if (proto !== 'dhcp') {
    checkCredential('username', wishes.username, proto);
    checkCredential('password', wishes.password, proto);
    checkCredentialOrder(wishes, proto);
  }
  // 3g.chat sets an IPv4 profile, whatever is wished.
  if (proto === '3g' && wishes.pdpType === 'ipv6') throw new BenchError('WISH_INVALID', { field: 'pdpType', value: wishes.pdpType });
  if (!/^([0-9]{4,8})?$/.test(wishes.pin)) throw new BenchError('PIN_MALFORMED', { characters: wishes.pin.length });
  if (!Number.isInteger(wishes.metric) || wishes.metric < 0)
    throw new BenchError('WISH_INVALID', { field: 'metric', value: wishes.metric });
}

function checkInterfaceName(name: string): void {
  const detail = (reason: string): FailureDetail => ({ name: printable(name), most: INTERFACE_CHARACTERS, reason });
  if (!/^[A-Za-z0-9_]+$/.test(name)) throw new BenchError('INTERFACE_NAME_INVALID', detail('characters'));
  if (name.length > INTERFACE_CHARACTERS) throw new BenchError('INTERFACE_NAME_INVALID', detail('too-long'));
  if (stockSections.includes(name.toLowerCase())) throw new BenchError('INTERFACE_NAME_INVALID', detail('reserved'));
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
 * quotes into a command line that pppd gives to a shell: only what no shell knows a meaning of is let through there.
 */
function checkApnFor(proto: ProtoName, apn: string): void {
  if (proto === 'mbim' && apn === '') throw new BenchError('APN_MANDATORY', { field: 'apn', proto });
  const strange = proto === 'mbim' ? apn.indexOf(':') : proto === '3g' ? apn.search(/[^A-Za-z0-9._@+-]/) : -1;
  if (strange >= 0) throw new BenchError('APN_CONTROL_CHARACTER', { position: strange + 1 });
}

/**
 * qmi.sh passes user name and password on unquoted: blanks split them, patterns expand, a leading `-` becomes an option.
 * ncm.sh puts them into a quoted AT string: `"` would end it. A backslash is read anew on both ways. mbim.sh and 3g.sh quote them,
 * and umbim and pppd take them as they are.
 */
function checkCredential(field: 'username' | 'password', value: string, proto: ProtoName): void {
  const refuse = (reason: string) => new BenchError('CREDENTIAL_REFUSED', { field, proto, reason });
  if (controlCharacter.test(value)) throw refuse('control-character');
  if (!/^[ -~]*$/.test(value)) throw refuse('not-ascii');
  if (value.length > CREDENTIAL_OCTETS) throw refuse('too-long');
  if (value.includes('\\')) throw refuse('backslash');
  if (proto === 'qmi') {
    if (value.includes(' ')) throw refuse('blank');
    if (/[*?[\]]/.test(value)) throw refuse('pattern-character');
    if (value.startsWith('-')) throw refuse('leading-hyphen');
  } else if (proto === 'ncm' && value.includes('"')) throw refuse('quote');
}

/**
 * ncm.sh leaves empty arguments of ^NDISDUP out, so that what follows would take their place. 3g.sh drops a password without a user
 * name, and umbim sends none.
 */
function checkCredentialOrder({ apn, username, password }: Wishes, proto: ProtoName): void {
  if (proto === 'qmi') return;
  const refuse = (field: string, reason: string) => new BenchError('CREDENTIAL_REFUSED', { field, proto, reason });
  if (proto === 'ncm' && username !== '' && apn === '') throw refuse('username', 'needs-apn');
  if (password !== '' && username === '') throw refuse('password', 'needs-username');
}

/** Part of a value as it may stand in an error text. */
function printable(value: string): string {
  return value.slice(0, 40).replace(/[^ -~]/g, '?');
}
