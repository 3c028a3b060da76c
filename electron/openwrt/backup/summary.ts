import { z } from 'zod';
import type { RouterInterface, RouterSummary, RouterZone } from '../../contract/router-backup.ts';
import type { UciConfig, UciSection } from '../uci.ts';
import { get, netifdInt, ofType, shown, words } from './config.ts';
import { networkOf } from './ipv4.ts';

/** What was read of a backup, parsed. It may hold secrets; `summarize` takes none of them along. */
export interface RouterFiles {
  readonly network: UciConfig;
  /** `null`: the router has no such file, or none that uci reads. */
  readonly firewall: UciConfig | null;
  readonly dhcp: UciConfig | null;
  readonly mwan3: UciConfig | null;
  readonly system: UciConfig | null;
  readonly wireless: UciConfig | null;
  readonly openwrtRelease: string | null;
  readonly board: string | null;
  readonly packages: string | null;
  /** By interface name: the lines of `/etc/modem-bench/NAME.added`, and the text of `NAME.usb`. */
  readonly added: ReadonlyMap<string, readonly string[]>;
  readonly usb: ReadonlyMap<string, string>;
  /** An earlier bundle's setup script was still there: it had not been carried out. */
  readonly waiting: boolean;
}

/** Protocols that command a modem, those of other feeds among them. */
const modemProtos = ['qmi', 'mbim', 'ncm', '3g', 'directip', 'modemmanager', 'wwan', 'xmm', 'atc', 'fm350', 'quectel'];

/** A net device that a modem's driver makes: over USB, or over PCIe (rmnet, mhi). */
const modemDevice = /^((wwan|usb|wwp|enx)[0-9]|rmnet|mhi)/;

/** An interface that QModem keeps for a modem has this beside `ifname` and `device` (FUjr/QModem, issue 129). */
const isQmodem = (section: UciSection) => section.options.has('modem_config');

export function summarize(files: RouterFiles): RouterSummary {
  const { network, firewall, dhcp } = files;
  const packages = files.packages === null ? null : packageNames(files.packages);
  const interfaces = ofType(network, 'interface').filter(({ name }) => name !== null);
  const masked = ofType(dhcp, 'dnsmasq')[0];
  return {
    release: releaseOf(files.openwrtRelease),
    packageManager: managerOf(packages),
    hostname: bounded(get(ofType(files.system, 'system')[0], 'hostname')),
    board: boardOf(files.board),
    ports: portsOf(network),
    interfaces: interfaces.slice(0, 200).map((section) => interfaceOf(section, files)),
    zones: ofType(firewall, 'zone').slice(0, 100).map(zoneOf),
    takenNames: takenNames(files),
    waiting: files.waiting,
    oldSyntax: interfaces
      .filter(oldSyntax)
      .slice(0, 200)
      .map(({ name }) => shown(name ?? '')),
    rebindDomains: masked ? words(masked.options.get('rebind_domain')).slice(0, 200).map(shown) : null,
    mwan3: files.mwan3 !== null,
    packages,
  };
}

function interfaceOf(section: UciSection, { added, usb }: RouterFiles): RouterInterface {
  const name = section.name ?? '';
  const proto = get(section, 'proto') ?? 'none';
  const device = get(section, 'device') ?? get(section, 'ifname');
  return {
    name: shown(name),
    proto: shown(proto),
    device: bounded(device),
    metric: netifdInt(get(section, 'metric')) ?? 0,
    defaultRoute: !['0', 'false'].includes(get(section, 'defaultroute') ?? ''),
    ours: added.get(name)?.[0] === proto,
    modem: modemProtos.includes(proto) || usb.has(name) || isQmodem(section) || (proto === 'dhcp' && modemDevice.test(device ?? '')),
    addresses:
      proto === 'static'
        ? words(section.options.get('ipaddr'))
            .flatMap((text) => networkOf(text, get(section, 'netmask')) ?? [])
            .slice(0, 16)
        : [],
  };
}

function zoneOf(section: UciSection): RouterZone {
  const networks = section.options.get('network');
  return {
    name: shown(get(section, 'name') ?? ''),
    networks: words(networks).slice(0, 100).map(shown),
    form: networks === undefined ? 'none' : typeof networks === 'string' ? 'option' : 'list',
    masq: ['1', 'true', 'yes', 'on', 'enabled'].includes(get(section, 'masq') ?? ''),
  };
}

/** Every name that an interface of ours must not have: sections of the network, and what Wi-Fi already calls so. */
function takenNames({ network, wireless }: RouterFiles): string[] {
  const names = [
    ...network.sections.flatMap(({ name }) => name ?? []),
    ...ofType(wireless, 'wifi-iface').flatMap((section) => words(section.options.get('network'))),
  ];
  return [...new Set(names.map(shown))].slice(0, 2000);
}

/** NCM's `ifname` is its net device, and no older spelling; beside a `device` it is one that nobody reads any more. */
function oldSyntax(section: UciSection): boolean {
  const proto = get(section, 'proto') ?? '';
  return (
    get(section, 'type') === 'bridge' || (section.options.has('ifname') && !section.options.has('device') && !modemProtos.includes(proto))
  );
}

function portsOf(network: UciConfig): RouterSummary['ports'] {
  if (network.sections.some(({ type }) => type === 'switch' || type === 'switch_vlan')) return 'swconfig';
  const bridges = network.sections.filter((section) => get(section, 'type') === 'bridge');
  const several = bridges.some(
    (section) => words(section.options.get('ports')).length > 1 || words(section.options.get('ifname')).length > 1,
  );
  return several || ofType(network, 'bridge-vlan').length > 0 ? 'dsa' : 'single';
}

/** `DISTRIB_RELEASE='24.10.8'` of /etc/openwrt_release. */
function releaseOf(text: string | null): string | null {
  return /^DISTRIB_RELEASE=(["']?)([A-Za-z0-9._-]{1,20})\1\s*$/m.exec(text ?? '')?.[2] ?? null;
}

const Board = z.object({ model: z.object({ id: z.string() }) });

/** `model.id` of /etc/board.json. */
function boardOf(text: string | null): string | null {
  if (text === null) return null;
  try {
    const board = Board.safeParse(JSON.parse(text));
    return board.success ? bounded(board.data.model.id) : null;
  } catch {
    return null;
  }
}

/** /etc/backup/installed_packages.txt: a name a line, and behind a blank where it is installed (OpenWrt base-files, sysupgrade -k). */
function packageNames(text: string): string[] {
  const names = text.split('\n').flatMap((line) => /^[A-Za-z0-9][A-Za-z0-9._+-]{0,99}(?=\s|$)/.exec(line)?.[0] ?? []);
  return [...new Set(names)].slice(0, 5000);
}

function managerOf(packages: readonly string[] | null): RouterSummary['packageManager'] {
  const opkg = packages?.includes('opkg') ?? false;
  const apk = packages?.some((name) => /^apk(-mbedtls|-openssl|-wolfssl)?$/.test(name)) ?? false;
  return opkg === apk ? null : opkg ? 'opkg' : 'apk';
}

function bounded(text: string | undefined): string | null {
  return text === undefined ? null : shown(text);
}
