import type { Release } from '../../../modem-db/openwrt/index.ts';
import type { Wishes } from '../../contract/wishes.ts';
import {
  delay,
  firstWord,
  type InterfacePlan,
  leftOut,
  metric,
  nodeLink,
  planOf,
  type RouterDongle,
  type Warning,
  warning,
} from './writer.ts';

/** Makers whose modems 3g.sh gives a network mode at each start, as it finds them in what the modem says of itself. */
const modeMakers = ['huawei', 'novatel', 'option'];

/** The packet service of 3GPP TS 27.007, 10.2.1.1, with the profile that 3g.chat has just set. */
const DIAL_NUMBER = '*99#';

/**
 * comgt's PPP handler. IPv4 only: its chat script sets an IP profile. pppd answers whatever authentication the modem asks for; a wish
 * for one of the two is met by refusing the other.
 */
export function threeG(wishes: Wishes, dongle: RouterDongle, release: Release): InterfacePlan {
  const setsMode =
    release.quirks.includes('3g-sets-network-mode') &&
    (modeMakers.includes(dongle.vendorFamily) || modeMakers.includes(firstWord(dongle.manufacturer)));
  const warnings: Warning[] = [];
  if (setsMode && wishes.networkMode !== 'umts' && wishes.networkMode !== 'gsm') warnings.push(warning('3g-sets-network-mode'));
  if (wishes.pdpType !== 'ipv4') warnings.push(warning('3g-ipv4-only'));
  if (wishes.pin !== '') warnings.push(warning('pin-tries', { proto: '3G' }));
  return planOf(
    '3g',
    [
      ['device', nodeLink(wishes)],
      ['service', serviceWord(wishes)],
      ['dialnumber', wishes.onRouter.dialNumber === '' ? DIAL_NUMBER : wishes.onRouter.dialNumber],
      ['apn', wishes.apn],
      ['username', wishes.username],
      ['password', wishes.password],
      ['pppd_options', wishes.username === '' ? '' : { none: '', both: '', pap: 'refuse-chap', chap: 'refuse-pap' }[wishes.auth]],
      ['pincode', wishes.pin],
      // A port that has just appeared belongs to a modem that still starts; a PIN that it then refuses is not tried again.
      ['delay', delay(wishes, 10)],
      ['metric', metric(wishes)],
    ],
    [...warnings, ...leftOut('3g', wishes, ['delay', 'dialNumber', ...(setsMode ? (['modeAtConnect'] as const) : [])])],
  );
}

/** `umts` lets the modem choose, the 3G network first; read for the makers above only. */
function serviceWord({ networkMode }: Wishes): string {
  return networkMode === 'umts' ? 'umts_only' : networkMode === 'gsm' ? 'gprs_only' : 'umts';
}
