import type { Release } from '../../../modem-db/openwrt/index.ts';
import type { Wishes } from '../../contract/wishes.ts';
import {
  controlDevice,
  delay,
  type InterfacePlan,
  leftOut,
  metric,
  planOf,
  profile,
  type RouterDongle,
  type Warning,
  warning,
} from './writer.ts';

/**
 * Words of uqmi's --set-network-modes (openwrt/uqmi 1803bd8, commands-nas.c). It has none for NR, and its `all` are all but NR: a modem
 * that may choose freely is left to what the bench set.
 */
const modeWords = { keep: '', auto: '', nr: '', lte: 'lte', umts: 'umts', gsm: 'gsm' } as const;

/**
 * uqmi's handler. `dhcp` and `autoconnect` are left to its defaults (DHCP on the _4 interface; autoconnect for IPv4 alone, off
 * where two sessions share the modem). PDP types are its own words: `ipv4` would be taken for `ip`. `plmn` is an int for netifd,
 * octal with a leading zero: such ones are refused before. `modes` writes the modem's memory at each connection, and is only
 * written where that is wished.
 */
export function qmi(wishes: Wishes, dongle: RouterDongle, release: Release): InterfacePlan {
  const { options } = release.protos.qmi;
  const { onRouter } = wishes;
  const pdpWords = { ipv4: 'ip', ipv6: 'ipv6', ipv4v6: 'ipv4v6' } as const;
  const takesPath = 'devpath' in options;
  const modes = onRouter.modeAtConnect ? modeWords[wishes.networkMode] : '';
  const six = wishes.pdpType !== 'ipv4' && 'v6apn' in options;
  const taken = [
    'profile',
    'delay',
    ...(modes === '' ? [] : (['modeAtConnect'] as const)),
    ...(six ? (['v6apn', 'v6profile'] as const) : []),
    'fccAuth',
  ] as const;
  return planOf(
    'qmi',
    [
      ...controlDevice(wishes, takesPath),
      ['apn', wishes.apn],
      ['v6apn', six ? onRouter.v6apn : ''],
      ['auth', wishes.auth === 'none' ? '' : wishes.auth],
      ['username', wishes.username],
      ['password', wishes.password],
      ['pincode', wishes.pin],
      ['pdptype', pdpWords[wishes.pdpType]],
      ['profile', profile(wishes)],
      ['v6profile', six && onRouter.v6profile !== null ? String(onRouter.v6profile) : ''],
      ['plmn', onRouter.plmn],
      ['modes', modes],
      ['delay', delay(wishes, null)],
      // Ten seconds, the default, are too few for a SIM that wakes up and a first registration; after them it gives up for good.
      ['timeout', release.quirks.includes('qmi-registration-blocks') ? '60' : ''],
      ['metric', metric(wishes)],
    ],
    [...warnings(wishes, dongle, release), ...(modes === '' ? [] : [warning('mode-at-connect')]), ...leftOut('qmi', wishes, taken)],
  );
}

function warnings({ onRouter: { profile: wished } }: Wishes, { hasUimState }: RouterDongle, release: Release): Warning[] {
  const found: Warning[] = [];
  if (release.quirks.includes('qmi-sim-illegal-state') && hasUimState !== true)
    found.push(warning(hasUimState === false ? 'sim-illegal-state' : 'sim-state-unknown', { release: release.version }));
  if (release.quirks.includes('qmi-writes-first-profile') && wished !== null && wished !== 1)
    found.push(warning('qmi-first-profile', { release: release.version, profile: wished }));
  return found;
}
