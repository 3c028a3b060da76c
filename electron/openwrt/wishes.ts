import { findRelease, nearestRelease, type Release } from '../../modem-db/openwrt/index.ts';
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
 * ROUTER_UNKNOWN, MODE_NOT_OFFERED, PROTO_NOT_IN_RELEASE, INTERFACE_NAME_INVALID, APN_QUOTE, APN_CONTROL_CHARACTER,
 * APN_TOO_LONG, CREDENTIAL_REFUSED, PIN_MALFORMED or WISH_INVALID. No detail ever holds a PIN or a password.
 */
export function checkWishes(wishes: Wishes, release: Release = requireRelease(wishes.router)): void {
  const proto = protoForMode(wishes.mode);
  if (proto === null) throw new BenchError('MODE_NOT_OFFERED', { name: 'OpenWrt', mode: wishes.mode });
  if (!release.protos[proto]) throw new BenchError('PROTO_NOT_IN_RELEASE', { mode: wishes.mode, proto, release: release.version });
  checkInterfaceName(wishes.interfaceName);
  checkApn(wishes.apn);
  checkCredential('username', wishes.username, proto);
  checkCredential('password', wishes.password, proto);
  if (proto === 'ncm') checkNcmOrder(wishes);
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
 * qmi.sh passes user name and password on unquoted: blanks split them, patterns expand, a leading `-` becomes an option.
 * ncm.sh puts them into a quoted AT string: `"` would end it. A backslash is read anew on both ways.
 */
function checkCredential(field: 'username' | 'password', value: string, proto: string): void {
  const refuse = (reason: string) => new BenchError('CREDENTIAL_REFUSED', { field, proto, reason });
  if (controlCharacter.test(value)) throw refuse('control-character');
  if (!/^[ -~]*$/.test(value)) throw refuse('not-ascii');
  if (value.length > CREDENTIAL_OCTETS) throw refuse('too-long');
  if (value.includes('\\')) throw refuse('backslash');
  if (proto === 'qmi') {
    if (value.includes(' ')) throw refuse('blank');
    if (/[*?[\]]/.test(value)) throw refuse('pattern-character');
    if (value.startsWith('-')) throw refuse('leading-hyphen');
  } else if (value.includes('"')) throw refuse('quote');
}

/** ncm.sh leaves empty arguments of ^NDISDUP out, so that what follows would take their place. */
function checkNcmOrder({ apn, username, password }: Wishes): void {
  if (username !== '' && apn === '') throw new BenchError('CREDENTIAL_REFUSED', { field: 'username', proto: 'ncm', reason: 'needs-apn' });
  if (password !== '' && username === '')
    throw new BenchError('CREDENTIAL_REFUSED', { field: 'password', proto: 'ncm', reason: 'needs-username' });
}

/** Part of a value as it may stand in an error text. */
function printable(value: string): string {
  return value.slice(0, 40).replace(/[^ -~]/g, '?');
}
