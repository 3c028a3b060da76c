import { BenchError } from '../../contract/errors.ts';
import type { Wishes } from '../../contract/wishes.ts';
import { firstWord, type InterfacePlan, leftOut, metric, nodeLink, planOf, type RouterDongle, type Warning, warning } from './writer.ts';

/**
 * comgt's handler of Sierra's DirectIP: PDP context 3 by AT!SCACT, IPv4 only (directip.gcom), addresses by DHCP. It sends a login only
 * with one authentication named, CHAP where the wish leaves the choice. Throws WISH_INVALID where the dongle is no Sierra.
 */
export function directip(wishes: Wishes, dongle: RouterDongle): InterfacePlan {
  if (dongle.vendorFamily !== 'sierra' && firstWord(dongle.manufacturer) !== 'sierra')
    throw new BenchError('WISH_INVALID', { field: 'onRouter.way', value: 'directip (not-sierra)' });
  const login = wishes.username !== '';
  const auth = !login ? '' : wishes.auth === 'pap' ? 'pap' : 'chap';
  const warnings: Warning[] = [];
  if (login && auth !== wishes.auth) warnings.push(warning('directip-auth-chosen', { auth: auth.toUpperCase() }));
  if (wishes.pdpType !== 'ipv4') warnings.push(warning('directip-ipv4-only'));
  if (wishes.pin !== '') warnings.push(warning('pin-tries', { proto: 'DirectIP' }));
  return planOf(
    'directip',
    [
      ['device', nodeLink(wishes)],
      ['apn', wishes.apn],
      ['auth', auth],
      ['username', wishes.username],
      ['password', wishes.password],
      ['pincode', wishes.pin],
      ['metric', metric(wishes)],
    ],
    [...warnings, ...leftOut('directip', wishes, [])],
  );
}
