import type { RouterInterface } from '../../contract/router-backup.ts';
import { identityLine } from '../features/owners.ts';
import type { UciSection } from '../uci.ts';
import { get, netifdInt, shown, words } from './config.ts';
import { networkOf } from './ipv4.ts';

/** What earlier bundles left beside an interface, by its name: the lines of `/etc/modem-bench/NAME.added`, and the text of `NAME.usb`. */
export interface Records {
  readonly added: ReadonlyMap<string, readonly string[]>;
  readonly usb: ReadonlyMap<string, string>;
}

/**
 * Protocols that command a modem: OpenWrt's, ours, and those of other feeds (xmm, atc and fm350 of modem feeds, quectel of quectel-CM's,
 * rmnet and rmnet6 of Siriling/5G-Modem-Support, quectel_cm_5G/files/rmnet.sh, usbmodem of Azq2/openwrt-usbmodem).
 */
export const modemProtos: readonly string[] =
  'qmi mbim ncm 3g directip modemmanager wwan xmm atc fm350 quectel rmnet rmnet6 usbmodem atdial'.split(' ');

/** A net device that a modem's driver makes: over USB (wwx and enx with its MAC, as systemd's rules call it), or over PCIe (rmnet, mhi). */
const modemCard = /^((wwan|usb|wwp)[0-9]|(enx|wwx)[0-9a-f]|rmnet|mhi)/;

/** By protocol, what a device is called that is a modem's: with an address of its own a USB card may be anything. */
const modemDevices: Readonly<Record<'dhcp' | 'static' | 'ppp', RegExp>> = {
  dhcp: modemCard,
  static: /^(wwan[0-9]|rmnet|mhi)/,
  ppp: /^\/dev\/tty(USB|ACM)/,
};

/** An interface that QModem keeps for a modem names that one's section in this option (FUjr/QModem, modem_dial.sh, set_if). */
export const KEPT = 'modem_config';

/** An interface as netifd sees it. `section` has a name. */
export function interfaceOf(section: UciSection, { added, usb }: Records): RouterInterface {
  const name = section.name ?? '';
  const proto = get(section, 'proto') ?? 'none';
  const device = get(section, 'device') ?? get(section, 'ifname') ?? null;
  const byModem = modemProtos.includes(proto) || usb.has(name) || section.options.has(KEPT);
  return {
    name: shown(name),
    proto: shown(proto),
    device: device === null ? null : shown(device),
    metric: netifdInt(get(section, 'metric')) ?? 0,
    defaultRoute: !['0', 'false'].includes(get(section, 'defaultroute') ?? ''),
    ours: added.get(name)?.[0] === proto,
    modem: byModem || ((proto === 'dhcp' || proto === 'static' || proto === 'ppp') && modemDevices[proto].test(device ?? '')),
    disabled: get(section, 'disabled') === '1',
    port: portOf(section, device ?? ''),
    identity: identityOf(usb.get(name)),
    addresses:
      proto === 'static'
        ? words(section.options.get('ipaddr'))
            .flatMap((text) => networkOf(text, get(section, 'netmask')) ?? [])
            .slice(0, 16)
        : [],
  };
}

/**
 * The last part of what names the modem's place: QModem's section, `devpath` of qmi.sh and mbim.sh, `bus` of wwan.sh, ModemManager's
 * `device`. The net devices of mhi drivers are on PCIe.
 */
function portOf(section: UciSection, device: string): string | null {
  const bus = get(section, 'proto') === 'wwan' ? get(section, 'bus') : undefined;
  const path = get(section, KEPT) ?? get(section, 'devpath') ?? bus ?? (device.startsWith('/sys/') ? device : null);
  if (path === null) return /^(rmnet_)?mhi/.test(device) ? 'pcie' : null;
  const last = path.replace(/\/$/, '').split('/').at(-1) ?? '';
  return /[0-9]/.test(last) ? shown(last) : null;
}

/** What tells the dongle of an earlier bundle, as one line. */
function identityOf(record: string | undefined): string | null {
  return record === undefined ? null : shown(identityLine(record.split('\n')));
}
