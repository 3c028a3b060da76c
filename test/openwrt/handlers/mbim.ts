import type { Release } from '../../../modem-db/openwrt/index.ts';
import { type PassedOptions, shellText } from './netifd.ts';

const pdpWords = ['ipv4', 'ipv6', 'ipv4v6'];

/**
 * The calls of umbim in which mbim.sh lets options reach the modem, in their order, without `-n -t -d` (OpenWrt v21.02.0 to v25.12.5, umbim,
 * mbim.sh). Everything is quoted. Empty where it gives up before: without an APN.
 */
export function mbimCalls(passed: PassedOptions, release: Release): string[][] {
  const text = (name: string) => shellText(passed, name);
  if (text('apn') === '') return [];
  const wanted = shellText(passed, 'ipv6') === '0' ? 'ipv4' : text('pdptype').toLowerCase();
  const pdpType = 'pdptype' in release.protos.mbim.options && pdpWords.includes(wanted) ? `${wanted}:` : '';
  const pin = text('pincode') === '' ? [] : [['unlock', text('pincode')]];
  return [...pin, ['connect', `${pdpType}${text('apn')}`, text('auth'), text('username'), text('password')]];
}

/** Whether mbim.sh goes on where the network has let the SIM in as `state` (umbim's exit codes 0, 4 and 5 of `registration`). */
export function mbimAdmits(passed: PassedOptions, release: Release, state: 'home' | 'roaming' | 'partner'): boolean {
  if (state === 'home') return true;
  const name = `allow_${state}`;
  return name in release.protos.mbim.options && shellText(passed, name) === '1';
}
