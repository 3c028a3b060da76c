import { BenchError } from '../../contract/errors.ts';
import type { Wishes } from '../../contract/wishes.ts';
import { secondOverDhcp } from './dhcp.ts';
import { authNumber, pdpWords } from './huawei.ts';
import { firstWord, type InterfacePlan, leftOut, metric, planOf, type RouterDongle, type Warning, warning } from './writer.ts';

/** Its first word, where the handler counts from 1 as well (ncm.sh). */
const FIRST_PROFILE = 1;

/**
 * Huawei's NCM without its handler: a script sends ^NDISDUP whenever the dongle appears, and the net device asks by DHCP. It spares
 * the manufacturer's look-up in ncm.sh, which has failed in releases. The PIN is left out: a script that sends one at each
 * appearance would burn the tries of a wrong one. Throws WISH_INVALID where the dongle is no Huawei, or where a password is to be
 * typed on the router, which has no field for it here.
 */
export function ndisdup(wishes: Wishes, dongle: RouterDongle): InterfacePlan {
  const { vid, pid } = dongle;
  if (dongle.vendorFamily !== 'huawei' && firstWord(dongle.manufacturer) !== 'huawei')
    throw new BenchError('WISH_INVALID', { field: 'onRouter.way', value: 'ndisdup (not-huawei)' });
  if (wishes.onRouter.secrets === 'router' && wishes.password !== '')
    throw new BenchError('WISH_INVALID', { field: 'onRouter.secrets', value: 'router (ndisdup)' });
  const number = wishes.onRouter.profile ?? FIRST_PROFILE;
  const warnings: Warning[] = [warning('device-found', { id: `${vid}:${pid}` })];
  if (wishes.pin !== '') warnings.push(warning('ndisdup-pin-left-out'));
  if (wishes.auth === 'both') warnings.push(warning('ncm-auth-left-out', { auth: wishes.auth }));
  const options = [
    ['device', dongle.netDevice ?? 'wwan0'],
    ['metric', metric(wishes)],
  ] as const;
  // No node is named in it: the router finds card and port by the dongle's ids.
  const plan = planOf('dhcp', options, [...warnings, ...leftOut('dhcp', wishes, ['profile'])], null);
  const secret = wishes.password !== '';
  return {
    ...plan,
    warnings: secret ? [...plan.warnings, warning('secrets')] : plan.warnings,
    stick: { vid, pid, module: 'huawei_cdc_ncm', address: null, domain: null },
    find: { what: 'net-device', vid, pid },
    ...(wishes.pdpType === 'ipv4' ? {} : { second: secondOverDhcp(plan) }),
    connect: {
      port: dongle.controlNode ?? '',
      attach: [context(number, wishes), dial(number, wishes)],
      disconnect: [`AT^NDISDUP=${number},0`],
      secret,
    },
  };
}

/** AT+CGDCONT=1,"IP","internet" (3GPP TS 27.007, 10.1.1). */
function context(number: number, { apn, pdpType }: Wishes): string {
  return `AT+CGDCONT=${number},"${pdpWords[pdpType]}"${apn === '' ? '' : `,"${apn}"`}`;
}

/** AT^NDISDUP=1,1,"internet","user","password",2: what is empty is left off the end (the order of arguments in huawei's entry of OpenWrt's ncm.json). */
function dial(number: number, { apn, username, password, auth }: Wishes): string {
  const words = [apn, username, password].filter((word) => word !== '').map((word) => `,"${word}"`);
  const last = username !== '' && password !== '' && authNumber[auth] !== '' ? `,${authNumber[auth]}` : '';
  return `AT^NDISDUP=${number},1${words.join('')}${last}`;
}
