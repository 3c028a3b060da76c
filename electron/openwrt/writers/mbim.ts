import type { Release } from '../../../modem-db/openwrt/index.ts';
import type { Wishes } from '../../contract/wishes.ts';
import { controlDevice, delay, type InterfacePlan, leftOut, metric, planOf, type RouterDongle, type Warning, warning } from './writer.ts';

/**
 * umbim's handler. PDP types are as we word them, where the release has the option; before 23.05 the modem's own default holds.
 * `dhcp` and `dhcpv6` are left to its defaults (from 23.05 the addresses that the modem names, else DHCP). A SIM that is a guest in
 * its network is refused unless it is allowed in; AT names one state where MBIM has two (roaming, partner), so both are allowed.
 */
export function mbim(wishes: Wishes, dongle: RouterDongle, release: Release): InterfacePlan {
  const { options } = release.protos.mbim;
  const roaming = dongle.registration === 'roaming';
  const mayRoam = 'allow_roaming' in options;
  const warnings: Warning[] = [];
  if (roaming && !mayRoam) warnings.push(warning('mbim-no-roaming', { release: release.version }));
  if (dongle.registration === undefined && mayRoam) warnings.push(warning('mbim-roaming-unknown'));
  if (!('pdptype' in options) && wishes.pdpType !== 'ipv4')
    warnings.push(warning('mbim-pdp-type-left-out', { release: release.version, pdpType: wishes.pdpType }));
  if (release.quirks.includes('mbim-connect-loops')) warnings.push(warning('mbim-connect-loops', { release: release.version }));
  if (wishes.pin !== '') warnings.push(warning('pin-tries', { proto: 'MBIM' }));
  const auth = authWord(wishes, release);
  if (auth !== '' && auth !== wishes.auth) warnings.push(warning('mbim-auth-chosen', { auth: auth.toUpperCase() }));
  return planOf(
    'mbim',
    [
      ...controlDevice(wishes, 'devpath' in options),
      ['apn', wishes.apn],
      ['auth', auth],
      ['username', wishes.username],
      ['password', wishes.password],
      ['pincode', wishes.pin],
      ['pdptype', 'pdptype' in options ? wishes.pdpType : ''],
      ['allow_roaming', roaming && mayRoam ? '1' : ''],
      ['allow_partner', roaming && 'allow_partner' in options ? '1' : ''],
      // A modem that still starts refuses the PIN, and after one refusal the handler does not try again.
      ['delay', delay(wishes, 10)],
      ['metric', metric(wishes)],
    ],
    [...warnings, ...leftOut('mbim', wishes, ['delay'])],
  );
}

/** umbim takes one word, and sends no login without it: CHAP where the wish leaves the choice, which shows no password to a listener. */
function authWord({ auth, username }: Wishes, { quirks }: Release): 'pap' | 'chap' | '' {
  if (username === '') return '';
  if (auth === 'pap' || auth === 'chap') return auth;
  return auth === 'both' || quirks.includes('mbim-login-needs-auth') ? 'chap' : '';
}
