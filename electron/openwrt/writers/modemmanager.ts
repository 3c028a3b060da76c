import type { Release } from '../../../modem-db/openwrt/index.ts';
import type { Wishes } from '../../contract/wishes.ts';
import { type InterfacePlan, leftOut, metric, planOf, type RouterDongle, type Warning, warning } from './writer.ts';

/** Words of `allowedmode`. Without it the handler allows the modem all technologies at each connection. */
const modeWords = { keep: '', auto: '', nr: '5g', lte: '4g', umts: '3g', gsm: '2g' } as const;

/**
 * The handler of the package modemmanager (packages feed, net/modemmanager). `device` is the modem's directory in sysfs, which
 * depends on the router's own USB host: the router finds it by vid:pid. Until then it is the path below which any USB device shows
 * up, and which is none itself. `plmn` is a string here: a leading zero stays. Guests are let into their network unless it is forbidden.
 */
export function modemManager(wishes: Wishes, { vid, pid }: RouterDongle, release: Release): InterfacePlan {
  const { options } = release.protos.modemmanager;
  const mode = modeWords[wishes.networkMode];
  const setsMode = 'allowedmode' in options;
  const warnings: Warning[] = [warning('modemmanager-found', { id: `${vid}:${pid}` })];
  if (setsMode && wishes.networkMode === 'keep') warnings.push(warning('modemmanager-any-mode'));
  if (wishes.pin !== '') warnings.push(warning('pin-tries', { proto: 'ModemManager' }));
  const auth = wishes.username === '' ? '' : { none: '', pap: 'pap', chap: 'chap', both: 'pap chap' }[wishes.auth];
  const plan = planOf(
    'modemmanager',
    [
      ['device', modemManagerPlace],
      ['apn', wishes.apn],
      ['allowedauth', auth],
      ['username', wishes.username],
      ['password', wishes.password],
      ['pincode', wishes.pin],
      ['iptype', wishes.pdpType],
      ['plmn', wishes.onRouter.plmn],
      ['allowedmode', setsMode ? mode : ''],
      ['metric', metric(wishes)],
    ],
    [...warnings, ...leftOut('modemmanager', wishes, setsMode ? ['modeAtConnect'] : [])],
  );
  return { ...plan, finds: 'path' };
}

/** What stands in `device` until the dongle has been found; no modem is ever there. */
const modemManagerPlace = '/sys/bus/usb/devices';
