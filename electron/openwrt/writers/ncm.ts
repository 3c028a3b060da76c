import type { Release } from '../../../modem-db/openwrt/index.ts';
import type { Wishes } from '../../contract/wishes.ts';
import { authNumber, pdpWords } from './huawei.ts';
import {
  delay,
  firstWord,
  type InterfacePlan,
  leftOut,
  metric,
  nodeLink,
  planOf,
  profile,
  type RouterDongle,
  type Warning,
  warning,
} from './writer.ts';

/** Words of `mode` that a manufacturer's entry has (OpenWrt v21.02.0 to v25.12.5, comgt's ncm.json, `modes`); others are passed over. */
const modeWords: Readonly<Record<string, readonly string[]>> = {
  huawei: ['lte', 'umts', 'gsm', 'auto'],
  sierra: ['lte', 'umts', 'gsm', 'auto'],
  quectel: ['lte', 'umts', 'gsm', 'auto'],
  sony: ['umts', 'gsm'],
  samsung: ['umts'],
};

/**
 * comgt's NCM handler. `mode` writes the modem's flash at every connection: the bench sets it once, and it is only written where that
 * is wished. `device` may be a tty or the cdc-wdm.
 */
export function ncm(wishes: Wishes, dongle: RouterDongle, release: Release): InterfacePlan {
  const maker = firstWord(dongle.manufacturer);
  const huawei = dongle.vendorFamily === 'huawei' || maker === 'huawei';
  const words = modeWords[maker === '' ? dongle.vendorFamily : maker] ?? [];
  const mode = wishes.onRouter.modeAtConnect && words.includes(wishes.networkMode) ? wishes.networkMode : '';
  return planOf(
    'ncm',
    [
      ['device', nodeLink(wishes)],
      // Beside a ttyACM the handler looks one directory too high.
      ['ifname', 'ifname' in release.protos.ncm.options && isAcm(dongle) ? (dongle.netDevice ?? '') : ''],
      ['apn', wishes.apn],
      ['username', wishes.username],
      ['password', wishes.password],
      // Without a user name it would be taken for one. Other makers' entries read it otherwise.
      ['auth', huawei && wishes.username !== '' && wishes.password !== '' ? authNumber[wishes.auth] : ''],
      ['pincode', wishes.pin],
      ['pdptype', pdpWords[wishes.pdpType]],
      ['profile', profile(wishes)],
      ['mode', mode],
      // From 22.03 the longest wait for an answer to AT+CGMI, before it a plain pause: a stick is silent while it starts.
      ['delay', delay(wishes, 10)],
      ['metric', metric(wishes)],
    ],
    [
      ...makerWarnings(maker, huawei, release),
      ...(mode === '' ? [] : [warning('mode-at-connect')]),
      ...(wishes.pin === '' ? [] : [warning('ncm-pin-tries')]),
      ...(wishes.auth === 'both' || (wishes.auth !== 'none' && !huawei) ? [warning('ncm-auth-left-out', { auth: wishes.auth })] : []),
      ...leftOut('ncm', wishes, mode === '' ? ['profile', 'delay'] : ['profile', 'delay', 'modeAtConnect']),
    ],
  );
}

function makerWarnings(maker: string, huawei: boolean, release: Release): Warning[] {
  const values = { release: release.version };
  const found: Warning[] = [];
  if (maker !== '' && !release.ncmManufacturers.includes(maker))
    found.push(warning(huawei ? 'ncm-manufacturer-unknown-huawei' : 'ncm-manufacturer-unknown', { manufacturer: maker, ...values }));
  if (release.quirks.includes('ncm-manufacturer-cr'))
    found.push(warning(huawei ? 'ncm-manufacturer-cr-huawei' : 'ncm-manufacturer-cr', values));
  return found;
}

const isAcm = ({ controlNode }: RouterDongle) => controlNode?.startsWith('/dev/ttyACM') === true;
