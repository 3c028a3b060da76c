import type { Release } from '../../../modem-db/openwrt/index.ts';
import type { Wishes } from '../../contract/wishes.ts';
import { firstWord, type InterfacePlan, metric, planOf, type RouterDongle, type Warning, warning } from './writer.ts';

/** comgt's NCM handler. `mode` is left out: it writes the modem's flash at every connect. */
export function ncm(wishes: Wishes, dongle: RouterDongle, release: Release): InterfacePlan {
  const pdpWords = { ipv4: 'IP', ipv6: 'IPV6', ipv4v6: 'IPV4V6' } as const;
  const maker = firstWord(dongle.manufacturer);
  const huawei = dongle.vendorFamily === 'huawei' || maker === 'huawei';
  // ^NDISDUP takes a number (0 none, 1 PAP, 2 CHAP), and ncm.sh passes on what stands here. Other makers' entries differ: left out.
  const authNumber = { none: '', both: '', pap: '1', chap: '2' }[wishes.auth];
  const warnings: Warning[] = [];
  if (maker !== '' && !release.ncmManufacturers.includes(maker))
    warnings.push(warning('ncm-manufacturer-unknown', { manufacturer: maker, release: release.version }));
  if (release.quirks.includes('ncm-manufacturer-cr')) warnings.push(warning('ncm-manufacturer-cr', { release: release.version }));
  if (wishes.pin !== '') warnings.push(warning('ncm-pin-tries'));
  if (wishes.auth === 'both' || (wishes.auth !== 'none' && !huawei)) warnings.push(warning('ncm-auth-left-out', { auth: wishes.auth }));
  return planOf(
    'ncm',
    [
      ['device', dongle.controlNode ?? ''],
      ['ifname', 'ifname' in release.protos.ncm.options ? (dongle.netDevice ?? '') : ''],
      ['apn', wishes.apn],
      ['username', wishes.username],
      ['password', wishes.password],
      // Without a user name it would be taken for one.
      ['auth', huawei && wishes.username !== '' && wishes.password !== '' ? authNumber : ''],
      ['pincode', wishes.pin],
      ['pdptype', pdpWords[wishes.pdpType]],
      // From 22.03 the longest wait for an answer to AT+CGMI, before it a plain pause: a stick is silent while it starts.
      ['delay', '10'],
      ['metric', metric(wishes)],
    ],
    warnings,
    dongle.controlNode,
  );
}
