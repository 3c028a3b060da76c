import { findRelease, nearestRelease, type Release } from '../../modem-db/openwrt/index.ts';
import { BenchError, type DetailOf } from '../contract/errors.ts';
import type { Wishes } from '../contract/wishes.ts';
import { protoFor } from './protos.ts';
import { checkLogin } from './wishes-login.ts';
import { checkRouterOptions, printable } from './wishes-router.ts';

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
  const { mode, onRouter, pdpType } = wishes;
  const proto = protoFor(wishes);
  if (proto === null) throw new BenchError('WISH_INVALID', { field: 'onRouter.way', value: `${onRouter.way} (${mode})` });
  if (proto !== 'atdial' && !release.protos[proto]) throw new BenchError('PROTO_NOT_IN_RELEASE', { proto, release: release.version });
  checkInterfaceName(wishes.interfaceName);
  checkLogin(wishes, proto);
  checkRouterOptions(onRouter, proto, release);
  // 3g.chat and directip.gcom set an IPv4 profile, whatever is wished.
  if ((proto === '3g' || proto === 'directip') && pdpType === 'ipv6')
    throw new BenchError('WISH_INVALID', { field: 'pdpType', value: pdpType });
  checkMultiwan(wishes);
  if (!/^([0-9]{4,8})?$/.test(wishes.pin)) throw new BenchError('PIN_MALFORMED');
  // Of any script, but nothing that a page or a terminal would obey.
  if (/[\p{C}\p{Zl}\p{Zp}]/u.test(wishes.customer))
    throw new BenchError('WISH_INVALID', { field: 'customer', value: printable(wishes.customer) });
  if (!Number.isInteger(wishes.metric) || wishes.metric < 0)
    throw new BenchError('WISH_INVALID', { field: 'metric', value: wishes.metric });
}

/**
 * mwan3 follows IPv4 here, and needs a default route of each interface: of two with one metric the kernel keeps the first alone, and the wired
 * one has 0.
 */
function checkMultiwan({ metric, pdpType, onRouter: { multiwan, clat } }: Wishes): void {
  if (multiwan === 'metric') return;
  if (metric === 0) throw new BenchError('WISH_INVALID', { field: 'metric', value: `0 (${multiwan})` });
  if (pdpType === 'ipv6' || clat) throw new BenchError('WISH_INVALID', { field: 'onRouter.multiwan', value: `${multiwan} (${pdpType})` });
}

function checkInterfaceName(name: string): void {
  const detail = (reason: string): DetailOf<'INTERFACE_NAME_INVALID'> => ({ name: printable(name), most: INTERFACE_CHARACTERS, reason });
  if (!/^[A-Za-z0-9_]+$/.test(name)) throw new BenchError('INTERFACE_NAME_INVALID', detail('characters'));
  if (name.length > INTERFACE_CHARACTERS) throw new BenchError('INTERFACE_NAME_INVALID', detail('too-long'));
  if (stockSections.includes(name.toLowerCase())) throw new BenchError('INTERFACE_NAME_INVALID', detail('reserved'));
}
