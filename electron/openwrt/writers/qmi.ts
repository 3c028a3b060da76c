import type { Release } from '../../../modem-db/openwrt/index.ts';
import type { Wishes } from '../../contract/wishes.ts';
import { type InterfacePlan, metric, planOf, type RouterDongle, type Warning, warning } from './writer.ts';

/**
 * uqmi's handler. `dhcp` and `autoconnect` are left to its defaults (DHCP on the _4 interface; autoconnect for IPv4 alone, off
 * where two sessions share the modem). PDP types are its own words: `ipv4` would be taken for `ip`.
 */
export function qmi(wishes: Wishes, dongle: RouterDongle, release: Release): InterfacePlan {
  const pdpWords = { ipv4: 'ip', ipv6: 'ipv6', ipv4v6: 'ipv4v6' } as const;
  const slow = release.quirks.includes('qmi-registration-blocks');
  const warnings: Warning[] = [];
  if (release.quirks.includes('qmi-sim-illegal-state') && dongle.hasUimState !== true)
    warnings.push(warning(dongle.hasUimState === false ? 'sim-illegal-state' : 'sim-state-unknown', { release: release.version }));
  return planOf(
    'qmi',
    [
      ['device', dongle.controlNode ?? ''],
      ['apn', wishes.apn],
      ['auth', wishes.auth === 'none' ? '' : wishes.auth],
      ['username', wishes.username],
      ['password', wishes.password],
      ['pincode', wishes.pin],
      ['pdptype', pdpWords[wishes.pdpType]],
      // Ten seconds, the default, are too few for a SIM that wakes up and a first registration; after them it gives up for good.
      ['timeout', slow ? '60' : ''],
      ['metric', metric(wishes)],
    ],
    warnings,
    dongle.controlNode,
  );
}
