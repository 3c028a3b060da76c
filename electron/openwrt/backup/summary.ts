import { z } from 'zod';
import type { RouterSummary, RouterZone } from '../../contract/router-backup.ts';
import { parseJsonOrNull } from '../../lib/parse-json.ts';
import type { UciConfig, UciSection } from '../uci.ts';
import { get, ofType, shown, words } from './config.ts';
import { interfaceOf, KEPT, modemProtos, type Records } from './interfaces.ts';
import { programsOf } from './programs.ts';

/** What was read of a backup, parsed. It may hold secrets; `summarize` takes none of them along. */
export interface RouterFiles extends Records {
  readonly network: UciConfig;
  /** `null`: the router has no such file, or none that uci reads. */
  readonly firewall: UciConfig | null;
  readonly dhcp: UciConfig | null;
  readonly mwan3: UciConfig | null;
  readonly system: UciConfig | null;
  readonly wireless: UciConfig | null;
  /** Of programs that dial modems by themselves. */
  readonly qmodem: UciConfig | null;
  readonly modem: UciConfig | null;
  readonly openwrtRelease: string | null;
  readonly board: string | null;
  readonly packages: string | null;
  /** `/etc/uci-defaults/10_disable_services`, in which a backup of 24.10 and later names the services that are off. */
  readonly disabledServices: string | null;
  /** By interface name: sections that its bundle took out for it (`NAME.owners`). */
  readonly owners: ReadonlyMap<string, UciConfig>;
  /** As the summary has it. */
  readonly text: RouterSummary['text'];
  /** An earlier bundle's setup script was still there: it had not been carried out. */
  readonly waiting: boolean;
}

export function summarize(files: RouterFiles): RouterSummary {
  const { network, firewall, dhcp } = files;
  const packages = files.packages === null ? null : packageNames(files.packages);
  const sections = ofType(network, 'interface').filter(({ name }) => name !== null);
  const interfaces = sections.map((section) => interfaceOf(section, files));
  const masked = ofType(dhcp, 'dnsmasq')[0];
  return {
    release: releaseOf(files.openwrtRelease),
    packageManager: managerOf(packages),
    hostname: bounded(get(ofType(files.system, 'system')[0], 'hostname')),
    board: boardOf(files.board),
    ports: portsOf(network),
    interfaces: interfaces.slice(0, 200),
    programs: programsOf({
      qmodem: files.qmodem,
      modem: files.modem,
      packages,
      disabledServices: servicesOf(files.disabledServices),
      interfaces,
      kept: sections.some(({ options }) => options.has(KEPT)),
    }),
    zones: ofType(firewall, 'zone').slice(0, 100).map(zoneOf),
    takenNames: takenNames(files),
    waiting: files.waiting,
    oldSyntax: sections
      // Whoever keeps an interface for its modem writes it anew at each call.
      .filter((section) => !section.options.has(KEPT) && oldSyntax(section))
      .slice(0, 200)
      .map(({ name }) => shown(name ?? '')),
    rebindDomains: masked ? words(masked.options.get('rebind_domain')).slice(0, 200).map(shown) : null,
    mwan3: files.mwan3 !== null,
    packages,
    text: files.text,
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
  const board = parseJsonOrNull(text ?? '', Board);
  return board === null ? null : bounded(board.model.id);
}

/** Lines such as `/etc/init.d/modemmanager disable` (OpenWrt v24.10.8 base-files, sysupgrade, create_backup_archive). */
function servicesOf(text: string | null): Set<string> {
  return new Set((text ?? '').split('\n').flatMap((line) => /^\/etc\/init\.d\/([\w.-]{1,60}) disable$/.exec(line.trim())?.[1] ?? []));
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
