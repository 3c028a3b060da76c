import { startOf } from '../../../modem-db/dials/index.ts';
import type { Release } from '../../../modem-db/openwrt/index.ts';
import type { Wishes } from '../../contract/wishes.ts';
import {
  type InterfacePlan,
  leftOut,
  metric,
  planOf,
  type RouterDongle,
  type SecondInterface,
  type Warning,
  type Writer,
  warning,
} from './writer.ts';

/** First three numbers of 192.168.1.1/24, the LAN of every stock configuration. */
const STOCK_LAN = '192.168.1.';

/**
 * A network card that the dongle shows (ECM, RNDIS). Nothing on the router commands the modem behind it: APN, login and PIN are the
 * dongle's own affair, and what was wished of them is named and left out.
 *
 * The card's name cannot be known beforehand. usbnet calls it `usbN` where its address is locally administered, else `ethN`, and
 * `wwanN` where the driver's table says so (Linux usbnet.c, usbnet_probe); the tables differ even between point releases of one
 * kernel, as rndis_host's did in 2025, and N depends on the router's own ports. So the router finds it by vid:pid, at the first
 * boot and at each plugging in. What stands in `device` until then is a name that no router has without such a dongle: never
 * `ethN`, which could be a port of its LAN.
 */
function dhcp(wishes: Wishes, dongle: RouterDongle, module: string): InterfacePlan {
  const { vid, pid, routerAddress: address = null, pageDomain: domain = null, dial } = dongle;
  const warnings: Warning[] = [warning('device-found', { id: `${vid}:${pid}` })];
  if (address !== null) warnings.push(warning(address.startsWith(STOCK_LAN) ? 'lan-clash' : 'router-in-stick', { address }));
  if (dial?.call && dial.proof !== 'assumed')
    warnings.push(
      warning(dial.call.address.from === 'modem' ? 'card-not-dialled-static' : 'card-not-dialled', {
        commands: startOf(dial.call).join(', '),
      }),
    );
  if (wishes.apn !== '' || wishes.username !== '' || wishes.password !== '') warnings.push(warning('dhcp-apn-left-out'));
  if (wishes.pin !== '') warnings.push(warning('dhcp-pin-left-out'));
  const options = [
    ['device', dongle.netDevice ?? 'usb0'],
    ['metric', metric(wishes)],
  ] as const;
  const plan = planOf('dhcp', options, [...warnings, ...leftOut('dhcp', wishes, [])]);
  const second = wishes.pdpType === 'ipv4' ? {} : { second: secondOverDhcp(plan) };
  return { ...plan, ...second, module, stick: { address, domain }, finds: 'net' };
}

/**
 * IPv6 beside it, on the same device: DHCPv6 and router advertisements. A mobile network gives one /64, which `extendprefix` shares with
 * the LAN (RFC 7278), as the handlers of QMI and NCM do.
 */
export function secondOverDhcp({ options }: InterfacePlan): SecondInterface {
  const shared = options.filter(([name]) => name === 'device' || name === 'metric');
  return { suffix: '6', proto: 'dhcpv6', options: [['proto', 'dhcpv6'], ...shared, ['extendprefix', '1']] };
}

const writerFor =
  (module: string): Writer =>
  (wishes: Wishes, dongle: RouterDongle, _release: Release) =>
    dhcp(wishes, dongle, module);

export const ecm = writerFor('cdc_ether');
export const rndis = writerFor('rndis_host');
